@greenpin
Feature: A GreenPin

  Rule: Creating answers the allocation with PINs as text

    @rule-greenpin-create @rule-greenpin-read @classic @current @lines-2 @people @costs
    Scenario: All that may be asked for is told and kept
      When the tenant connects "Asha, Chitra" and "Bimal, Dev" by PIN on "line 1":
        | transaction_id               | trip-1     |
        | b.vns                        | ["line 2"] |
        | a.pin                        | "4821"     |
        | b.pin                        | "0042"     |
        | usage                        | oneway     |
        | deallocation_policy.duration | 2d         |
      Then the answer is 200
      And the answer has:
        | data.transaction_id | {reference}        |
        | data.a.numbers      | ["Asha", "Chitra"] |
        | data.a.vns          | ["line 1"]         |
        | data.b.numbers      | ["Bimal", "Dev"]   |
        | data.b.vns          | ["line 2"]         |
        | data.usage          | oneway             |
        | data.state          | active             |
      And the answer's fields are:
        | success                | exactly true          |
        | status                 | exactly 200           |
        | data.greenpin_id       | a UUID                |
        | data.a.pin             | exactly "4821"        |
        | data.b.pin             | exactly "0042"        |
        | data.deallocation_time | a time without a zone |
      Given the answer's field "data.deallocation_time" is remembered as "end"
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | data.greenpin_id       | {allocation}       |
        | data.transaction_id    | {reference}        |
        | data.a.numbers         | ["Asha", "Chitra"] |
        | data.a.vns             | ["line 1"]         |
        | data.b.numbers         | ["Bimal", "Dev"]   |
        | data.b.vns             | ["line 2"]         |
        | data.usage             | oneway             |
        | data.state             | active             |
        | data.deallocation_time | {end}              |
      And the answer's fields are:
        | data.a.pin | exactly "4821" |
        | data.b.pin | exactly "0042" |

    @rule-greenpin-create @classic @current @line @costs
    Scenario Outline: Only <side> has numbers
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <other>.numbers | absent |
      Then the answer is 200
      And the answer has:
        | data.<side>.numbers | ["<who>"]  |
        | data.<side>.vns     | ["line 1"] |
        | data.<other>.vns    | ["line 1"] |
        | data.state          | active     |
      And the answer's fields are:
        | data.<other>.numbers | an empty list |
        | data.a.pin           | a text        |
        | data.b.pin           | a text        |
      When the tenant reads the allocation
      Then the answer's fields are:
        | data.<side>.numbers  | exactly ["<who>"] |
        | data.<other>.numbers | an empty list     |

      Examples:
        | side | other | who   |
        | a    | b     | Asha  |
        | b    | a     | Bimal |

    @rule-greenpin-create @classic @current @line @costs-2
    Scenario: Two GreenPins have ids of their own
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      Then the answer's field "data.greenpin_id" is remembered as "first"
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      Then the answer's fields are:
        | data.greenpin_id | a UUID             |
        | data.greenpin_id | other than {first} |

    @rule-greenpin-usage-default @classic @current @line @costs
    Scenario Outline: usage <usage>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | usage | <usage> |
      Then the answer's field "data.usage" is "<told>"
      When the tenant reads the allocation
      Then the answer's field "data.usage" is "<told>"

      Examples:
        | usage  | told   |
        | absent | twoway |
        | twoway | twoway |
        | oneway | oneway |

    @rule-greenpin-usage-default @classic @current @line @control
    Scenario: Without usage either side may call
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When "Bimal" calls the number
      Then the call is "completed"
      When "Asha" calls the number
      Then the call is "completed"

  Rule: A side without numbers to call takes those of the other

    @rule-greenpin-vns-shared @classic @current @lines-2 @costs
    Scenario Outline: Numbers to call: a <a>, b <b>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.vns | <a> |
        | b.vns | <b> |
      Then the answer is 200
      And the answer has:
        | data.a.vns | <a told> |
        | data.b.vns | <b told> |
      When the tenant reads the allocation
      Then the answer has:
        | data.a.vns | <a told> |
        | data.b.vns | <b told> |

      Examples:
        | a                    | b                    | a told               | b told               |
        | ["line 1"]           | absent               | ["line 1"]           | ["line 1"]           |
        | absent               | ["line 2"]           | ["line 2"]           | ["line 2"]           |
        | ["line 1", "line 2"] | []                   | ["line 1", "line 2"] | ["line 1", "line 2"] |
        | ["line 1"]           | ["line 2"]           | ["line 1"]           | ["line 2"]           |

  Rule: A PIN that is absent is made in the length asked for

    @rule-greenpin-pins-made @classic @current @line @costs
    Scenario Outline: <length> digits
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin_length | <length> |
        | b.pin_length | <other>  |
      Then the answer is 200
      And the answer's fields are:
        | data.a.pin | <length> digits |
        | data.b.pin | <other> digits  |
      Given the answer's field "data.a.pin" is remembered as "PIN of A"
      And the answer's field "data.b.pin" is remembered as "PIN of B"
      When the tenant reads the allocation
      Then the answer has:
        | data.a.pin | {PIN of A} |
        | data.b.pin | {PIN of B} |

      Examples:
        | length | other |
        | 3      | 7     |
        | 6      | 4     |
        | 10     | 10    |
        | 4      | 4     |

    @rule-greenpin-pins-made @classic @current @line @costs
    Scenario: One is given, the other made
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | a.pin        | "731" |
        | b.pin_length | 5     |
      Then the answer's fields are:
        | data.a.pin | exactly "731" |
        | data.b.pin | 5 digits      |

    @rule-greenpin-pins-made @classic @current @line @control
    Scenario: The PINs that were made are good
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | b.pin_length | 6 |
      And the answer's field "data.b.pin" is remembered as "pin"
      When "Esha" calls the number:
        | pin | {pin} |
      Then the call is "completed"

  Rule: One number serves several GreenPins

    @rule-greenpin-number-shared @classic @current @line @people @costs-2
    Scenario: Two pairs on one number
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | first |
      Then the answer is 200
      When the tenant connects "Chitra" and "Dev" by PIN on "line 1":
        | transaction_id | second |
      Then the answer is 200
      And the answer's field "data.a.vns.0" is "line 1"
      And the PINs of "first" and "second" differ
      When the tenant reads the allocation "first"
      Then the answer has:
        | data.a.numbers | ["Asha"]   |
        | data.b.numbers | ["Bimal"]  |
        | data.a.vns     | ["line 1"] |
        | data.state     | active     |
      When the tenant deletes the allocation "first"
      Then the allocation "second" is active

    @rule-greenpin-number-shared @classic @current @line @people @control
    Scenario Outline: The PIN tells whom a caller is for: <mine>
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | first |
        | b.pin          | "111" |
      And the tenant connects "Chitra" and "Dev" by PIN on "line 1":
        | transaction_id | second |
        | b.pin          | "222"  |
      When "Esha" calls "line 1":
        | pin | <pin> |
      Then the call is "completed"
      And the call went to "<whom>"

      Examples:
        | mine   | pin | whom   |
        | first  | 111 | Asha   |
        | second | 222 | Chitra |

  Rule: A number to call that a GreenVN has cannot be shared

    @rule-greenpin-no-free-number @classic @current @people @costs
    Scenario: A GreenVN has it
      Given the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | masked |
      When the tenant connects "Chitra" and "Dev" by PIN on "{number}"
      Then the answer is 452 with code 4
      And the allocation "masked" is active

    @rule-greenpin-no-free-number @classic @current @lines-2 @people @control
    Scenario: One of several to call
      Given the tenant asks for a number between "Asha" and "Bimal"
      When the tenant connects "Chitra" and "Dev" by PIN on "line 44":
        | a.vns | ["line 44", "{number}"] |
      Then the answer is 452 with code 4
      When the tenant deletes the allocation
      And the tenant connects "Chitra" and "Dev" by PIN on "line 44":
        | a.vns | ["line 44", "{number}"] |
      Then the answer is 200

  Rule: The transaction id of an active allocation is taken

    @rule-greenpin-transaction-unique @classic @current @lines-2 @people @costs
    Scenario: The same transaction twice
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | trip-2 |
      When the tenant connects "Chitra" and "Dev" by PIN on "line 2":
        | transaction_id | trip-2 |
      Then the answer is 409 with code 18
      When the tenant reads the allocation
      Then the answer has:
        | data.transaction_id | {reference} |
        | data.a.numbers      | ["Asha"]    |
        | data.state          | active      |

    @rule-greenpin-transaction-unique @classic @current @line @costs-2
    Scenario: Once it is deleted the transaction may come again
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | trip-3 |
      And the tenant deletes the allocation
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | trip-3 |
      Then the answer is 200
      And the allocation is active

  Rule: Whoever has joined a number keeps to his PIN there

    @rule-greenpin-other-pin @classic @current @lines-2 @people @control
    Scenario: Listing somebody under another PIN
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | b.pin | "111" |
      And "Esha" calls the number:
        | pin | 111 |
      And the call is "completed"
      When the tenant connects "Chitra" and "Esha" by PIN on "line 1":
        | b.pin | "222" |
      Then the answer is 409 with code 19
      When the tenant connects "Chitra" and "Esha" by PIN on "line 1"
      Then the answer is 409 with code 19
      Given the tenant connects "Chitra" and "Dev" by PIN on "line 1"
      When the tenant changes the GreenPin:
        | b.numbers | ["Esha"] |
      Then the answer is 409 with code 19
      When the tenant reads the allocation
      Then the answer's fields are:
        | data.b.numbers | exactly ["Dev"] |
      When the tenant connects "Chitra" and "Esha" by PIN on "line 2"
      Then the answer is 200

  Rule: Reading shows the allocation and its state; deleting ends it

    @rule-greenpin-delete @rule-greenpin-read @classic @current @line @costs
    Scenario: What was deleted is in vault
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | transaction_id | trip-4 |
      And the answer's field "data.a.pin" is remembered as "PIN of A"
      And the answer's field "data.b.pin" is remembered as "PIN of B"
      When the tenant deletes the allocation
      Then the answer is 200
      And the answer has:
        | data.greenpin_id    | {allocation} |
        | data.transaction_id | {reference}  |
        | data.a.numbers      | ["Asha"]     |
        | data.a.vns          | ["line 1"]   |
        | data.a.pin          | {PIN of A}   |
        | data.b.numbers      | ["Bimal"]    |
        | data.b.vns          | ["line 1"]   |
        | data.b.pin          | {PIN of B}   |
        | data.usage          | twoway       |
        | data.state          | vault        |
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has:
        | data.greenpin_id    | {allocation} |
        | data.transaction_id | {reference}  |
        | data.a.numbers      | ["Asha"]     |
        | data.b.numbers      | ["Bimal"]    |
        | data.a.vns          | ["line 1"]   |
        | data.state          | vault        |

    @rule-greenpin-delete @classic @current @line @control
    Scenario: The PIN of a deleted GreenPin opens nothing
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | b.pin | "111" |
      When the tenant deletes the allocation
      And "Esha" calls the number:
        | pin | 111 |
      Then the call is "call-attempt"

    @rule-greenpin-ended @classic @current @line @costs
    Scenario: A deleted GreenPin takes nothing more
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the tenant deletes the allocation
      When the tenant deletes the allocation
      Then the answer is 410 with code 22
      When the tenant changes the GreenPin:
        | usage     | oneway |
        | b.numbers | []     |
      Then the answer is 410 with code 22
      When the tenant reads the allocation
      Then the answer has:
        | data.state     | vault     |
        | data.usage     | twoway    |
        | data.b.numbers | ["Bimal"] |

  Rule: An id that nobody knows is code 1 with 404

    @rule-greenpin-unknown @classic @current
    Scenario Outline: <method> <id>
      When the client sends <method> "/v1/tenants/{tenant}/greenpin/<id>"
      Then the answer is 404 with code 1

      Examples:
        | method | id                                   |
        | GET    | 00000000-0000-4000-8000-000000000000 |
        | DELETE | 00000000-0000-4000-8000-000000000000 |
        | GET    | nobody-knows                         |

    @rule-greenpin-unknown @classic @current
    Scenario: PUT
      When the client sends PUT "/v1/tenants/{tenant}/greenpin/00000000-0000-4000-8000-000000000000" with:
        """
        {"usage": "oneway"}
        """
      Then the answer is 404 with code 1
