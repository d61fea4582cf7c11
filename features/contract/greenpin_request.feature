@greenpin
Feature: What a GreenPin may be asked for

  Rule: A transaction id, numbers and numbers to call must be there

    @rule-greenpin-missing @classic @current @line
    Scenario Outline: Without <what>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <one>   | <value> |
        | <other> | <value> |
      Then the answer is 400 with code 3

      Examples:
        | what                  | one            | other          | value  |
        | a transaction id      | transaction_id | transaction_id | absent |
        | numbers               | a.numbers      | b.numbers      | absent |
        | numbers to call       | a.vns          | b.vns          | absent |
        | sides                 | a              | b              | absent |
        | a number in the lists | a.numbers      | b.numbers      | []     |
        | a number to call      | a.vns          | b.vns          | []     |

    @rule-greenpin-missing @classic @current @line @costs
    Scenario: What was refused has taken no transaction id
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | trip-5 |
        | a.vns          | absent |
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | trip-5 |
      Then the answer is 200

  Rule: Phone numbers are E.164

    @rule-greenpin-number-format @classic @current @line
    Scenario Outline: <field> is <value>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <field> | <value> |
      Then the answer is 400 with code 16

      Examples:
        | field     | value                     |
        | a.numbers | ["9812345678"]            |
        | a.numbers | ["Asha", "+0812345678"]   |
        | a.numbers | ["+91 98123 45678"]       |
        | b.numbers | ["09887654321"]           |
        | b.numbers | ["+91988765432112345678"] |
        | b.numbers | ["nonsense"]              |
        | b.numbers | [""]                      |
        | a.vns     | ["8012345678"]            |
        | b.vns     | ["line one"]              |

    @rule-greenpin-number-format @classic @current @line @costs
    Scenario: A change to no number at all
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When the tenant changes the GreenPin:
        | b.numbers | ["09887654321"] |
        | usage     | oneway          |
      Then the answer is 400 with code 16
      When the tenant reads the allocation
      Then the answer has:
        | data.b.numbers | ["Bimal"] |
        | data.usage     | twoway    |

  Rule: A side does not list one number several times and no other

    @rule-greenpin-duplicate-numbers @classic @current @line
    Scenario Outline: <field>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <field> | <value> |
      Then the answer is 409 with code 13

      Examples:
        | field     | value                       |
        | a.numbers | ["Asha", "Asha"]            |
        | b.numbers | ["Bimal", "Bimal", "Bimal"] |

    @rule-greenpin-duplicate-numbers @classic @current @line @people @costs
    Scenario: A change to one number twice
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When the tenant changes the GreenPin:
        | b.numbers | ["Dev", "Dev"] |
      Then the answer is 409 with code 13
      When the tenant reads the allocation
      Then the answer has:
        | data.b.numbers | ["Bimal"] |

  Rule: Nobody is on both sides

    @rule-greenpin-same-number-both-sides @classic @current @line
    Scenario Outline: a <a>, b <b>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.numbers | <a> |
        | b.numbers | <b> |
      Then the answer is 409 with code 14

      Examples:
        | a                 | b                 |
        | ["Asha"]          | ["Asha"]          |
        | ["Asha", "Bimal"] | ["Bimal"]         |
        | ["Bimal"]         | ["Asha", "Bimal"] |

    @rule-greenpin-same-number-both-sides @classic @current @line @costs
    Scenario Outline: A change that would put somebody on both sides: <field>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When the tenant changes the GreenPin:
        | <field> | <value> |
      Then the answer is 409 with code 14
      When the tenant reads the allocation
      Then the answer has:
        | data.a.numbers | ["Asha"]  |
        | data.b.numbers | ["Bimal"] |

      Examples:
        | field     | value     |
        | a.numbers | ["Bimal"] |
        | b.numbers | ["Asha"]  |

  Rule: A PIN opens one side of one GreenPin on a number

    @rule-greenpin-pin-taken @classic @current @line @people @costs
    Scenario Outline: The PIN of <side> opens another GreenPin
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
        | b.pin | "7305" |
      When the tenant connects "Chitra" and "Dev" by PIN on "line 1":
        | <side>.pin | "7305" |
      Then the answer is 400 with code 5
      When the tenant reads the allocation
      Then the answer has:
        | data.state | active |
        | data.b.pin | 7305   |

      Examples:
        | side |
        | a    |
        | b    |

    @rule-greenpin-pin-taken @classic @current @line
    Scenario: One PIN for both sides
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin | "4821" |
        | b.pin | "4821" |
      Then the answer is 400 with code 5

    @rule-greenpin-pin-taken @classic @current @line @people @costs-2
    Scenario: A change to a PIN that is taken
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | b.pin | "7305" |
      And the tenant connects "Chitra" and "Dev" by PIN on "line 1":
        | b.pin | "9911" |
      When the tenant changes the GreenPin:
        | b.pin | "7305" |
      Then the answer is 400 with code 5
      When the tenant reads the allocation
      Then the answer's field "data.b.pin" is "9911"

  Rule: A number to call is one of the tenant's

    @rule-greenpin-vns-not-in-pool @classic @current @line @people
    Scenario Outline: <side> is to call a number of somebody else
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <side>.vns | ["Esha"] |
      Then the answer is 400 with code 5

      Examples:
        | side |
        | a    |
        | b    |

    @rule-greenpin-vns-not-in-pool @classic @current @line @people @costs
    Scenario: A change to a number of somebody else
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When the tenant changes the GreenPin:
        | a.vns | ["Esha"] |
      Then the answer is 400 with code 5
      When the tenant reads the allocation
      Then the answer has:
        | data.a.vns | ["line 1"] |
