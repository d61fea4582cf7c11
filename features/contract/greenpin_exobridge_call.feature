@greenpin
Feature: How often a PIN may be tried on an exobridge GreenPin

  Rule: max_pin_attempts bounds the PINs of a call, three unless given

    @rule-exobridge-greenpin-attempts @exobridge @line @control
    Scenario Outline: <attempts> attempts, PINs <pins>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | max_pin_attempts | <attempts> |
      And the answer's field "response.pin" is remembered as "pin"
      When "Esha" calls the number:
        | pin | <pins> |
      Then the call is "<call>"

      Examples:
        | attempts | pins                               | call         |
        | absent   | {pin}                              | completed    |
        | absent   | 0001, 0002, {pin}                  | completed    |
        | absent   | 0001, 0002, 0003, {pin}            | call-attempt |
        | 1        | {pin}                              | completed    |
        | 1        | 0001, {pin}                        | call-attempt |
        | 5        | 0001, 0002, 0003, 0004, {pin}      | completed    |
        | 5        | 0001, 0002, 0003, 0004, 0005, {pin} | call-attempt |

    @rule-exobridge-greenpin-attempts @rule-exobridge-greenpin-update @exobridge @line @control
    Scenario Outline: Changed to <attempts>, PINs <pins>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the answer's field "response.pin" is remembered as "pin"
      When the tenant changes the GreenPin:
        | max_pin_attempts | <attempts> |
      And "Esha" calls the number:
        | pin | <pins> |
      Then the call is "<call>"

      Examples:
        | attempts | pins                    | call         |
        | 2        | 0001, {pin}             | completed    |
        | 2        | 0001, 0002, {pin}       | call-attempt |
        | 4        | 0001, 0002, 0003, {pin} | completed    |

  Rule: Who has used up the attempts is locked out

    @rule-exobridge-greenpin-lock-out @exobridge @line @people @control
    Scenario: The right PIN comes too late
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the answer's field "response.pin" is remembered as "pin"
      When "Esha" calls the number:
        | pin | 0001, 0002, 0003 |
      Then the call is "call-attempt"
      When "Esha" calls the number:
        | pin | {pin} |
      Then the call is "call-attempt"
      When "Dev" calls the number:
        | pin | {pin} |
      Then the call is "completed"
      When "Asha" calls the number
      Then the call is "completed"

    @rule-exobridge-greenpin-lock-out @exobridge @lines-2 @control
    Scenario: On another number the caller is free to try
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And "Esha" calls the number:
        | pin | 0001, 0002, 0003 |
      When the tenant connects "Asha" and "Bimal" by PIN on "line 2"
      And the answer's field "response.pin" is remembered as "pin"
      And "Esha" calls the number:
        | pin | {pin} |
      Then the call is "completed"

  Rule: The PIN shown is the one with which side B is connected

    @rule-exobridge-greenpin-pin-for-b @exobridge @line @control
    Scenario Outline: The b-party enters <pins>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the tenant reads the allocation
      And the answer's field "response.pin" is remembered as "shown"
      When "Bimal" calls the number:
        | pin | <pins> |
      Then the call is "<call>"

      Examples:
        | pins             | call         |
        | {shown}          | completed    |
        | 0001, {shown}    | completed    |
        | 0001, 0002, 0003 | call-attempt |

    @rule-exobridge-greenpin-pin-for-b @exobridge @line @control
    Scenario: It leads to the a-party
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the tenant reads the allocation
      And the answer's field "response.pin" is remembered as "shown"
      When "Bimal" calls the number:
        | pin | {shown} |
      Then the call went to "Asha"
