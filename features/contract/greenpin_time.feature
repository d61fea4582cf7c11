@greenpin
Feature: How long a GreenPin lasts

  Rule: deallocation_time is the instant the allocation ends

    @rule-greenpin-deallocation-time @classic @current @line @costs
    Scenario Outline: A policy of <policy>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | deallocation_policy.duration | <policy> |
      Then the answer is 200
      And the answer's fields are:
        | data.deallocation_time | a time without a zone |
      And the allocation ends about <span> from now

      Examples:
        | policy | span        |
        | 600s   | 600 seconds |
        | 45m    | 45 minutes  |
        | 36h    | 36 hours    |
        | 2d     | 2 days      |

    @rule-greenpin-deallocation-time @classic @current @line @control
    Scenario Outline: By the clock: <policy>
      Given the clock stands at "23:30 tomorrow"
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | deallocation_policy.duration | <policy> |
      Then the answer's field "data.deallocation_time" is "<end>"
      When the tenant reads the allocation
      Then the answer's field "data.deallocation_time" is "<end>"

      Examples:
        | policy | end                 |
        | 1d     | {tomorrow} 23:30:00 |
        | 90s    | {today} 23:31:30 |
        | 31m    | {tomorrow} 00:01:00 |

    @rule-greenpin-deallocation-time @classic @current @line @control
    Scenario: One that was deleted has ended then
      Given the clock stands at "10:00 tomorrow"
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | deallocation_policy.duration | 1d |
      When 90 minutes pass
      And the tenant deletes the allocation
      And the tenant reads the allocation
      Then the answer's field "data.deallocation_time" is "{today} 11:30:00"

  Rule: When the policy's duration is over the allocation is in vault

    @rule-greenpin-expiry @classic @current @line @control
    Scenario: By the clock
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id               | trip-7 |
        | deallocation_policy.duration | 10m    |
      When 599 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is vault
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | data.state          | vault       |
        | data.transaction_id | {reference} |
        | data.a.numbers      | ["Asha"]    |
        | data.b.numbers      | ["Bimal"]   |

    @rule-greenpin-expiry @classic @current @line @costs
    Scenario: As short as it may be
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | deallocation_policy.duration | 1s |
      When 1 second goes by
      Then the allocation is vault within 10 seconds

    @rule-greenpin-expiry @rule-greenpin-ended @rule-greenpin-transaction-unique @classic @current @line @control
    Scenario: What has expired takes nothing more, and its transaction id is free
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id               | trip-8 |
        | deallocation_policy.duration | 10m    |
      When 11 minutes pass
      And the tenant changes the GreenPin:
        | deallocation_policy.duration | 1d |
      Then the answer is 410 with code 22
      When the tenant deletes the allocation
      Then the answer is 410 with code 22
      And the allocation is vault
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | trip-8 |
      Then the answer is 200

    @rule-greenpin-expiry @classic @current @line @control
    Scenario: The PIN of one that has expired opens nothing
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | b.pin                        | "111" |
        | deallocation_policy.duration | 10m   |
      When 11 minutes pass
      And "Esha" calls the number:
        | pin | 111 |
      Then the call is "call-attempt"
