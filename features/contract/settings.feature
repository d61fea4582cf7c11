Feature: The account's settings

  Rule: Settings are read in the form of the generation

    @rule-settings-read @classic
    Scenario: Settings in the classic form
      When the tenant reads the settings
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | data    | an object |
      And the answer has:
        | data.max_deallocation_time | present |
        | data.deletion_time         | present |
        | data.timezone              | present |

    @rule-settings-read @current
    Scenario: Settings in the current form
      When the tenant reads the settings
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | code    | null      |
        | message | null      |
        | data    | an object |
      And the answer has:
        | data.max_deallocation_time | present |
        | data.deletion_time         | present |
        | data.timezone              | present |

    @rule-settings-read @classic @current @control
    Scenario: All settings of a tenant that has set none
      When the tenant reads the settings
      Then the answer is 200
      And the answer's field "data" has exactly:
        | max_deallocation_time                 | 170d |
        | deletion_time                         | 0    |
        | timezone                              | IST  |
        | default_flow_id                       |      |
        | aparty_pin_length                     | 4    |
        | bparty_pin_length                     | 4    |
        | greencall_complete_event_endpoint     |      |
        | greenpin_call_complete_event_endpoint |      |
        | failed_verification_event_endpoint    |      |
        | verified_caller_event_endpoint        |      |
        | deallocation_callback_event_endpoint  |      |

  Rule: An update changes what it names, and nothing else

    @rule-settings-keep @classic @current
    Scenario: An update of nothing
      When the tenant reads the settings
      And the answer is kept as "before"
      And the client sends PUT "/v1/tenants/{tenant}/settings" with:
        """
        {}
        """
      Then the answer is the same as "before"
      When the tenant reads the settings
      Then the answer is the same as "before"

    @rule-settings-keep @classic @current @control
    Scenario: One after the other
      When the tenant reads the settings
      And the answer is kept as "before"
      And the tenant changes the settings:
        | deletion_time                     | 60                       |
        | greencall_complete_event_endpoint | https://a.example/events |
        | country                           | IN                       |
      Then the answer is the same as "before":
        | data.deletion_time                     | 60                       |
        | data.greencall_complete_event_endpoint | https://a.example/events |
        | data.country                           | IN                       |
      When the answer is kept as "first"
      And the tenant changes the settings:
        | timezone              | UTC |
        | max_deallocation_time | 10d |
        | bparty_pin_length     | 6   |
      Then the answer is the same as "first":
        | data.timezone              | UTC |
        | data.max_deallocation_time | 10d |
        | data.bparty_pin_length     | 6   |
      When the answer is kept as "second"
      And the tenant reads the settings
      Then the answer is the same as "second"

    @rule-settings-keep @classic @current @control
    Scenario: A setting can be put back
      When the tenant reads the settings
      And the answer is kept as "before"
      And the tenant changes the settings:
        | deletion_time | 60 |
      And the tenant changes the settings:
        | deletion_time | 0 |
      Then the answer is the same as "before"

  Rule: An update with a bad value is refused as a whole

    @rule-settings-bad @classic @current @control
    Scenario Outline: <key> is <value>
      When the tenant changes the settings:
        | deletion_time | 60 |
        | country       | IN |
      And the answer is kept as "before"
      And the tenant changes the settings:
        | country       | LK      |
        | deletion_time | 30      |
        | timezone      | UTC     |
        | <key>         | <value> |
      Then the answer is 400 with code 5
      When the tenant reads the settings
      Then the answer is the same as "before"

      Examples:
        | key                                  | value  |
        | deletion_time                        | "soon" |
        | deletion_time                        | true   |
        | timezone                             | 5      |
        | max_deallocation_time                | true   |
        | max_deallocation_time                | ["1d"] |
        | aparty_pin_length                    | "four" |
        | bparty_pin_length                    | {"a":1} |
        | greencall_complete_event_endpoint    | 7      |
        | deallocation_callback_event_endpoint | ["x"]  |
        | default_flow_id                      | 7      |

    @rule-settings-bad @classic @current @control
    Scenario Outline: Settings that are <body>
      When the tenant reads the settings
      And the answer is kept as "before"
      And the client sends PUT "/v1/tenants/{tenant}/settings" with:
        """
        <body>
        """
      Then the answer is 400 with code 5
      When the tenant reads the settings
      Then the answer is the same as "before"

      Examples:
        | body                   |
        | [{"timezone": "UTC"}]  |
        | "UTC"                  |
        | {"timezone": "UTC"     |

  Rule: Events tell their times in the zone that is set

    @rule-settings-zone @classic @current @control
    Scenario: From India's time to that of Greenwich
      Given the clock stands at "10:00 tomorrow"
      And a number is lent to "Asha" and "Bimal"
      When "Asha" calls the number
      Then the callback "call" was sent once:
        | start_time | {today} 10:00:00 |
      When the tenant changes the settings:
        | timezone | UTC |
      Then the answer is 200
      Given the clock stands at "12:00"
      When "Bimal" calls the number
      Then the callback "call" was sent once:
        | start_time | {today} 06:30:00 |
        | from       | {Bimal}             |
      And the callback "call" was sent twice
      When the tenant changes the settings:
        | timezone | IST |
      Given the clock stands at "14:00"
      When "Asha" calls the number
      Then the callback "call" was sent once:
        | start_time | {today} 14:00:00 |

  Rule: Some settings are kept for whoever wants to know

    @rule-settings-others @classic @current @control
    Scenario: Keys that change nothing here
      When the tenant reads the settings
      And the answer is kept as "before"
      And the tenant changes the settings:
        | country              | IN                            |
        | sticky_agent_enabled | true                          |
        | default_region       | KA                            |
        | sms_config           | {"enabled": true, "days": [1]} |
      Then the answer is the same as "before":
        | data.country              | IN                            |
        | data.sticky_agent_enabled | true                          |
        | data.default_region       | KA                            |
        | data.sms_config           | {"enabled": true, "days": [1]} |
      When the answer is kept as "after"
      And the tenant changes the settings:
        | deletion_time | 60 |
      Then the answer is the same as "after":
        | data.deletion_time | 60 |
      When the tenant reads the settings
      Then the answer is the same as "after":
        | data.deletion_time | 60 |

  Rule: An exobridge tenant speaks of its settings in the words of classic

    @rule-settings-exobridge @exobridge @control
    Scenario: Settings of an exobridge tenant
      When the client sends GET "/v1/tenants/{tenant}/settings"
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | data    | an object |
      And the answer has:
        | data.timezone              | IST  |
        | data.max_deallocation_time | 170d |
        | data.deletion_time         | 0    |
      When the answer is kept as "before"
      And the client sends PUT "/v1/tenants/{tenant}/settings" with:
        """
        {"timezone": "UTC", "deletion_time": 60}
        """
      Then the answer is the same as "before":
        | data.timezone      | UTC |
        | data.deletion_time | 60  |
      When the client sends GET "/v1/tenants/{tenant}/settings"
      Then the answer is the same as "before":
        | data.timezone      | UTC |
        | data.deletion_time | 60  |

  Rule: An allocation lives no longer than the tenant's longest period

    @rule-settings-max-deallocation @classic @current @control
    Scenario Outline: A policy of <asked> where <longest> is the longest
      Given the clock stands still
      When the tenant changes the settings:
        | max_deallocation_time | <longest> |
      And the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | <asked> |
      Then the answer is 200
      When <nearly> seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is vault

      Examples:
        | asked | longest | nearly |
        | 3h    | 2h      | 7199   |
        | 2h    | 3h      | 7199   |
        | 10d   | 90m     | 5399   |

    @rule-settings-max-deallocation @classic @current @control
    Scenario: Until it is set the longest is 170 days
      Given the clock stands still
      When the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy.duration | 200d |
      Then the answer is 200
      When 169 days pass
      Then the allocation is active
      When 1 day passes
      Then the allocation is vault

    @rule-settings-max-deallocation @classic @current @control
    Scenario: Never
      Given the clock stands still
      When the tenant changes the settings:
        | max_deallocation_time | "-1" |
      Then the answer's field "data.max_deallocation_time" is "-1"
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | for ever |
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id                | for a year |
        | deallocation_policy.duration | 365d       |
      And 364 days pass
      Then the allocation "for a year" is active
      When 1 day passes
      Then the allocation "for a year" is vault
      And the allocation "for ever" is active
      When 3000 days pass
      Then the allocation "for ever" is active

  Rule: The usual call flow need not be named

    @rule-settings-default-flow @classic @current @control
    Scenario: A tenant with two flows, one of them the usual one
      Given a tenant like this:
        """
        flows: [sales, support]
        generate: {count: 5}
        """
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 400 with code 3
      When the tenant changes the settings:
        | default_flow_id | support |
      Then the answer's field "data.default_flow_id" is "support"
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200
      And the answer's field "data.flow_id" is absent
      When the tenant asks for a number between "Asha" and "Bimal":
        | flow_id | sales |
      Then the answer is 200
      And the answer's field "data.flow_id" is "sales"

    @rule-settings-flow-unknown @classic @current @control
    Scenario: A usual call flow the tenant does not have
      Given a tenant like this:
        """
        flows: [sales, support]
        generate: {count: 5}
        """
      When the tenant reads the settings
      And the answer is kept as "before"
      And the tenant changes the settings:
        | default_flow_id | billing |
        | deletion_time   | 60      |
      Then the answer is 422 with code 50
      When the tenant reads the settings
      Then the answer is the same as "before"

  Rule: PINs are made as long as the settings say

    @rule-settings-pin-length @classic @current @control
    Scenario: Six digits for A and eight for B
      When the tenant changes the settings:
        | aparty_pin_length | 6 |
        | bparty_pin_length | 8 |
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      Then the answer is 200
      And the answer's field "data.a.pin" is a text of 6 digits
      And the answer's field "data.b.pin" is a text of 8 digits
      When the tenant connects "Asha" and "Bimal" by PIN on "line 2":
        | b.pin_length | 5 |
      Then the answer is 200
      And the answer's field "data.a.pin" is a text of 6 digits
      And the answer's field "data.b.pin" is a text of 5 digits

    @rule-settings-pin-length @classic @current @control
    Scenario: Four digits until it is set
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      Then the answer is 200
      And the answer's field "data.a.pin" is a text of 4 digits
      And the answer's field "data.b.pin" is a text of 4 digits
