Feature: The form of answers

  Rule: Success says that it is one, and has what was asked for inside

    @rule-envelope-success-classic @classic @costs
    Scenario: Success in the classic form
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | data    | an object |
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | data    | an object |
      When B party is replaced by "Bimal"
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | data    | an object |
      When the tenant asks for another number
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | data    | an object |
      When the tenant deletes the allocation
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | data    | an object |

    @rule-envelope-success-current @current @costs
    Scenario: Success in the current form
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | code    | null      |
        | message | null      |
        | data    | an object |
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | code    | null      |
        | message | null      |
        | data    | an object |
      When B party is replaced by "Bimal"
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | code    | null      |
        | message | null      |
        | data    | an object |
      When the tenant asks for another number
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | code    | null      |
        | message | null      |
        | data    | an object |
      When the tenant deletes the allocation
      Then the answer is 200
      And the answer has exactly:
        | success | true      |
        | status  | 200       |
        | code    | null      |
        | message | null      |
        | data    | an object |

    @rule-envelope-success-exobridge @exobridge @costs @line
    Scenario: Success in the exobridge form
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer is 201
      And the answer has exactly:
        | response | an object |
      When the tenant reads the allocation
      Then the answer is 200
      And the answer has exactly:
        | response | an object |
      When B party is replaced by "Bimal"
      Then the answer is 200
      And the answer has exactly:
        | response | an object |
      When the tenant deletes the allocation
      Then the answer is 200
      And the answer has exactly:
        | response | an object |

  Rule: The number stands under the key of its generation

    @rule-envelope-number-key @classic @costs
    Scenario: The number's key in the classic form
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer's field "data.green_vn" is present
      And the answer's field "data.greenvn" is absent
      When the tenant reads the allocation
      Then the answer's field "data.green_vn" is "{number}"
      And the answer's field "data.greenvn" is absent

    @rule-envelope-number-key @current @costs
    Scenario: The number's key in the current form
      When the tenant asks for a number between "Asha" and "Bimal"
      Then the answer's field "data.greenvn" is present
      And the answer's field "data.green_vn" is absent
      When the tenant reads the allocation
      Then the answer's field "data.greenvn" is "{number}"
      And the answer's field "data.green_vn" is absent

  Rule: An error tells the HTTP status again, the code of the table and a sentence

    @rule-envelope-error-array @classic
    Scenario: Nothing there, in the classic form
      When the tenant reads the allocation "6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42"
      Then the answer is 404
      And the answer is a list of 1
      And the answer's field "0" has exactly:
        | success | false           |
        | status  | the HTTP status |
        | code    | 1               |
        | message | a text          |
        | data    | null            |

    @rule-envelope-error-array @classic
    Scenario: Not understood, in the classic form
      When the tenant asks for a number between "Asha" and "Bimal":
        | usage | absent |
      Then the answer is 400
      And the answer is a list of 1
      And the answer's field "0" has exactly:
        | success | false           |
        | status  | the HTTP status |
        | code    | 3               |
        | message | a text          |
        | data    | null            |

    @rule-envelope-error-array @classic @costs
    Scenario: Not any more, in the classic form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And the tenant deletes the allocation
      Then the answer is a list of 1
      And the answer's field "0" has exactly:
        | success | false           |
        | status  | the HTTP status |
        | code    | 22              |
        | message | a text          |
        | data    | null            |

    @rule-envelope-error-object @current
    Scenario: Nothing there, in the current form
      When the tenant reads the allocation "6b3f6f0e-2f0a-4d53-9c1f-0d9b5a1e7c42"
      Then the answer is 404
      And the answer has exactly:
        | success | false           |
        | status  | the HTTP status |
        | code    | 1               |
        | message | a text          |
        | data    | null            |

    @rule-envelope-error-object @current
    Scenario: Not understood, in the current form
      When the tenant asks for a number between "Asha" and "Bimal":
        | usage | absent |
      Then the answer is 400
      And the answer has exactly:
        | success | false           |
        | status  | the HTTP status |
        | code    | 3               |
        | message | a text          |
        | data    | null            |

    @rule-envelope-error-object @current @costs
    Scenario: Not any more, in the current form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And the tenant deletes the allocation
      Then the answer has exactly:
        | success | false           |
        | status  | the HTTP status |
        | code    | 22              |
        | message | a text          |
        | data    | null            |

    @rule-envelope-error-exobridge @exobridge
    Scenario: Nothing there, in the exobridge form
      When the tenant reads the allocation "gvn_2f0a4d539c1f"
      Then the answer is 404
      And the answer has exactly:
        | response | an object |
      And the answer's field "response" has exactly:
        | status     | failure         |
        | code       | the HTTP status |
        | error_data | an object       |
      And the answer's field "response.error_data" has exactly:
        | code    | 1      |
        | message | a text |

    @rule-envelope-error-exobridge @exobridge @line
    Scenario: Not understood, in the exobridge form
      When the tenant connects "Asha" and "Bimal" through "line 1":
        | to | absent |
      Then the answer is 400
      And the answer has exactly:
        | response | an object |
      And the answer's field "response" has exactly:
        | status     | failure         |
        | code       | the HTTP status |
        | error_data | an object       |
      And the answer's field "response.error_data" has exactly:
        | code    | 3      |
        | message | a text |

    @rule-envelope-error-exobridge @exobridge @costs @line
    Scenario: Not any more, in the exobridge form
      Given a number is lent to "Asha" and "Bimal"
      When the tenant deletes the allocation
      And the tenant deletes the allocation
      Then the answer is 409
      And the answer has exactly:
        | response | an object |
      And the answer's field "response" has exactly:
        | status     | failure         |
        | code       | the HTTP status |
        | error_data | an object       |
      And the answer's field "response.error_data" has exactly:
        | code    | 22     |
        | message | a text |
