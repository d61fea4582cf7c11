@exobridge
Feature: What is told first when several things are wrong, exobridge

  Rule: Each mistake that is mended shows the next one

    @rule-refusal-order @line
    Scenario: From the missing to the pool
      When the tenant asks for a number with:
        | caller_id_number | "+910000000001"         |
        | from             | ["98", "98"]            |
        | record           | "perhaps"               |
      Then the answer is 400 with code 3
      When the tenant asks for a number with:
        | caller_id_number | "+910000000001"         |
        | from             | ["98", "98"]            |
        | to               | ["98", "+919887654321"] |
        | record           | "perhaps"               |
      Then the answer is 400 with code 5
      When the tenant asks for a number with:
        | caller_id_number | "+910000000001"         |
        | from             | ["98", "98"]            |
        | to               | ["98", "+919887654321"] |
      Then the answer is 400 with code 16
      When the tenant asks for a number with:
        | caller_id_number | "+910000000001"                    |
        | from             | ["+919812345678", "+919812345678"] |
        | to               | ["+919812345678", "+919887654321"] |
      Then the answer is 409 with code 13
      When the tenant asks for a number with:
        | caller_id_number | "+910000000001"                    |
        | from             | ["+919812345678"]                  |
        | to               | ["+919812345678", "+919887654321"] |
      Then the answer is 409 with code 14
      When the tenant asks for a number with:
        | caller_id_number | "+910000000001"   |
        | from             | ["+919812345678"] |
        | to               | ["+919887654321"] |
      Then the answer is 400
