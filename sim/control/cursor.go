package control

import (
	"net/url"
	"strconv"
	"strings"

	"leadassist-sim/sim"
)

// cursor is a place in a list that goes through the tenants: after one thing of one of them. Since it names both, what
// is added meanwhile shifts nothing.
type cursor struct{ id, tenant string }

func (c cursor) String() string { return c.id + "@" + c.tenant }

// place reads ?after=; without it the cursor is empty and stands at the beginning.
func place(q url.Values) (cursor, error) {
	said := q.Get("after")
	id, tenant, ok := strings.Cut(said, "@")
	if said != "" && (!ok || id == "" || tenant == "") {
		return cursor{}, badRequest("after: %.64q is not the next of a page", said)
	}
	return cursor{id, tenant}, nil
}

// number is the id where ids are numbers, 0 at the beginning.
func (c cursor) number() (uint64, error) {
	if c.id == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(c.id, 10, 64)
	if err != nil || n == 0 {
		return 0, badRequest("after: %.64q is not the next of a page", c.String())
	}
	return n, nil
}

// rest leaves out the worlds that were gone through.
func (c cursor) rest(worlds []*sim.World) []*sim.World {
	for i, w := range worlds {
		if w.Tenant().SID >= c.tenant {
			return worlds[i:]
		}
	}
	return nil
}
