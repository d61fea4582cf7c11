package explain

import "strings"

// phone reads a phone number as people write it and gives it in E.164 form. Ten digits without a country are taken for
// Indian ones. False: it is too short or too long to be guessed.
func phone(s string) (string, bool) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "tel:"))
	abroad := strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00")
	d := strings.TrimLeft(digitsOf(s), "0")
	if strings.Trim(s, "0123456789+-.() /\u00a0\t") != "" {
		return "", false
	}
	switch {
	case len(d) == 10 && (!abroad || strings.HasPrefix(s, "+0")):
		d = "91" + d
	case len(d) == 13 && strings.HasPrefix(d, "910"):
		d = "91" + d[3:]
	}
	if len(d) < 11 && !abroad || len(d) < 7 || len(d) > 15 {
		return "", false
	}
	return "+" + d, true
}

// digitsOf drops everything but digits.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
