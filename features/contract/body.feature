Feature: What is sent

  Rule: What is no JSON is not understood

    @rule-body-unreadable @classic @current @exobridge
    Scenario Outline: A create that says <body>
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with:
        """
        <body>
        """
      Then the answer is 400 with code 5

      Examples:
        | body                             |
        | {                                |
        | connection_id=order-1            |
        | {"usage": "twoway",}             |
        | {'usage': 'twoway'}              |
        | {"from": ["+919812345678"]} more |

    @rule-body-unreadable @classic @current @costs
    Scenario Outline: A change that says <body>
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      And the client sends PUT "/v1/tenants/{tenant}/greenvn/{allocation}/<what>" with:
        """
        <body>
        """
      Then the answer is 400 with code 5
      When the tenant reads the allocation
      Then the answer is the same as "new"

      Examples:
        | what       | body                                  |
        | call-party | {"bparty_numbers": ["+919887654321"]  |
        | vn         | {"strictness": "false", "preferences" |

    @rule-body-unreadable @exobridge @costs @line
    Scenario: A change that is cut off, in the exobridge form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      And the answer is kept as "new"
      And the client sends PUT "/v1/tenants/{tenant}/greenvn/{allocation}/call-party" with:
        """
        {"to": ["+919887654321"]
        """
      Then the answer is 400 with code 5
      When the tenant reads the allocation
      Then the answer is the same as "new"

  Rule: What is too long is not read

    @rule-body-too-large @classic @current @exobridge
    Scenario: One byte over 1 MiB
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with 1048577 bytes of JSON
      Then the answer is 413

    @rule-body-too-large @classic @current @exobridge
    Scenario: 1 MiB, in which much is missing
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with 1048576 bytes of JSON
      Then the answer is 400

  Rule: What is sent is announced as JSON

    @rule-body-media-type @classic @current @exobridge
    Scenario Outline: JSON announced as <media>
      When the client sends POST "/v1/tenants/{tenant}/greenvn" as "<media>" with:
        """
        {}
        """
      Then the answer is <status>

      Examples:
        | media                             | status |
        | text/plain                        | 415    |
        | application/x-www-form-urlencoded | 415    |
        | application/xml                   | 415    |
        | application/json                  | 400    |
        | application/json; charset=utf-8   | 400    |

    @rule-body-media-type @classic @current @control
    Scenario: What is announced otherwise is not done
      Given a tenant with 1 number
      When the client sends POST "/v1/tenants/{tenant}/greenvn" as "text/plain" with:
        """
        {"connection_id": "order-9", "aparty_numbers": ["{Asha}"], "bparty_numbers": ["{Bimal}"], "usage": "twoway"}
        """
      Then the answer is 415
      When the client sends POST "/v1/tenants/{tenant}/greenvn" as "application/json; charset=utf-8" with:
        """
        {"connection_id": "order-9", "aparty_numbers": ["{Asha}"], "bparty_numbers": ["{Bimal}"], "usage": "twoway"}
        """
      Then the answer is 200

    @rule-body-media-type @exobridge @control
    Scenario: What is announced otherwise is not done, in the exobridge form
      Given a tenant with 1 number
      When the client sends POST "/v1/tenants/{tenant}/greenvn" as "text/plain" with:
        """
        {"caller_id_number": "line 1", "from": ["{Asha}"], "to": ["{Bimal}"]}
        """
      Then the answer is 415
      When the client sends POST "/v1/tenants/{tenant}/greenvn" as "application/json; charset=utf-8" with:
        """
        {"caller_id_number": "line 1", "from": ["{Asha}"], "to": ["{Bimal}"]}
        """
      Then the answer is 201
