package fault

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// check tells everything that is wrong with an effect on an answer, or on an event.
func (e Effect) check(event bool, codes []int) Problems {
	var wrong Problems
	answers, deliveries := e.answers(), e.deliveries()
	said := len(answers) + len(deliveries)
	switch {
	case e.Pass && (said > 0 || !e.Delay.Zero() || e.Hold != 0):
		wrong.add("", "an effect that passes does nothing else")
		return wrong
	case e.Pass:
		return nil
	case said == 0 && e.Delay.Zero() && e.Hold == 0:
		wrong.add("", "says nothing; write pass if nothing is to happen")
	}
	longest, foreign, about := Longest, deliveries, "a request, whose answer it cannot touch; say which event the rule is about"
	if event {
		longest, foreign, about = LongestHold, answers, "an event, whose delivery it cannot touch; leave event out for a rule about answers"
	}
	for _, name := range foreign {
		wrong.add(name, "does not go with %s", about)
	}
	e.Delay.check(&wrong, longest)
	if event {
		e.checkDelivery(&wrong)
	} else {
		e.checkAnswer(&wrong, codes)
	}
	return wrong
}

// answers lists what is said about an answer.
func (e Effect) answers() []string {
	return said(map[string]bool{
		"code": e.Code != nil, "status": e.Status != 0, "hang": e.Hang != 0, "reset": e.Reset, "truncate": e.Truncate,
		"garble": e.Garble, "content_type": e.MediaType != "", "body": e.Body != nil,
	})
}

// deliveries lists what is said about an event.
func (e Effect) deliveries() []string {
	return said(map[string]bool{
		"drop": e.Drop, "duplicate": e.Duplicate != 0, "reorder": e.Reorder, "after_delete": e.AfterDelete, "hold": e.Hold != 0,
	})
}

func said(words map[string]bool) []string {
	maps.DeleteFunc(words, func(_ string, said bool) bool { return !said })
	return slices.Sorted(maps.Keys(words))
}

// partners are the ways to answer that go together; any other two contradict each other.
func partners() [][2]string {
	return [][2]string{
		{"code", "status"},
		{"body", "status"},
		{"code", "content_type"},
		{"status", "content_type"},
		{"truncate", "content_type"},
		{"garble", "content_type"},
		{"body", "content_type"},
	}
}

func together(a, b string) bool {
	return slices.Contains(partners(), [2]string{a, b}) || slices.Contains(partners(), [2]string{b, a})
}

// checkTogether wants an answer to go wrong in one way.
func (e Effect) checkTogether(wrong *Problems) {
	ways := e.answers()
	for i, a := range ways {
		for _, b := range ways[i+1:] {
			if !together(a, b) {
				wrong.add(b, "contradicts %s; an answer goes wrong in one way", a)
			}
		}
	}
}

func (e Effect) checkAnswer(wrong *Problems, codes []int) {
	e.checkTogether(wrong)
	if e.Code != nil && codes != nil && !slices.Contains(codes, *e.Code) {
		wrong.add("code", "%d is none of the vendor's codes; %s", *e.Code, listed(codes))
	}
	if e.Status != 0 && (e.Status < 200 || e.Status > 599) {
		wrong.add("status", "must be from 200 to 599")
	}
	if e.Hang < 0 || e.Hang > Longest {
		wrong.add("hang", "must be above 0 and at most %s", FormatSpan(Longest))
	}
	if e.Body != nil && len(*e.Body) > longestBody {
		wrong.add("body", "has %d bytes; at most %d are allowed", len(*e.Body), longestBody)
	}
	if strings.ContainsFunc(e.MediaType, func(r rune) bool { return r < ' ' || r > '~' }) || len(e.MediaType) > longestText {
		wrong.add("content_type", "must be at most %d printable ASCII characters", longestText)
	}
}

// listed tells numbers from the lowest.
func listed(numbers []int) string {
	words := []string{}
	for _, n := range slices.Compact(slices.Sorted(slices.Values(numbers))) {
		words = append(words, strconv.Itoa(n))
	}
	return "known are " + strings.Join(words, ", ")
}

func (e Effect) checkDelivery(wrong *Problems) {
	held := e.Reorder || e.AfterDelete
	if e.Drop && (len(e.deliveries()) > 1 || !e.Delay.Zero()) {
		wrong.add("drop", "stands alone: what is not delivered can be neither late nor repeated")
	}
	if e.Reorder && e.AfterDelete {
		wrong.add("reorder", "contradicts after_delete; an event is held for one reason")
	}
	if held && !e.Delay.Zero() {
		wrong.add("delay", "does not go with reorder or after_delete, which say how long the event waits; hold bounds that")
	}
	if e.Hold != 0 && !held {
		wrong.add("hold", "goes with reorder or after_delete")
	}
	if e.Hold < 0 || e.Hold > LongestHold {
		wrong.add("hold", "must be above 0 and at most %s", FormatSpan(LongestHold))
	}
	if e.Duplicate < 0 || e.Duplicate > MaxDuplicates {
		wrong.add("duplicate", "must be from 1 to %d", MaxDuplicates)
	}
}

// check wants a delay to be one distribution within its bounds.
func (d Delay) check(wrong *Problems, longest time.Duration) {
	path, spans := "delay", []time.Duration{d.Fixed, d.Min, d.Max, d.Median}
	switch {
	case slices.Min(spans) < 0:
		wrong.add(path, "must not be negative")
	case slices.Max(spans) > longest:
		wrong.add(path, "must be at most %s", FormatSpan(longest))
	case d.Fixed != 0 && (d.Min != 0 || d.Max != 0 || d.Median != 0):
		wrong.add(path, "must be either a span or a distribution")
	case d.Max != 0 && d.Min > d.Max, d.Max == 0 && d.Median == 0 && d.Min != 0:
		wrong.add(path, "min must not be above max")
	case d.Median != 0 && (d.Median < d.Min || d.Max != 0 && d.Median > d.Max):
		wrong.add(path, "median must lie between min and max")
	}
	if bad := math.IsNaN(d.Sigma) || d.Sigma < 0 || d.Sigma > 10; d.Median == 0 && d.Sigma != 0 || d.Median != 0 && (bad || d.Sigma == 0) {
		wrong.add(path, "sigma goes with median, above 0 and at most 10")
	}
}
