package exchange

import (
	"regexp"
	"strings"
	"testing"
)

// TestAnyID makes ids of many lengths, none twice, each fit for a path and of its own generation, the same again from the
// same seed.
func TestAnyID(t *testing.T) {
	make40 := func(style IDStyle) []string {
		x := New(Config{Numbers: pooled(41), AnyID: true}, NewChance(1, "t"))
		var ids []string
		for i := range 40 {
			c := greenvn("")
			c.IDs = style
			if i == 0 {
				pin := greenpin(vn(40))
				pin.IDs = style
				ids = append(ids, must(t, x, start(), pin).Allocation.ID)
				continue
			}
			ids = append(ids, must(t, x, start(), c).Allocation.ID)
		}
		return ids
	}
	fit := regexp.MustCompile(`^[0-9a-zA-Z_][0-9a-zA-Z_-]{5,63}$`)
	for _, style := range []IDStyle{UUID, Prefixed} {
		ids, again := make40(style), make40(style)
		known, lengths := map[string]bool{}, map[int]bool{}
		for i, id := range ids {
			prefixed := strings.HasPrefix(id, "gvn_") || strings.HasPrefix(id, "gp_")
			if !fit.MatchString(id) || known[id] || id != again[i] || prefixed != (style == Prefixed) {
				t.Errorf("%q, and again %q", id, again[i])
			}
			known[id], lengths[len(id)] = true, true
		}
		if len(lengths) < 5 {
			t.Errorf("only lengths %v", lengths)
		}
	}
	if id := make40(Prefixed)[0]; !strings.HasPrefix(id, "gp_") {
		t.Errorf("a GreenPin is called %q", id)
	}
}
