@classic @current
Feature: What is told first when several things are wrong

  Rule: Each mistake that is mended shows the next one

    @rule-refusal-order @control
    Scenario: From the missing to the pool
      Given a tenant like this:
        """
        generate: {count: 2, regions: [KA]}
        flows: [sales]
        """
      And a number is lent to "Chitra" and "Dev"
      When the tenant asks for a number with:
        | connection_id      | 7                        |
        | aparty_numbers     | ["98", "98"]             |
        | bparty_numbers     | ["98", "+919887654321"]  |
        | preferences.region | XX                       |
        | flow_id            | nobody's                 |
      Then the answer is 400 with code 3
      When the tenant asks for a number with:
        | connection_id      | 7                        |
        | aparty_numbers     | ["98", "98"]             |
        | bparty_numbers     | ["98", "+919887654321"]  |
        | usage              | twoway                   |
        | preferences.region | XX                       |
        | flow_id            | nobody's                 |
      Then the answer is 400 with code 5
      When the tenant asks for a number with:
        | connection_id      | order-1                  |
        | aparty_numbers     | ["98", "98"]             |
        | bparty_numbers     | ["98", "+919887654321"]  |
        | usage              | twoway                   |
        | preferences.region | XX                       |
        | flow_id            | nobody's                 |
      Then the answer is 400 with code 16
      When the tenant asks for a number with:
        | connection_id      | order-1                            |
        | aparty_numbers     | ["+919812345678", "+919812345678"] |
        | bparty_numbers     | ["+919812345678", "+919887654321"] |
        | usage              | twoway                             |
        | preferences.region | XX                                 |
        | flow_id            | nobody's                           |
      Then the answer is 409 with code 13
      When the tenant asks for a number with:
        | connection_id      | order-1                            |
        | aparty_numbers     | ["+919812345678"]                  |
        | bparty_numbers     | ["+919812345678", "+919887654321"] |
        | usage              | twoway                             |
        | preferences.region | XX                                 |
        | flow_id            | nobody's                           |
      Then the answer is 409 with code 14
      When the tenant asks for a number with:
        | connection_id      | order-1           |
        | aparty_numbers     | ["+919812345678"] |
        | bparty_numbers     | ["+919887654321"] |
        | usage              | twoway            |
        | preferences.region | XX                |
        | flow_id            | nobody's          |
      Then the answer is 403 with code 15
      When the tenant asks for a number with:
        | connection_id      | order-1           |
        | aparty_numbers     | ["+919812345678"] |
        | bparty_numbers     | ["+919887654321"] |
        | usage              | twoway            |
        | preferences.region | DL                |
        | strictness         | true              |
        | flow_id            | nobody's          |
      Then the answer is 422 with code 50
      When the tenant asks for a number with:
        | connection_id      | order-1           |
        | aparty_numbers     | ["+919812345678"] |
        | bparty_numbers     | ["+919887654321"] |
        | usage              | twoway            |
        | preferences.region | DL                |
        | strictness         | true              |
      Then the answer is 409 with code 18
      When the tenant asks for a number with:
        | connection_id      | order-2           |
        | aparty_numbers     | ["+919812345678"] |
        | bparty_numbers     | ["+919887654321"] |
        | usage              | twoway            |
        | preferences.region | DL                |
        | strictness         | true              |
      Then the answer is 452 with code 4
      When the tenant asks for a number with:
        | connection_id      | order-2           |
        | aparty_numbers     | ["+919812345678"] |
        | bparty_numbers     | ["+919887654321"] |
        | usage              | twoway            |
        | preferences.region | DL                |
      Then the answer is 200

    @rule-refusal-order
    Scenario: A body that makes no sense is told before an allocation that is not there
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/call-party" with:
        """
        {}
        """
      Then the answer is 400 with code 3
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/call-party" with:
        """
        {"aparty_numbers": ["98"]}
        """
      Then the answer is 400 with code 16
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/call-party" with:
        """
        {"aparty_numbers": ["+919812345678"]}
        """
      Then the answer is 404 with code 1

  Rule: A value of the wrong type or form is a bad parameter

    @rule-parameter-bad
    Scenario Outline: <field> as <value>
      When the tenant asks for a number between "Asha" and "Bimal":
        | <field> | <value> |
      Then the answer is 400 with code 5

      Examples:
        | field                        | value           |
        | connection_id                | 7               |
        | connection_id                | ["order-1"]     |
        | connection_id                | null            |
        | aparty_numbers               | "+919812345678" |
        | aparty_numbers               | {"one": 1}      |
        | bparty_numbers               | 919887654321    |
        | aparty_pins                  | "1234"          |
        | bparty_pins                  | [true]          |
        | usage                        | 2               |
        | strictness                   | "perhaps"       |
        | preferences                  | "KA"            |
        | preferences.type             | "satellite"     |
        | deallocation_policy          | "600s"          |
        | deallocation_policy.duration | 600             |
        | flow_id                      | 7               |

    @rule-parameter-bad @rule-greenvn-parties-usage @costs
    Scenario: A change that is refused changes nothing
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      And the answer is kept as "before"
      When the parties are replaced:
        | aparty_numbers | "+919812345670" |
      Then the answer is 400 with code 5
      When the tenant reads the allocation
      Then the answer is the same as "before"
