@greenpin
Feature: A GreenPin of the exobridge generation

  Rule: Creating makes a PIN of four digits

    @rule-exobridge-greenpin-create @rule-exobridge-greenpin-read @exobridge @line @people @costs
    Scenario: All that may be asked for is told and kept
      When the tenant connects "Asha, Chitra" and "Bimal" by PIN on "line 1":
        | duration         | 3600          |
        | max_pin_attempts | 5             |
        | record           | true          |
        | custom_field     | order_id=2001 |
      Then the answer is 201
      And the answer has:
        | response.virtual_number | line 1             |
        | response.from           | ["Asha", "Chitra"] |
        | response.to             | ["Bimal"]          |
        | response.status         | active             |
      And the answer's fields are:
        | response.greenpin_id | a text that starts with gp_ |
        | response.pin         | 4 digits                    |
        | response.created_at  | a time in +05:30            |
        | response.expires_at  | a time in +05:30            |
      And the answer's field "response.expires_at" is 1 hour after "response.created_at"
      And the allocation ends about 1 hour from now
      Given the answer's field "response.pin" is remembered as "pin"
      And the answer's field "response.created_at" is remembered as "start"
      And the answer's field "response.expires_at" is remembered as "end"
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | response.greenpin_id    | {allocation}       |
        | response.virtual_number | line 1             |
        | response.from           | ["Asha", "Chitra"] |
        | response.to             | ["Bimal"]          |
        | response.status         | active             |
        | response.created_at     | {start}            |
        | response.expires_at     | {end}              |
        | response.custom_field   | order_id=2001      |
      And the answer's fields are:
        | response.pin        | exactly "{pin}"  |
        | response.pin        | 4 digits         |
        | response.call_count | exactly 0        |
        | response.created_at | a time in +05:30 |
        | response.expires_at | a time in +05:30 |

    @rule-exobridge-greenpin-create @exobridge @line @control
    Scenario: The times are those of the clock, in India's zone
      Given the clock stands at "10:00 tomorrow"
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | 5400 |
      Then the answer has:
        | response.created_at | {today}T10:00:00+05:30 |
        | response.expires_at | {today}T11:30:00+05:30 |

    @rule-exobridge-greenpin-read @exobridge @line @control
    Scenario: A call later
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Asha" calls the number
      Then the call is "completed"
      When the tenant reads the allocation
      Then the answer's fields are:
        | response.call_count | exactly 1 |

    @rule-exobridge-greenpin-unassigned @exobridge @line @costs
    Scenario Outline: Nobody is assigned: to is <to>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | to | <to> |
      Then the answer is 201
      And the answer's fields are:
        | response.to | an empty list |
      When the tenant reads the allocation
      Then the answer's fields are:
        | response.to   | an empty list    |
        | response.from | exactly ["Asha"] |
      When the tenant changes the GreenPin:
        | to | ["Bimal"] |
      Then the answer is 200
      When the tenant reads the allocation
      Then the answer's fields are:
        | response.to | exactly ["Bimal"] |
      When the tenant changes the GreenPin:
        | to | [] |
      Then the answer is 200
      When the tenant reads the allocation
      Then the answer's fields are:
        | response.to | an empty list |

      Examples:
        | to     |
        | absent |
        | []     |

  Rule: custom_field is that of creation or of the last update

    @rule-exobridge-greenpin-custom-field @exobridge @line @costs
    Scenario: Changed twice
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | order_id=2007 |
      When the tenant reads the allocation
      Then the answer's field "response.custom_field" is "order_id=2007"
      When the tenant changes the GreenPin:
        | to | [] |
      And the tenant reads the allocation
      Then the answer's field "response.custom_field" is "order_id=2007"
      When the tenant changes the GreenPin:
        | custom_field | order_id=2008 |
      Then the answer's field "response.custom_field" is "order_id=2008"
      When the tenant changes the GreenPin:
        | custom_field | order_id=2009 |
      And the tenant reads the allocation
      Then the answer's field "response.custom_field" is "order_id=2009"

  Rule: One number serves several GreenPins

    @rule-exobridge-greenpin-shared-number @exobridge @line @people @costs-2
    Scenario: Two pairs on one number
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | first |
      Then the answer is 201
      When the tenant connects "Chitra" and "Dev" by PIN on "line 1":
        | custom_field | second |
      Then the answer is 201
      And the answer's field "response.virtual_number" is "line 1"
      And the PINs of "first" and "second" differ
      When the tenant reads the allocation "first"
      Then the answer has:
        | response.virtual_number | line 1    |
        | response.from           | ["Asha"]  |
        | response.to             | ["Bimal"] |
        | response.status         | active    |
      When the tenant deletes the allocation "first"
      Then the allocation "second" is active

    @rule-exobridge-greenpin-shared-number @exobridge @line @people @control
    Scenario Outline: The PIN tells whom a caller is for: <mine>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | first |
      And the answer's field "response.pin" is remembered as "PIN of first"
      And the tenant connects "Chitra" and "Dev" by PIN on "line 1":
        | custom_field | second |
      And the answer's field "response.pin" is remembered as "PIN of second"
      When "Esha" calls the number:
        | pin | {PIN of <mine>} |
      Then the call is "completed"
      And the call went to "<whom>"
      When the tenant reads the allocation "<mine>"
      Then the answer's fields are:
        | response.call_count | exactly 1 |
      When the tenant reads the allocation "<other>"
      Then the answer's fields are:
        | response.call_count | exactly 0 |

      Examples:
        | mine   | other  | whom   |
        | first  | second | Asha   |
        | second | first  | Chitra |

    @rule-exobridge-greenpin-shared-number @exobridge @line @control
    Scenario: No two of many have one PIN
      Then 200 GreenPins are made on "line 1", each with another PIN:
        | from | ["Asha"] |

    @rule-exobridge-greenpin-pins-used-up @exobridge @lines-2 @control @slow
    Scenario: Every PIN is used
      When GreenPins are made on "line 1" until they are refused:
        | from | ["Asha"] |
      Then the answer is 452 with code 4
      When the tenant connects "Asha" and "Bimal" by PIN on "line 2"
      Then the answer is 201

    @rule-exobridge-greenpin-pins-used-up @exobridge @line @control
    Scenario Outline: <doing> finds no number by script only
      Given the tenant connects "Asha" and "Bimal" <by> "line 1"
      Then the answer is 201
      Given <operation> fails with code 4 the next time
      When the tenant connects "Asha" and "Bimal" <by> "line 2"
      Then the answer is 452 with code 4
      When the tenant connects "Asha" and "Bimal" <by> "line 2"
      Then the answer is 201

      Examples:
        | operation      | by        | doing             |
        | createGreenvn  | through   | Making a GreenVN  |
        | createGreenpin | by PIN on | Making a GreenPin |

  Rule: Whoever has joined a number keeps to his PIN there

    @rule-exobridge-greenpin-other-pin @exobridge @line @people @control
    Scenario: Listing somebody under another PIN
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | first |
      And the answer's field "response.pin" is remembered as "pin"
      And "Esha" calls the number:
        | pin | {pin} |
      And the call is "completed"
      When the tenant connects "Chitra" and "Esha" by PIN on "line 1"
      Then the answer is 409 with code 19
      Given the tenant connects "Chitra" and "Dev" by PIN on "line 1":
        | custom_field | second |
      When the tenant changes the GreenPin:
        | to | ["Esha"] |
      Then the answer is 409 with code 19
      When the tenant reads the allocation
      Then the answer's fields are:
        | response.to | exactly ["Dev"] |
      When the tenant connects "Chitra" and "Esha" by PIN on "line 2"
      Then the answer is 201

    @rule-exobridge-greenpin-other-pin @exobridge @line @people @control
    Scenario: With the GreenPin that was joined the bond ends
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the answer's field "response.pin" is remembered as "pin"
      And "Esha" calls the number:
        | pin | {pin} |
      When the tenant deletes the allocation
      And the tenant connects "Chitra" and "Esha" by PIN on "line 1"
      Then the answer is 201

  Rule: Deleting ends it

    @rule-exobridge-greenpin-delete @rule-exobridge-greenpin-read-after-delete @exobridge @line @costs
    Scenario: What was deleted can still be read
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | order_id=2002 |
      And the answer's field "response.created_at" is remembered as "start"
      When the tenant deletes the allocation
      Then the answer is 200
      And the answer has:
        | response.greenpin_id | {allocation} |
        | response.status      | deleted      |
      And the answer's fields are:
        | response.deleted_at | a time in +05:30 |
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | response.greenpin_id    | {allocation}  |
        | response.virtual_number | line 1        |
        | response.from           | ["Asha"]      |
        | response.to             | ["Bimal"]     |
        | response.status         | deleted       |
        | response.created_at     | {start}       |
        | response.custom_field   | order_id=2002 |

    @rule-exobridge-greenpin-delete @exobridge @line @control
    Scenario: deleted_at is the time of deleting
      Given the clock stands at "10:00 tomorrow"
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When 90 minutes pass
      And the tenant deletes the allocation
      Then the answer's field "response.deleted_at" is "{today}T11:30:00+05:30"

    @rule-exobridge-greenpin-ended @exobridge @line @costs
    Scenario: A deleted GreenPin takes nothing more
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the tenant deletes the allocation
      When the tenant deletes the allocation
      Then the answer is 409
      When the tenant changes the GreenPin:
        | custom_field | too late |
        | to           | []       |
      Then the answer is 409
      When the tenant reads the allocation
      Then the answer has:
        | response.status | deleted   |
        | response.to     | ["Bimal"] |

  Rule: An id that nobody knows is 404

    @rule-exobridge-greenpin-unknown @exobridge
    Scenario Outline: <method>
      When the client sends <method> "/v1/tenants/{tenant}/greenpin/gp_nobodyknows"
      Then the answer is 404

      Examples:
        | method |
        | GET    |
        | DELETE |

    @rule-exobridge-greenpin-unknown @exobridge
    Scenario: PUT
      When the client sends PUT "/v1/tenants/{tenant}/greenpin/gp_nobodyknows" with:
        """
        {"custom_field": "nobody's"}
        """
      Then the answer is 404
