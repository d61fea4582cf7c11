# Every sentence there is, once at least, beside those of the examples. A test plays it, and another counts.
@control
Feature: Every sentence

  Scenario: A tenant with few numbers
    Given a tenant with 2 numbers in region "DL"
    And the generation is "classic"
    When the tenant asks for a number between "+919812345678" and "+919887654321"
    And the tenant asks for a number with:
      | field          | value             |
      | connection_id  | order-a           |
      | aparty_numbers | ["+919812345678"] |
      | bparty_numbers | ["+919887654322"] |
      | usage          | oneway            |
    Then the allocation "order-a" is active
    When the tenant asks for a number between "+919812345678" and "+919887654323"
    Then the answer is 452 with code 4
    When the tenant deletes the allocation "order-a"
    And the tenant reads the allocation "order-a"
    Then the answer's field "data.state" is "vault"
    And the answer's field "data.flow_id" is absent
    And the answer's field "data.greenvn_id" is present
    When the tenant reads the allocation
    Then the answer is the same as before
    When the tenant reads the allocation "no-such"
    Then the answer is 404 with code 1

  Scenario: The newest generation
    Given a tenant with the numbers:
      | number        | region | type     |
      | +918012345678 | KA     | landline |
      | +911112345678 | DL     | landline |
    When the tenant connects "+919812345678" and "+919887654321" through "+918012345678":
      | custom_field | mine |
    Then the answer is 201
    And the allocation is active
    When A party is replaced by "+919812345679, +919812345670"
    Then the answer has:
      | response.from   | ["+919812345679", "+919812345670"] |
      | response.status | active                             |
    When the parties are replaced:
      | to | ["+919887654329"] |
    And the tenant asks for another number:
      | caller_id_number | +911112345678 |
    Then the number is changed
    When "+919812345679" calls "+911112345678"
    Then the call is "completed"
    When the tenant looks up the call
    Then the answer has:
      | Call.Sid         | {call}        |
      | Call.From        | +919812345679 |
      | Call.CustomField | mine          |
    When the tenant looks up the call in XML
    Then the answer is 200
    When the tenant looks up the call "nope"
    Then the answer is 404

  Scenario: Pairs told apart by PIN
    Given a tenant like this:
      """
      numbers:
        - {number: "+918012345678", region: KA, type: mobile}
      settings: {timezone: UTC}
      """
    When the tenant connects "+919812345678" and "+919887654321" by PIN on "+918012345678":
      | a.pin | 0042 |
    Then the answer is 200
    When "+919812345678" calls the number:
      | pin       | 0042       |
      | ring      | 2 seconds  |
      | talk      | 10 seconds |
      | hangup by | callee     |
    Then the call is "completed"
    When the tenant changes the GreenPin:
      | usage | oneway |
    Then the answer's field "data.usage" is "oneway"
    When the tenant changes GreenPins in bulk:
      """
      {"greenpins": [{"greenpin_id": "{allocation}", "usage": "twoway"}]}
      """
    Then the answer is 200
    When the client sends PUT "/v1/tenants/{tenant}/greenpin/{allocation}" with:
      """
      {"usage": "both"}
      """
    Then the answer is 400 with code 5
    When the tenant asks for a GreenPin with:
      | transaction_id | t-2               |
      | a.vns          | ["+918012345678"] |
    Then the answer is 400 with code 3

  Scenario: Who asks
    Given a tenant with 1 number
    When the client shows the credentials "nobody" and "nothing"
    And the tenant reads the settings
    Then the answer is 200
    When the client shows no credentials
    And the tenant changes the settings:
      | timezone | UTC |
    Then the answer's field "data.timezone" is "UTC"
    When the client sends GET "/v1/tenants/{tenant}/settings"
    Then the answer is 200
    When the tester sends GET "{door}/health"

  Scenario: Errors by script
    Given creating fails with code 18 the next 2 times
    And deleteGreenvn answers with code 22
    When the tenant asks for a number between "+919812345678" and "+919887654321"
    And the tenant asks for a number between "+919812345678" and "+919887654321"
    Then the answer is 409 with code 18
    When the tenant asks for a number between "+919812345678" and "+919887654321"
    And the tenant deletes the allocation
    Then the answer is 410 with code 22
    And the allocation is active
    Given nothing goes wrong any more
    And reading the settings is answered 503 the next time
    When the tenant reads the settings
    Then the answer is 503
    Given the fault rule:
      """
      operation: updateSettings
      effect: {status: 429}
      """
    When the tenant changes the settings:
      | timezone | UTC |
    Then the answer is 429

  Scenario: Every third request
    Given every 3rd request is answered 503
    When the tenant reads the settings
    And the tenant reads the settings
    Then the answer is 200
    When the tenant reads the settings
    Then the answer is 503
    Given nothing goes wrong any more
    And every 1st request fails with code 0
    When the tenant reads the settings
    Then the answer is 500 with code 0

  Scenario: A bad line
    Given the connection breaks when reading the settings the next time
    When the tenant reads the settings
    Then no answer comes
    Given answers are not held against the documents
    And the answer to reading the settings breaks off the next time
    When the tenant reads the settings
    Then no answer comes
    Given the answer to readSettings is garbled the next time
    When the tenant reads the settings
    Then the answer is 200
    Given readSettings takes 10 milliseconds the next time
    When the tenant reads the settings
    Then the answer is 200
    Given readSettings hangs for 10 milliseconds the next time
    When the tenant reads the settings
    Then the answer is 499

  Scenario: Time and calls
    Given the clock stands at "2031-01-31T10:00:00+05:30"
    When the tenant asks for a number between "+919812345678" and "+919887654321":
      | deallocation_policy.duration | 1h |
    And 59 minutes pass
    Then the allocation is active
    And the application did not receive the callback "deallocation"
    When 1 minute passes
    Then the allocation is over
    And the callback "deallocation" was sent exactly 1 time
    Given the clock runs

  Scenario: Callbacks that get lost, and others
    Given the clock stands still
    And the callback "call" is lost the next time
    When the tenant asks for a number between "+919812345678" and "+919887654321"
    And "+919812345678" calls the number
    Then the application did not receive the callback "call"
    And the callback "call" was sent once
    Given the callback "call" comes twice the next time
    When "+919812345678" calls the number
    Then the application received the callback "call" twice
    Given the callback "call" comes 5 minutes late the next time
    When "+919812345678" calls the number
    Then the application received the callback "call" twice
    When 5 minutes pass
    Then the application received the callback "call" exactly 3 times
    Given the callback "call" comes after the one that follows it the next time
    When "+919812345678" calls the number
    And "+919812345678" calls the number
    Then the application received the callback "call" exactly 5 times within 1 second

  Scenario: Two tenants
    When the tenant asks for a number between "Asha" and "Bimal":
      | connection_id | order-1 |
    Given the client shows the credentials of another tenant
    And another tenant
    When the tenant reads the allocation "order-1"
    Then the answer is 404 with code 1
    Given the first tenant again
    And the client shows the tenant's credentials
    Then the allocation "order-1" is active
