@greenpin
Feature: Changing an exobridge GreenPin

  Rule: What is given is replaced, the rest stays

    @rule-exobridge-greenpin-update @exobridge @line @people @costs
    Scenario Outline: Only <field>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration     | 3600          |
        | record       | true          |
        | custom_field | order_id=2006 |
      And the answer's field "response.pin" is remembered as "pin"
      And the answer's field "response.created_at" is remembered as "start"
      And the answer's field "response.expires_at" is remembered as "end"
      When the tenant changes the GreenPin:
        | <field> | <value> |
      Then the answer is 200
      And the answer has:
        | response.greenpin_id    | {allocation} |
        | response.virtual_number | line 1       |
        | response.from           | <from>       |
        | response.to             | <to>         |
        | response.status         | active       |
        | response.created_at     | {start}      |
        | response.expires_at     | {end}        |
        | response.custom_field   | <note>       |
      And the answer's fields are:
        | response.pin        | exactly "{pin}"  |
        | response.expires_at | a time in +05:30 |
      When the tenant reads the allocation
      Then the answer has:
        | response.virtual_number | line 1  |
        | response.from           | <from>  |
        | response.to             | <to>    |
        | response.status         | active  |
        | response.pin            | {pin}   |
        | response.expires_at     | {end}   |
        | response.custom_field   | <note>  |

      Examples:
        | field            | value      | from       | to        | note          |
        | from             | ["Chitra"] | ["Chitra"] | ["Bimal"] | order_id=2006 |
        | to               | ["Dev"]    | ["Asha"]   | ["Dev"]   | order_id=2006 |
        | to               | []         | ["Asha"]   | []        | order_id=2006 |
        | custom_field     | changed    | ["Asha"]   | ["Bimal"] | changed       |
        | max_pin_attempts | 5          | ["Asha"]   | ["Bimal"] | order_id=2006 |

    @rule-exobridge-greenpin-update @exobridge @line @costs
    Scenario Outline: Recording is <record> from then on
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | record | <before> |
      When the tenant changes the GreenPin:
        | record | <record> |
      Then the answer is 200
      And the answer's fields are:
        | response.record | exactly <record> |

      Examples:
        | before | record |
        | true   | false  |
        | false  | true   |

  Rule: A new duration counts from now

    @rule-exobridge-greenpin-update @exobridge @line @costs
    Scenario Outline: <duration> seconds from now
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | 3600 |
      When the tenant changes the GreenPin:
        | duration | <duration> |
      Then the answer is 200
      And the allocation ends about <duration> seconds from now

      Examples:
        | duration |
        | 300      |
        | 86400    |
        | 14688000 |

    @rule-exobridge-greenpin-update @exobridge @line @control
    Scenario: Put off
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | 3600 |
      And the answer's field "response.created_at" is remembered as "start"
      When 50 minutes pass
      And the tenant changes the GreenPin:
        | duration | 1200 |
      Then the answer's field "response.expires_at" is 70 minutes after "{start}"
      And the allocation ends 70 minutes after it was made
      When 1199 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is expired

    @rule-exobridge-greenpin-update @exobridge @line @control
    Scenario: Brought forward
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | 86400 |
      When the tenant changes the GreenPin:
        | duration | 300 |
      And 300 seconds pass
      Then the allocation is expired
