package dialect

import (
	"strings"

	"leadassist-sim/sim/exchange"
)

// Product is what a path, or an operation's path with its variables, is about. The fourth segment says it (docs 000,
// the addresses): a tenant may be called anything. What is neither, such as settings, counts as a GreenVN (assumed).
func Product(path string) exchange.Kind {
	segments := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 5)
	if len(segments) > 3 && strings.HasPrefix(segments[3], string(exchange.GreenPin)) {
		return exchange.GreenPin
	}
	return exchange.GreenVN
}
