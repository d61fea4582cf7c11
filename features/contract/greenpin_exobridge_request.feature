@greenpin
Feature: What an exobridge GreenPin may be asked for

  Rule: A required parameter that is absent is 400

    @rule-exobridge-greenpin-missing @exobridge @line
    Scenario Outline: Without <field>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <field> | absent |
      Then the answer is 400

      Examples:
        | field            |
        | caller_id_number |
        | from             |

    @rule-exobridge-greenpin-missing @exobridge @line @costs
    Scenario: All else may be left out
      When the tenant asks for a GreenPin with:
        | caller_id_number | line 1   |
        | from             | ["Asha"] |
      Then the answer is 201
      And the answer has:
        | response.virtual_number | line 1   |
        | response.from           | ["Asha"] |
        | response.status         | active   |

  Rule: A value of the wrong type is 400

    @rule-exobridge-greenpin-bad-parameter @exobridge @line
    Scenario Outline: <field> is <value>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <field> | <value> |
      Then the answer is 400

      Examples:
        | field            | value        |
        | caller_id_number | 42           |
        | caller_id_number | ["line 1"]   |
        | from             | "Asha"       |
        | from             | [42]         |
        | from             | []           |
        | to               | "Bimal"      |
        | to               | [false]      |
        | to               | {"b": 1}     |
        | duration         | "an hour"    |
        | duration         | 3600.5       |
        | max_pin_attempts | "many"       |
        | max_pin_attempts | 2.5          |
        | max_pin_attempts | true         |
        | record           | "perhaps"    |
        | record           | 7            |
        | custom_field     | 42           |
        | custom_field     | ["order"]    |

    @rule-exobridge-greenpin-bad-parameter @exobridge
    Scenario Outline: The body is <what>
      When the client sends POST "/v1/tenants/{tenant}/greenpin" with:
        """
        <body>
        """
      Then the answer is 400

      Examples:
        | what      | body                   |
        | a list    | []                     |
        | a text    | "a PIN, please"        |
        | cut short | {"caller_id_number": " |

    @rule-exobridge-greenpin-bad-parameter @exobridge @line @costs
    Scenario: A change that makes no sense changes nothing
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | order_id=2003 |
      When the tenant changes the GreenPin:
        | custom_field | changed |
        | to           | "Bimal" |
      Then the answer is 400
      When the tenant changes the GreenPin:
        | custom_field     | changed |
        | max_pin_attempts | "many"  |
      Then the answer is 400
      When the tenant reads the allocation
      Then the answer has:
        | response.custom_field | order_id=2003 |
        | response.to           | ["Bimal"]     |

  Rule: The number is one of the tenant's, and no GreenVN has it

    @rule-exobridge-greenpin-not-in-pool @exobridge @people
    Scenario: A number of somebody else
      When the tenant connects "Asha" and "Bimal" by PIN on "Esha"
      Then the answer is 403

    @rule-exobridge-greenpin-in-use @exobridge @line @people @costs-2
    Scenario: A GreenVN has the number
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the tenant connects "Chitra" and "Dev" by PIN on "line 1"
      Then the answer is 409
      When the tenant reads the allocation
      Then the answer has:
        | response.status         | active    |
        | response.virtual_number | line 1    |
        | response.from           | ["Asha"]  |
      When the tenant deletes the allocation
      And the tenant connects "Chitra" and "Dev" by PIN on "line 1"
      Then the answer is 201
