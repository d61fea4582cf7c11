@greenpin
Feature: How long an exobridge GreenPin lasts

  Rule: The duration is from 300 to 14688000 seconds

    @rule-exobridge-greenpin-duration @exobridge @line @costs
    Scenario Outline: <duration> seconds
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | <duration> |
      Then the answer is 201
      And the answer's field "response.expires_at" is <duration> seconds after "response.created_at"
      And the allocation ends <duration> seconds after it was made

      Examples:
        | duration |
        | 300      |
        | 3601     |
        | 14688000 |

    @rule-exobridge-greenpin-duration @exobridge @line
    Scenario Outline: <duration> seconds are out of bounds
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | <duration> |
      Then the answer is 422

      Examples:
        | duration     |
        | 299          |
        | 14688001     |
        | 1            |
        | 0            |
        | -300         |
        | 999999999999 |

    @rule-exobridge-greenpin-duration @exobridge @line @costs
    Scenario Outline: A change to <duration> seconds
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration     | 3600          |
        | custom_field | order_id=2004 |
      And the answer's field "response.expires_at" is remembered as "end"
      When the tenant changes the GreenPin:
        | duration     | <duration> |
        | custom_field | changed    |
      Then the answer is 422
      When the tenant reads the allocation
      Then the answer has:
        | response.expires_at   | {end}         |
        | response.custom_field | order_id=2004 |

      Examples:
        | duration |
        | 299      |
        | 14688001 |

  Rule: When the duration is over the GreenPin has expired

    @rule-exobridge-greenpin-expiry @exobridge @line @control
    Scenario: An hour by the clock
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | 3600 |
      When 3599 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is expired
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | response.status         | expired   |
        | response.virtual_number | line 1    |
        | response.from           | ["Asha"]  |
        | response.to             | ["Bimal"] |

    @rule-exobridge-greenpin-expiry @rule-exobridge-greenpin-ended @exobridge @line @control
    Scenario: What has expired takes nothing more
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration     | 300           |
        | custom_field | order_id=2005 |
      When 6 minutes pass
      And the tenant changes the GreenPin:
        | duration     | 3600    |
        | custom_field | changed |
      Then the answer is 409
      When the tenant deletes the allocation
      Then the answer is 409
      When the tenant reads the allocation
      Then the answer has:
        | response.status       | expired       |
        | response.custom_field | order_id=2005 |

    @rule-exobridge-greenpin-expiry @exobridge @line @control
    Scenario: The PIN of one that has expired opens nothing
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | 300 |
      And the answer's field "response.pin" is remembered as "pin"
      When 6 minutes pass
      And "Esha" calls the number:
        | pin | {pin} |
      Then the call is "call-attempt"

    @rule-exobridge-greenpin-expiry @exobridge @line @people @control
    Scenario: A number that all have left can be lent as a GreenVN
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration | 300 |
      When 6 minutes pass
      And the tenant connects "Chitra" and "Dev" through "line 1"
      Then the answer is 201
