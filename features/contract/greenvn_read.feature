Feature: Looking at an allocation

  Rule: Reading tells the allocation as it is now

    @rule-greenvn-read @classic @current @costs
    Scenario: All that reading tells
      When the tenant asks for a number with:
        | connection_id  | order-7 |
        | aparty_numbers | ["Asha"]  |
        | bparty_numbers | ["Bimal"] |
        | usage          | oneway    |
        | aparty_pins    | [4821]    |
        | bparty_pins    | [90210]   |
      And the tenant reads the allocation
      Then the answer is 200
      And the answer's field "data" has exactly:
        | connection_id  | {reference}  |
        | aparty_numbers | ["Asha"]     |
        | bparty_numbers | ["Bimal"]    |
        | aparty_pins    | [4821]       |
        | bparty_pins    | [90210]      |
        | usage          | oneway       |
        | state          | active       |
        | {number's key} | {number}     |
        | greenvn_id     | {allocation} |

    @rule-greenvn-read @classic @current @costs-2
    Scenario: Each of two is read by its own id
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | first |
      And the answer is kept as "first"
      And the tenant asks for a number between "Bimal" and "Asha":
        | connection_id | second |
        | usage         | oneway |
      And the answer is kept as "second"
      And the tenant reads the allocation "first"
      Then the answer is the same as "first"
      When the tenant reads the allocation "second"
      Then the answer is the same as "second"

    @rule-greenvn-read @rule-greenvn-read-after-delete @classic @current @costs
    Scenario: The state is told as it changes
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      Then the answer's field "data.state" is "active"
      When the tenant deletes the allocation
      And the tenant reads the allocation
      Then the answer is 200
      And the answer's field "data.state" is "vault"

  Rule: Reading changes nothing

    @rule-greenvn-read-idempotent @classic @current @costs
    Scenario: Read again and again
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      And the tenant reads the allocation
      Then the answer is the same as "new"
      When the tenant reads the allocation
      Then the answer is the same as "new"
      When the tenant deletes the allocation
      And the tenant reads the allocation
      Then the answer is 200
      When the tenant reads the allocation
      Then the answer is the same as before

    @rule-greenvn-read-idempotent @exobridge @costs @line
    Scenario: Read again and again, in the exobridge form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      Then the answer is 200
      And the answer is kept as "new"
      When the tenant reads the allocation
      Then the answer is the same as "new"
      When the tenant reads the allocation
      Then the answer is the same as "new"
      And the answer's field "response.status" is "active"
      When the tenant deletes the allocation
      And the tenant reads the allocation
      Then the answer is 200
      When the tenant reads the allocation
      Then the answer is the same as before

    @rule-greenvn-read-idempotent @classic @current @exobridge @control
    Scenario: Reading does not put off the end
      Given the clock stands still
      And a number is lent to "Asha" and "Bimal" for 10 minutes
      When 599 seconds pass
      And the tenant reads the allocation
      Then the allocation is active
      When 1 second passes
      Then the allocation is over

  Rule: An id that nobody has is not found

    @rule-greenvn-unknown @classic @current
    Scenario Outline: Reading and deleting <id>
      When the tenant reads the allocation "<id>"
      Then the answer is 404 with code 1
      When the tenant deletes the allocation "<id>"
      Then the answer is 404 with code 1

      Examples:
        | id                                   |
        | 6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42 |
        | 00000000-0000-4000-8000-000000000000 |

    @rule-greenvn-unknown @classic @current
    Scenario: Changing what nobody has
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/call-party" with:
        """
        {"bparty_numbers": ["+919887654321"]}
        """
      Then the answer is 404 with code 1
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/vn"
      Then the answer is 404 with code 1
