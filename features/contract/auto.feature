@control
Feature: A tenant that reads every generation

  Rule: Each request is answered in the generation it is written in

    @rule-auto-generation @classic
    Scenario: Classic is answered in classic
      Given a tenant like this:
        """
        profile: auto
        generate: {count: 4}
        """
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200
      And the answer has:
        | success         | true    |
        | data.green_vn   | present |
        | response        | absent  |
      When the tenant reads the allocation "gvn_unknown"
      Then the answer is 404 with code 1
      When the tenant reads the allocation "6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42"
      Then the answer is 404 with code 1
      And the answer has:
        | 0.success | false |
        | 0.status  | 404   |

    @rule-auto-generation @exobridge
    Scenario: Exobridge is answered in exobridge, beside classic
      Given a tenant like this:
        """
        profile: auto
        generate: {count: 4}
        """
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer is 201
      And the answer has:
        | response.status | active |
        | success         | absent |
      When the tenant reads the allocation
      Then the answer is 200
      And the answer's field "response.virtual_number" is "{number}"
      When the tenant reads the allocation "gvn_unknown"
      Then the answer is 404
      And the answer's field "response.status" is "failure"
