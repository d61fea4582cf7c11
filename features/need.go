package features

import (
	"fmt"
	"strconv"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// control is the tag of scenarios that need a simulator's control door.
const control = "@control"

// lacks says what a scenario with these tags needs that the target has not, and which tag says so.
func (t Target) lacks(tags []*messages.PickleTag) (tag, reason string) {
	for _, one := range tags {
		if reason := t.lack(one.Name); reason != "" {
			return one.Name, reason
		}
	}
	return "", ""
}

// lacks is that of the target, and of a receiver that nobody can reach.
func (o *Options) lacks(t Target, tags []*messages.PickleTag) (tag, reason string) {
	if tag, reason = t.lacks(tags); reason != "" || t.AdminURL != "" || o.CallbackListen != "" {
		return tag, reason
	}
	for _, one := range tags {
		if one.Name == "@callbacks" {
			return one.Name, "it needs a receiver that the endpoint reaches (--callback-listen, --callback-public-url)"
		}
	}
	return "", ""
}

func (t Target) lack(tag string) string {
	switch {
	case tag == control && t.AdminURL == "":
		return "it needs a simulator's control door"
	case tag == "@callbacks" && t.compared:
		return "two endpoints that are compared would both call back"
	case tag == "@people" && !t.crowded():
		return "it needs two phone numbers on each side (--aparty and --bparty, twice each)"
	case tag == "@second-tenant" && t.AdminURL == "" && t.OtherUsername == "":
		return "it needs the credentials of another tenant (--other-username, --other-password)"
	case tag == "@second-tenant" && t.otherTongue != "":
		return "it needs another tenant of the same generation, and the other one speaks " + t.otherTongue
	case tag == "@strict" && t.Username == "":
		return "it needs an endpoint that checks credentials, and none were given"
	case tag == "@strict" && t.open:
		return "it needs an endpoint that checks credentials, and this one lets anybody in"
	}
	if n := linesOf(tag); n > 0 && t.AdminURL == "" && n > len(t.VN) {
		return fmt.Sprintf("it needs %d of the tenant's own virtual numbers (--vn), and %d are given", n, len(t.VN))
	}
	return ""
}

// crowded tells whether there is a number for each of the people.
func (t Target) crowded() bool { return len(t.people()) == len(People()) }

// linesOf is how many lines a tag asks for: @line for one, @lines-2 for two.
func linesOf(tag string) int { return counted(tag, "@line", "@lines-") }

// counted reads a tag that stands for one, or ends in a number for several; 0: it is another tag.
func counted(tag, one, several string) int {
	if tag == one {
		return 1
	}
	after, ok := strings.CutPrefix(tag, several)
	n, err := strconv.Atoi(after)
	if !ok || err != nil {
		return 0
	}
	return n
}
