package exchange

import "math/rand/v2"

// The alphabets of ids whose shape is not to be relied on. None has an underscore, so that no such id is taken for one of
// the exobridge generation.
const (
	decimal = "0123456789"
	hex     = "0123456789abcdef"
	lower   = decimal + "abcdefghijklmnopqrstuvwxyz"
	mixed   = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
)

// anyID draws an id of any shape. The shortest are as short as the documents' own: six characters, as in 123456 (docs
// 000) and gvn_abc123 (docs 002); the longest are too long for a number or a column of 36 characters.
func anyID(chance *rand.Rand, style IDStyle, k Kind) string {
	if style == Prefixed {
		return prefixOf(k) + spell(chance, lower, 6+chance.IntN(43))
	}
	switch chance.IntN(5) {
	case 0:
		return spell(chance, decimal, 6)
	case 1:
		return spell(chance, decimal, 7+chance.IntN(18))
	case 2:
		return spell(chance, hex, 24+8*chance.IntN(2))
	case 3:
		return spell(chance, lower, 10+chance.IntN(11))
	}
	return spell(chance, mixed, 40+chance.IntN(25))
}

// spell draws so many characters of an alphabet. The first is neither a dash, which a command line takes for a flag, nor
// a zero, with which an id would be another once somebody reads it as a number.
func spell(chance *rand.Rand, alphabet string, length int) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = alphabet[chance.IntN(len(alphabet))]
	}
	for b[0] == '-' || b[0] == '0' {
		b[0] = alphabet[chance.IntN(len(alphabet))]
	}
	return string(b)
}
