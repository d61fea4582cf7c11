package dialect

import "leadassist-sim/sim/exchange"

// Row is the line of the catalogue for a reason and a product. False: the generation's catalogue has none.
func Row(g Generation, k exchange.Kind, r exchange.Reason) (Entry, bool) {
	notes := classicNotes()
	if g == Exobridge {
		notes = exobridgeNotes()
	}
	catalogue, found := Catalogue(g), -1
	for i, n := range notes {
		if n.reason == r && i < len(catalogue) && (found < 0 || n.kind == k) {
			found = i
		}
	}
	if found < 0 {
		return Entry{}, false
	}
	return catalogue[found], true
}
