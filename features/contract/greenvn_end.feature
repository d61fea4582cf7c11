@classic @current
Feature: The end of an allocation

  Rule: What is deleted is in the vault, where it is still read

    @rule-greenvn-delete @rule-greenvn-read-after-delete @costs
    Scenario: All that deleting tells
      When the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
      And the answer is kept as "new"
      And the tenant deletes the allocation
      Then the answer is the same as "new":
        | data.state | vault |
      When the tenant reads the allocation
      Then the answer is the same as "new":
        | data.state | vault |

    @rule-greenvn-delete @costs-2
    Scenario: Only the one that is named ends
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | first |
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      And the answer is kept as "second"
      And the tenant deletes the allocation "first"
      Then the allocation "first" is vault
      And the allocation "second" is active
      When the tenant reads the allocation "second"
      Then the answer is the same as "second"

    @rule-greenvn-delete @control
    Scenario: The number leads nowhere any more
      Given a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And "Asha" calls the number
      Then the callback "call" was sent exactly 0 times

    @rule-greenvn-delete-twice @costs
    Scenario: Deleting again
      Given a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And the answer is kept as "gone"
      And the tenant deletes the allocation
      Then the answer is 410 with code 22
      When the tenant deletes the allocation
      Then the answer is 410 with code 22
      When the tenant reads the allocation
      Then the answer is the same as "gone"

    @rule-greenvn-delete-twice @control
    Scenario: Deleting what has run out
      Given the clock stands still
      And a number is lent to "Asha" and "Bimal" for 10 minutes
      When 10 minutes pass
      And the tenant deletes the allocation
      Then the answer is 410 with code 22

    @rule-greenvn-delete-frees @control
    Scenario: The only number goes from one to the next
      Given a tenant with 1 number
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | first |
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 452 with code 4
      When the tenant deletes the allocation "first"
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 200
      And the number is that of "first"
      When the tenant deletes the allocation "first"
      Then the answer is 410 with code 22
      And the allocation "second" is active
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | third |
      Then the answer is 452 with code 4

    @rule-greenvn-delete-frees @costs-2 @line
    Scenario: A number that is named is free again
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id       | first  |
        | preferences.greenvn | line 1 |
        | strictness          | true   |
      Then the answer is 200
      When the tenant deletes the allocation "first"
      And the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | line 1 |
        | strictness          | true   |
      Then the answer is 200
      And the number is that of "first"

  Rule: An allocation ends when its time is over

    @rule-greenvn-expiry @control
    Scenario: Ten minutes
      Given a tenant with 1 number
      And the clock stands still
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id                | first |
        | deallocation_policy.duration | 600s  |
      And the answer is kept as "new"
      And 599 seconds pass
      And the tenant reads the allocation
      Then the answer is the same as "new"
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 452 with code 4
      When 1 second passes
      And the tenant reads the allocation "first"
      Then the answer is the same as "new":
        | data.state | vault |
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 200
      And the number is that of "first"

    @rule-greenvn-expiry @control
    Scenario: Each in its own time
      Given the clock stands still
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id                | long |
        | deallocation_policy.duration | 2h   |
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id                | short |
        | deallocation_policy.duration | 1h    |
      And 1 hour passes
      Then the allocation "short" is vault
      And the allocation "long" is active
      When 1 hour passes
      Then the allocation "long" is vault

    @rule-greenvn-expiry-default @control
    Scenario: 170 days when nothing is said
      Given the clock stands still
      And a number is lent to "Asha" and "Bimal"
      When 169 days pass
      And 86399 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is vault

    @rule-greenvn-expiry-default @control
    Scenario: The tenant's own period when nothing is said
      Given the clock stands still
      When the tenant changes the settings:
        | max_deallocation_time | 2h |
      Then the answer is 200
      Given a number is lent to "Asha" and "Bimal"
      When 7199 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is vault

    @rule-greenvn-duration-units @control
    Scenario Outline: A policy of <duration>
      Given the clock stands still
      When the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | <duration> |
      Then the answer is 200
      When <nearly> seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is vault

      Examples:
        | duration | nearly |
        | 45s      | 44     |
        | 90s      | 89     |
        | 2m       | 119    |
        | 3h       | 10799  |
        | 4d       | 345599 |

    @rule-greenvn-duration-units
    Scenario Outline: A policy of <duration>, which is none
      When the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | <duration> |
      Then the answer is 400 with code 5

      Examples:
        | duration  |
        | 600       |
        | "600"     |
        | 10w       |
        | 10 m      |
        | 1.5h      |
        | -5m       |
        | m         |
        | 1h30m     |
        | tomorrow  |

    @rule-greenvn-expiry-unmoved @control
    Scenario: Changes do not put off the end
      Given the clock stands still
      When the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | 600s |
      And 300 seconds pass
      And B party is replaced by "Dev"
      Then the answer is 200
      When 200 seconds pass
      And the tenant asks for another number
      Then the answer is 200
      When 99 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is vault

    @rule-greenvn-expiry-unmoved @control
    Scenario: Changes do not put off the end of the usual period
      Given the clock stands still
      And a number is lent to "Asha" and "Bimal"
      When 100 days pass
      And B party is replaced by "Dev"
      And the tenant asks for another number
      And 69 days pass
      Then the allocation is active
      When 1 day passes
      Then the allocation is vault

  Rule: A number rests before it is lent again, if the tenant wants it to

    @rule-greenvn-cool-off @control
    Scenario: A minute's rest after deleting
      Given a tenant with 1 number
      And the clock stands still
      When the tenant changes the settings:
        | deletion_time | 60 |
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | first |
      And the tenant deletes the allocation
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 452 with code 4
      When 59 seconds pass
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 452 with code 4
      When 1 second passes
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 200
      And the number is that of "first"

    @rule-greenvn-cool-off @control
    Scenario: A minute's rest after the time is over
      Given a tenant with 1 number
      And the clock stands still
      When the tenant changes the settings:
        | deletion_time | 60 |
      And the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | 600s |
      And 659 seconds pass
      And the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 452 with code 4
      When 1 second passes
      And the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200

    @rule-greenvn-cool-off @control
    Scenario: No rest unless it is asked for
      Given a tenant with 1 number
      And a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200
