# An order connects a customer and a courier through a number that is neither's.
#
#   leadassist-sim serve --callback-url inbox
#   leadassist-sim play features/examples/order.feature --vendor-url http://127.0.0.1:8080
@control
Feature: A number for an order

  Background:
    Given the clock stands still

  Rule: A number is lent until its time is up

    Scenario: The courier does not pick up
      When the tenant asks for a number between "+919812345678" and "+919887654321":
        | deallocation_policy.duration | 600s |
      Then the answer is 200
      And the allocation is active
      When "+919812345678" calls the number:
        | outcome | busy |
      Then the call is "incomplete"
      And the application received the callback "call":
        | dial_call_status | busy            |
        | greenvn          | {number}        |
        | from             | "+919812345678" |

    Scenario: Ten minutes later
      When the tenant asks for a number between "+919812345678" and "+919887654321":
        | deallocation_policy.duration | 600s |
      And 10 minutes pass
      Then the allocation is over
      And the application received the callback "deallocation" once:
        | state | vault |

  Rule: An order has one number

    Scenario: The same order twice
      When the tenant asks for a number between "+919812345678" and "+919887654321":
        | connection_id | order-1042 |
      And the tenant asks for a number between "+919812345678" and "+919887654321":
        | connection_id | order-1042 |
      Then the answer is 409 with code 18

    Scenario: Another courier
      When the tenant asks for a number between "+919812345678" and "+919887654321"
      And B party is replaced by "+919887654322"
      Then the number is kept
      And the answer's field "data.bparty_numbers.0" is "+919887654322"
      When the tenant asks for another number
      Then the number is changed
      When the tenant deletes the allocation
      And the tenant deletes the allocation
      Then the answer is 410 with code 22

  Rule: A client survives what goes wrong

    Scenario: The answer is lost, and the order is asked for again
      Given the answer to the next POST is lost
      When the tenant asks for a number between "+919812345678" and "+919887654321":
        | connection_id | order-1043 |
      Then no answer comes
      When the tenant asks for a number between "+919812345678" and "+919887654321":
        | connection_id | order-1043 |
      Then the answer is 409 with code 18
