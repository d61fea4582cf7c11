@greenvn
Feature: What an exobridge GreenVN may be asked for

  Rule: A required parameter that is absent is 400

    @rule-exobridge-greenvn-missing @exobridge @line
    Scenario Outline: Without <field>
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | <field> | absent |
      Then the answer is 400

      Examples:
        | field            |
        | caller_id_number |
        | from             |
        | to               |

    @rule-exobridge-greenvn-missing @exobridge @line @costs
    Scenario: What was refused has lent nothing
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | to | absent |
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer is 201

  Rule: A value of the wrong type is 400

    @rule-exobridge-bad-parameter @exobridge @line
    Scenario Outline: <field> is <value>
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | <field> | <value> |
      Then the answer is 400

      Examples:
        | field            | value        |
        | caller_id_number | 42           |
        | caller_id_number | ["line 1"]   |
        | from             | "Asha"       |
        | from             | [42]         |
        | from             | []           |
        | from             | {"a": 1}     |
        | to               | "Bimal"      |
        | to               | [true]       |
        | to               | []           |
        | duration         | "an hour"    |
        | duration         | 3600.5       |
        | duration         | true         |
        | record           | "perhaps"    |
        | record           | 7            |
        | custom_field     | 42           |
        | custom_field     | {"order": 1} |

    @rule-exobridge-bad-parameter @exobridge
    Scenario Outline: The body is <what>
      When the client sends POST "/v1/tenants/{tenant}/greenvn" with:
        """
        <body>
        """
      Then the answer is 400

      Examples:
        | what                  | body                         |
        | a list                | []                           |
        | a text                | "number, please"             |
        | cut short             | {"caller_id_number": "       |

    @rule-exobridge-bad-parameter @exobridge @line @costs
    Scenario Outline: Changing <field> to <value>
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the client sends PUT "/v1/tenants/{tenant}/greenvn/{allocation}<path>" with:
        """
        {"<field>": <value>}
        """
      Then the answer is 400
      When the tenant reads the allocation
      Then the answer has:
        | response.virtual_number | line 1    |
        | response.from           | ["Asha"]  |
        | response.to             | ["Bimal"] |

      Examples:
        | path        | field            | value    |
        | /call-party | from             | "Esha"   |
        | /call-party | to               | 42       |
        | /vn         | caller_id_number | 42       |

  Rule: A custom field has 256 characters at most

    @rule-exobridge-custom-field-length @exobridge @line @costs
    Scenario Outline: 256 times <sign>
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | {256 times <sign>} |
      Then the answer is 201
      And the answer's field "response.custom_field" is "{256 times <sign>}"
      When the tenant reads the allocation
      Then the answer's field "response.custom_field" is "{256 times <sign>}"

      Examples:
        | sign |
        | x    |
        | ₹    |

    @rule-exobridge-custom-field-length @exobridge @line
    Scenario Outline: 257 characters for a <product>
      When the tenant connects "Asha" and "Bimal" <by> "line 1":
        | custom_field | {257 times x} |
      Then the answer is 400

      Examples:
        | product  | by      |
        | GreenVN  | through |
        | GreenPin | by PIN on |

    @rule-exobridge-custom-field-length @exobridge @line @costs
    Scenario: The custom field of a GreenPin
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | custom_field | {256 times x} |
      Then the answer is 201
      When the tenant changes the GreenPin:
        | custom_field | {257 times y} |
      Then the answer is 400
      When the tenant reads the allocation
      Then the answer's field "response.custom_field" is "{256 times x}"
      When the tenant changes the GreenPin:
        | custom_field | {256 times y} |
      Then the answer is 200
      When the tenant reads the allocation
      Then the answer's field "response.custom_field" is "{256 times y}"

  Rule: Phone numbers are E.164

    @rule-exobridge-number-format @exobridge @line
    Scenario Outline: A GreenVN with <field> <value>
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | <field> | <value> |
      Then the answer is 400

      Examples:
        | field            | value                        |
        | caller_id_number | "918012345678"               |
        | caller_id_number | nonsense                     |
        | from             | ["919812345678"]             |
        | from             | ["Asha", "+0812345678"]      |
        | from             | ["+91 98123 45678"]          |
        | to               | ["09887654321"]              |
        | to               | ["+91988765432112345678"]    |
        | to               | ["+12"]                      |
        | to               | [""]                         |

    @rule-exobridge-number-format @exobridge @line
    Scenario Outline: A GreenPin with <field> <value>
      When the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | <field> | <value> |
      Then the answer is 400

      Examples:
        | field            | value                  |
        | caller_id_number | "918012345678"         |
        | from             | ["Asha", "9812345678"] |
        | to               | ["+91-9887654321"]     |

    @rule-exobridge-number-format @exobridge @line @costs
    Scenario: A change to no number at all
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When B party is replaced by "09887654321"
      Then the answer is 400
      When the tenant asks for another number:
        | caller_id_number | "918012345678" |
      Then the answer is 400
      When the tenant reads the allocation
      Then the answer has:
        | response.to             | ["Bimal"] |
        | response.virtual_number | line 1    |

  Rule: A side does not list one number several times and no other

    @rule-exobridge-duplicate-numbers @exobridge @line
    Scenario Outline: <field> of a <product>
      When the tenant connects "Asha" and "Bimal" <by> "line 1":
        | <field> | <value> |
      Then the answer is 409 with code 13

      Examples:
        | product  | by        | field | value                         |
        | GreenVN  | through   | from  | ["Asha", "Asha"]              |
        | GreenVN  | through   | to    | ["Bimal", "Bimal", "Bimal"]   |
        | GreenPin | by PIN on | from  | ["Asha", "Asha"]              |
        | GreenPin | by PIN on | to    | ["Bimal", "Bimal"]            |

    @rule-exobridge-duplicate-numbers @exobridge @line @people @costs
    Scenario: A change to one number twice
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When B party is replaced by "Dev, Dev"
      Then the answer is 409 with code 13
      When the tenant reads the allocation
      Then the answer has:
        | response.to | ["Bimal"] |

  Rule: Nobody is on both sides

    @rule-exobridge-same-number-both-sides @exobridge @line
    Scenario Outline: Both sides of a <product> have somebody in common
      When the tenant connects "Asha" and "Bimal" <by> "line 1":
        | from | <from> |
        | to   | <to>   |
      Then the answer is 409 with code 14

      Examples:
        | product  | by        | from              | to                |
        | GreenVN  | through   | ["Asha"]          | ["Asha"]          |
        | GreenVN  | through   | ["Asha", "Bimal"] | ["Bimal"]         |
        | GreenPin | by PIN on | ["Bimal"]         | ["Asha", "Bimal"] |

    @rule-exobridge-same-number-both-sides @exobridge @lines-2 @costs-2
    Scenario: A change that would put somebody on both sides
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When B party is replaced by "Asha"
      Then the answer is 409 with code 14
      When the tenant reads the allocation
      Then the answer's field "response.to.0" is "Bimal"
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 2"
      When the tenant changes the GreenPin:
        | from | ["Bimal"] |
      Then the answer is 409 with code 14
      When the tenant reads the allocation
      Then the answer's field "response.from.0" is "Asha"

  Rule: The number is one of the tenant's, and free

    @rule-exobridge-greenvn-not-in-pool @exobridge @people
    Scenario: A number of somebody else
      When the tenant connects "Asha" and "Bimal" through "Esha"
      Then the answer is 400

    @rule-exobridge-greenvn-not-in-pool @exobridge @line @people @costs
    Scenario: A change to a number of somebody else
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the tenant asks for another number:
        | caller_id_number | Esha |
      Then the answer is 400
      When the tenant reads the allocation
      Then the answer's field "response.virtual_number" is "line 1"

    @rule-exobridge-greenvn-in-use @exobridge @line @people @costs
    Scenario: A number is lent once
      Given the tenant connects "Asha" and "Bimal" through "line 1"
      When the tenant connects "Chitra" and "Dev" through "line 1"
      Then the answer is 409
      When the tenant reads the allocation
      Then the answer has:
        | response.status         | active    |
        | response.virtual_number | line 1    |
        | response.from           | ["Asha"]  |
        | response.to             | ["Bimal"] |

    @rule-exobridge-greenvn-in-use @exobridge @lines-2 @people @costs-2
    Scenario: A change to a number that is lent
      Given the tenant connects "Asha" and "Bimal" through "line 1":
        | custom_field | first |
      And the tenant connects "Chitra" and "Dev" through "line 2"
      When the tenant asks for another number:
        | caller_id_number | line 1 |
      Then the answer is 409
      When the tenant reads the allocation
      Then the answer's field "response.virtual_number" is "line 2"
      When the tenant reads the allocation "first"
      Then the answer's field "response.virtual_number" is "line 1"

    @rule-exobridge-greenvn-in-use @exobridge @line @people @costs
    Scenario: A number that GreenPins share
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      When the tenant connects "Chitra" and "Dev" through "line 1"
      Then the answer is 409
