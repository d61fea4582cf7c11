# What a tenant is told of its GreenPins.
@callbacks
Feature: Events of GreenPins

  Background:
    Given the tenant's events go to a receiver

  Rule: Every call that reaches a GreenPin is told

    @rule-event-greenpin-call @rule-event-greenpin-call-values @rule-event-direction-source @rule-event-call @rule-event-post @classic @current @control @costs @line
    Scenario: The whole event of a completed call
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | order-2001 |
      When "Asha" calls "line 1":
        | ring | 5 seconds  |
        | talk | 27 seconds |
      Then the receiver gets the event "call"
      And the event is:
        | transaction_id     | "{reference}"  |
        | call_sid           | "{call}"       |
        | vn                 | "line 1"       |
        | greenpin_id        | "{allocation}" |
        | from               | "Asha"         |
        | to                 | "Bimal"        |
        | call_type          | "completed"    |
        | start_time         | present        |
        | current_time       | present        |
        | dial_call_duration | 32             |
        | on_call_duration   | 27             |
        | direction          | "incoming"     |
        | recording_url      | "null"         |
        | dial_call_status   | "completed"    |
        | source             | "exotel"       |
      And the times of the event are in IST
      And the durations of the event add up
      And the receiver gets nothing more

    @rule-event-greenpin-call @rule-event-greenpin-call-values @classic @current @control @costs @line
    Scenario: The whole event of a call nobody takes
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | order-2001 |
      When "Asha" calls "line 1":
        | outcome | no-answer  |
        | ring    | 20 seconds |
      Then the receiver gets the event "call"
      And the event is:
        | transaction_id     | "{reference}"  |
        | call_sid           | "{call}"       |
        | vn                 | "line 1"       |
        | greenpin_id        | "{allocation}" |
        | from               | "Asha"         |
        | to                 | "Bimal"        |
        | call_type          | "incomplete"   |
        | start_time         | present        |
        | current_time       | present        |
        | dial_call_duration | 20             |
        | on_call_duration   | 0              |
        | direction          | "incoming"     |
        | recording_url      | "null"         |
        | dial_call_status   | "no-answer"    |
        | source             | "exotel"       |
      And the durations of the event add up
      And the receiver gets nothing more

    @rule-event-greenpin-call-values @rule-event-call-duration-sum @classic @current @control @costs @line
    Scenario: A tenant that keeps UTC
      Given the tenant changes the settings:
        | timezone | UTC |
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Asha" calls "line 1":
        | ring | 2600 milliseconds |
        | talk | 9600 milliseconds |
      Then the receiver gets the event "call":
        | dial_call_duration | 12 |
        | on_call_duration   | 10 |
      And the times of the event are in UTC
      And the durations of the event add up

  Rule: The end of a GreenPin is told

    @rule-event-greenpin-deallocation @rule-event-greenpin-deallocation-on-expiry @rule-event-greenpin-deallocation-state
    @classic @current @control @costs @lines-2 @people
    Scenario: Ten minutes later
      Given the tenant asks for a GreenPin with:
        | transaction_id               | order-2001         |
        | a.numbers                    | ["Asha", "Chitra"] |
        | a.vns                        | ["line 1"]         |
        | a.pin                        | "0821"             |
        | b.numbers                    | ["Bimal"]          |
        | b.vns                        | ["line 2"]         |
        | b.pin                        | "7305"             |
        | usage                        | oneway             |
        | deallocation_policy.duration | 600s               |
      And the answer is 200
      When 590 seconds pass
      Then the receiver gets nothing so far
      When 10 seconds pass
      Then the receiver gets the event "deallocation"
      And the event is:
        | transaction_id | "{reference}"      |
        | aparty_numbers | ["Asha", "Chitra"] |
        | bparty_numbers | ["Bimal"]          |
        | aparty_vns     | ["line 1"]         |
        | bparty_vns     | ["line 2"]         |
        | aparty_pins    | ["0821"]           |
        | bparty_pins    | ["7305"]           |
        | usage          | "oneway"           |
        | greenpin_id    | "{allocation}"     |
        | state          | "vault"            |
      And the receiver gets nothing more

    @rule-event-greenpin-deallocation @rule-event-greenpin-deallocation-on-delete @rule-event-greenpin-deallocation-state
    @rule-event-post @rule-event-once @classic @current @costs @line
    Scenario: Deleted
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | order-2001 |
        | a.pin          | "4821"     |
        | b.pin          | "7305"     |
      When the tenant deletes the allocation
      Then the answer is 200
      And the receiver gets the event "deallocation" within 20 seconds
      And the event is:
        | transaction_id | "{reference}"  |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | aparty_vns     | ["line 1"]     |
        | bparty_vns     | ["line 1"]     |
        | aparty_pins    | ["4821"]       |
        | bparty_pins    | ["7305"]       |
        | usage          | "twoway"       |
        | greenpin_id    | "{allocation}" |
        | state          | "vault"        |
      And the receiver gets nothing more within 2 seconds

  Rule: What callers enter is told

    @rule-event-verification-success @classic @current @control @costs @line @people
    Scenario: A right PIN
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | order-2001 |
        | a.pin          | "0821"     |
      When "Esha" calls "line 1":
        | pin | 1111, 0821 |
      Then the receiver gets the event "verification-success"
      And the event is:
        | transaction_id | "{reference}"  |
        | vn             | "line 1"       |
        | greenpin_id    | "{allocation}" |
        | caller         | "Esha"         |
        | pin            | "0821"         |
        | call_sid       | "{call}"       |
      And the receiver gets the event "call"
      And the receiver gets nothing more

    @rule-event-verification-failure @classic @current @control @costs @line @people
    Scenario: No right PIN
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
      When "Esha" calls "line 1":
        | pin | 1111, 2222, 0333 |
      Then the receiver gets the event "verification-failure"
      And the event is:
        | call_sid   | "{call}" |
        | vn         | "line 1" |
        | start_time | present  |
        | caller     | "Esha"   |
        | pin        | "0333"   |
      And the times of the event are in IST
      And the receiver gets nothing more

    @rule-event-verification-failure @classic @current @control @costs @line @people
    Scenario: A right PIN is no failure
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
      When "Esha" calls "line 1":
        | pin | 1111, 4821 |
      Then the receiver gets these events in order:
        | event                |
        | verification-success |
        | call                 |
