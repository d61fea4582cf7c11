# Looking calls up, and counting them.
@control
Feature: Call look-ups

  Rule: A call is looked up by its SID

    @rule-call-sid @rule-call-lookup-json @classic @current @costs
    Scenario: In JSON
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      Then the call's SID tells the day
      When the tenant looks up the call
      Then the answer is 200
      And the answer has:
        | Call.Sid          | {call}    |
        | Call.AccountSid   | {tenant}  |
        | Call.From         | "Asha"    |
        | Call.To           | {number}  |
        | Call.Status       | completed |
        | Call.Duration     | 32        |
        | Call.Direction    | inbound   |
        | Call.RecordingUrl | null      |
        | Call.CustomField  | null      |
      And the answer's times are those of the call

    @rule-call-sid @rule-call-lookup-json @exobridge @costs
    Scenario: In JSON, by exobridge
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | order_id=1042 |
      When "Asha" calls the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      Then the call's SID tells the day
      When the tenant looks up the call
      Then the answer is 200
      And the answer has:
        | Call.Sid          | {call}      |
        | Call.AccountSid   | {tenant}    |
        | Call.From         | "Asha"      |
        | Call.To           | {number}    |
        | Call.Status       | completed   |
        | Call.Duration     | 32          |
        | Call.Direction    | inbound     |
        | Call.CustomField  | {reference} |
      And the answer's times are those of the call

    @rule-call-lookup-json @classic @current @costs
    Scenario Outline: One that is <status>
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | outcome | <status> |
      And the tenant looks up the call
      Then the answer has:
        | Call.Status | <status> |
      And the answer's times are those of the call

      Examples:
        | status    |
        | busy      |
        | no-answer |
        | failed    |
        | canceled  |

    @rule-call-lookup-running @classic @current @costs
    Scenario: While it runs
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" begins a call to the number
      And the tenant looks up the call
      Then the answer has:
        | Call.Status   | ringing |
        | Call.EndTime  | null    |
        | Call.Duration | null    |
      When 10 seconds pass
      And the tenant looks up the call
      Then the answer has:
        | Call.Status   | in-progress |
        | Call.EndTime  | null        |
        | Call.Duration | null        |
      When 1 minute passes
      And the tenant looks up the call
      Then the answer has:
        | Call.Status | completed |
      And the answer's times are those of the call

    @rule-call-lookup-running @exobridge @costs
    Scenario: While it runs, by exobridge
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When "Asha" begins a call to the number
      And 10 seconds pass
      And the tenant looks up the call
      Then the answer has:
        | Call.Status   | in-progress |
        | Call.EndTime  | null        |
        | Call.Duration | null        |
      When 1 minute passes
      And the tenant looks up the call
      Then the answer has:
        | Call.Status | completed |
      And the answer's times are those of the call

    @rule-call-lookup-xml @classic @current @costs
    Scenario: In XML
      Given the tenant asks for a number between "Asha" and "Bimal"
      When "Asha" calls the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      And the tenant looks up the call in XML
      Then the answer is 200
      And the XML has:
        | TwilioResponse.Call.Sid         | {call}    |
        | TwilioResponse.Call.AccountSid  | {tenant}  |
        | TwilioResponse.Call.From        | "Asha"    |
        | TwilioResponse.Call.To          | {number}  |
        | TwilioResponse.Call.Status      | completed |
        | TwilioResponse.Call.Duration    | 32        |
        | TwilioResponse.Call.CustomField |           |

    @rule-call-lookup-xml @exobridge @costs
    Scenario: In XML, by exobridge
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | order_id=1042 |
      When "Asha" calls the number:
        | ring | 5 seconds  |
        | talk | 27 seconds |
      And the tenant looks up the call in XML
      Then the answer is 200
      And the XML has:
        | TwilioResponse.Call.Sid         | {call}      |
        | TwilioResponse.Call.From        | "Asha"      |
        | TwilioResponse.Call.To          | {number}    |
        | TwilioResponse.Call.Status      | completed   |
        | TwilioResponse.Call.Duration    | 32          |
        | TwilioResponse.Call.CustomField | {reference} |

    @rule-call-lookup-unknown @classic @current @exobridge
    Scenario: One that nobody has placed
      When the tenant looks up the call "00000000000000000000000000002011"
      Then the answer is 404
      And the answer has:
        | RestException.Status  | 404     |
        | RestException.Message | present |
      When the client sends GET "/v1/Accounts/{tenant}/Calls/00000000000000000000000000002011"
      Then the answer is 404
      And the XML has:
        | TwilioResponse.RestException.Status  | 404     |
        | TwilioResponse.RestException.Message | present |

  Rule: A call keeps the custom field of its time

    @rule-call-custom-field @exobridge @costs
    Scenario: The field is changed between two calls
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | order_id=1042 |
      When "Asha" calls "line 1"
      And the tenant changes the GreenPin:
        | custom_field | order_id=2001 |
      Then the answer is 200
      When the tenant looks up the call
      Then the answer's field "Call.CustomField" is "{reference}"
      When "Asha" calls "line 1"
      And the tenant looks up the call
      Then the answer's field "Call.CustomField" is "order_id=2001"

  Rule: Calls are counted

    @rule-call-count @exobridge @costs @people
    Scenario: Through a GreenVN all are
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the tenant reads the allocation
      Then the answer's field "response.call_count" is "0"
      When "Asha" calls the number
      And "Asha" calls the number:
        | outcome | busy |
      And "Esha" calls the number
      And the tenant reads the allocation
      Then the answer's field "response.call_count" is "3"

    @rule-call-count-greenpin @exobridge @costs @people
    Scenario: Through a GreenPin only those that are connected
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When the tenant reads the allocation
      Then the answer's field "response.call_count" is "0"
      When "Asha" calls "line 1"
      And "Asha" calls "line 1":
        | outcome | busy |
      And "Esha" calls "line 1":
        | pin | 99999 |
      And the tenant reads the allocation
      Then the answer's field "response.call_count" is "1"
