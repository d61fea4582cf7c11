package features

import (
	"slices"
	"strings"
	"testing"
)

// TestPeopleIn finds names wherever a number may stand, and nowhere else.
func TestPeopleIn(t *testing.T) {
	for text, want := range map[string]string{
		`a number is lent to "Asha" and "Bimal, Dev"`: "Asha Bimal Dev", "Chitra": "Chitra", "Chitra, Esha": "Chitra Esha", "{Dev}": "Dev",
		`{"from": ["Esha"]}`: "Esha", "Chitra comes later": "", `the tenant "Chitra's"`: "", "Device": "",
	} {
		if got := strings.Join(peopleIn(text), " "); got != want {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
}

const crowd = `
  Scenario: Two
    When the tenant asks for a number between "Asha" and "Bimal"
    Then the answer is 200

  Scenario: Three
    When the tenant asks for a number between "Asha, Chitra" and "Bimal"
    Then the answer is 200

  Scenario: Three in a table
    When the tenant asks for a number with:
      | connection_id  | order-1 |
      | aparty_numbers | ["Asha", "Dev"] |

  Scenario: A slip
    When the tenant asks for a number between "Asah" and "Bimal"
    Then the answer is 200
`

// TestPeopleMissing sends no name for a number: who has none is not played, and who is nobody is an error.
func TestPeopleMissing(t *testing.T) {
	v := newVendor(t)
	target := Target{VendorURL: v.URL, Tenant: "acme", AParty: []string{"+919812345678"}, BParty: []string{"+919887654321"}}
	result, err := Run(t.Context(), target, Options{FS: feature(crowd), Paths: []string{"a.feature"}})
	if err != nil || len(result.Scenarios) != 2 || result.Failed() != 1 || !strings.Contains(result.Scenarios[1].Failure, `nobody is called "Asah"`) {
		t.Fatalf("%v %+v", err, result)
	}
	if len(result.NotRun) != 2 || !strings.Contains(result.NotRun[0].Reason, "a phone number for Chitra (") || !strings.Contains(result.NotRun[1].Reason, "for Dev (") {
		t.Errorf("%+v", result.NotRun)
	}
	if made := slices.DeleteFunc(v.asked, func(one string) bool { return !strings.HasPrefix(one, "POST") }); len(made) != 1 {
		t.Errorf("asked %q", made)
	}
}
