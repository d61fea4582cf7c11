package features

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Target is the endpoint that is played against.
type Target struct {
	// VendorURL is the base of the vendor's door; empty: steps that speak as a client fail.
	VendorURL string
	// AdminURL is the base of a simulator's control door; empty: scenarios tagged @control are not run.
	AdminURL string
	// AdminToken is the bearer token of the control door, if it wants one.
	AdminToken string
	// Username and Password are the Basic credentials of the vendor's door; both empty: none are sent.
	Username, Password string
	// Tenant is the SID every scenario uses; empty: each scenario has one of its own.
	Tenant string
	// OtherUsername and OtherPassword are good credentials of another tenant; empty: scenarios tagged @second-tenant are not
	// run.
	OtherUsername, OtherPassword string
	// OtherTenant is the SID they belong to.
	OtherTenant string
	// FlowID is put into every classic or current create of a GreenVN that names no flow; empty: none. An account with several
	// call flows wants one (docs 000, "Error code 12").
	FlowID string
	// AParty and BParty are phone numbers of callers and called, as feature files name them: Asha and Chitra, Bimal and Dev.
	// Empty: made-up ones.
	AParty, BParty []string
	// VN are virtual numbers of the tenant, "line 1" first; empty: asked of the control door.
	VN   []string
	open bool // it lets anybody in
	// Profile is the generation spoken: classic, current, exobridge, or auto, in which a step's own words decide.
	Profile string

	otherTongue string // the generation the other tenant speaks, when it is another; empty: the same, or not known
	compared    bool   // with another endpoint, which is sent the same
}

// The generations of the vendor's documents.
const (
	auto      = "auto"
	classic   = "classic"
	current   = "current"
	exobridge = "exobridge"
)

// Profiles lists what a target's profile may be.
func Profiles() []string { return []string{auto, classic, current, exobridge} }

// settled is the target with its defaults, or what is wrong with it.
func (t Target) settled() (Target, error) {
	if t.VendorURL == "" && t.AdminURL == "" {
		return t, errors.New("no endpoint to play against: neither a vendor's door nor a control door is named")
	}
	if t.Profile == "" {
		t.Profile = auto
	}
	if !slices.Contains(Profiles(), t.Profile) {
		return t, fmt.Errorf("the profile is one of %s, not %q", strings.Join(Profiles(), ", "), t.Profile)
	}
	var problems [2]error
	t.VendorURL, problems[0] = base("the vendor's door", t.VendorURL)
	t.AdminURL, problems[1] = base("the control door", t.AdminURL)
	return t, errors.Join(problems[:]...)
}

// base is the address of a door without a slash at its end. Credentials have places of their own, so that none is printed.
func base(door, address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("the address of %s is like http://127.0.0.1:8080", door)
	}
	if u.User != nil {
		return "", fmt.Errorf("the address of %s holds no credentials; they have options of their own", door)
	}
	return u.String(), nil
}
