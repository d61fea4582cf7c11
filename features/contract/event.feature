# What a tenant is told of its GreenVNs. Only a simulator can be made to call and to let time pass, so all of it needs one.
@control @callbacks
Feature: Events of GreenVNs

  Rule: Every call that reaches an allocation is told

    @rule-event-call @rule-event-direction-source @rule-event-post @rule-event-call-durations @rule-event-call-recording @rule-event-call-times @rule-call-sid
    @classic @current @costs
    Scenario: The whole event of a completed call
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      When "Asha" calls the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      Then the receiver gets the event "call"
      And the event is:
        | connection_id      | "{reference}"  |
        | call_sid           | "{call}"       |
        | greenvn            | "{number}"     |
        | greenvn_id         | "{allocation}" |
        | from               | "Asha"         |
        | to                 | "Bimal"        |
        | call_type          | "completed"    |
        | start_time         | present        |
        | current_time       | present        |
        | dial_call_duration | "32"           |
        | on_call_duration   | "27"           |
        | direction          | "incoming"     |
        | source             | "exotel"       |
        | recording_url      | "null"         |
        | dial_call_status   | "completed"    |
      And the times of the event are in IST
      And the call's SID tells the day
      And the receiver gets nothing more

    @rule-event-call @classic @current @costs
    Scenario: The whole event of a call that was not connected
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
        | usage         | oneway     |
      When "Bimal" calls the number
      Then the receiver gets the event "call"
      And the event is:
        | connection_id      | "{reference}"  |
        | call_sid           | "{call}"       |
        | greenvn            | "{number}"     |
        | greenvn_id         | "{allocation}" |
        | from               | "Bimal"        |
        | to                 | null           |
        | call_type          | "call-attempt" |
        | start_time         | present        |
        | current_time       | present        |
        | dial_call_duration | "0"            |
        | on_call_duration   | "0"            |
        | direction          | "incoming"     |
        | source             | "exotel"       |
        | recording_url      | "null"         |
        | dial_call_status   | null           |
      And the times of the event are in IST
      And the receiver gets nothing more

    @rule-event-call @classic @current @costs
    Scenario: One event for each call
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      Then the receiver gets the event "call":
        | call_sid | "{call}" |
      When "Bimal" calls the number:
        | outcome | busy |
      Then the receiver gets the event "call":
        | call_sid | "{call}" |
      And the receiver gets nothing more

    @rule-event-call-times @classic @current @costs
    Scenario: A tenant that keeps UTC
      Given the tenant's events go to a receiver
      And the tenant changes the settings:
        | timezone | UTC |
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      Then the receiver gets the event "call"
      And the times of the event are in UTC

    @rule-event-call-recording @classic @current @costs
    Scenario: A call that was recorded
      Given a tenant like this:
        """
        generate: {count: 2}
        recording: true
        """
      And the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number
      And the tenant looks up the call
      Then the receiver gets the event "call"
      And the event's field "recording_url" is that of the answer's field "Call.RecordingUrl"

    @rule-event-call-duration-sum @classic @current @costs
    Scenario Outline: Durations of a call that is <outcome>
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | ring    | <ring>    |
        | talk    | <talk>    |
        | outcome | <outcome> |
      Then the receiver gets the event "call":
        | dial_call_duration | "<dial>" |
        | on_call_duration   | "<on>"   |
      And the durations of the event add up
      And the times of the event are in IST

      Examples:
        | ring              | talk              | outcome   | dial | on |
        | 5 seconds         | 27 seconds        | completed | 32   | 27 |
        | 2600 milliseconds | 9600 milliseconds | completed | 12   | 10 |
        | 20 seconds        | 1 second          | no-answer | 20   | 0  |

  Rule: A tenant that subscribes to insights gets them in the call event

    @rule-event-call-insights @rule-event-insights-values @rule-event-call-durations @rule-event-call-recording @rule-event-call-times @classic @current @costs
    Scenario: A completed call, with insights
      Given a tenant like this:
        """
        generate: {count: 2}
        insights: true
        """
      And the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      When "Asha" calls the number:
        | ring      | 5 seconds  |
        | talk      | 27 seconds |
        | hangup by | callee     |
      Then the receiver gets the event "call"
      And the event is:
        | connection_id            | "{reference}"    |
        | call_sid                 | "{call}"         |
        | greenvn                  | "{number}"       |
        | greenvn_id               | "{allocation}"   |
        | from                     | "Asha"           |
        | to                       | "Bimal"          |
        | call_type                | "completed"      |
        | start_time               | present          |
        | current_time             | present          |
        | dial_call_duration       | "32"             |
        | on_call_duration         | 27               |
        | direction                | "incoming"       |
        | source                   | "exotel"         |
        | recording_url            | "null"           |
        | dial_call_status         | "completed"      |
        | insights.DisconnectedBy  | "Callee"         |
        | insights.Status          | "completed"      |
        | insights.DetailedStatus  | "CALL_COMPLETED" |
        | insights.RingingDuration | "5.00"           |
      And the times of the event are in IST
      And the receiver gets nothing more

    @rule-event-call-insights @rule-event-insights-values @classic @current @costs
    Scenario: Nobody answered, with insights
      Given a tenant like this:
        """
        generate: {count: 2}
        insights: true
        """
      And the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | outcome | no-answer  |
        | ring    | 20 seconds |
      Then the receiver gets the event "call":
        | call_type                | "incomplete" |
        | insights.Status          | "no-answer"  |
        | insights.RingingDuration | "20.00"      |
        | on_call_duration         | 0            |

  Rule: The end of a GreenVN by policy is told

    @rule-event-deallocation-expiry @rule-event-deallocation-pins @rule-event-post @classic @current @costs
    Scenario: Ten minutes later
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id                | order-1042 |
        | deallocation_policy.duration | 600s       |
      When 590 seconds pass
      Then the receiver gets nothing so far
      When 10 seconds pass
      Then the receiver gets the event "deallocation"
      And the event is:
        | connection_id  | "{reference}"  |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | aparty_pins    | [null]         |
        | bparty_pins    | [null]         |
        | usage          | "twoway"       |
        | state          | "vault"        |
        | greenvn        | "{number}"     |
        | greenvn_id     | "{allocation}" |
      And the receiver gets nothing more

    @rule-event-deallocation-expiry @rule-event-deallocation-pins @classic @current @costs
    Scenario: Ten minutes later, with PINs on one side
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id                | order-1042 |
        | usage                        | oneway     |
        | aparty_pins                  | [4821]     |
        | deallocation_policy.duration | 10m        |
      When 10 minutes pass
      Then the receiver gets the event "deallocation"
      And the event is:
        | connection_id  | "{reference}"  |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | aparty_pins    | [4821]         |
        | bparty_pins    | [null]         |
        | usage          | "oneway"       |
        | state          | "vault"        |
        | greenvn        | "{number}"     |
        | greenvn_id     | "{allocation}" |
      And the receiver gets nothing more

    @rule-event-deallocation-not-on-delete @classic @current @costs
    Scenario: Deleted
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | 600s |
      When the tenant deletes the allocation
      Then the answer is 200
      And the receiver gets nothing
      When 1 hour passes
      Then the receiver gets nothing

  Rule: What callers enter is told

    @rule-event-verification-success @classic @current @costs @people
    Scenario: A right PIN
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
        | aparty_pins   | [4821]     |
      When "Esha" calls the number:
        | pin | 4821 |
      Then the receiver gets these events in order:
        | event                |
        | verification-success |
        | call                 |

    @rule-event-verification-success @classic @current @costs @people
    Scenario: The whole event of a right PIN
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
        | aparty_pins   | [4821]     |
      When "Esha" calls the number:
        | pin | 4821 |
      Then the receiver gets the event "verification-success"
      And the event is:
        | connection_id | "{reference}"  |
        | greenvn       | "{number}"     |
        | greenvn_id    | "{allocation}" |
        | caller        | "Esha"         |
        | pin           | "4821"         |
      And the receiver gets it once

    @rule-event-verification-success @classic @current @costs @people
    Scenario: A caller who is known is not told
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
      When "Asha" calls the number:
        | pin | 4821 |
      Then the receiver gets the event "call"
      And the receiver gets nothing more

    @rule-event-verification-failure @classic @current @costs @people
    Scenario: No right PIN
      Given the tenant's events go to a receiver
      And the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
      When "Esha" calls the number:
        | pin | 1111, 2222, 3333 |
      Then the receiver gets the event "verification-failure"
      And the event is:
        | call_sid   | "{call}"   |
        | greenvn    | "{number}" |
        | start_time | present    |
        | caller     | "Esha"     |
        | pin        | "3333"     |
      And the times of the event are in IST
      And the receiver gets nothing more
