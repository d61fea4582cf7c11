@classic @current
Feature: Asking for a number

  Rule: A pair is given a number, and told what it asked for

    @rule-greenvn-create @rule-greenvn-create-echo @rule-greenvn-id-shape @costs @people
    Scenario Outline: All that a new allocation tells
      When the tenant asks for a number with:
        | connection_id  | Order 77/ü "<usage>"  |
        | aparty_numbers | ["Chitra", "Asha"]    |
        | bparty_numbers | ["Bimal", "Dev"]      |
        | usage          | <usage>               |
      Then the answer is 200
      And the answer's field "data" has exactly:
        | connection_id  | {reference}        |
        | aparty_numbers | ["Chitra", "Asha"] |
        | bparty_numbers | ["Bimal", "Dev"]   |
        | usage          | <usage>            |
        | state          | active             |
        | {number's key} | a phone number     |
        | greenvn_id     | a UUID             |
      When the answer is kept as "new"
      And the tenant reads the allocation
      Then the answer is the same as "new"

      Examples:
        | usage  |
        | oneway |
        | twoway |

    @rule-greenvn-create @control
    Scenario: The number brings the two together
      When the tenant asks for a number between "Asha" and "Bimal"
      And "Asha" calls the number
      Then the call is "completed"
      When "Bimal" calls the number
      Then the call is "completed"

    @rule-greenvn-id-shape @costs-2
    Scenario: Each allocation has an id of its own
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer's field "data" has exactly:
        | connection_id  | {reference}    |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | usage          | twoway         |
        | state          | active         |
        | {number's key} | a phone number |
        | greenvn_id     | a UUID         |
      When the answer is kept as "first"
      And the tenant asks for a number between "Asha" and "Bimal"
      Then the answer's field "data.greenvn_id" is another than in "first"

    @rule-greenvn-pins @costs
    Scenario: PINs come back as numbers
      When the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821]              |
        | bparty_pins | [90210, 1234567890] |
      Then the answer is 200
      And the answer's field "data" has exactly:
        | connection_id  | {reference}         |
        | aparty_numbers | ["Asha"]            |
        | bparty_numbers | ["Bimal"]           |
        | aparty_pins    | [4821]              |
        | bparty_pins    | [90210, 1234567890] |
        | usage          | twoway              |
        | state          | active              |
        | {number's key} | a phone number      |
        | greenvn_id     | a UUID              |
      When the answer is kept as "new"
      And the tenant reads the allocation
      Then the answer is the same as "new"

    @rule-greenvn-pins @costs
    Scenario: Several PINs of a side keep their order
      When the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [7305, 4821]  |
        | bparty_pins | [4822, 90210] |
      Then the answer is 200
      And the answer's field "data.aparty_pins" is "[7305,4821]"
      And the answer's field "data.bparty_pins" is "[4822,90210]"

    @rule-greenvn-pins-text @costs
    Scenario: PINs sent as text come back as numbers too
      When the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | ["4821"] |
      Then the answer's field "data" has exactly:
        | connection_id  | {reference}    |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | aparty_pins    | [4821]         |
        | usage          | twoway         |
        | state          | active         |
        | {number's key} | a phone number |
        | greenvn_id     | a UUID         |

    @rule-greenvn-pins-positive
    Scenario Outline: <side> of <pins>
      When the tenant asks for a number between "Asha" and "Bimal":
        | <side> | <pins> |
      Then the answer is 400 with code 5

      Examples:
        | side        | pins       |
        | aparty_pins | [0]        |
        | aparty_pins | [-4821]    |
        | aparty_pins | [48.5]     |
        | bparty_pins | ["48a1"]   |
        | bparty_pins | [true]     |
        | bparty_pins | [4821, ""] |
        | bparty_pins | 4821       |

    @rule-body-unknown-keys @costs
    Scenario: A key nobody knows is not minded
      When the tenant asks for a number between "Asha" and "Bimal":
        | colour              | blue              |
        | preferences.mood    | ["fair", "windy"] |
      Then the answer is 200
      And the answer's field "data" has exactly:
        | connection_id  | {reference}    |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | usage          | twoway         |
        | state          | active         |
        | {number's key} | a phone number |
        | greenvn_id     | a UUID         |

  Rule: What is mandatory has to be there, and all of it has to make sense

    @rule-greenvn-create-missing
    Scenario Outline: Without <what>
      When the tenant asks for a number between "Asha" and "Bimal":
        | <what> | absent |
      Then the answer is 400 with code 3

      Examples:
        | what           |
        | connection_id  |
        | aparty_numbers |
        | bparty_numbers |

    @rule-greenvn-create-missing
    Scenario: With nothing at all
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with:
        """
        {}
        """
      Then the answer is 400 with code 3

    @rule-greenvn-usage-mandatory @rule-greenvn-create-missing
    Scenario: Without usage
      When the tenant asks for a number between "Asha" and "Bimal":
        | usage | absent |
      Then the answer is 400 with code 3

    @rule-greenvn-usage-values
    Scenario Outline: A usage of <usage>
      When the tenant asks for a number between "Asha" and "Bimal":
        | usage | <usage> |
      Then the answer is 400 with code 5

      Examples:
        | usage         |
        | threeway      |
        | oneway twoway |
        | TWOWAY        |
        | 2             |

    @rule-greenvn-policy-object
    Scenario: A deallocation policy that is a list
      When the tenant asks for a number between "Asha" and "Bimal":
        | deallocation_policy | [{"duration": "600s"}] |
      Then the answer is 400 with code 5

    @rule-greenvn-number-format
    Scenario Outline: The number <number> on side <side>
      When the tenant asks for a number between "Asha" and "Bimal":
        | <side> | ["<number>"] |
      Then the answer is 400 with code 16

      Examples:
        | side           | number            |
        | aparty_numbers | 919812345678      |
        | aparty_numbers | 09812345678       |
        | aparty_numbers | +91 98123 45678   |
        | bparty_numbers | +0919812345678    |
        | bparty_numbers | +9198123456789012 |
        | bparty_numbers | +91981234567x     |
        | bparty_numbers | somebody          |

    @rule-greenvn-number-format
    Scenario: One bad number among good ones
      When the tenant asks for a number between "Asha" and "Bimal":
        | bparty_numbers | ["Bimal", "9812345678"] |
      Then the answer is 400 with code 16

    @rule-greenvn-duplicate-numbers
    Scenario Outline: <side> of one number several times
      When the tenant asks for a number between "Asha" and "Bimal":
        | <side> | <numbers> |
      Then the answer is 409 with code 13

      Examples:
        | side           | numbers                     |
        | aparty_numbers | ["Asha", "Asha"]            |
        | bparty_numbers | ["Bimal", "Bimal", "Bimal"] |

    @rule-greenvn-same-number-both-sides
    Scenario: The same number on both sides
      When the tenant asks for a number between "Asha" and "Asha"
      Then the answer is 409 with code 14

    @rule-greenvn-same-number-both-sides @people
    Scenario: One of several numbers on both sides
      When the tenant asks for a number between "Asha, Chitra" and "Bimal, Chitra"
      Then the answer is 409 with code 14

    @rule-greenvn-create-missing @rule-greenvn-usage-values @rule-greenvn-number-format @rule-greenvn-policy-object @costs
    Scenario Outline: A refusal leaves nothing behind: <field> is <value>
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
        | <field>       | <value> |
      Then the answer is 400 with code <code>
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
      Then the answer is 200

      Examples:
        | field               | value                  | code |
        | aparty_numbers      | absent                 | 3    |
        | usage               | threeway               | 5    |
        | bparty_numbers      | ["9812345678"]         | 16   |
        | deallocation_policy | [{"duration": "600s"}] | 5    |

    @rule-greenvn-create-missing @rule-greenvn-usage-values @rule-greenvn-number-format @control
    Scenario Outline: A refusal takes no number: <field> is <value>
      Given a tenant with 1 number
      When the tenant asks for a number between "Asha" and "Bimal":
        | <field> | <value> |
      Then the answer is 400 with code <code>
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200

      Examples:
        | field          | value          | code |
        | bparty_numbers | absent         | 3    |
        | usage          | threeway       | 5    |
        | aparty_numbers | ["9812345678"] | 16   |

  Rule: A connection id belongs to one active allocation

    @rule-greenvn-connection-unique @costs
    Scenario: A connection id that is taken
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      And the answer is kept as "first"
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      Then the answer is 409 with code 18
      And the message is "Allocation exists for this connection id."
      When the tenant reads the allocation "order-1042"
      Then the answer is the same as "first"

    @rule-greenvn-connection-unique @control
    Scenario: Who is refused takes no number
      Given a tenant with 2 numbers
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      Then the answer is 409 with code 18
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1043 |
      Then the answer is 200

    @rule-greenvn-connection-unique @costs-5
    Scenario: Five ask for the same connection id at once
      When 5 clients ask for a number between "Asha" and "Bimal" at once:
        | connection_id | order-1042 |
      Then 1 of them got a number
      And the others were refused 409 with code 18

    @rule-greenvn-connection-reuse @costs-2
    Scenario: A connection id that is free again
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      And the answer is kept as "first"
      And the tenant deletes the allocation "order-1042"
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      Then the answer is 200
      And the answer's field "data.connection_id" is that of "first"
      And the answer's field "data.greenvn_id" is another than in "first"
      And the allocation "order-1042" is active
      When the tenant reads the allocation of the answer "first"
      Then the answer is the same as "first":
        | data.state | vault |

    @rule-greenvn-connection-reuse @control
    Scenario: A connection id that has run out is free again
      Given the clock stands still
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id                | order-1042 |
        | deallocation_policy.duration | 600s       |
      And the answer is kept as "first"
      And 10 minutes pass
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-1042 |
      Then the answer is 200
      And the answer's field "data.greenvn_id" is another than in "first"

  Rule: A number belongs to one active allocation

    @rule-greenvn-number-exclusive @costs-3
    Scenario: Three allocations, three numbers
      When the tenant asks for a number between "Asha" and "Bimal"
      And the tenant asks for a number between "Asha" and "Bimal"
      And the tenant asks for a number between "Asha" and "Bimal"
      Then no two of the numbers are the same

    @rule-greenvn-number-exclusive @costs-8
    Scenario: Eight ask at once
      When 8 clients ask for a number between "Asha" and "Bimal" at once
      Then 8 of them got a number
      And no two of the numbers are the same

    @rule-greenvn-number-exclusive @rule-greenvn-pool-empty @control
    Scenario: Eight ask at once, and there are five numbers
      Given a tenant with 5 numbers
      When 8 clients ask for a number between "Asha" and "Bimal" at once
      Then 5 of them got a number
      And no two of the numbers are the same
      And the others were refused 452 with code 4

    @rule-greenvn-pool-empty @control
    Scenario: One more than there are
      Given a tenant with 2 numbers
      When the tenant asks for a number between "Asha" and "Bimal"
      And the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | late |
      Then the answer is 452 with code 4
      When the tenant deletes the allocation "order-1"
      And the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | late |
      Then the answer is 200
      And the number is that of "order-1"

  Rule: A call flow is one of the tenant's, and told when it was asked for

    @rule-greenvn-flow-echo @control
    Scenario Outline: A tenant with <flows>
      Given a tenant like this:
        """
        flows: <flows>
        generate: {count: 5}
        """
      When the tenant asks for a number between "Asha" and "Bimal":
        | flow_id | sales |
      Then the answer's field "data" has exactly:
        | connection_id  | {reference}    |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | usage          | twoway         |
        | state          | active         |
        | {number's key} | a phone number |
        | greenvn_id     | a UUID         |
        | flow_id        | sales          |
      When the answer is kept as "new"
      And the tenant reads the allocation
      Then the answer is the same as "new"
      When B party is replaced by "Bimal"
      Then the answer is the same as "new"
      When the tenant asks for another number
      Then the answer differs from "new" in "data.{number's key}"
      When the answer is kept as "moved"
      And the tenant deletes the allocation
      Then the answer is the same as "moved":
        | data.state | vault |

      Examples:
        | flows            |
        | [sales]          |
        | [sales, support] |

    @rule-greenvn-flow-echo @control
    Scenario: With one flow it need not be named
      Given a tenant like this:
        """
        flows: [sales]
        generate: {count: 5}
        """
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200
      And the answer's field "data.flow_id" is absent
      When the tenant reads the allocation
      Then the answer's field "data.flow_id" is absent

    @rule-greenvn-flow-required @control
    Scenario: With several flows one has to be named
      Given a tenant like this:
        """
        flows: [sales, support]
        generate: {count: 1}
        """
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 400 with code 3
      When the tenant asks for a number between "Asha" and "Bimal":
        | flow_id | support |
      Then the answer is 200
      And the answer's field "data.flow_id" is "support"

    @rule-greenvn-flow-unknown
    Scenario: A call flow nobody has
      When the tenant asks for a number between "Asha" and "Bimal":
        | flow_id | no-such-flow-7f3a |
      Then the answer is 422 with code 50

    @rule-greenvn-flow-unknown @control
    Scenario: A call flow that is not the tenant's
      Given a tenant like this:
        """
        flows: [sales, support]
        generate: {count: 1}
        """
      When the tenant asks for a number between "Asha" and "Bimal":
        | flow_id | billing |
      Then the answer is 422 with code 50
      When the tenant asks for a number between "Asha" and "Bimal":
        | flow_id | sales |
      Then the answer is 200
