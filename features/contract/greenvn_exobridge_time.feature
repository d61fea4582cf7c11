@greenvn
Feature: How long an exobridge GreenVN lasts

  Rule: The duration is what was asked for, or a day

    @rule-exobridge-greenvn-default-duration @exobridge @line @costs
    Scenario: A day
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer is 201
      And the answer's field "response.expires_at" is 86400 seconds after "response.created_at"
      And the allocation ends 1 day after it was made
      And the allocation ends about 1 day from now

    @rule-exobridge-greenvn-default-duration @exobridge @line @control
    Scenario: A day by the clock
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" through "line 1"
      When 86399 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is deleted

    @rule-exobridge-greenvn-duration @exobridge @line @costs
    Scenario: As long as it may be
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 14688000 |
      Then the answer is 201
      And the answer's field "response.expires_at" is 170 days after "response.created_at"
      And the allocation ends 170 days after it was made

    @rule-exobridge-greenvn-duration @exobridge @line
    Scenario Outline: <duration> seconds are too long
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | <duration> |
      Then the answer is 400

      Examples:
        | duration     |
        | 14688001     |
        | 14774400     |
        | 999999999999 |

  Rule: When the duration is over the allocation has ended

    @rule-exobridge-greenvn-expiry @exobridge @line @people @control
    Scenario: An hour by the clock
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" through "line 1":
        | duration     | 3600  |
        | custom_field | first |
      When 3599 seconds pass
      Then the allocation is active
      When the tenant connects "Chitra" and "Dev" through "line 1"
      Then the answer is 409
      When 1 second passes
      Then the allocation "first" is deleted
      When the tenant connects "Chitra" and "Dev" through "line 1"
      Then the answer is 201

    @rule-exobridge-greenvn-expiry @rule-exobridge-greenvn-delete-twice @exobridge @lines-2 @people @control
    Scenario: What has expired takes nothing more
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 600 |
      When 11 minutes pass
      And the tenant deletes the allocation
      Then the answer is 409
      When B party is replaced by "Dev"
      Then the answer is 409
      When the tenant asks for another number:
        | caller_id_number | line 2 |
      Then the answer is 409
      When the tenant reads the allocation
      Then the answer has:
        | response.status         | deleted   |
        | response.to             | ["Bimal"] |
        | response.virtual_number | line 1    |

    @rule-exobridge-greenvn-expiry @exobridge @line @costs
    Scenario: As short as it may be
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 1 |
      When 1 second goes by
      Then the allocation is deleted within 10 seconds

    @rule-exobridge-greenvn-expiry-unmoved @exobridge @lines-2 @people @control
    Scenario: Changes do not put the end off
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" through "line 1":
        | duration | 3600 |
      And the answer's field "response.expires_at" is remembered as "end"
      When 30 minutes pass
      And B party is replaced by "Dev"
      Then the answer's field "response.expires_at" is "{end}"
      When 20 minutes pass
      And the tenant asks for another number:
        | caller_id_number | line 2 |
      Then the answer's field "response.expires_at" is "{end}"
      And the allocation ends 1 hour after it was made
      When 599 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is deleted
