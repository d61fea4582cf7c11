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
      Given the clock stands at "2026-01-31T10:00:00+05:30"
      And a number is lent to "Asha" and "Bimal"
      When "Asha" calls the number
      Then the callback "call" was sent once:
        | start_time | 2026-01-31 10:00:00 |
      When the tenant changes the settings:
        | timezone | UTC |
      Then the answer is 200
      Given the clock stands at "2026-01-31T12:00:00+05:30"
      When "Bimal" calls the number
      Then the callback "call" was sent once:
        | start_time | 2026-01-31 06:30:00 |
        | from       | {Bimal}             |
      And the callback "call" was sent twice
      When the tenant changes the settings:
        | timezone | IST |
      Given the clock stands at "2026-01-31T14:00:00+05:30"
      When "Asha" calls the number
      Then the callback "call" was sent once:
        | start_time | 2026-01-31 14:00:00 |
