@control
Feature: Errors of the exobridge generation that only a script brings about

  Rule: What no request can cause is answered when a script says so, and nothing is done

    @rule-exobridge-codes-by-script @exobridge @line
    Scenario Outline: Code <code> on a GreenVN, <doing>
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | order_id=1047 |
      And <doing> fails with code <code> the next time
      When <asking>
      Then the answer is <status> with code <code>
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | response.virtual_number | line 1        |
        | response.from           | ["Asha"]      |
        | response.to             | ["Bimal"]     |
        | response.status         | active        |
        | response.custom_field   | order_id=1047 |

      Examples:
        | code | status | doing              | asking                             |
        | 2    | 400    | reading a GreenVN  | the tenant reads the allocation    |
        | 9    | 400    | deleting a GreenVN | the tenant deletes the allocation  |
        | 15   | 403    | replacing parties  | B party is replaced by "Dev"       |
        | 18   | 409    | replacing parties  | A party is replaced by "Chitra"    |
        | 20   | 404    | reading a GreenVN  | the tenant reads the allocation    |
        | 23   | 400    | deleting a GreenVN | the tenant deletes the allocation  |
        | 50   | 422    | replacing parties  | B party is replaced by "Dev"       |

    @rule-exobridge-codes-by-script @exobridge @line
    Scenario Outline: Code <code> on a GreenPin, <doing>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And <doing> fails with code <code> the next time
      When <asking>
      Then the answer is <status> with code <code>
      When the tenant reads the allocation
      Then the answer has:
        | response.to     | ["Bimal"] |
        | response.status | active    |

      Examples:
        | code | status | doing               | asking                            |
        | 2    | 400    | reading a GreenPin  | the tenant reads the allocation   |
        | 9    | 400    | deleting a GreenPin | the tenant deletes the allocation |
        | 15   | 403    | deleting a GreenPin | the tenant deletes the allocation |
        | 18   | 409    | reading a GreenPin  | the tenant reads the allocation   |
        | 20   | 404    | deleting a GreenPin | the tenant deletes the allocation |
        | 23   | 400    | reading a GreenPin  | the tenant reads the allocation   |
        | 50   | 422    | deleting a GreenPin | the tenant deletes the allocation |

    @rule-exobridge-codes-by-script @exobridge @line
    Scenario Outline: Code <code>, creating a <product>; without the script it is made
      Given creating a <product> fails with code <code> the next time
      When the tenant connects "Asha" and "Bimal" <by> "line 1"
      Then the answer is <status> with code <code>
      When the tenant connects "Asha" and "Bimal" <by> "line 1"
      Then the answer is 201
      And the allocation is active

      Examples:
        | code | status | product  | by        |
        | 2    | 400    | GreenVN  | through   |
        | 9    | 400    | GreenVN  | through   |
        | 15   | 403    | GreenVN  | through   |
        | 18   | 409    | GreenVN  | through   |
        | 20   | 404    | GreenVN  | through   |
        | 23   | 400    | GreenVN  | through   |
        | 50   | 422    | GreenVN  | through   |
        | 2    | 400    | GreenPin | by PIN on |
        | 9    | 400    | GreenPin | by PIN on |
        | 15   | 403    | GreenPin | by PIN on |
        | 18   | 409    | GreenPin | by PIN on |
        | 20   | 404    | GreenPin | by PIN on |
        | 23   | 400    | GreenPin | by PIN on |
        | 50   | 422    | GreenPin | by PIN on |

    @rule-exobridge-codes-by-script @exobridge @line
    Scenario Outline: The answer takes too long, creating a <product>
      Given creating a <product> is answered 499 the next time
      When the tenant connects "Asha" and "Bimal" <by> "line 1"
      Then the answer is 499
      When the tenant connects "Asha" and "Bimal" <by> "line 1"
      Then the answer is 201

      Examples:
        | product  | by        |
        | GreenVN  | through   |
        | GreenPin | by PIN on |

    @rule-exobridge-codes-by-script @exobridge @lines-2
    Scenario: One custom field twice is no conflict by itself
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | order_id=1048 |
      When the tenant connects "Asha" and "Bimal" through "line 2":
        | custom_field | order_id=1048 |
      Then the answer is 201
