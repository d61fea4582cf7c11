# The steps of exobridge's calls.
@control @callbacks
Feature: Progress of exobridge calls

  Background:
    Given the tenant's events go to a receiver

  Rule: A call tells initiated, ringing, answered and completed

    @rule-event-progress @rule-event-post @exobridge @costs
    Scenario: Through a GreenVN, at each step
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | order_id=1042 |
      When "Asha" begins a call to the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      Then the receiver gets these events in order:
        | event         | status      | call_sid | greenvn_id     | custom_field  | greenvn    | from   | to      |
        | call-progress | "initiated" | "{call}" | "{allocation}" | "{reference}" | "{number}" | "Asha" | null    |
        | call-progress | "ringing"   | "{call}" | "{allocation}" | "{reference}" | "{number}" | "Asha" | "Bimal" |
      When 5 seconds pass
      Then the receiver gets these events in order:
        | event         | status     | call_sid | greenvn_id     | custom_field  | greenvn    | from   | to      |
        | call-progress | "answered" | "{call}" | "{allocation}" | "{reference}" | "{number}" | "Asha" | "Bimal" |
      When 27 seconds pass
      Then the receiver gets these events in order:
        | event         | status      | call_sid | greenvn_id     | custom_field  | greenvn    | from   | to      |
        | call-progress | "completed" | "{call}" | "{allocation}" | "{reference}" | "{number}" | "Asha" | "Bimal" |
        | call          | absent      | "{call}" | "{allocation}" | "{reference}" | "{number}" | "Asha" | "Bimal" |
      And the receiver gets nothing more

    @rule-event-progress @exobridge @costs
    Scenario: Through a GreenPin
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | order_id=2001 |
      When "Asha" calls "line 1"
      Then the receiver gets these events in order:
        | event         | status      | call_sid | greenpin_id    | custom_field  | vn       | from   | to      |
        | call-progress | "initiated" | "{call}" | "{allocation}" | "{reference}" | "line 1" | "Asha" | null    |
        | call-progress | "ringing"   | "{call}" | "{allocation}" | "{reference}" | "line 1" | "Asha" | "Bimal" |
        | call-progress | "answered"  | "{call}" | "{allocation}" | "{reference}" | "line 1" | "Asha" | "Bimal" |
        | call-progress | "completed" | "{call}" | "{allocation}" | "{reference}" | "line 1" | "Asha" | "Bimal" |
        | call          | absent      | "{call}" | "{allocation}" | "{reference}" | "line 1" | "Asha" | "Bimal" |
      And the receiver gets nothing more

    @rule-event-progress @exobridge @costs
    Scenario: Nobody answers
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When "Asha" calls the number:
        | outcome | no-answer |
      Then the receiver gets these events in order:
        | event         | status      | to      | dial_call_status |
        | call-progress | "initiated" | null    | absent           |
        | call-progress | "ringing"   | "Bimal" | absent           |
        | call-progress | "completed" | "Bimal" | "no-answer"      |
        | call          | absent      | "Bimal" | "no-answer"      |
      And the receiver gets nothing more
