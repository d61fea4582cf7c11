@strict
Feature: Who may ask

  Rule: Whoever shows no good credentials is turned away, and nothing is done

    @rule-access-no-credentials @classic @current
    Scenario Outline: No credentials: <method> <path>
      Given the client shows no credentials
      When the client sends <method> "/v1/tenants/{tenant}/<path>"
      Then the answer is 401 with code 7

      Examples:
        | method | path                                                    |
        | GET    | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42            |
        | DELETE | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42            |
        | PUT    | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/vn         |
        | PUT    | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/call-party |
        | GET    | settings                                                |
        | GET    | greenpin/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42           |

    @rule-access-no-credentials @rule-access-wrong-credentials @classic @current @costs
    Scenario Outline: A number for somebody who shows <what>
      Given the client shows <what>
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
      Then the answer is 401 with code 7
      Given the client shows the tenant's credentials
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
      Then the answer is 200

      Examples:
        | what                                              |
        | no credentials                                    |
        | the credentials "nobody" and "nothing at all"     |
        | the tenant's user name and a wrong password       |
        | a user name that is wrong and the tenant's password |

    @rule-access-no-credentials @rule-access-wrong-credentials @classic @current @costs
    Scenario Outline: Nothing is told to, and nothing done for, somebody who shows <what>
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      Given the client shows <what>
      When the tenant reads the allocation
      Then the answer is 401 with code 7
      When the tenant deletes the allocation
      Then the answer is 401 with code 7
      When B party is replaced by "Asha"
      Then the answer is 401 with code 7
      Given the client shows the tenant's credentials
      When the tenant reads the allocation
      Then the answer is the same as "new"

      Examples:
        | what                                              |
        | no credentials                                    |
        | the credentials "nobody" and "nothing at all"     |
        | the tenant's user name and a wrong password       |

    @rule-access-no-credentials-exobridge @rule-access-wrong-credentials @exobridge @line
    Scenario Outline: A number for somebody who shows <what>, in the exobridge form
      Given the client shows <what>
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer is 401
      Given the client shows the tenant's credentials
      When the tenant reads the allocation "gvn_2f0a4d539c1f"
      Then the answer is 404

      Examples:
        | what                                              |
        | no credentials                                    |
        | the credentials "nobody" and "nothing at all"     |
        | the tenant's user name and a wrong password       |
        | a user name that is wrong and the tenant's password |

    @rule-access-no-credentials-exobridge @rule-access-wrong-credentials @exobridge @costs @line
    Scenario Outline: Nothing is done for somebody who shows <what>, in the exobridge form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      And the answer is kept as "new"
      Given the client shows <what>
      When the tenant reads the allocation
      Then the answer is 401
      When the tenant deletes the allocation
      Then the answer is 401
      Given the client shows the tenant's credentials
      When the tenant reads the allocation
      Then the answer is the same as "new"

      Examples:
        | what                                              |
        | no credentials                                    |
        | the tenant's user name and a wrong password       |

  Rule: The good credentials of another tenant open no more than its own door

    @rule-access-other-tenant @classic @current @second-tenant @costs
    Scenario: Another tenant's credentials
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      Given the client shows the credentials of another tenant
      When the tenant reads the allocation
      Then the answer is 403 with code 8
      When the tenant deletes the allocation
      Then the answer is 403 with code 8
      When B party is replaced by "Asha"
      Then the answer is 403 with code 8
      When the tenant asks for another number
      Then the answer is 403 with code 8
      Given the client shows the tenant's credentials
      When the tenant reads the allocation
      Then the answer is the same as "new"

    @rule-access-other-tenant @classic @current @second-tenant @costs
    Scenario: A number on another tenant's credentials
      Given the client shows the credentials of another tenant
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
      Then the answer is 403 with code 8
      When the tenant reads the settings
      Then the answer is 403 with code 8
      Given the client shows the tenant's credentials
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
      Then the answer is 200

    @rule-access-other-tenant-exobridge @exobridge @second-tenant @costs @line
    Scenario: Another tenant's credentials, in the exobridge form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      And the answer is kept as "new"
      Given the client shows the credentials of another tenant
      When the tenant reads the allocation
      Then the answer is 403 with code 8
      When the tenant deletes the allocation
      Then the answer is 403 with code 8
      Given the client shows the tenant's credentials
      When the tenant reads the allocation
      Then the answer is the same as "new"

  Rule: There is no door to a tenant that does not exist

    # Nobody knows which form such a tenant would be answered in.
    @rule-access-unknown-tenant @classic @current
    Scenario: A tenant nobody named
      Given answers are not held against the documents
      When the client sends GET "/v1/tenants/no-such-tenant-7f3a/settings"
      Then the answer is 403 with code 8
      When the client sends GET "/v1/tenants/no-such-tenant-7f3a/greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42"
      Then the answer is 403 with code 8
      When the client sends POST "/v1/tenants/no-such-tenant-7f3a/greenvn" with:
        """
        {"connection_id": "order-1", "aparty_numbers": ["{Asha}"], "bparty_numbers": ["{Bimal}"], "usage": "twoway"}
        """
      Then the answer is 403 with code 8

    @rule-access-unknown-tenant-exobridge @exobridge
    Scenario: A tenant nobody named, in the exobridge form
      When the client sends GET "/v1/tenants/no-such-tenant-7f3a/greenvn/gvn_2f0a4d539c1f"
      Then the answer is 404
      When the client sends POST "/v1/tenants/no-such-tenant-7f3a/greenvn" with:
        """
        {"caller_id_number": "+918040000001", "from": ["{Asha}"], "to": ["{Bimal}"]}
        """
      Then the answer is 404

  Rule: Who asks is looked at before what is asked

    @rule-access-speaks-first @classic @current
    Scenario Outline: No credentials and a body of <body>
      Given the client shows <what>
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with:
        """
        <body>
        """
      Then the answer is 401 with code 7

      Examples:
        | what                                        | body                                     |
        | no credentials                              | {                                        |
        | no credentials                              | {}                                       |
        | the tenant's user name and a wrong password | {"usage": "threeway"}                    |
        | the tenant's user name and a wrong password | {"preferences": {"region": "XX"}}        |

    @rule-access-speaks-first @exobridge
    Scenario Outline: No credentials and a body of <body>, in the exobridge form
      Given the client shows <what>
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with:
        """
        <body>
        """
      Then the answer is 401

      Examples:
        | what                                        | body                                |
        | no credentials                              | {"from": ["somebody"]               |
        | no credentials                              | {"caller_id_number": 7, "from": []} |
        | the tenant's user name and a wrong password | {"caller_id_number": "nobody's"}    |

    @rule-access-speaks-first @classic @current @exobridge @second-tenant
    Scenario: Another tenant's credentials and a body that is none
      Given the client shows the credentials of another tenant
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with:
        """
        {
        """
      Then the answer is 403 with code 8

  Rule: A tenant that asks too fast is told to wait

    @rule-access-rate-limit @classic @current @control
    Scenario: The third request at once, when two are let through
      Given a tenant like this:
        """
        generate: {count: 5}
        rate_limit: {per_second: 1, burst: 2}
        """
      And the clock stands still
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | first |
      And the tenant reads the allocation
      Then the answer is 200
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 429
      When the tenant reads the allocation
      Then the answer is 429
      When 1 second passes
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 200
      When the tenant reads the settings
      Then the answer is 429

    @rule-access-rate-limit-exobridge @exobridge @control
    Scenario: The third request at once, when two are let through, in the exobridge form
      Given a tenant like this:
        """
        generate: {count: 5}
        rate_limit: {per_second: 1, burst: 2}
        """
      And the clock stands still
      And a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      Then the answer is 200
      When the tenant connects "Asha" and "Bimal" through "line 2"
      Then the answer is 429
      When 1 second passes
      And the tenant connects "Asha" and "Bimal" through "line 2"
      Then the answer is 201
      When the tenant reads the allocation
      Then the answer is 429

    @rule-access-rate-limit @classic @current @control
    Scenario: One tenant's haste is not another's
      Given a tenant like this:
        """
        generate: {count: 5}
        rate_limit: {per_second: 1, burst: 1}
        """
      And the clock stands still
      And a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      Then the answer is 429
      Given another tenant
      And a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      Then the answer is 200

    @rule-access-rate-limit-exobridge @exobridge @control
    Scenario: One tenant's haste is not another's, in the exobridge form
      Given a tenant like this:
        """
        generate: {count: 5}
        rate_limit: {per_second: 1, burst: 1}
        """
      And the clock stands still
      And a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      Then the answer is 429
      Given another tenant
      And a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      Then the answer is 200
