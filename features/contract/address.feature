Feature: Addresses

  Rule: Where nothing is, nothing is found

    @rule-address-unknown @classic @current @exobridge
    Scenario Outline: <method> <path>
      When the client sends <method> "/v1/tenants/{tenant}/<path>"
      Then the answer is 404

      Examples:
        | method | path                                              |
        | GET    | nothing                                           |
        | POST   | greenvns                                          |
        | GET    | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/calls |
        | PUT    | greenvn/gvn_2f0a4d539c1f/parties                  |

    @rule-address-unknown @classic
    Scenario: Nothing there, in the classic form
      When the client sends GET "/v1/tenants/{tenant}/nothing"
      Then the answer is 404
      And the answer is a list of 1
      And the answer's field "0" has exactly:
        | success | false    |
        | status  | 404      |
        | code    | a number |
        | message | a text   |
        | data    | null     |

    @rule-address-unknown @current
    Scenario: Nothing there, in the current form
      When the client sends GET "/v1/tenants/{tenant}/nothing"
      Then the answer is 404
      And the answer has exactly:
        | success | false    |
        | status  | 404      |
        | code    | a number |
        | message | a text   |
        | data    | null     |

    @rule-address-unknown @exobridge
    Scenario: Nothing there, in the exobridge form
      When the client sends GET "/v1/tenants/{tenant}/nothing"
      Then the answer is 404
      And the answer has exactly:
        | response | an object |
      And the answer's field "response" has exactly:
        | status     | failure   |
        | code       | 404       |
        | error_data | an object |
      And the answer's field "response.error_data" has exactly:
        | code    | a number |
        | message | a text   |

  Rule: An address tells which methods it takes

    @rule-address-method @classic @current @exobridge
    Scenario Outline: <method> <path>, which takes <allowed>
      When the client sends <method> "/v1/tenants/{tenant}/<path>"
      Then the answer is 405
      And the header "Allow" names "<allowed>"
      And the header "Allow" does not name "<method>"

      Examples:
        | method | path                                                    | allowed |
        | GET    | greenvn                                                 | POST    |
        | DELETE | greenvn                                                 | POST    |
        | POST   | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42            | GET     |
        | POST   | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42            | DELETE  |
        | GET    | greenvn/6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42/call-party | PUT     |
        | POST   | greenvn/gvn_2f0a4d539c1f/vn                             | PUT     |
        | DELETE | settings                                                | GET     |
        | DELETE | settings                                                | PUT     |
