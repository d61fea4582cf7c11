@classic @current
Feature: Changing an allocation

  Rule: The parties that are given replace the old ones

    @rule-greenvn-parties-replace @costs @people
    Scenario: A new B
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      And B party is replaced by "Dev"
      Then the answer is the same as "new":
        | data.bparty_numbers | ["Dev"] |
      When the tenant reads the allocation
      Then the answer is the same as "new":
        | data.bparty_numbers | ["Dev"] |

    @rule-greenvn-parties-replace @costs @people
    Scenario: A new A
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      And A party is replaced by "Chitra, Esha"
      Then the answer is the same as "new":
        | data.aparty_numbers | ["Chitra", "Esha"] |
      When the tenant reads the allocation
      Then the answer is the same as "new":
        | data.aparty_numbers | ["Chitra", "Esha"] |

    @rule-greenvn-parties-replace @costs @people
    Scenario: Both at once, with PINs
      When the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [1111] |
        | bparty_pins | [2222] |
      And the answer is kept as "new"
      And the parties are replaced:
        | aparty_numbers | ["Chitra"] |
        | bparty_numbers | ["Dev"]    |
        | aparty_pins    | [12340]    |
        | bparty_pins    | [2340]     |
      Then the answer is the same as "new":
        | data.aparty_numbers | ["Chitra"] |
        | data.bparty_numbers | ["Dev"]    |
        | data.aparty_pins    | [12340]    |
        | data.bparty_pins    | [2340]     |
      When the answer is kept as "changed"
      And the tenant reads the allocation
      Then the answer is the same as "changed"

    @rule-greenvn-parties-replace @costs @people
    Scenario: PINs that are not given stay
      When the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [1111] |
        | bparty_pins | [2222] |
      And the answer is kept as "new"
      And A party is replaced by "Chitra"
      Then the answer is the same as "new":
        | data.aparty_numbers | ["Chitra"] |

    @rule-greenvn-parties-replace @control
    Scenario: Only the new B is rung
      Given a number is lent to "Asha" and "Bimal"
      When B party is replaced by "Dev"
      And "Asha" calls the number
      Then the call is "completed"
      And the callback "call" was sent once:
        | from | {Asha} |
        | to   | {Dev}  |
      When "Bimal" calls the number
      Then the call is "call-attempt"

    @rule-greenvn-parties-replace @costs
    Scenario Outline: A bad party changes nothing: <numbers>
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      And the parties are replaced:
        | bparty_numbers | <numbers> |
      Then the answer is <status> with code <code>
      When the tenant reads the allocation
      Then the answer is the same as "new"

      Examples:
        | numbers            | status | code |
        | ["9812345678"]     | 400    | 16   |
        | ["Bimal", "Bimal"] | 409    | 13   |
        | ["Asha"]           | 409    | 14   |
        | {"Bimal": true}    | 400    | 5    |

    @rule-greenvn-parties-neither @costs
    Scenario Outline: Neither party, but <field>
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "new"
      And the parties are replaced:
        | <field> | <value> |
      Then the answer is 400 with code 3
      When the tenant reads the allocation
      Then the answer is the same as "new"

      Examples:
        | field       | value  |
        | usage       | oneway |
        | aparty_pins | [4821] |
        | usage       | absent |

    @rule-greenvn-parties-usage @costs
    Scenario Outline: From <old> to <new>
      When the tenant asks for a number between "Asha" and "Bimal":
        | usage | <old> |
      And the answer is kept as "new"
      And the parties are replaced:
        | aparty_numbers | ["Asha"] |
        | usage          | <new>    |
      Then the answer is the same as "new":
        | data.usage | <new> |
      When the tenant reads the allocation
      Then the answer is the same as "new":
        | data.usage | <new> |

      Examples:
        | old    | new    |
        | oneway | twoway |
        | twoway | oneway |

    @rule-greenvn-parties-usage @costs
    Scenario: A usage that is not given stays
      When the tenant asks for a number between "Asha" and "Bimal":
        | usage | oneway |
      And B party is replaced by "Bimal"
      Then the answer is 200
      And the answer's field "data.usage" is "oneway"

    @rule-greenvn-parties-usage @control
    Scenario: Who may call changes with the usage
      Given a number is lent to "Asha" and "Bimal"
      When the parties are replaced:
        | bparty_numbers | ["Bimal"] |
        | usage          | oneway    |
      And "Bimal" calls the number
      Then the call is "call-attempt"
      When the parties are replaced:
        | bparty_numbers | ["Bimal"] |
        | usage          | twoway    |
      And "Bimal" calls the number
      Then the call is "completed"

    @rule-greenvn-parties-ended @costs
    Scenario: Parties of what is deleted
      Given a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And the answer is kept as "gone"
      And A party is replaced by "Asha"
      Then the answer is 410 with code 22
      When the tenant reads the allocation
      Then the answer is the same as "gone"

    @rule-greenvn-parties-ended @control
    Scenario: Parties of what has run out
      Given the clock stands still
      And a number is lent to "Asha" and "Bimal" for 10 minutes
      When 10 minutes pass
      And B party is replaced by "Dev"
      Then the answer is 410 with code 22
      When the tenant reads the allocation
      Then the answer has:
        | data.bparty_numbers | ["Bimal"] |

  Rule: Another number takes the place of the old one

    @rule-greenvn-vn-swap @costs
    Scenario: Any other number
      When the tenant asks for a number between "Asha" and "Bimal":
        | aparty_pins | [4821] |
      And the answer is kept as "old"
      And the tenant asks for another number
      Then the answer is 200
      And the number is changed
      And the answer differs from "old" in "data.{number's key}"
      When the answer is kept as "new"
      And the tenant reads the allocation
      Then the answer is the same as "new"

    @rule-greenvn-vn-swap @control
    Scenario: The old number is free again
      Given a tenant with 2 numbers
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | first |
      And the tenant asks for another number
      Then the answer is 200
      And the number is changed
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | second |
      Then the answer is 200
      And the number is that of "first"
      And no two of the numbers are the same
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 452 with code 4

    @rule-greenvn-vn-swap @control
    Scenario: There is no other number
      Given a tenant with 1 number
      And a number is lent to "Asha" and "Bimal"
      When the answer is kept as "old"
      And the tenant asks for another number
      Then the answer is 452 with code 4
      When the tenant reads the allocation
      Then the answer is the same as "old"

    @rule-greenvn-vn-swap @control
    Scenario: Calls reach the pair on the new number
      Given a number is lent to "Asha" and "Bimal"
      When the tenant asks for another number
      And "Asha" calls the number
      Then the call is "completed"
      And the callback "call" was sent once:
        | greenvn | {number} |

    @rule-greenvn-vn-preferences @costs @line
    Scenario: The number that is named
      Given a number is lent to "Asha" and "Bimal"
      When the tenant asks for another number:
        | preferences.greenvn | line 1 |
        | strictness          | true   |
      Then the answer is 200
      And the number is "line 1"
      When the tenant reads the allocation
      Then the answer's field "data.{number's key}" is "line 1"

    @rule-greenvn-vn-preferences @control
    Scenario Outline: The new number by <wish>
      Given a tenant with the numbers:
        | number        | region | type     |
        | +911140000001 | DL     | landline |
        | +918040000001 | KA     | landline |
        | +919840000001 | DL     | mobile   |
        | +912240000001 | MU     | landline |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | +912240000001 |
        | strictness          | true          |
      And the tenant asks for another number:
        | preferences.<wish> | <value> |
        | strictness         | true    |
      Then the answer is 200
      And the number is "<number>"
      When the tenant reads the allocation
      Then the answer's field "data.{number's key}" is "<number>"

      Examples:
        | wish        | value         | number        |
        | greenvn     | +911140000001 | +911140000001 |
        | region      | KA            | +918040000001 |
        | pin_code    | "560001"      | +918040000001 |
        | number_type | mobile        | +919840000001 |
        | type        | mobile        | +919840000001 |

    @rule-greenvn-vn-preferences @costs
    Scenario: Wishes that cannot be met leave the number as it is
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "old"
      And the tenant asks for another number:
        | preferences.greenvn | +910000000000 |
        | strictness          | true          |
      Then the answer is 452 with code 4
      When the tenant reads the allocation
      Then the answer is the same as "old"

    @rule-greenvn-vn-preferences @rule-greenvn-region-unsupported @costs
    Scenario: A region where no number is lent
      Given a number is lent to "Asha" and "Bimal"
      When the answer is kept as "old"
      And the tenant asks for another number:
        | preferences.region | XX |
      Then the answer is 403 with code 15
      When the tenant reads the allocation
      Then the answer is the same as "old"

    @rule-greenvn-vn-ended @costs
    Scenario: The number of what is deleted
      Given a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And the answer is kept as "gone"
      And the tenant asks for another number
      Then the answer is 410 with code 22
      When the tenant reads the allocation
      Then the answer is the same as "gone"

    @rule-greenvn-vn-ended @control
    Scenario: The number of what has run out
      Given the clock stands still
      And a number is lent to "Asha" and "Bimal" for 10 minutes
      When 10 minutes pass
      And the tenant asks for another number
      Then the answer is 410 with code 22
