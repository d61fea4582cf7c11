@greenvn
Feature: Calls through an exobridge GreenVN

  Rule: Either side may call the other

    @rule-exobridge-both-ways @exobridge @line @control
    Scenario Outline: <caller> calls
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When "<caller>" calls the number
      Then the call is "completed"
      And the call went to "<callee>"
      When the tenant looks up the call
      Then the answer is 200
      And the answer has:
        | Call.From   | <caller>  |
        | Call.To     | {number}  |
        | Call.Status | completed |
      When the tenant reads the allocation
      Then the answer's fields are:
        | response.call_count | exactly 1 |

      Examples:
        | caller | callee |
        | Asha   | Bimal  |
        | Bimal  | Asha   |

  Rule: After deleting no call is connected

    @rule-exobridge-call-after-delete @exobridge @line @control
    Scenario Outline: <caller> calls too late
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      And the tenant deletes the allocation
      When "<caller>" calls the number
      Then the call is "call-attempt"
      When the tenant reads the allocation
      Then the answer's fields are:
        | response.call_count | exactly 0 |

      Examples:
        | caller |
        | Asha   |
        | Bimal  |

    @rule-exobridge-call-after-delete @exobridge @line @control
    Scenario: The PIN of a deleted GreenPin opens nothing
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the answer's field "response.pin" is remembered as "pin"
      And the tenant deletes the allocation
      When "Esha" calls the number:
        | pin | {pin} |
      Then the call is "call-attempt"
