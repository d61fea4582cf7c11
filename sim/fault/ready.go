package fault

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// Ready is a checked rule made ready to be asked. It is never changed, so that all worlds which have the rule share it.
type Ready struct {
	rule    Rule
	wording string // what it says, whoever brought it
	mark    mark
	wants   []want
}

// mark stands for a wording.
type mark [sha256.Size]byte

// Prepare makes a checked rule ready.
func Prepare(r Rule) *Ready {
	wording := r.wording()
	return &Ready{rule: r, wording: wording, mark: sha256.Sum256([]byte(wording)), wants: r.wants()}
}

// Rule is what was made ready.
func (r *Ready) Rule() Rule { return r.rule }

// wording is what a rule says and in which scenario. Of a rule that cannot be written, which no checked one is, only the
// scenario is left.
func (r Rule) wording() string {
	text, _ := r.MarshalJSON()
	return r.Scenario + "\x00" + string(text)
}

// stream is the chance of a rule in a set of that seed: by what it says, not by its place or its id.
func (r *Ready) stream(seed [16]byte, twin int) *rand.Rand {
	text := binary.BigEndian.AppendUint64(seed[:], uint64(twin))
	sum := sha256.Sum256(append(text, r.wording...))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

// twins tell rules apart that say the same: by the least number free.
type twins struct {
	taken map[twin]bool
	least map[mark]int // no number below it is free
}

type twin struct {
	mark mark
	n    int
}

func twinsOf(rules []*armed, room int) twins {
	t := twins{make(map[twin]bool, room), make(map[mark]int, room)}
	for _, a := range rules {
		t.taken[twin{a.mark, a.twin}] = true
	}
	return t
}

// next takes the least number free.
func (t twins) next(m mark) int {
	n := t.least[m]
	for t.taken[twin{m, n}] {
		n++
	}
	t.least[m] = n + 1
	return n
}
