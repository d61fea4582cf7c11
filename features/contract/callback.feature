# How events are delivered: where to, how often, and what happens when the receiver does not take them.
@control @callbacks
Feature: Delivery of events

  Rule: A delivery that is taken is not sent again

    @rule-event-once @classic @current @costs
    Scenario Outline: Taken with <status>
      Given the tenant's events go to a receiver
      And the receiver answers <status>
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      Then the receiver gets the event "call"
      When 1 hour passes
      Then the receiver gets it once
      And the receiver gets nothing more

      Examples:
        | status |
        | 200    |
        | 202    |
        | 204    |

    @rule-event-once @exobridge @costs
    Scenario: Taken, by exobridge
      Given the tenant's events go to a receiver
      And the receiver answers 202
      And the tenant connects "Asha" and "Bimal" through "line 1"
      When "Asha" calls the number
      And 1 hour passes
      Then the receiver gets these events in order:
        | event         | status      |
        | call-progress | "initiated" |
        | call-progress | "ringing"   |
        | call-progress | "answered"  |
        | call-progress | "completed" |
        | call          | absent      |
      And the receiver gets it once

  Rule: A delivery that is not taken is tried twice more, as the same one

    @rule-event-retry @classic @current @costs
    Scenario Outline: Never taken, answered <status>
      Given the tenant's events go to a receiver
      And the receiver answers <status>
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      Then the receiver gets the event "call"
      And the receiver gets it 3 times with one Webhook-Id
      And the receiver gets nothing more

      Examples:
        | status |
        | 302    |
        | 404    |
        | 503    |

    @rule-event-retry @exobridge @costs
    Scenario: Never taken, by exobridge
      Given the tenant's events go to a receiver
      And the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 600 |
      And the receiver answers 503
      When 600 seconds pass
      Then the receiver gets the event "deallocation"
      And the receiver gets it 3 times with one Webhook-Id
      And the receiver gets nothing more

    @rule-event-retry @rule-event-once @classic @current @costs
    Scenario Outline: Taken after <failures> that were not
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | 600s |
      And the receiver answers 503 the first <failures>
      When 600 seconds pass
      Then the receiver gets the event "deallocation"
      And the receiver gets it <deliveries> times with one Webhook-Id
      And the receiver gets nothing more

      Examples:
        | failures | deliveries |
        | time     | 2          |
        | 2 times  | 3          |

    @rule-event-retry @rule-event-once @exobridge @costs
    Scenario: Taken after one that was not, by exobridge
      Given the tenant's events go to a receiver
      And the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 600 |
      And the receiver answers 503 the first time
      When 600 seconds pass
      Then the receiver gets the event "deallocation"
      And the receiver gets it 2 times with one Webhook-Id
      And the receiver gets nothing more

    @rule-event-retry @classic @costs
    Scenario: Answered too late
      Given a tenant like this:
        """
        generate: {count: 2}
        callbacks: {timeout: 1s}
        """
      And the tenant's events go to a receiver
      And the receiver takes 1 minute to answer the first time
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      Then the receiver gets the event "call"
      And the receiver gets it 2 times with one Webhook-Id
      And the receiver gets nothing more

    @rule-event-once @classic @costs
    Scenario: Answered slowly, but in time
      Given the tenant's events go to a receiver
      And the receiver takes 50 milliseconds to answer
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      Then the receiver gets the event "call"
      And the receiver gets it once
      And the receiver gets nothing more

    @rule-event-retry @classic @current @costs
    Scenario: Two events are two deliveries
      Given the tenant's events go to a receiver
      And the receiver answers 503 the first time
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      Then the receiver gets the event "call"
      And the receiver gets it 2 times with one Webhook-Id
      When "Asha" calls the number
      Then the receiver gets the event "call"
      And the receiver gets it once
      And its Webhook-Id is that of no other event

  Rule: An event goes to the endpoint its own setting names

    @rule-event-endpoint @classic @current @costs @people
    Scenario: Events of a GreenVN
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins                  | [4821] |
        | deallocation_policy.duration | 600s   |
      When "Esha" calls the number:
        | pin | 1111 |
      Then the receiver gets the event "verification-failure"
      And the event came to the endpoint "failed_verification_event_endpoint"
      When "Esha" calls the number:
        | pin | 4821 |
      Then the receiver gets the event "verification-success"
      And the event came to the endpoint "verified_caller_event_endpoint"
      And the receiver gets the event "call"
      And the event came to the endpoint "greencall_complete_event_endpoint"
      When 600 seconds pass
      Then the receiver gets the event "deallocation"
      And the event came to the endpoint "deallocation_callback_event_endpoint"
      And the receiver gets nothing more

    @rule-event-endpoint @classic @current @costs @line @people
    Scenario: Events of a GreenPin
      Given the tenant's events go to a receiver
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
      When "Esha" calls "line 1":
        | pin | 1111 |
      Then the receiver gets the event "verification-failure"
      And the event came to the endpoint "failed_verification_event_endpoint"
      When "Esha" calls "line 1":
        | pin | 4821 |
      Then the receiver gets the event "verification-success"
      And the event came to the endpoint "verified_caller_event_endpoint"
      And the receiver gets the event "call"
      And the event came to the endpoint "greenpin_call_complete_event_endpoint"
      When the tenant deletes the allocation
      Then the receiver gets the event "deallocation"
      And the event came to the endpoint "deallocation_callback_event_endpoint"
      And the receiver gets nothing more

  Rule: An event whose setting names no endpoint is sent nowhere

    @rule-event-no-endpoint @classic @current @costs
    Scenario: No endpoint for the calls of GreenVNs
      Given the tenant's events go to a receiver
      And the tenant changes the settings:
        | greencall_complete_event_endpoint | "" |
      And the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | 600s |
      When "Asha" calls the number
      Then the receiver gets nothing
      When 600 seconds pass
      Then the receiver gets the event "deallocation"
      And the receiver gets nothing more

    @rule-event-no-endpoint @classic @current @costs
    Scenario: No endpoint for the end of allocations
      Given the tenant's events go to a receiver
      And the tenant changes the settings:
        | deallocation_callback_event_endpoint | "" |
      And the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | 600s |
      When "Asha" calls the number
      Then the receiver gets the event "call"
      When 600 seconds pass
      Then the allocation is over
      And the receiver gets nothing more

    @rule-event-no-endpoint @classic @current @costs @people
    Scenario: No endpoint for PINs
      Given the tenant's events go to a receiver
      And the tenant changes the settings:
        | failed_verification_event_endpoint | "" |
        | verified_caller_event_endpoint     | "" |
      And the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
      When "Esha" calls the number:
        | pin | 1111 |
      Then the receiver gets nothing
      When "Esha" calls the number:
        | pin | 4821 |
      Then the receiver gets the event "call"
      And the receiver gets nothing more

    @rule-event-no-endpoint @classic @current @costs @line
    Scenario: No endpoint for the calls of GreenPins
      Given the tenant's events go to a receiver
      And the tenant changes the settings:
        | greenpin_call_complete_event_endpoint | "" |
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Asha" calls "line 1"
      Then the receiver gets nothing
      When the tenant deletes the allocation
      Then the receiver gets the event "deallocation"
      And the receiver gets nothing more
