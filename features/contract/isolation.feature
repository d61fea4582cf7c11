@second-tenant
Feature: Tenants do not see each other

  Rule: What is one tenant's is not there for another

    @rule-access-isolation @classic @current @costs
    Scenario: Another tenant finds nothing, and changes nothing
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "mine"
      Given another tenant
      When the tenant reads the allocation
      Then the answer is 404 with code 1
      When the tenant deletes the allocation
      Then the answer is 404 with code 1
      When B party is replaced by "Asha"
      Then the answer is 404 with code 1
      When the tenant asks for another number
      Then the answer is 404 with code 1
      Given the first tenant again
      When the tenant reads the allocation
      Then the answer is the same as "mine"

    @rule-access-isolation @exobridge @costs @line
    Scenario: Another tenant finds nothing, and changes nothing, in the exobridge form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      And the answer is kept as "mine"
      Given another tenant
      When the tenant reads the allocation
      Then the answer is 404 with code 1
      When the tenant deletes the allocation
      Then the answer is 404 with code 1
      When B party is replaced by "Asha"
      Then the answer is 404 with code 1
      When the tenant asks for another number:
        | caller_id_number | line 1 |
      Then the answer is 404 with code 1
      Given the first tenant again
      When the tenant reads the allocation
      Then the answer is the same as "mine"

    @rule-access-isolation @classic @current @costs-2
    Scenario: Both may use the same connection id
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      Then the answer is 200
      And the answer is kept as "mine"
      Given another tenant
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      Then the answer is 200
      And the answer's field "data.greenvn_id" is another than in "mine"
      And the answer's field "data.connection_id" is that of "mine"

    @rule-access-isolation @classic @current @exobridge @control
    Scenario: What one tenant deletes ends for it alone
      Given another tenant
      And a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      And the answer is kept as "theirs"
      Given the first tenant again
      And a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      Then the answer is 200
      Given another tenant
      When the tenant reads the allocation of the answer "theirs"
      Then the answer is the same as "theirs"
