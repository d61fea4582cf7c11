package main

import (
	"maps"
	"slices"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// vocabulary is what fault rules may name: the operations of the vendor's documents and the fields of their requests,
// the events and theirs, and the vendor's codes, each of all generations together.
func vocabulary(documents map[string]*openapi.Document) fault.Vocabulary {
	operations, events := map[string]map[string]bool{}, map[string]map[string]bool{}
	for name, document := range documents {
		if name == "control" {
			continue
		}
		for _, o := range document.Operations() {
			note(operations, o.ID, o.Fields())
			if strings.Contains(o.Path, "/{id}") || strings.Contains(o.Path, "/{call}") {
				note(operations, o.ID, []string{"id"})
			}
			for _, event := range o.Events() {
				note(events, string(eventKind(event)), o.EventFields(event))
			}
		}
	}
	return fault.Vocabulary{Operations: sortedFields(operations), Events: sortedFields(events), Codes: codes(), Tenant: sim.CheckSID}
}

// note adds fields to those of a word.
func note(words map[string]map[string]bool, word string, fields []string) {
	if words[word] == nil {
		words[word] = map[string]bool{}
	}
	for _, field := range fields {
		words[word][field] = true
	}
}

func sortedFields(words map[string]map[string]bool) map[string][]string {
	all := make(map[string][]string, len(words))
	for word, fields := range words {
		all[word] = slices.Sorted(maps.Keys(fields))
	}
	return all
}

// eventKind is the event that a document's callback is about: documents tell a call with and without insights apart.
func eventKind(callback string) exchange.EventKind {
	switch callback {
	case "callProgress":
		return exchange.CallProgress
	case "callWithInsights":
		return exchange.CallEnded
	case "verificationSuccess":
		return exchange.VerificationSuccess
	case "verificationFailure":
		return exchange.VerificationFailure
	}
	return exchange.EventKind(callback)
}

// codes lists those of the vendor's table that any generation has.
func codes() []int {
	known := map[int]bool{}
	for _, g := range []dialect.Generation{dialect.Classic, dialect.Current, dialect.Exobridge} {
		for _, e := range dialect.Catalogue(g) {
			known[e.Code] = true
		}
	}
	return slices.Sorted(maps.Keys(known))
}
