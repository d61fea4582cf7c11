@classic @current
Feature: Wishes about the number

  Rule: A wish is met while there is a number that meets it

    @rule-greenvn-region @control
    Scenario Outline: A number of <region>
      Given a tenant with the numbers:
        | number        | region | type     |
        | +911140000001 | DL     | landline |
        | +912240000001 | MU     | landline |
        | +918040000001 | KA     | landline |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | <region> |
      Then the answer is 200
      And the number is "<number>"

      Examples:
        | region | number        |
        | DL     | +911140000001 |
        | MU     | +912240000001 |
        | KA     | +918040000001 |

    @rule-greenvn-region @control
    Scenario: A region that has no number left
      Given a tenant with the numbers:
        | number        | region | type     |
        | +918040000001 | KA     | landline |
        | +912240000001 | MU     | landline |
        | +918040000002 | KA     | landline |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA |
      And the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA   |
        | strictness         | true |
      Then the answer is 200
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA   |
        | strictness         | true |
      Then the answer is 452 with code 4
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA |
      Then the answer is 200
      And the number is "+912240000001"

    @rule-greenvn-region-unsupported
    Scenario Outline: No number is lent in <region>
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | <region> |
      Then the answer is 403 with code 15

      Examples:
        | region |
        | UP     |
        | XX     |

    @rule-greenvn-region-unsupported @control
    Scenario Outline: <region> is one of the eleven
      Given a tenant with 1 number in region "<region>"
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | <region> |
        | strictness         | true     |
      Then the answer is 200

      Examples:
        | region |
        | DL     |
        | MU     |
        | MH     |
        | WB     |
        | AP     |
        | TN     |
        | GJ     |
        | KA     |
        | KL     |
        | RJ     |
        | MP     |

    @rule-greenvn-pin-code @control
    Scenario Outline: The PIN code <pin code> is in <region>
      Given a tenant with the numbers:
        | number        | region | type     |
        | +911140000001 | DL     | landline |
        | +912240000001 | MU     | landline |
        | +912040000001 | MH     | landline |
        | +913340000001 | WB     | landline |
        | +914040000001 | AP     | landline |
        | +914440000001 | TN     | landline |
        | +917940000001 | GJ     | landline |
        | +918040000001 | KA     | landline |
        | +914844000001 | KL     | landline |
        | +911414000001 | RJ     | landline |
        | +917554000001 | MP     | landline |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.pin_code | "<pin code>" |
        | strictness           | true         |
      Then the answer is 200
      And the number is "<number>"

      Examples:
        | region | pin code | number        |
        | DL     | 110001   | +911140000001 |
        | MU     | 400001   | +912240000001 |
        | MH     | 411001   | +912040000001 |
        | WB     | 700001   | +913340000001 |
        | AP     | 500001   | +914040000001 |
        | TN     | 600001   | +914440000001 |
        | GJ     | 380001   | +917940000001 |
        | KA     | 560001   | +918040000001 |
        | KL     | 682001   | +914844000001 |
        | RJ     | 302001   | +911414000001 |
        | MP     | 462001   | +917554000001 |

    @rule-greenvn-pin-code-outside @control
    Scenario Outline: The PIN code <pin code> is closest to <region>
      Given a tenant with the numbers:
        | number        | region | type     |
        | +918040000001 | KA     | landline |
        | +911140000001 | DL     | landline |
        | +913340000001 | WB     | landline |
        | +917554000001 | MP     | landline |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.pin_code | "<pin code>" |
        | strictness           | true         |
      Then the answer is 200
      And the number is "<number>"

      Examples:
        | region | pin code | number        |
        | DL     | 122001   | +911140000001 |
        | WB     | 800001   | +913340000001 |
        | MP     | 900001   | +917554000001 |

    @rule-greenvn-type @control
    Scenario Outline: A <type> number
      Given a tenant with the numbers:
        | number        | region | type     |
        | +911140000001 | DL     | landline |
        | +919840000001 | DL     | mobile   |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.type | <type> |
        | strictness       | true   |
      Then the answer is 200
      And the number is "<number>"

      Examples:
        | type     | number        |
        | mobile   | +919840000001 |
        | landline | +911140000001 |

    @rule-greenvn-type @control
    Scenario: A type that has no number left
      Given a tenant with the numbers:
        | number        | region | type     |
        | +911140000001 | DL     | landline |
        | +919840000001 | DL     | mobile   |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.type | mobile |
      And the tenant asks for a number between "Asha" and "Bimal":
        | preferences.type | mobile |
        | strictness       | true   |
      Then the answer is 452 with code 4

    @rule-greenvn-preferred-number @costs @line
    Scenario: A number that is named
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | line 1 |
        | strictness          | true   |
      Then the answer is 200
      And the number is "line 1"
      When the tenant reads the allocation
      Then the answer's field "data.{number's key}" is "line 1"

    @rule-greenvn-preferred-number @control
    Scenario: A number that is named, whichever it is
      Given a tenant with 5 numbers
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | line 4 |
      Then the answer is 200
      And the number is "line 4"
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | line 2 |
      Then the answer is 200
      And the number is "line 2"

    @rule-greenvn-preferred-number @control
    Scenario: A number that is named, but lent
      Given a tenant with 2 numbers
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | line 2 |
      And the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | line 2 |
        | strictness          | true   |
      Then the answer is 452 with code 4
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | line 2 |
      Then the answer is 200
      And the number is "line 1"

  Rule: Under strictness all wishes are met, or none

    @rule-greenvn-strict
    Scenario: A number that nobody has
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | +910000000000 |
        | strictness          | true          |
      Then the answer is 452 with code 4

    @rule-greenvn-strict @control
    Scenario Outline: <wish> is <value>, and no number is
      Given a tenant with the numbers:
        | number        | region | type     |
        | +911140000001 | DL     | landline |
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id      | order-9 |
        | preferences.<wish> | <value> |
        | strictness         | true    |
      Then the answer is 452 with code 4
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id      | order-9 |
        | preferences.<wish> | <value> |
        | strictness         | false   |
      Then the answer is 200
      And the number is "+911140000001"

      Examples:
        | wish     | value         |
        | greenvn  | +911140000009 |
        | region   | KA            |
        | pin_code | "560001"      |
        | type     | mobile        |

    @rule-greenvn-strict @control
    Scenario: All wishes but one
      Given a tenant with the numbers:
        | number        | region | type     |
        | +918040000001 | KA     | landline |
        | +919840000001 | DL     | mobile   |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA     |
        | preferences.type   | mobile |
        | strictness         | true   |
      Then the answer is 452 with code 4
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | DL     |
        | preferences.type   | mobile |
        | strictness         | true   |
      Then the answer is 200
      And the number is "+919840000001"

  Rule: Without strictness as many wishes are met as can be

    @rule-greenvn-lenient @costs
    Scenario: Any number instead of one that nobody has
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | +910000000000 |
        | strictness          | false         |
      Then the answer is 200
      And the answer's field "data" has exactly:
        | connection_id  | {reference}    |
        | aparty_numbers | ["Asha"]       |
        | bparty_numbers | ["Bimal"]      |
        | usage          | twoway         |
        | state          | active         |
        | {number's key} | a phone number |
        | greenvn_id     | a UUID         |

    @rule-greenvn-lenient @control
    Scenario Outline: The best of four for <region> and <type>
      Given a tenant with the numbers:
        | number        | region | type     |
        | +912240000001 | MU     | landline |
        | +918040000001 | KA     | landline |
        | +919840000001 | KA     | mobile   |
        | +919840000002 | DL     | mobile   |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | <region> |
        | preferences.type   | <type>   |
      Then the answer is 200
      And the number is "<number>"

      Examples:
        | region | type     | number        |
        | KA     | mobile   | +919840000001 |
        | KA     | landline | +918040000001 |
        | DL     | mobile   | +919840000002 |
        | MU     | landline | +912240000001 |

    @rule-greenvn-lenient @control
    Scenario: One wish met is better than none
      Given a tenant with the numbers:
        | number        | region | type     |
        | +912240000001 | MU     | landline |
        | +911140000001 | DL     | landline |
        | +919840000002 | MP     | mobile   |
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA     |
        | preferences.type   | mobile |
      Then the answer is 200
      And the number is "+919840000002"

    @rule-greenvn-lenient @control
    Scenario: Without a word about strictness it is not strict
      Given a tenant with 1 number in region "DL"
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA |
      Then the answer is 200

    @rule-greenvn-strictness-text @costs
    Scenario: Strictness as a text
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.greenvn | +910000000000 |
        | strictness          | "false"       |
      Then the answer is 200
      And the allocation is active

    @rule-greenvn-strictness-text @costs
    Scenario: Strictness as a text, for another number
      Given a number is lent to "Asha" and "Bimal"
      When the tenant asks for another number:
        | preferences.greenvn | +910000000000 |
        | strictness          | "false"       |
      Then the answer is 200
      And the number is changed

    @rule-greenvn-strictness-text @control
    Scenario: Strictness as the text true
      Given a tenant with 1 number in region "DL"
      When the tenant asks for a number between "Asha" and "Bimal":
        | preferences.region | KA     |
        | strictness         | "true" |
      Then the answer is 452 with code 4
