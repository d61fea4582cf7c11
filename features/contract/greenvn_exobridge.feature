@greenvn
Feature: A GreenVN of the exobridge generation

  Rule: Creating lends the number asked for

    @rule-exobridge-greenvn-create @rule-exobridge-greenvn-create-echo @rule-exobridge-greenvn-read @exobridge @line @people @costs
    Scenario: All that may be asked for is told and kept
      When the tenant connects "Asha, Chitra" and "Bimal, Dev" through "line 1":
        | duration     | 3600          |
        | record       | true          |
        | custom_field | order_id=1042 |
      Then the answer is 201
      And the answer has:
        | response.virtual_number | line 1              |
        | response.from           | ["Asha", "Chitra"]  |
        | response.to             | ["Bimal", "Dev"]    |
        | response.status         | active              |
        | response.custom_field   | order_id=1042       |
      And the answer's fields are:
        | response.greenvn_id   | a text that starts with gvn_ |
        | response.record       | exactly true                 |
        | response.custom_field | a text                       |
        | response.created_at   | a time in +05:30             |
        | response.expires_at   | a time in +05:30             |
      And the answer's field "response.expires_at" is 1 hour after "response.created_at"
      And the allocation ends about 1 hour from now
      Given the answer's field "response.created_at" is remembered as "start"
      And the answer's field "response.expires_at" is remembered as "end"
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | response.greenvn_id     | {allocation}       |
        | response.virtual_number | line 1             |
        | response.from           | ["Asha", "Chitra"] |
        | response.to             | ["Bimal", "Dev"]   |
        | response.status         | active             |
        | response.custom_field   | order_id=1042      |
        | response.created_at     | {start}            |
        | response.expires_at     | {end}              |
      And the answer's fields are:
        | response.record     | exactly true     |
        | response.call_count | exactly 0        |
        | response.created_at | a time in +05:30 |
        | response.expires_at | a time in +05:30 |

    @rule-exobridge-greenvn-create-echo @exobridge @line @costs
    Scenario Outline: record <record> and custom_field <custom_field> come back
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | record       | <record>       |
        | custom_field | <custom_field> |
      Then the answer is 201
      And the answer has:
        | response.from         | ["Asha"]       |
        | response.to           | ["Bimal"]      |
        | response.custom_field | <custom_field> |
      And the answer's fields are:
        | response.record | exactly <record> |
      When the tenant reads the allocation
      Then the answer's field "response.custom_field" is "<custom_field>"
      And the answer's fields are:
        | response.record | exactly <record> |

      Examples:
        | record | custom_field   |
        | false  | order_id=1043  |
        | true   | क्रम ₹1042 & more |

    @rule-exobridge-greenvn-create @exobridge @line @control
    Scenario: The times are those of the clock, in India's zone
      Given the clock stands at "10:00 tomorrow"
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 5400 |
      Then the answer has:
        | response.created_at | {today}T10:00:00+05:30 |
        | response.expires_at | {today}T11:30:00+05:30 |

    @rule-exobridge-greenvn-id-shape @rule-exobridge-greenvn-create @exobridge @lines-2 @costs-2
    Scenario: Two allocations have ids of their own
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer's fields are:
        | response.greenvn_id | a text that starts with gvn_ |
      And the answer's field "response.greenvn_id" is remembered as "first"
      When the tenant connects "Asha" and "Bimal" through "line 2"
      Then the answer is 201
      And the answer's field "response.virtual_number" is "line 2"
      And the answer's fields are:
        | response.greenvn_id | a text that starts with gvn_ |
        | response.greenvn_id | other than {first}           |

    @rule-exobridge-greenvn-id-shape @exobridge @line @costs
    Scenario: The id of a GreenPin
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      Then the answer's fields are:
        | response.greenpin_id | a text that starts with gp_ |

  Rule: Reading counts the calls

    @rule-exobridge-greenvn-read @exobridge @line @control
    Scenario: A call later
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When "Asha" calls the number
      And the tenant reads the allocation
      Then the answer is 200
      And the answer's fields are:
        | response.call_count | exactly 1 |

    @rule-exobridge-greenvn-unknown @exobridge @line
    Scenario Outline: Nobody knows the id: <method> <path>
      When the client sends <method> "/v1/tenants/{tenant}/greenvn/gvn_nobodyknows<path>" with:
        """
        <body>
        """
      Then the answer is 404

      Examples:
        | method | path        | body                           |
        | PUT    | /call-party | {"from": ["Asha"]}             |
        | PUT    | /vn         | {"caller_id_number": "line 1"} |

    @rule-exobridge-greenvn-unknown @exobridge
    Scenario Outline: Nobody knows the id: <method>
      When the client sends <method> "/v1/tenants/{tenant}/greenvn/gvn_nobodyknows"
      Then the answer is 404

      Examples:
        | method |
        | GET    |
        | DELETE |

  Rule: Deleting ends it and frees the number

    @rule-exobridge-greenvn-delete @rule-exobridge-greenvn-read-after-delete @exobridge @line @costs
    Scenario: What has ended can still be read
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | order_id=1044 |
      And the answer's field "response.created_at" is remembered as "start"
      When the tenant deletes the allocation
      Then the answer is 200
      And the answer has:
        | response.greenvn_id | {allocation} |
        | response.status     | deleted      |
      And the answer's fields are:
        | response.deleted_at | a time in +05:30 |
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | response.greenvn_id     | {allocation}  |
        | response.virtual_number | line 1        |
        | response.from           | ["Asha"]      |
        | response.to             | ["Bimal"]     |
        | response.status         | deleted       |
        | response.custom_field   | order_id=1044 |
        | response.created_at     | {start}       |

    @rule-exobridge-greenvn-delete @exobridge @line @control
    Scenario: deleted_at is the time of deleting
      Given the clock stands at "10:00 tomorrow"
      And the tenant connects "Asha" and "Bimal" through "line 1"
      When 90 minutes pass
      And the tenant deletes the allocation
      Then the answer's field "response.deleted_at" is "{today}T11:30:00+05:30"

    @rule-exobridge-greenvn-delete-frees @rule-exobridge-greenvn-delete @exobridge @line @people @costs-2
    Scenario: The number is lent to the next pair
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | first |
      And the tenant deletes the allocation
      When the tenant connects "Chitra" and "Dev" through "line 1":
        | custom_field | second |
      Then the answer is 201
      And the answer has:
        | response.virtual_number | line 1     |
        | response.from           | ["Chitra"] |
      And the allocation "first" is deleted
      And the allocation "second" is active

    @rule-exobridge-greenvn-delete-twice @exobridge @lines-2 @costs
    Scenario: A deleted GreenVN takes nothing more
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the tenant deletes the allocation
      Then the answer is 200
      When the tenant reads the allocation
      Then the answer's field "response.status" is "deleted"
      When the tenant deletes the allocation
      Then the answer is 409
      When A party is replaced by "Esha"
      Then the answer is 409
      When the tenant asks for another number:
        | caller_id_number | line 2 |
      Then the answer is 409
      When the tenant reads the allocation
      Then the answer has:
        | response.status         | deleted   |
        | response.from           | ["Asha"]  |
        | response.virtual_number | line 1    |
