@greenvn
Feature: A number for a pair

  Rule: A pair that is given a number keeps it until it is given back

    @rule-greenvn-create @rule-greenvn-read @rule-greenvn-delete @classic @current @costs
    Scenario: Lend, look, give back
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1 |
      Then the answer is 200
      And the answer has:
        | data.aparty_numbers | ["Asha"]  |
        | data.bparty_numbers | ["Bimal"] |
      And the allocation "order-1" is active
      When the tenant deletes the allocation "order-1"
      Then the answer is 200
      And the allocation "order-1" is over
