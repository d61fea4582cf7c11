@greenpin
Feature: Changing many exobridge GreenPins at once

  Background:
    Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
      | custom_field | first |
    And the answer's field "response.greenpin_id" is remembered as "id of first"
    And the answer's field "response.expires_at" is remembered as "end of first"
    And the tenant connects "Chitra" and "Dev" by PIN on "line 1":
      | custom_field | second |
      | duration     | 3600   |
    And the answer's field "response.greenpin_id" is remembered as "id of second"

  Rule: Each item is carried out and told in its place

    @rule-exobridge-greenpin-bulk @exobridge @line @people @costs-2
    Scenario: All can be
      When the tenant changes GreenPins in bulk:
        """
        [
          {"greenpin_id": "{id of second}", "to": [], "custom_field": "two", "duration": 86400},
          {"greenpin_id": "{id of first}", "from": ["Esha"]}
        ]
        """
      Then the answer is 200
      And the answer's list "response" has 2 items
      And the answer has:
        | response.0.greenpin_id | {id of second} |
        | response.0.status      | updated        |
        | response.1.greenpin_id | {id of first}  |
        | response.1.status      | updated        |
      When the tenant reads the allocation "first"
      Then the answer has:
        | response.from         | ["Esha"]       |
        | response.to           | ["Bimal"]      |
        | response.custom_field | first          |
        | response.expires_at   | {end of first} |
      When the tenant reads the allocation "second"
      Then the answer has:
        | response.from         | ["Chitra"] |
        | response.to           | []         |
        | response.custom_field | two        |
      And the allocation ends about 1 day from now

    @rule-exobridge-greenpin-bulk @exobridge @line @people @costs-2
    Scenario: What is not named stays
      When the tenant changes GreenPins in bulk:
        """
        [{"greenpin_id": "{id of second}", "custom_field": "two"}]
        """
      Then the answer is 200
      And the answer's list "response" has 1 item
      When the tenant reads the allocation "first"
      Then the answer has:
        | response.from         | ["Asha"]  |
        | response.to           | ["Bimal"] |
        | response.custom_field | first     |

  Rule: An item that fails is told in its place, and the others are carried out

    @rule-exobridge-greenpin-bulk-failed @exobridge @line @people @costs-2
    Scenario Outline: <what>
      When the tenant changes GreenPins in bulk:
        """
        [
          {"greenpin_id": "{id of first}", "custom_field": "one"},
          <item>,
          {"greenpin_id": "{id of second}", "to": ["Esha"]}
        ]
        """
      Then the answer is 200
      And the answer's list "response" has 3 items
      And the answer has:
        | response.0.greenpin_id           | {id of first}  |
        | response.0.status                | updated        |
        | response.1.greenpin_id           | <id>           |
        | response.1.status                | failed         |
        | response.1.error_data.code       | <code>         |
        | response.2.greenpin_id           | {id of second} |
        | response.2.status                | updated        |
      And the answer's fields are:
        | response.1.error_data.message | a text |
      When the tenant reads the allocation "first"
      Then the answer has:
        | response.custom_field | one            |
        | response.expires_at   | {end of first} |
        | response.from         | ["Asha"]       |
      When the tenant reads the allocation "second"
      Then the answer has:
        | response.to | ["Esha"] |

      Examples:
        | what                    | item                                                     | id             | code |
        | Nobody knows the id     | {"greenpin_id": "gp_nobodyknows", "to": []}              | gp_nobodyknows | 1    |
        | A duration out of range | {"greenpin_id": "{id of first}", "duration": 299}        | {id of first}  | 5    |
        | A number that is none   | {"greenpin_id": "{id of first}", "from": ["0981"]}       | {id of first}  | 16   |
        | Both sides              | {"greenpin_id": "{id of first}", "from": ["Bimal"]}      | {id of first}  | 14   |

    @rule-exobridge-greenpin-bulk-failed @exobridge @line @people @costs-2
    Scenario: One has ended
      Given the tenant deletes the allocation "first"
      When the tenant changes GreenPins in bulk:
        """
        [
          {"greenpin_id": "{id of first}", "custom_field": "one"},
          {"greenpin_id": "{id of second}", "custom_field": "two"}
        ]
        """
      Then the answer is 200
      And the answer has:
        | response.0.greenpin_id     | {id of first}  |
        | response.0.status          | failed         |
        | response.0.error_data.code | 22             |
        | response.1.greenpin_id     | {id of second} |
        | response.1.status          | updated        |
      When the tenant reads the allocation "first"
      Then the answer has:
        | response.status       | deleted |
        | response.custom_field | first   |
      When the tenant reads the allocation "second"
      Then the answer's field "response.custom_field" is "two"

  Rule: There is a limit to how many

    @rule-exobridge-greenpin-bulk-limit @exobridge @line @people @control
    Scenario: One too many
      When the tenant changes the GreenPin in a bulk of 100 items:
        | custom_field | hundred |
      Then the answer is 200
      And the answer's list "response" has 100 items
      When the tenant changes the GreenPin in a bulk of 101 items:
        | custom_field | one too many |
      Then the answer is 413 with code 17
      When the tenant reads the allocation
      Then the answer's field "response.custom_field" is "hundred"

    @rule-exobridge-greenpin-bulk-limit @exobridge @line @people @costs-2
    Scenario: Far too many
      When the tenant changes the GreenPin in a bulk of 10000 items:
        | custom_field | far too many |
      Then the answer is 413 with code 17
      When the tenant reads the allocation "second"
      Then the answer's field "response.custom_field" is "second"
