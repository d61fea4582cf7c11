@greenpin
Feature: Changing many GreenPins at once

  Background:
    Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
      | transaction_id | first |
    And the answer's field "data.greenpin_id" is remembered as "id of first"
    And the tenant connects "Chitra" and "Dev" by PIN on "line 1":
      | transaction_id               | second |
      | deallocation_policy.duration | 2d     |
    And the answer's field "data.greenpin_id" is remembered as "id of second"

  Rule: The valid items are applied, and each item's outcome is told

    @rule-greenpin-bulk @classic @current @line @people @costs-2
    Scenario: All can be
      When the tenant changes GreenPins in bulk:
        """
        {"greenpins": [
          {"greenpin_id": "{id of second}", "usage": "oneway", "deallocation_policy": {"duration": "9d"}},
          {"greenpin_id": "{id of first}", "a": {"numbers": ["Esha"]}}
        ]}
        """
      Then the answer is 200
      And the answer's list "data" has 2 items
      And the answer has:
        | data.0.greenpin_id | {id of second} |
        | data.1.greenpin_id | {id of first}  |
      And the answer's fields are:
        | success        | exactly true |
        | data.0.success | exactly true |
        | data.0.code    | exactly null |
        | data.0.message | exactly null |
        | data.1.success | exactly true |
        | data.1.code    | exactly null |
        | data.1.message | exactly null |
      When the tenant reads the allocation "first"
      Then the answer has:
        | data.a.numbers | ["Esha"]  |
        | data.b.numbers | ["Bimal"] |
        | data.usage     | twoway    |
      When the tenant reads the allocation "second"
      Then the answer has:
        | data.a.numbers | ["Chitra"] |
        | data.b.numbers | ["Dev"]    |
        | data.usage     | oneway     |
      And the allocation ends about 9 days from now

    @rule-greenpin-bulk @classic @current @line @people @costs-2
    Scenario Outline: <what>
      When the tenant changes GreenPins in bulk:
        """
        {"greenpins": [
          {"greenpin_id": "{id of first}", "usage": "oneway"},
          <item>,
          {"greenpin_id": "{id of second}", "b": {"numbers": ["Esha"]}}
        ]}
        """
      Then the answer is 200
      And the answer's list "data" has 3 items
      And the answer has:
        | data.0.greenpin_id | {id of first}  |
        | data.1.greenpin_id | <id>           |
        | data.2.greenpin_id | {id of second} |
      And the answer's fields are:
        | data.0.success | exactly true   |
        | data.1.success | exactly false  |
        | data.1.code    | exactly <code> |
        | data.1.message | a text         |
        | data.2.success | exactly true   |
      When the tenant reads the allocation "first"
      Then the answer has:
        | data.usage     | oneway    |
        | data.a.numbers | ["Asha"]  |
        | data.b.numbers | ["Bimal"] |
      When the tenant reads the allocation "second"
      Then the answer has:
        | data.usage     | twoway   |
        | data.b.numbers | ["Esha"] |

      Examples:
        | what                  | item                                                               | id            | code |
        | Nobody knows the id   | {"greenpin_id": "nobody-knows", "usage": "oneway"}                 | nobody-knows  | 1    |
        | Nothing to change     | {"greenpin_id": "{id of first}"}                                   | {id of first} | 3    |
        | A value of no meaning | {"greenpin_id": "{id of first}", "usage": "sideways"}              | {id of first} | 5    |
        | A number that is none | {"greenpin_id": "{id of first}", "a": {"numbers": ["0981"]}}       | {id of first} | 16   |
        | All the same          | {"greenpin_id": "{id of first}", "a": {"numbers": ["Esha", "Esha"]}} | {id of first} | 13 |
        | Both sides            | {"greenpin_id": "{id of first}", "a": {"numbers": ["Bimal"]}}      | {id of first} | 14   |

    @rule-greenpin-bulk @classic @current @line @people @costs-2
    Scenario: One has ended
      Given the tenant deletes the allocation "first"
      When the tenant changes GreenPins in bulk:
        """
        {"greenpins": [
          {"greenpin_id": "{id of first}", "usage": "oneway"},
          {"greenpin_id": "{id of second}", "usage": "oneway"}
        ]}
        """
      Then the answer is 200
      And the answer's fields are:
        | data.0.success | exactly false |
        | data.0.code    | exactly 22    |
        | data.1.success | exactly true  |
      When the tenant reads the allocation "first"
      Then the answer's field "data.usage" is "twoway"
      When the tenant reads the allocation "second"
      Then the answer's field "data.usage" is "oneway"

  Rule: There is a limit to how many

    @rule-greenpin-bulk-limit @classic @current @line @people @control
    Scenario: One too many
      When the tenant changes the GreenPin in a bulk of 100 items:
        | usage | oneway |
      Then the answer is 200
      And the answer's list "data" has 100 items
      When the tenant changes the GreenPin in a bulk of 101 items:
        | usage | twoway |
      Then the answer is 413 with code 17
      When the tenant reads the allocation
      Then the answer's field "data.usage" is "oneway"

    @rule-greenpin-bulk-limit @classic @current @line @people @costs-2
    Scenario: Far too many
      When the tenant changes the GreenPin in a bulk of 10000 items:
        | usage | oneway |
      Then the answer is 413 with code 17
      When the tenant reads the allocation "second"
      Then the answer's field "data.usage" is "twoway"
