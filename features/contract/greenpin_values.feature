@greenpin
Feature: GreenPins, where it is easily overlooked

  Rule: What an update does not name stays as it is

    @rule-greenpin-update @classic @current @line @people @costs
    Scenario Outline: usage <usage> stays when <field> is changed
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1":
        | usage | <usage> |
      When the tenant changes the GreenPin:
        | <field> | <value> |
      Then the answer is 200
      And the answer's field "data.usage" is "<usage>"
      When the tenant reads the allocation
      Then the answer's field "data.usage" is "<usage>"

      Examples:
        | usage  | field                        | value      |
        | oneway | a.numbers                    | ["Chitra"] |
        | oneway | deallocation_policy.duration | 9d         |
        | twoway | b.numbers                    | ["Dev"]    |

  Rule: The PIN that creating tells is the one that opens

    @rule-exobridge-greenpin-pin-for-b @rule-exobridge-greenpin-create @rule-exobridge-greenpin-read @exobridge @line @control
    Scenario: It is entered as it was told
      Given the tenant connects "Asha" and "Bimal" by PIN on "line 1"
      And the answer's field "response.pin" is remembered as "told"
      When "Bimal" calls the number:
        | pin | {told} |
      Then the call is "completed"
      When the tenant reads the allocation
      Then the answer's field "response.pin" is "{told}"
