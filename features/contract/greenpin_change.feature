@greenpin
Feature: Changing a GreenPin

  Rule: What is given is replaced, the rest stays

    @rule-greenpin-update @classic @current @lines-2 @people @costs
    Scenario Outline: Only <field>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id               | trip-6 |
        | a.pin                        | "4821" |
        | b.pin                        | "7305" |
        | deallocation_policy.duration | 2d     |
      And the answer's field "data.deallocation_time" is remembered as "end"
      When the tenant changes the GreenPin:
        | <field> | <value> |
      Then the answer is 200
      And the answer has:
        | data.greenpin_id       | {allocation} |
        | data.transaction_id    | {reference}  |
        | data.a.numbers         | <A>          |
        | data.a.vns             | <A calls>    |
        | data.b.numbers         | <B>          |
        | data.b.vns             | ["line 1"]   |
        | data.usage             | <usage>      |
        | data.state             | active       |
        | data.deallocation_time | {end}        |
      And the answer's fields are:
        | data.a.pin | exactly "4821"   |
        | data.b.pin | exactly "<PIN>" |
      When the tenant reads the allocation
      Then the answer has:
        | data.a.numbers         | <A>       |
        | data.a.vns             | <A calls> |
        | data.a.pin             | 4821      |
        | data.b.numbers         | <B>       |
        | data.b.pin             | <PIN>     |
        | data.usage             | <usage>   |
        | data.state             | active    |
        | data.deallocation_time | {end}     |

      Examples:
        | field     | value            | A          | A calls    | B                | PIN  | usage  |
        | a.numbers | ["Chitra"]       | ["Chitra"] | ["line 1"] | ["Bimal"]        | 7305 | twoway |
        | b.numbers | ["Dev", "Bimal"] | ["Asha"]   | ["line 1"] | ["Dev", "Bimal"] | 7305 | twoway |
        | usage     | oneway           | ["Asha"]   | ["line 1"] | ["Bimal"]        | 7305 | oneway |
        | b.pin     | "0099"           | ["Asha"]   | ["line 1"] | ["Bimal"]        | 0099 | twoway |
        | a.vns     | ["line 2"]       | ["Asha"]   | ["line 2"] | ["Bimal"]        | 7305 | twoway |

    @rule-greenpin-update @classic @current @line @costs
    Scenario Outline: The policy too: <policy>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | deallocation_policy.duration | 2d |
      When the tenant changes the GreenPin:
        | deallocation_policy.duration | <policy> |
      Then the answer is 200
      And the answer's fields are:
        | data.deallocation_time | a time without a zone |
      And the allocation ends about <span> from now

      Examples:
        | policy | span       |
        | 30m    | 30 minutes |
        | 9d     | 9 days     |

    @rule-greenpin-update @classic @current @line @control
    Scenario: The policy that was changed is the one that counts
      Given the clock stands still
      And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | deallocation_policy.duration | 2d |
      When the tenant changes the GreenPin:
        | deallocation_policy.duration | 600s |
      And 599 seconds pass
      Then the allocation is active
      When 1 second passes
      Then the allocation is vault

    @rule-greenpin-update @classic @current @line @people @control
    Scenario: A PIN that was changed is the one that opens
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | b.pin | "111" |
      When the tenant changes the GreenPin:
        | b.pin | "222" |
      And "Esha" calls the number:
        | pin | 111, 111, 111 |
      Then the call is "call-attempt"
      When "Dev" calls the number:
        | pin | 222 |
      Then the call is "completed"

  Rule: An update that names nothing to change is code 3 with 400

    @rule-greenpin-update-nothing @classic @current @line @costs
    Scenario Outline: <body>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When the client sends PUT "/v1/tenants/{tenant}/greenpin/{allocation}" with:
        """
        <body>
        """
      Then the answer is 400 with code 3
      When the tenant reads the allocation
      Then the answer has:
        | data.a.numbers | ["Asha"]  |
        | data.b.numbers | ["Bimal"] |
        | data.state     | active    |

      Examples:
        | body                 |
        | {}                   |
        | {"colour": "green"}  |
