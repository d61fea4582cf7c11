package control

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"time"

	"leadassist-sim/sim"
)

// longestWait bounds how long one question may wait, in wall time.
const longestWait = 10 * time.Minute

// near is a request that is not what was looked for, and why not.
type near struct {
	Request request `json:"request"`
	Misses  []miss  `json:"misses"`
}

type miss struct {
	What string `json:"what"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

// counted is how many requests are what was looked for.
type counted struct {
	Count      int    `json:"count"`
	Looked     int    `json:"total_looked_at"`
	Unreadable int    `json:"unreadable"`
	Forgotten  bool   `json:"forgotten"`
	Latest     string `json:"latest"`
	Nearest    []near `json:"nearest"`
}

// countRequests tells how many requests are as the matcher says, at once or as soon as there are enough.
func (d *Door) countRequests(a ask) (any, error) {
	var said struct {
		Matcher any    `json:"matcher"`
		AtLeast int    `json:"at_least"`
		Wait    string `json:"wait"`
	}
	if err := a.into(&said, "matcher", "at_least", "wait"); err != nil {
		return nil, err
	}
	m, err := d.matcher(a)
	if err != nil {
		return nil, err
	}
	if said.AtLeast < 0 {
		return nil, badRequest("at_least: %d is below 0", said.AtLeast)
	}
	patience := time.Duration(0)
	if said.Wait != "" {
		if patience, err = span("wait", said.Wait); err != nil {
			return nil, err
		}
	}
	if patience > longestWait {
		return nil, badRequest("wait: %.64q is longer than %s", said.Wait, longestWait)
	}
	limited, cancel := context.WithTimeout(a.request.Context(), patience)
	defer cancel()
	least := cmp.Or(said.AtLeast, 1)
	all, err := d.enough(limited, m, least)
	if len(all.Entries) >= least {
		all.Nearest = nil // nobody asks what was there instead
	}
	return d.toCounted(all), err
}

// enough looks at the journal, and anew whenever a request was answered, until there are enough or the time is over.
func (d *Door) enough(limited context.Context, m sim.Matcher, least int) (sim.Matched, error) {
	for limited.Err() == nil {
		_, live, stop, ok := d.sim.WatchRequests(m.Tenant, d.sim.Latest()) // before looking, so that nothing is missed
		if !ok {
			return sim.Matched{}, problem{http.StatusServiceUnavailable, "too many watch already; try again when one of them has gone"}
		}
		for more := true; more; more = answered(limited, live) {
			all := d.sim.Journal().Match(m, sim.Filter{}, d.reading)
			if len(all.Entries) >= least {
				stop()
				return all, nil
			}
		}
		stop() // the time is over; or fallen behind, then it watches anew
	}
	return d.sim.Journal().Match(m, sim.Filter{}, d.reading), nil
}

// answered waits until a request was answered. false: the time is over, or nothing more will be told here.
func answered(limited context.Context, live <-chan sim.Happening) bool {
	for {
		select {
		case h, open := <-live:
			if !open || h.What == sim.HappenedRequest {
				drain(live)
				return open
			}
		case <-limited.Done():
			return false
		}
	}
}

// drain passes over what is told already: one look sees it all.
func drain(live <-chan sim.Happening) {
	for {
		select {
		case _, open := <-live:
			if !open {
				return
			}
		default:
			return
		}
	}
}

func (d *Door) toCounted(all sim.Matched) counted {
	told := counted{
		Count: len(all.Entries), Looked: all.Looked, Unreadable: all.Unreadable, Forgotten: all.Forgotten,
		Latest: strconv.FormatUint(all.LatestID, 10), Nearest: []near{},
	}
	for _, n := range all.Nearest {
		one := near{Request: d.toRequest(n.Entry)}
		for _, m := range n.Misses {
			one.Misses = append(one.Misses, miss(m))
		}
		told.Nearest = append(told.Nearest, one)
	}
	return told
}

// found is a page of requests; Newest is where to go on from later.
type found struct {
	page
	Newest string `json:"newest"`
}

// findRequests lists the requests that are as the matcher says, newest first.
func (d *Door) findRequests(a ask) (any, error) {
	var said struct {
		Matcher   any    `json:"matcher"`
		Limit     int    `json:"limit"`
		After     string `json:"after"`
		NewerThan string `json:"newer_than"`
	}
	if err := a.into(&said, "matcher", "limit", "after", "newer_than"); err != nil {
		return nil, err
	}
	m, err := d.matcher(a)
	if err != nil {
		return nil, err
	}
	f := sim.Filter{}
	for _, c := range []struct {
		name, said string
		into       *uint64
	}{{"after", said.After, &f.Before}, {"newer_than", said.NewerThan, &f.Behind}} {
		if *c.into, err = strconv.ParseUint(cmp.Or(c.said, "0"), 10, 63); err != nil {
			return nil, badRequest("%s: %.64q is not what a page told", c.name, c.said)
		}
	}
	size := cmp.Or(said.Limit, defaultPage)
	if size < 1 || size > maxPage {
		return nil, badRequest("limit: %d is not a number from 1 to %d", said.Limit, maxPage)
	}
	all := d.sim.Journal().Match(m, f, d.reading)
	return found{d.toPage(all.Entries, size), strconv.FormatUint(max(all.Newest, f.Behind), 10)}, nil
}

// toPage tells the first of the entries, as many as fit.
func (d *Door) toPage(entries []sim.Entry, size int) page {
	answer := page{}
	if len(entries) > size {
		entries = entries[:size]
		answer.Next = strconv.FormatUint(entries[size-1].Seq, 10)
	}
	told := make([]request, 0, len(entries))
	for _, e := range entries {
		told = append(told, d.toRequest(e))
	}
	answer.Items = told
	return answer
}
