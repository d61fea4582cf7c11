@greenvn @greenpin @callbacks
Feature: What a tenant is told of exobridge allocations

  Background:
    Given the tenant's events go to a receiver

  Rule: The end of a call is told with custom_field in place of a connection id

    @rule-exobridge-event-call @exobridge @control @costs @line
    Scenario: Through a GreenVN
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | order_id=1042 |
      When "Asha" calls "line 1":
        | ring | 5 seconds  |
        | talk | 27 seconds |
      Then the receiver gets the event "call"
      And the event is:
        | custom_field       | "order_id=1042" |
        | call_sid           | "{call}"        |
        | greenvn            | "line 1"        |
        | greenvn_id         | "{allocation}"  |
        | from               | "Asha"          |
        | to                 | "Bimal"         |
        | call_type          | "completed"     |
        | start_time         | present         |
        | current_time       | present         |
        | dial_call_duration | "32"            |
        | on_call_duration   | "27"            |
        | direction          | "incoming"      |
        | source             | "exotel"        |
        | recording_url      | "null"          |
        | dial_call_status   | "completed"     |

    @rule-exobridge-event-call @exobridge @control @costs @line
    Scenario: Through a GreenPin
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | order_id=2001 |
      When "Asha" calls "line 1":
        | outcome | no-answer  |
        | ring    | 20 seconds |
      Then the receiver gets the event "call"
      And the event is:
        | custom_field       | "order_id=2001" |
        | call_sid           | "{call}"        |
        | vn                 | "line 1"        |
        | greenpin_id        | "{allocation}"  |
        | from               | "Asha"          |
        | to                 | "Bimal"         |
        | call_type          | "incomplete"    |
        | start_time         | present         |
        | current_time       | present         |
        | dial_call_duration | 20              |
        | on_call_duration   | 0               |
        | direction          | "incoming"      |
        | recording_url      | "null"          |
        | dial_call_status   | "no-answer"     |
        | source             | "exotel"        |

    @rule-exobridge-event-call @exobridge @control @costs @line
    Scenario Outline: Without a custom field, through a <product>
      Given the tenant connects "Asha" and "Bimal" <by> "line 1"
      When "Asha" calls "line 1"
      Then the receiver gets the event "call":
        | custom_field   | ""     |
        | connection_id  | absent |
        | transaction_id | absent |

      Examples:
        | product  | by        |
        | GreenVN  | through   |
        | GreenPin | by PIN on |

  Rule: A GreenVN tells its end by expiry alone

    @rule-exobridge-event-deallocation @exobridge @control @costs @line
    Scenario: A GreenVN expires
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | duration     | 600           |
        | custom_field | order_id=1042 |
      When 599 seconds pass
      Then the receiver gets nothing so far
      When 1 second passes
      Then the receiver gets the event "deallocation"
      And the event is:
        | custom_field   | "order_id=1042" |
        | aparty_numbers | ["Asha"]        |
        | bparty_numbers | ["Bimal"]       |
        | aparty_pins    | [null]          |
        | bparty_pins    | [null]          |
        | usage          | "twoway"        |
        | state          | "vault"         |
        | greenvn        | "line 1"        |
        | greenvn_id     | "{allocation}"  |
      And the receiver gets nothing more

    @rule-exobridge-event-deallocation @exobridge @control @costs @line
    Scenario: A GreenVN is deleted
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 600 |
      When the tenant deletes the allocation
      And 11 minutes pass
      Then the receiver gets nothing

  Rule: A GreenPin tells its end by expiry and on deleting

    @rule-exobridge-event-deallocation @exobridge @control @costs @line
    Scenario Outline: A GreenPin ends: <how>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | duration     | 600           |
        | custom_field | order_id=2001 |
      And the answer's field "response.pin" is remembered as "made"
      When <how>
      Then the receiver gets the event "deallocation"
      And the event is:
        | custom_field   | "order_id=2001" |
        | aparty_numbers | ["Asha"]        |
        | bparty_numbers | ["Bimal"]       |
        | aparty_vns     | ["line 1"]      |
        | bparty_vns     | ["line 1"]      |
        | aparty_pins    | []              |
        | bparty_pins    | ["{made}"]      |
        | usage          | "twoway"        |
        | state          | "vault"         |
        | greenpin_id    | "{allocation}"  |
      And the receiver gets nothing more

      Examples:
        | how                           |
        | 10 minutes pass               |
        | the tenant deletes the allocation |

  Rule: Right and wrong PINs of a GreenPin are told

    @rule-exobridge-event-verification @exobridge @control @costs @line
    Scenario: A right PIN
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | order_id=2001 |
      And the answer's field "response.pin" is remembered as "made"
      When "Esha" calls "line 1":
        | pin | 0001, {made} |
      Then the receiver gets the event "verification-success"
      And the event is:
        | custom_field | "order_id=2001" |
        | vn           | "line 1"        |
        | greenpin_id  | "{allocation}"  |
        | caller       | "Esha"          |
        | pin          | "{made}"        |
        | call_sid     | "{call}"        |
      And the receiver gets the event "call":
        | from | "Esha" |
        | to   | "Asha" |

    @rule-exobridge-event-verification @exobridge @control @costs @line
    Scenario: Wrong PINs
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Esha" calls "line 1":
        | pin | 0001, 0002, 0003 |
      Then the receiver gets the event "verification-failure"
      And the event is:
        | call_sid   | "{call}" |
        | vn         | "line 1" |
        | start_time | present  |
        | caller     | "Esha"   |
        | pin        | "0003"   |
      And the receiver gets nothing more

  Rule: With record true the recording of a connected call is told, without it none

    @rule-exobridge-record @exobridge @control @costs @line
    Scenario Outline: A recorded <product>
      Given the tenant connects "Asha" and "Bimal" <by> "line 1":
        | record | true |
      When "Asha" calls "line 1"
      Then the receiver gets the event "call":
        | call_type | "completed" |
      When the tenant looks up the call
      Then the answer's fields are:
        | Call.RecordingUrl | a text that starts with http |
      And the event's field "recording_url" is that of the answer's field "Call.RecordingUrl"

      Examples:
        | product  | by        |
        | GreenVN  | through   |
        | GreenPin | by PIN on |

    @rule-exobridge-record @exobridge @control @costs @line
    Scenario Outline: A <product> with record <record>
      Given the tenant connects "Asha" and "Bimal" <by> "line 1":
        | record | <record> |
      When "Asha" calls "line 1"
      Then the receiver gets the event "call":
        | call_type     | "completed" |
        | recording_url | "null"      |
      When the tenant looks up the call
      Then the answer's fields are:
        | Call.RecordingUrl | exactly null |

      Examples:
        | product  | by        | record |
        | GreenVN  | through   | false  |
        | GreenVN  | through   | absent |
        | GreenPin | by PIN on | false  |
        | GreenPin | by PIN on | absent |
