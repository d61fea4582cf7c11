package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// wording is what a rule says.
type wording struct {
	Name, Tenant       string
	Operation, Event   string
	Match              map[string]any
	From, Every, Times int
	After, Until, When string
	Probability        float64
	Effect             any
	Sequence           []any
	Repeat             bool
}

// where is what the rule is about.
func (r wording) where() string {
	about := r.Operation
	switch {
	case r.Event != "":
		about = "event " + r.Event
	case about == "":
		about = "every operation"
	}
	for _, field := range slices.Sorted(maps.Keys(r.Match)) {
		about += " " + field + "=" + matched(r.Match[field])
	}
	return about
}

func matched(v any) string {
	if m, ok := v.(map[string]any); ok {
		return "~" + fmt.Sprint(m["regex"])
	}
	return fmt.Sprint(v)
}

// when is on which of its occasions the rule strikes.
func (r wording) when() string {
	var said []string
	say := func(name string, n int, least int) {
		if n > least {
			said = append(said, name+" "+strconv.Itoa(n))
		}
	}
	say("from", r.From, 1)
	say("every", r.Every, 1)
	say("times", r.Times, 0)
	for _, part := range []struct{ name, text string }{{"after ", r.After}, {"until ", r.Until}} {
		if part.text != "" {
			said = append(said, part.name+part.text)
		}
	}
	if r.Probability > 0 && r.Probability < 1 {
		said = append(said, "with probability "+strconv.FormatFloat(r.Probability, 'g', -1, 64))
	}
	if len(said) == 0 {
		return "always"
	}
	return strings.Join(said, ", ")
}

// what is what happens.
func (r wording) what() string {
	if r.Sequence == nil {
		return outcome(r.Effect) + r.late()
	}
	all := make([]string, len(r.Sequence))
	for i, e := range r.Sequence {
		all[i] = outcome(e)
	}
	text := strings.Join(all, "; ")
	if r.Repeat {
		text += "; again"
	}
	return text + r.late()
}

func (r wording) late() string {
	if r.When == "after" {
		return ", after acting"
	}
	return ""
}

// outcome is one effect in words: code 4, reset.
func outcome(e any) string {
	effect, ok := e.(map[string]any)
	if !ok {
		return fmt.Sprint(e)
	}
	all := make([]string, 0, len(effect))
	for _, key := range slices.Sorted(maps.Keys(effect)) {
		text := strings.ReplaceAll(key, "_", " ")
		if effect[key] != true {
			text += " " + value(effect[key])
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

// value is a part of an effect: lognormal 500ms.
func value(v any) string {
	of, ok := v.(map[string]any)
	if !ok {
		return fmt.Sprint(v)
	}
	parts := make([]string, 0, len(of))
	for _, key := range slices.Sorted(maps.Keys(of)) {
		parts = append(parts, key+" "+value(of[key]))
	}
	return strings.Join(parts, " ")
}
