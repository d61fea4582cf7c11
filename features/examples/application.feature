# What a shop's application should do with its numbers. The shop listens at {app}, has the tenant "shop", and names
# {app}/events as its endpoint of deallocation events.
#
#   leadassist-sim serve
#   leadassist-sim play features/examples/application.feature --set app=http://127.0.0.1:3000
@control
Feature: An order keeps its number

  Background:
    Given the tenant "shop"
    And the clock stands still

  Scenario: The time is up
    When the tester sends POST "{app}/orders" with:
      """
      {"order": "order-7"}
      """
    Then the application has the allocation "order-7"
    And the allocation is active
    When 10 minutes pass
    Then the allocation is over
    And the application received the callback "deallocation" once:
      | connection_id | order-7 |
    And the application created a GreenVN twice within 2 seconds:
      | connection_id | order-7 |

  Scenario: A lost answer
    Given the answer to the next POST is lost
    When the tester sends POST "{app}/orders" with:
      """
      {"order": "order-8"}
      """
    Then the application called createGreenvn twice
    And the application did not call DELETE
    And the application was not refused
