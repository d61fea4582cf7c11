@greenvn
Feature: Changing an exobridge GreenVN

  Rule: The side given is replaced, the other stays

    @rule-exobridge-greenvn-parties @rule-exobridge-greenvn-expiry-unmoved @exobridge @line @people @costs
    Scenario Outline: Only <side>
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | duration     | 7200          |
        | record       | true          |
        | custom_field | order_id=1045 |
      And the answer's field "response.expires_at" is remembered as "end"
      When the parties are replaced:
        | <side> | <new> |
      Then the answer is 200
      And the answer has:
        | response.greenvn_id     | {allocation} |
        | response.virtual_number | line 1       |
        | response.from           | <from>       |
        | response.to             | <to>         |
        | response.status         | active       |
        | response.expires_at     | {end}        |
      And the answer's fields are:
        | response.updated_at | a time in +05:30 |
      When the tenant reads the allocation
      Then the answer has:
        | response.virtual_number | line 1        |
        | response.from           | <from>        |
        | response.to             | <to>          |
        | response.status         | active        |
        | response.record         | true          |
        | response.custom_field   | order_id=1045 |
        | response.expires_at     | {end}         |

      Examples:
        | side | new               | from              | to             |
        | from | ["Chitra"]        | ["Chitra"]        | ["Bimal"]      |
        | to   | ["Dev", "Bimal"]  | ["Asha"]          | ["Dev", "Bimal"] |

    @rule-exobridge-greenvn-parties @exobridge @line @people @costs
    Scenario: Both sides
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the parties are replaced:
        | from | ["Chitra"] |
        | to   | ["Dev"]    |
      Then the answer is 200
      When the tenant reads the allocation
      Then the answer has:
        | response.from | ["Chitra"] |
        | response.to   | ["Dev"]    |

    @rule-exobridge-greenvn-parties @rule-exobridge-greenvn-vn @exobridge @lines-2 @people @control
    Scenario: updated_at is the time of the change
      Given the clock stands at "10:00 tomorrow"
      And the tenant connects "Asha" and "Bimal" through "line 1"
      When 10 minutes pass
      And B party is replaced by "Dev"
      Then the answer's field "response.updated_at" is "{today}T10:10:00+05:30"
      When 10 minutes pass
      And the tenant asks for another number:
        | caller_id_number | line 2 |
      Then the answer's field "response.updated_at" is "{today}T10:20:00+05:30"

    @rule-exobridge-greenvn-parties @exobridge @line @people @control
    Scenario: Who was replaced is a stranger
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When A party is replaced by "Chitra"
      And "Asha" calls the number
      Then the call is "call-attempt"
      When "Chitra" calls the number
      Then the call is "completed"

    @rule-exobridge-greenvn-parties-neither @exobridge @line @costs
    Scenario: Neither side
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the parties are replaced:
        | duration | 7200 |
      Then the answer is 400
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/{allocation}/call-party" with:
        """
        {}
        """
      Then the answer is 400
      When the tenant reads the allocation
      Then the answer has:
        | response.from   | ["Asha"]  |
        | response.to     | ["Bimal"] |
        | response.status | active    |

  Rule: The number asked for takes the place of the old one

    @rule-exobridge-greenvn-vn @rule-exobridge-greenvn-expiry-unmoved @exobridge @lines-2 @costs
    Scenario: Another number
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | duration     | 7200          |
        | custom_field | order_id=1046 |
      And the answer's field "response.expires_at" is remembered as "end"
      When the tenant asks for another number:
        | caller_id_number | line 2 |
      Then the answer is 200
      And the answer has:
        | response.greenvn_id     | {allocation} |
        | response.virtual_number | line 2       |
        | response.from           | ["Asha"]     |
        | response.to             | ["Bimal"]    |
        | response.status         | active       |
        | response.expires_at     | {end}        |
      And the answer's fields are:
        | response.updated_at | a time in +05:30 |
      When the tenant reads the allocation
      Then the answer has:
        | response.virtual_number | line 2        |
        | response.from           | ["Asha"]      |
        | response.to             | ["Bimal"]     |
        | response.status         | active        |
        | response.custom_field   | order_id=1046 |
        | response.expires_at     | {end}         |

    @rule-exobridge-greenvn-vn @rule-exobridge-greenvn-in-use @exobridge @lines-2 @people @costs
    Scenario: The new number is lent
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      And the tenant asks for another number:
        | caller_id_number | line 2 |
      When the tenant connects "Chitra" and "Dev" through "line 2"
      Then the answer is 409

    @rule-exobridge-greenvn-vn @exobridge @lines-2 @control
    Scenario: Calls go to the new number
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the tenant asks for another number:
        | caller_id_number | line 2 |
      And "Asha" calls "line 2"
      Then the call is "completed"

    @rule-exobridge-greenvn-vn-missing @exobridge @line @costs
    Scenario: No number named
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/{allocation}/vn" with:
        """
        {}
        """
      Then the answer is 400
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/{allocation}/vn" with:
        """
        {"virtual_number": "+918000000000"}
        """
      Then the answer is 400
      When the tenant reads the allocation
      Then the answer has:
        | response.virtual_number | line 1 |
        | response.status         | active |

    @rule-exobridge-greenvn-vn-frees @exobridge @lines-2 @people @costs-2
    Scenario: The old number is lent to the next pair
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | first |
      And the tenant asks for another number:
        | caller_id_number | line 2 |
      When the tenant connects "Chitra" and "Dev" through "line 1"
      Then the answer is 201
      And the answer's field "response.virtual_number" is "line 1"
      When the tenant reads the allocation "first"
      Then the answer has:
        | response.virtual_number | line 2 |
        | response.status         | active |
