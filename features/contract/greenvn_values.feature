@classic @current
Feature: Values that make no sense

  Rule: A value of the wrong type or form is refused, and nothing is lent

    @rule-parameter-bad @costs
    Scenario Outline: <field> is <value>
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
        | <field>       | <value>    |
      Then the answer is 400 with code 5
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      Then the answer is 200

      Examples:
        | field                        | value              |
        | aparty_numbers               | {"number": "Asha"} |
        | bparty_numbers               | [true]             |
        | usage                        | true               |
        | preferences                  | ["KA"]             |
        | preferences.region           | 7                  |
        | preferences.greenvn          | ["line 1"]         |
        | strictness                   | "perhaps"          |
        | deallocation_policy.duration | 600                |

    @rule-parameter-bad @costs
    Scenario Outline: In a change <field> is <value>
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      And the parties are replaced:
        | bparty_numbers | ["Bimal"] |
        | <field>        | <value>   |
      Then the answer is 400 with code 5
      When the tenant reads the allocation
      Then the answer is the same as "new"

      Examples:
        | field          | value      |
        | usage          | "bothways" |
        | usage          | 2          |
        | aparty_numbers | {}         |
        | bparty_pins    | 7305       |
