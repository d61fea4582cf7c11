package features

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/goccy/go-yaml"
)

// tenantSteps say whose world it is, what is in it, and how the client shows who it is.
func tenantSteps() []Step {
	return []Step{
		{`the tenant {text}`, "play with this tenant, which others may use too; without it each scenario has one of its own", Nothing, (*story).useTenant},
		{`a tenant with {count} number(s)`, "makes the tenant anew, with so many numbers and nothing lent, owed or set", Nothing, (*story).makeNumbers},
		{`a tenant with {count} number(s) in region {text}`, "the same, all in one region", Nothing, (*story).makeNumbersIn},
		{`a tenant with the numbers`, "makes the tenant anew, with these: a row of headings (number, region, type), then a row each", Table, (*story).listNumbers},
		{`a tenant like this`, "makes the tenant anew, as a world file has it, in YAML or JSON: numbers, settings, credentials, limits, quirks", Text, (*story).makeTenant},
		{`the generation is {text}`, "speak as classic, current or exobridge from here on; said before the tenant is made, it is one that does so", Nothing, (*story).useGeneration},
		{`the client shows the credentials {text} and {text}`, "user name and password of what follows", Nothing, (*story).useLogin},
		{`the client shows no credentials`, "nothing of the kind in what follows", Nothing, (*story).useNoLogin},
		{`the client shows the tenant's user name and a wrong password`, "half of its credentials", Nothing, (*story).useWrongPassword},
		{`the client shows a user name that is wrong and the tenant's password`, "the other half", Nothing, (*story).useWrongName},
		{`the client shows the credentials of another tenant`, "those are good, but not here", Nothing, (*story).useOtherLogin},
		{`the client shows the tenant's credentials`, "its own again", Nothing, (*story).useOwnLogin},
		{`another tenant`, "what follows is asked in the name of another tenant, with its credentials", Nothing, (*story).useOther},
		{`the first tenant again`, "what follows is asked in the name of the first one again", Nothing, (*story).useFirst},
	}
}

func (s *story) useTenant(ctx context.Context, g given) error {
	if g.places[0] == "" {
		return errors.New("a tenant's SID is not empty")
	}
	s.tenant, s.shared = g.places[0], true
	return s.mark(ctx)
}

func (s *story) makeNumbers(ctx context.Context, g given) error {
	return s.putTenant(ctx, map[string]any{"generate": map[string]any{"count": g.count(0)}})
}

func (s *story) makeNumbersIn(ctx context.Context, g given) error {
	return s.putTenant(ctx, map[string]any{"generate": map[string]any{"count": g.count(0), "regions": []string{g.places[1]}}})
}

// listNumbers takes a table whose first row names its columns.
func (s *story) listNumbers(ctx context.Context, g given) error {
	if len(g.table) < 2 {
		return errors.New("the table has a row of headings (number, region, type) and a row for each number")
	}
	var numbers []any
	for _, row := range g.table[1:] {
		one := map[string]any{}
		for i, cell := range row {
			if cell != "" {
				one[g.table[0][i]] = cell
			}
		}
		numbers = append(numbers, one)
	}
	return s.putTenant(ctx, map[string]any{"numbers": numbers})
}

func (s *story) makeTenant(ctx context.Context, g given) error {
	tenant := map[string]any{}
	if err := yaml.Unmarshal([]byte(g.text), &tenant); err != nil {
		return errors.New("the tenant cannot be read: " + yaml.FormatError(err, false, false))
	}
	return s.putTenant(ctx, tenant)
}

// putTenant makes the scenario's tenant anew, with the target's credentials unless it names its own. One that others use
// is left as it is.
func (s *story) putTenant(ctx context.Context, tenant map[string]any) error {
	if s.sid(); s.shared {
		return errors.New("the tenant " + s.tenant + " is others' too, and is not made anew; leave it out, or leave this step out")
	}
	s.definition = s.reachable(tenant)
	s.quirks = nil
	if quirks, ok := tenant["quirks"].(map[string]any); ok {
		s.quirks = map[string]string{}
		for name, value := range quirks {
			s.quirks[name] = plain(value)
		}
	}
	var told tenantLines
	if err := s.putNamed(ctx, s.sid(), tenant, login{s.target.Username, s.target.Password}, &told); err != nil {
		return err
	}
	s.lines = told.numbers(false)
	return nil
}

func (s *story) putNamed(ctx context.Context, sid string, tenant map[string]any, l login, into any) error { //nolint:revive // who, as what, let in by what
	tenant = maps.Clone(tenant)
	if tenant["profile"] == nil {
		tenant["profile"] = s.profile()
	}
	if tenant["quirks"] == nil && len(s.model.Quirks) > 0 {
		tenant["quirks"] = s.model.switches()
	}
	if tenant["credentials"] == nil && l.username != "" {
		tenant["credentials"] = []any{map[string]any{"username": l.username, "password": l.password}}
	}
	return s.steer(ctx, order{method: http.MethodPut, path: "tenants/" + url.PathEscape(sid), body: tenant}, into)
}

// profile is what a tenant of the scenario's own is to speak: in a suite the scenario's generation. Else it reads each
// request in the generation it is written in, unless the target has one or current is wanted, which no request tells.
func (s *story) profile() string {
	if s.suite || s.target.Profile == auto && s.speaks == current {
		return s.speaks
	}
	return s.target.Profile
}

func (s *story) useGeneration(_ context.Context, g given) error {
	for _, known := range Profiles()[1:] {
		if g.places[0] == known {
			s.speaks = known
			return nil
		}
	}
	return errors.New("a generation is one of " + strings.Join(Profiles()[1:], ", "))
}

func (s *story) useLogin(_ context.Context, g given) error {
	s.login = login{g.places[0], g.places[1]}
	return nil
}

func (s *story) useNoLogin(context.Context, given) error {
	s.login = login{}
	return nil
}

func (s *story) useWrongPassword(context.Context, given) error {
	s.login = login{s.target.Username, "not-" + s.target.Password}
	return nil
}

func (s *story) useWrongName(context.Context, given) error {
	s.login = login{"not-" + s.target.Username, s.target.Password}
	return nil
}

// ordinary is a tenant with two numbers of each region and type.
func (s *story) ordinary() map[string]any {
	return map[string]any{"generate": map[string]any{"count": 44}}
}
