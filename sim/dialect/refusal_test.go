package dialect_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// reasonNames label the golden files; a reason that is added without a name fails below.
func reasonNames() map[exchange.Reason]string {
	return map[exchange.Reason]string{
		exchange.Internal: "Internal", exchange.NotFound: "NotFound", exchange.UnsupportedFilter: "UnsupportedFilter",
		exchange.MissingParameter: "MissingParameter", exchange.NoFreeNumber: "NoFreeNumber", exchange.BadParameter: "BadParameter",
		exchange.AuthenticationFailed: "AuthenticationFailed", exchange.NotPermitted: "NotPermitted",
		exchange.VersionHeader: "VersionHeader", exchange.DuplicateNumbers: "DuplicateNumbers",
		exchange.SameNumberBothSides: "SameNumberBothSides", exchange.RegionNotSupported: "RegionNotSupported",
		exchange.InvalidNumber: "InvalidNumber", exchange.BulkTooLarge: "BulkTooLarge",
		exchange.DuplicateReference: "DuplicateReference", exchange.NumberHasOtherPin: "NumberHasOtherPin",
		exchange.MappingAbsent: "MappingAbsent", exchange.AlreadyDeleted: "AlreadyDeleted",
		exchange.InvalidDateRange: "InvalidDateRange", exchange.InvalidFlow: "InvalidFlow", exchange.NumberInUse: "NumberInUse",
		exchange.NumberNotInPool: "NumberNotInPool", exchange.DurationOutOfRange: "DurationOutOfRange",
		exchange.UnknownTenant: "UnknownTenant", exchange.RateLimited: "RateLimited", exchange.UnknownRoute: "UnknownRoute",
		exchange.MethodNotAllowed: "MethodNotAllowed", exchange.BodyTooLarge: "BodyTooLarge",
		exchange.UnsupportedMediaType: "UnsupportedMediaType", exchange.ResponseTimeout: "ResponseTimeout",
	}
}

func TestEveryRefusalWhole(t *testing.T) {
	for _, g := range generations() {
		d := dialect.New(g, dialect.Quirks{}, "IST")
		var all []golden
		for _, k := range []exchange.Kind{exchange.GreenVN, exchange.GreenPin} {
			for _, r := range exchange.Reasons() {
				name, ok := reasonNames()[r]
				if !ok {
					t.Fatalf("reason %d has no name in this test", r)
				}
				all = append(all, reply(fmt.Sprintf("%s %s", k, name), d.Refuse(k, exchange.Refusal{Reason: r})))
			}
		}
		compare(t, "refusal_"+string(g)+".json", all)
	}
}

// TestEveryReasonHasItsRow would fail if a row were missing or out of place: each reason must differ from Internal.
func TestEveryReasonHasItsRow(t *testing.T) {
	seen := map[string]exchange.Reason{}
	for _, r := range exchange.Reasons() {
		b, err := json.Marshal(dialect.CallRefusal(exchange.Refusal{Reason: r}).Body)
		if err != nil {
			t.Fatal(err)
		}
		if twin, twice := seen[string(b)]; twice {
			t.Errorf("reasons %d and %d read the same: %s", twin, r, b)
		}
		seen[string(b)] = r
	}
}

func TestVerdictsThatDifferByGeneration(t *testing.T) {
	const gvn, gp = exchange.GreenVN, exchange.GreenPin
	for _, c := range []struct {
		g            dialect.Generation
		k            exchange.Kind
		r            exchange.Reason
		status, code int
	}{
		{dialect.Classic, gvn, exchange.AlreadyDeleted, 410, 22},
		{dialect.Exobridge, gvn, exchange.AlreadyDeleted, 409, 22},
		{dialect.Exobridge, gp, exchange.AlreadyDeleted, 409, 22},
		{dialect.Classic, gvn, exchange.UnknownTenant, 403, 8},
		{dialect.Current, gp, exchange.UnknownTenant, 403, 8},
		{dialect.Exobridge, gvn, exchange.UnknownTenant, 404, 1},
		{dialect.Exobridge, gvn, exchange.NumberNotInPool, 400, 5},
		{dialect.Exobridge, gp, exchange.NumberNotInPool, 403, 8},
		{dialect.Exobridge, gvn, exchange.DurationOutOfRange, 400, 5},
		{dialect.Exobridge, gp, exchange.DurationOutOfRange, 422, 5},
		{dialect.Exobridge, "", exchange.DurationOutOfRange, 400, 5},
		{dialect.Exobridge, gvn, exchange.NumberInUse, 409, 4},
		{dialect.Exobridge, gvn, exchange.NoFreeNumber, 452, 4},
		{dialect.Classic, gvn, exchange.Reason(0), 500, 0},
		{dialect.Exobridge, gp, exchange.Reason(255), 500, 0},
	} {
		status, code := dialect.New(c.g, dialect.Quirks{}, "IST").Verdict(c.k, c.r)
		if status != c.status || code != c.code {
			t.Errorf("%s %s reason %d: got %d/%d, want %d/%d", c.g, c.k, c.r, status, code, c.status, c.code)
		}
	}
}

func TestMessages(t *testing.T) {
	d := dialect.New(dialect.Exobridge, dialect.Quirks{}, "IST")
	var all []golden
	for _, r := range []exchange.Refusal{
		{Reason: exchange.BadParameter, Detail: `usage: "both" is not one of oneway, twoway`},
		{Reason: exchange.BadParameter, Detail: "  "},
		{Reason: exchange.BadParameter, Detail: "A parameter is malformed"},
		{Reason: exchange.BadParameter, Detail: "A parameter is malformed."},
		{Reason: exchange.DuplicateReference, Detail: "order-1042 is held by 6d2f0e9c"},
		{Reason: exchange.InvalidNumber, Detail: "a\x00\xff<b>"},
	} {
		all = append(all, reply(fmt.Sprintf("%d %q", r.Reason, r.Detail), d.Refuse(exchange.GreenVN, r)))
	}
	compare(t, "messages.json", all)
}

