# Who may call by PIN, and how often a wrong one may be tried.
@control @callbacks
Feature: Calls by PIN

  Background:
    Given the tenant's events go to a receiver

  Rule: A caller with the right PIN is connected and belongs to that side from then on

    @rule-call-pin-joins @classic @current @costs @people
    Scenario Outline: A stranger has the PIN of side <side>
      Given the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
        | bparty_pins | [7305] |
      When "Esha" calls the number:
        | pin | <pin> |
      Then the receiver gets the event "verification-success":
        | caller | "Esha"  |
        | pin    | "<pin>" |
      And the receiver gets the event "call":
        | from      | "Esha"      |
        | to        | "<other>"   |
        | call_type | "completed" |
      When "Esha" calls the number
      Then the receiver gets the event "call":
        | from      | "Esha"      |
        | to        | "<other>"   |
        | call_type | "completed" |
      When "<other>" calls the number:
        | outcome | busy, completed |
      Then the receiver gets the event "call":
        | from      | "<other>"   |
        | to        | "Esha"      |
        | call_type | "completed" |
      And the receiver gets nothing more

      Examples:
        | side | pin  | other |
        | A    | 4821 | Bimal |
        | B    | 7305 | Asha  |

    @rule-call-pin-joins @classic @current @costs @line @people
    Scenario Outline: A stranger has the PIN of side <side> of a GreenPin
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
        | b.pin | "7305" |
      When "Esha" calls "line 1":
        | pin | <pin> |
      Then the receiver gets the event "verification-success":
        | caller | "Esha"  |
        | pin    | "<pin>" |
      And the receiver gets the event "call":
        | from      | "Esha"      |
        | to        | "<other>"   |
        | call_type | "completed" |
      When "Esha" calls "line 1"
      Then the receiver gets the event "call":
        | from      | "Esha"      |
        | to        | "<other>"   |
        | call_type | "completed" |
      And the receiver gets nothing more

      Examples:
        | side | pin  | other |
        | A    | 4821 | Bimal |
        | B    | 7305 | Asha  |

    @rule-call-greenpin-open-side @classic @current @costs @line @people
    Scenario: Whoever has the PIN of a side without numbers is of that side
      Given the tenant asks for a GreenPin with:
        | transaction_id | order-1    |
        | a.vns          | ["line 1"] |
        | a.pin          | "4821"     |
        | b.numbers      | ["Bimal"]  |
        | b.pin          | "7305"     |
      And the answer is 200
      When "Esha" calls "line 1":
        | pin | 4821 |
      Then the receiver gets the event "verification-success":
        | caller | "Esha" |
      And the receiver gets the event "call":
        | from      | "Esha"      |
        | to        | "Bimal"     |
        | call_type | "completed" |
      When "Chitra" calls "line 1":
        | pin | 4821 |
      Then the receiver gets the event "verification-success":
        | caller | "Chitra" |
      And the receiver gets the event "call":
        | from      | "Chitra"    |
        | to        | "Bimal"     |
        | call_type | "completed" |
      And the receiver gets nothing more

  Rule: A caller with a wrong PIN is not connected

    @rule-call-pin-wrong @classic @current @costs @people
    Scenario: A stranger has no right PIN
      Given the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
        | bparty_pins | [7305] |
      When "Esha" calls the number:
        | pin | 1111 |
      Then the receiver gets the event "verification-failure":
        | caller | "Esha" |
      And the receiver gets nothing more
      When the tenant looks up the call
      Then the answer has:
        | Call.Status | failed |

    @rule-call-pin-wrong @classic @current @costs @line @people
    Scenario: A stranger has no right PIN for a GreenPin
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
        | b.pin | "7305" |
      When "Esha" calls "line 1":
        | pin | 1111 |
      Then the receiver gets the event "verification-failure":
        | caller | "Esha" |
      And the receiver gets nothing more
      When the tenant looks up the call
      Then the answer has:
        | Call.Status | failed |

    @rule-call-pin-wrong @exobridge @costs @people
    Scenario: A stranger has no right PIN for a GreenPin of exobridge
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Esha" calls "line 1":
        | pin | 99999 |
      Then the receiver gets the event "verification-failure":
        | caller | "Esha" |
      And the receiver gets nothing more
      When the tenant looks up the call
      Then the answer has:
        | Call.Status | failed |
      When the tenant reads the allocation
      Then the answer's field "response.call_count" is "0"

    @rule-call-pin-attempts @classic @current @costs @people
    Scenario: The third try is right
      Given the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
      When "Esha" calls the number:
        | pin | 1111, 2222, 4821 |
      Then the receiver gets the event "verification-success":
        | caller | "Esha" |
        | pin    | "4821" |
      And the receiver gets the event "call":
        | to        | "Bimal"     |
        | call_type | "completed" |
      And the receiver gets nothing more

    @rule-call-pin-attempts @classic @current @costs @people
    Scenario: The fourth try does not come
      Given the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
      When "Esha" calls the number:
        | pin | 1111, 2222, 3333, 4821 |
      Then the receiver gets the event "verification-failure":
        | caller | "Esha" |
        | pin    | "3333" |
      And the receiver gets nothing more

    @rule-call-pin-attempts @classic @current @costs @line @people
    Scenario Outline: The <try> try on a GreenPin
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
      When "Esha" calls "line 1":
        | pin | <pins> |
      Then the receiver gets the event "<event>":
        | caller | "Esha"   |
        | pin    | "<last>" |
      And the call is "<type>"

      Examples:
        | try    | pins                   | event                | last | type         |
        | third  | 1111, 2222, 4821       | verification-success | 4821 | completed    |
        | fourth | 1111, 2222, 3333, 4821 | verification-failure | 3333 | call-attempt |

  Rule: A caller listed in one GreenPin alone on the number is connected without a PIN

    @rule-call-greenpin-listed @classic @current @costs-2 @line @people
    Scenario: Listed once
      Given the tenant connects "Chitra" and "Dev" by PIN on "line 1"
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Asha" calls "line 1"
      Then the receiver gets the event "call":
        | greenpin_id | "{allocation}" |
        | from        | "Asha"         |
        | to          | "Bimal"        |
        | call_type   | "completed"    |
      And the receiver gets nothing more

    @rule-call-greenpin-listed @classic @current @costs-2 @line @people
    Scenario: Listed twice, so that the PIN decides
      Given the tenant connects "Asha" and "Dev" by PIN on "line 1":
        | a.pin | "4821" |
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4822" |
      When "Asha" calls "line 1":
        | pin | 4821 |
      Then the receiver gets the event "call":
        | from | "Asha" |
        | to   | "Dev"  |
      And the receiver gets nothing more
      When "Asha" calls "line 1":
        | pin | 4822 |
      Then the receiver gets the event "call":
        | from | "Asha"  |
        | to   | "Bimal" |
      And the receiver gets nothing more

    @rule-call-greenpin-listed @exobridge @costs-2 @people
    Scenario: Listed once, by exobridge
      Given the tenant connects "Chitra" and "Dev" by PIN on "line 1"
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Asha" calls "line 1"
      Then the receiver gets these events in order:
        | event         | greenpin_id    | status      | from   | to      |
        | call-progress | "{allocation}" | "initiated" | "Asha" | null    |
        | call-progress | "{allocation}" | "ringing"   | "Asha" | "Bimal" |
        | call-progress | "{allocation}" | "answered"  | "Asha" | "Bimal" |
        | call-progress | "{allocation}" | "completed" | "Asha" | "Bimal" |
        | call          | "{allocation}" | absent      | "Asha" | "Bimal" |
