# What becomes of calls, as the events tell it. Only a simulator can be made to call, so all of it needs one.
@control @callbacks
Feature: Calls

  Background:
    Given the tenant's events go to a receiver

  Rule: The parties of an allocation reach each other through its number

    @rule-call-a-party @classic @current @costs
    Scenario: An a-party calls
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      Then the receiver gets the event "call":
        | from             | "Asha"      |
        | to               | "Bimal"     |
        | call_type        | "completed" |
        | dial_call_status | "completed" |
        | on_call_duration | "27"        |
      And the receiver gets nothing more

    @rule-call-a-party @exobridge @costs
    Scenario: An a-party calls by exobridge
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When "Asha" calls the number
      Then the receiver gets these events in order:
        | event         | from   | to      | call_type   |
        | call-progress | "Asha" | null    | absent      |
        | call-progress | "Asha" | "Bimal" | absent      |
        | call-progress | "Asha" | "Bimal" | absent      |
        | call-progress | "Asha" | "Bimal" | "completed" |
        | call          | "Asha" | "Bimal" | "completed" |

    @rule-call-b-party-twoway @classic @current @costs
    Scenario: A b-party calls back
      Given the tenant asks for a number between "Asha" and "Bimal":
        | usage | twoway |
      When "Bimal" calls the number
      Then the receiver gets the event "call":
        | from             | "Bimal"     |
        | to               | "Asha"      |
        | call_type        | "completed" |
        | dial_call_status | "completed" |
      And the receiver gets nothing more

    @rule-call-b-party-oneway @rule-call-refused @classic @current @costs
    Scenario: A b-party may not call back
      Given the tenant asks for a number between "Asha" and "Bimal":
        | usage | oneway |
      When "Bimal" calls the number
      Then the receiver gets the event "call":
        | from               | "Bimal"        |
        | to                 | null           |
        | call_type          | "call-attempt" |
        | dial_call_status   | null           |
        | on_call_duration   | "0"            |
        | dial_call_duration | "0"            |
      And the receiver gets nothing more
      When "Asha" calls the number
      Then the receiver gets the event "call":
        | from      | "Asha"      |
        | to        | "Bimal"     |
        | call_type | "completed" |
      And the receiver gets nothing more

    @rule-call-b-party-oneway @rule-call-refused @classic @current @costs @line
    Scenario: A b-party of a GreenPin may not call back
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | usage | oneway |
      When "Bimal" calls "line 1"
      Then the receiver gets the event "call":
        | from             | "Bimal"        |
        | to               | null           |
        | call_type        | "call-attempt" |
        | dial_call_status | null           |
        | on_call_duration | 0              |
      And the receiver gets nothing more

    @rule-call-b-party-twoway @classic @current @costs @line
    Scenario: A b-party of a GreenPin calls back
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Bimal" calls "line 1"
      Then the receiver gets the event "call":
        | from      | "Bimal"     |
        | to        | "Asha"      |
        | call_type | "completed" |
      And the receiver gets nothing more

    @rule-call-unknown-caller @rule-call-refused @classic @current @costs @people
    Scenario: A stranger calls a number without PINs
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Esha" calls the number:
        | pin | 4821 |
      Then the receiver gets the event "call":
        | from             | "Esha"         |
        | to               | null           |
        | call_type        | "call-attempt" |
        | dial_call_status | null           |
      And the receiver gets nothing more

    @rule-call-not-lent @classic @current
    Scenario: A number that nobody has
      When "Asha" calls "line 1"
      Then the call is "call-attempt"
      And the receiver gets nothing

    @rule-call-not-lent @classic @current @costs
    Scenario: A number that nobody has any more
      Given the tenant asks for a number between "Asha" and "Bimal"
      And the tenant deletes the allocation
      When "Asha" calls the number
      Then the call is "call-attempt"
      And the receiver gets nothing

  Rule: The other side is dialled in its order until somebody answers

    @rule-call-hunt @classic @current @costs @people
    Scenario: The second one answers
      Given the tenant asks for a number between "Asha" and "Bimal, Dev"
      When "Asha" calls the number:
        | outcome | busy, completed |
      Then the receiver gets the event "call":
        | to               | "Dev"       |
        | call_type        | "completed" |
        | dial_call_status | "completed" |
      And the receiver gets nothing more

    @rule-call-hunt @classic @current @costs @people
    Scenario: The first one answers, and nobody else is dialled
      Given the tenant asks for a number between "Asha, Chitra" and "Bimal"
      When "Bimal" calls the number:
        | outcome | completed, busy |
      Then the receiver gets the event "call":
        | to               | "Asha"      |
        | call_type        | "completed" |
        | dial_call_status | "completed" |
      And the receiver gets nothing more

    @rule-call-hunt @classic @current @costs @people
    Scenario: Nobody answers
      Given the tenant asks for a number between "Asha" and "Bimal, Dev"
      When "Asha" calls the number:
        | outcome | busy, no-answer |
      Then the receiver gets the event "call":
        | to               | "Dev"        |
        | call_type        | "incomplete" |
        | dial_call_status | "no-answer"  |
      And the receiver gets nothing more

    @rule-call-hunt @exobridge @costs @people
    Scenario: The second one answers by exobridge
      Given the tenant connects "Asha" and "Bimal, Dev" through "line 1"
      When "Asha" calls the number:
        | outcome | busy, completed |
      Then the receiver gets these events in order:
        | event         | status      | to      |
        | call-progress | "initiated" | null    |
        | call-progress | "ringing"   | "Bimal" |
        | call-progress | "ringing"   | "Dev"   |
        | call-progress | "answered"  | "Dev"   |
        | call-progress | "completed" | "Dev"   |
        | call          | absent      | "Dev"   |

    @rule-call-hunt @exobridge @costs @people
    Scenario: The first one answers by exobridge
      Given the tenant connects "Asha" and "Bimal, Dev" through "line 1"
      When "Asha" calls the number
      Then the receiver gets these events in order:
        | event         | status      | to      |
        | call-progress | "initiated" | null    |
        | call-progress | "ringing"   | "Bimal" |
        | call-progress | "answered"  | "Bimal" |
        | call-progress | "completed" | "Bimal" |
        | call          | absent      | "Bimal" |

  Rule: How a call ended is its type

    @rule-call-unanswered @classic @current @costs
    Scenario Outline: Nobody takes it, since it is <status>
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | outcome | <status> |
      Then the receiver gets the event "call":
        | to               | "Bimal"      |
        | call_type        | "incomplete" |
        | dial_call_status | "<status>"   |
        | on_call_duration | "0"          |
      And the receiver gets nothing more

      Examples:
        | status    |
        | busy      |
        | no-answer |
        | failed    |

    @rule-call-hangup @classic @current @costs
    Scenario: The caller gives up
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | outcome | canceled   |
        | ring    | 12 seconds |
      Then the receiver gets the event "call":
        | call_type          | "client-hangup" |
        | dial_call_status   | "canceled"      |
        | dial_call_duration | "12"            |
        | on_call_duration   | "0"             |
      And the receiver gets nothing more

    @rule-call-voicemail @classic @current @costs
    Scenario: The caller leaves a message
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | outcome | voicemail |
      Then the receiver gets the event "call":
        | to               | "Bimal"     |
        | call_type        | "voicemail" |
        | dial_call_status | "no-answer" |
        | on_call_duration | "0"         |
      And the receiver gets nothing more

  Rule: A running call goes on when its allocation ends

    @rule-call-outlives-allocation @classic @current @costs
    Scenario: Deleted while they talk
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" begins a call to the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      And 10 seconds pass
      And the tenant deletes the allocation
      Then the answer is 200
      When 1 minute passes
      Then the receiver gets the event "call":
        | call_sid         | "{call}"       |
        | greenvn_id       | "{allocation}" |
        | to               | "Bimal"        |
        | call_type        | "completed"    |
        | on_call_duration | "27"           |

    @rule-call-outlives-allocation @exobridge @costs
    Scenario: Deleted while they talk, by exobridge
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When "Asha" begins a call to the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      And 10 seconds pass
      And the tenant deletes the allocation
      Then the answer is 200
      When 1 minute passes
      Then the receiver gets these events in order:
        | event         | status      | call_type   | on_call_duration |
        | call-progress | "initiated" | absent      | absent           |
        | call-progress | "ringing"   | absent      | absent           |
        | call-progress | "answered"  | absent      | absent           |
        | call-progress | "completed" | "completed" | "27"             |
        | call          | absent      | "completed" | "27"             |