func TestQuirksOfRefusals(t *testing.T) {
	var all []golden
	for _, g := range generations() {
		for _, q := range []dialect.Quirks{
			{ErrorBody: "array"},
			{ErrorBody: "object"},
			{UnauthorizedStatus: 402},
			{UnauthorizedStatus: 401},
			{DeletedStatus: 400},
			{DeletedStatus: 410},
		} {
			d := dialect.New(g, q, "IST")
			for _, r := range []exchange.Reason{exchange.AuthenticationFailed, exchange.AlreadyDeleted} {
				name := fmt.Sprintf("%s %+v %s", g, q, reasonNames()[r])
				all = append(all, reply(name, d.Refuse(exchange.GreenVN, exchange.Refusal{Reason: r})))
			}
		}
	}
	compare(t, "quirks_refusal.json", all)
}

func TestReasonFor(t *testing.T) {
	for code, want := range map[int]exchange.Reason{
		0: exchange.Internal, 1: exchange.NotFound, 2: exchange.UnsupportedFilter, 3: exchange.MissingParameter,
		4: exchange.NoFreeNumber, 5: exchange.BadParameter, 7: exchange.AuthenticationFailed, 8: exchange.NotPermitted,
		9: exchange.VersionHeader, 13: exchange.DuplicateNumbers, 14: exchange.SameNumberBothSides,
		15: exchange.RegionNotSupported, 16: exchange.InvalidNumber, 17: exchange.BulkTooLarge,
		18: exchange.DuplicateReference, 19: exchange.NumberHasOtherPin, 20: exchange.MappingAbsent,
		22: exchange.AlreadyDeleted, 23: exchange.InvalidDateRange, 50: exchange.InvalidFlow,
		422: exchange.DurationOutOfRange, 6: exchange.BadParameter, -1: exchange.BadParameter, 999: exchange.BadParameter,
	} {
		if got := dialect.ReasonFor(code); got != want {
			t.Errorf("code %d: got reason %d, want %d", code, got, want)
		}
	}
}

func TestCatalogue(t *testing.T) {
	table := []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 50}
	for _, g := range generations() {
		entries := dialect.Catalogue(g)
		var codes []int
		for i, e := range entries {
			if len(codes) < len(table) && (len(codes) == 0 || codes[len(codes)-1] != e.Code) {
				codes = append(codes, e.Code)
			}
			if e.Meaning == "" || e.Cause == "" || e.Basis == "" || e.Source == "" || e.Status < 400 {
				t.Errorf("%s entry %d is incomplete: %+v", g, i, e)
			}
			if e.Scripted != (e.Cause == "a fault rule only") {
				t.Errorf("%s entry %d: scripted is %v, cause %q", g, i, e.Scripted, e.Cause)
			}
			if !strings.Contains("documented contradictory public assumed", e.Basis) {
				t.Errorf("%s entry %d: basis %q", g, i, e.Basis)
			}
		}
		if diff := cmp.Diff(table, codes); diff != "" {
			t.Errorf("%s codes (-want +got):\n%s", g, diff)
		}
		compare(t, "catalogue_"+string(g)+".json", []golden{{Case: string(g), Body: entries}})
	}
}

// TestCatalogueNamesEveryVerdict: whatever a generation can answer stands in its catalogue.
func TestCatalogueNamesEveryVerdict(t *testing.T) {
	for _, g := range generations() {
		d := dialect.New(g, dialect.Quirks{}, "IST")
		listed := map[[2]int]bool{}
		for _, e := range dialect.Catalogue(g) {
			listed[[2]int{e.Status, e.Code}] = true
		}
		for _, r := range exchange.Reasons() {
			if g != dialect.Exobridge && r == exchange.NumberInUse {
				continue // numbers are not asked for by name there
			}
			for _, k := range []exchange.Kind{exchange.GreenVN, exchange.GreenPin} {
				if status, code := d.Verdict(k, r); !listed[[2]int{status, code}] {
					t.Errorf("%s: %d/%d (%s, %s) is not in the catalogue", g, status, code, k, reasonNames()[r])
				}
			}
		}
	}
}

func TestCallRefusals(t *testing.T) {
	var all []golden
	for _, r := range exchange.Reasons() {
		all = append(all, reply(reasonNames()[r], dialect.CallRefusal(exchange.Refusal{Reason: r})))
	}
	all = append(all, reply("NotFound, detailed", dialect.CallRefusal(exchange.Refusal{Reason: exchange.NotFound, Detail: "abc"})))
	compare(t, "refusal_call.json", all)
}

func TestRestExceptionAsXML(t *testing.T) {
	body, err := xml.Marshal(dialect.RestException(404, "no <call> & no \x00 hope"))
	if err != nil {
		t.Fatal(err)
	}
	want := "<TwilioResponse><RestException><Status>404</Status>" +
		"<Message>no &lt;call&gt; &amp; no \uFFFD hope</Message></RestException></TwilioResponse>"
	if diff := cmp.Diff(want, string(body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if xml.Unmarshal(body, new(dialect.CallError)) != nil {
		t.Error("it cannot be read back")
	}
}
