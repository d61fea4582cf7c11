@control
Feature: Errors that only a script brings about

  Rule: What no request can cause is answered when a script says so, and nothing is done

    Scenario Outline: Code <code>, <doing>
      Given a number is lent to "Asha" and "Bimal"
      When the tenant reads the allocation
      And the answer is kept as "before"
      Given <doing> fails with code <code> the next time
      When <asking>
      Then the answer is <status> with code <code>
      When the tenant reads the allocation
      Then the answer is the same as "before"

      @rule-code-internal @classic @current @exobridge
      Examples: An internal error
        | doing              | asking                           | code | status |
        | reading a GreenVN  | the tenant reads the allocation  | 0    | 500    |
        | deleting a GreenVN | the tenant deletes the allocation | 0   | 500    |
        | replacing parties  | B party is replaced by "Dev"     | 0    | 500    |

      @rule-code-unsupported-filter @classic @current @exobridge
      Examples: A search filter that is not supported
        | doing              | asking                            | code | status |
        | reading a GreenVN  | the tenant reads the allocation   | 2    | 400    |
        | deleting a GreenVN | the tenant deletes the allocation | 2    | 400    |

      @rule-code-version-header @classic @current @exobridge
      Examples: A version header that is absent or unknown
        | doing              | asking                            | code | status |
        | reading a GreenVN  | the tenant reads the allocation   | 9    | 400    |
        | deleting a GreenVN | the tenant deletes the allocation | 9    | 400    |

      @rule-code-mapping-absent @classic @current @exobridge
      Examples: A mapping that is absent
        | doing             | asking                          | code | status |
        | reading a GreenVN | the tenant reads the allocation | 20   | 404    |
        | replacing parties | A party is replaced by "Chitra" | 20   | 404    |

      @rule-code-date-range @classic @current @exobridge
      Examples: A range of dates that is invalid
        | doing              | asking                            | code | status |
        | reading a GreenVN  | the tenant reads the allocation   | 23   | 400    |
        | deleting a GreenVN | the tenant deletes the allocation | 23   | 400    |

    @classic @current
    Scenario Outline: Code <code>, creating
      Given a tenant with 1 number
      And creating a GreenVN fails with code <code> the next time
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
      Then the answer is <status> with code <code>
      When the tenant asks for a number between "Asha" and "Bimal":
        | connection_id | order-9 |
      Then the answer is 200
      And the allocation is active

      @rule-code-internal
      Examples: An internal error
        | code | status |
        | 0    | 500    |

      @rule-code-unsupported-filter
      Examples: A search filter that is not supported
        | code | status |
        | 2    | 400    |

      @rule-code-version-header
      Examples: A version header that is absent or unknown
        | code | status |
        | 9    | 400    |

      @rule-code-mapping-absent
      Examples: A mapping that is absent
        | code | status |
        | 20   | 404    |

      @rule-code-date-range
      Examples: A range of dates that is invalid
        | code | status |
        | 23   | 400    |

    @exobridge
    Scenario Outline: Code <code>, creating, in the exobridge form
      Given a tenant with 1 number
      And creating a GreenVN fails with code <code> the next time
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer is <status>
      And the answer's field "response" has exactly:
        | status     | failure   |
        | code       | <status>  |
        | error_data | an object |
      And the answer's field "response.error_data" has exactly:
        | code    | <code> |
        | message | a text |
      When the tenant connects "Asha" and "Bimal" through "line 1"
      Then the answer is 201

      @rule-code-internal
      Examples: An internal error
        | code | status |
        | 0    | 500    |

      @rule-code-unsupported-filter
      Examples: A search filter that is not supported
        | code | status |
        | 2    | 400    |

      @rule-code-version-header
      Examples: A version header that is absent or unknown
        | code | status |
        | 9    | 400    |

      @rule-code-mapping-absent
      Examples: A mapping that is absent
        | code | status |
        | 20   | 404    |

      @rule-code-date-range
      Examples: A range of dates that is invalid
        | code | status |
        | 23   | 400    |

  Rule: An answer that takes too long is none

    @rule-code-timeout @classic @current @exobridge
    Scenario: The service does not answer in time
      Given a number is lent to "Asha" and "Bimal"
      And reading a GreenVN hangs for 20 milliseconds the next time
      When the tenant reads the allocation
      Then the answer is 499
      When the tenant reads the allocation
      Then the answer is 200

    @rule-code-timeout @classic @current @exobridge
    Scenario: What is not answered in time is not done
      Given a number is lent to "Asha" and "Bimal"
      And deleting a GreenVN hangs for 20 milliseconds the next time
      When the tenant deletes the allocation
      Then the answer is 499
      And the allocation is active
      When the tenant deletes the allocation
      Then the answer is 200
      And the allocation is over
