package exchange

import (
	"slices"
	"strings"
)

// Regions lists the eleven regions numbers are lent from (docs 000, preferences.region).
func Regions() []Region {
	return []Region{"DL", "MU", "MH", "WB", "AP", "TN", "GJ", "KA", "KL", "RJ", "MP"}
}

// area is a run of postal prefixes, both ends included, compared as text over the length of from.
type area struct {
	from, to string
	region   Region
}

// areas says which region a postal code belongs to. The first match counts: Mumbai lies inside Maharashtra. The
// prefixes inside the eleven are public; those of the neighbours, and where they fall to, are assumed.
func areas() [18]area {
	return [18]area{
		{"400", "400", "MU"},
		{"401", "449", "MH"},
		{"11", "11", "DL"},
		{"10", "29", "DL"}, // neighbours
		{"70", "74", "WB"},
		{"75", "87", "WB"}, // neighbours; 86 and 87 are given to nobody, and 85 is next to them
		{"50", "53", "AP"},
		{"54", "54", "AP"}, // given to nobody; next to 53
		{"55", "55", "KA"}, // given to nobody; next to 56
		{"60", "66", "TN"},
		{"36", "39", "GJ"},
		{"56", "59", "KA"},
		{"67", "69", "KL"},
		{"30", "34", "RJ"},
		{"35", "35", "RJ"}, // given to nobody; next to 34
		{"45", "49", "MP"},
		{"90", "99", "MP"}, // neighbours
		{"88", "89", "MP"}, // given to nobody; next to 90
	}
}

// RegionOfPinCode is the region a six-digit postal code is served from: its own, or the closest of the eleven (docs
// 000, pin_code; which is closest is assumed). False for what is no postal code: those begin with 1 to 9.
func RegionOfPinCode(code string) (Region, bool) {
	if len(code) != 6 || !digits(code) {
		return "", false
	}
	for _, a := range areas() {
		head := code[:len(a.from)]
		if a.from <= head && head <= a.to {
			return a.region, true
		}
	}
	return "", false
}

// stdCodes lists the trunk codes of a region's landlines (public).
func stdCodes(r Region) string {
	switch r {
	case "DL":
		return "11"
	case "MU":
		return "22"
	case "MH":
		return "20 712 231 832"
	case "WB":
		return "33 341 343 353"
	case "AP":
		return "40"
	case "TN":
		return "44 422 452 413"
	case "GJ":
		return "79"
	case "KA":
		return "80 821 824 836"
	case "KL":
		return "484 471 495"
	case "RJ":
		return "141 744 145"
	case "MP":
		return "755 731 761 751 771"
	}
	return ""
}

// RegionOfLandline is the region whose trunk code a landline number (+91, ten digits) starts with. Mobile numbers
// cannot be told this way: their first digits overlap with trunk codes.
func RegionOfLandline(e164 string) (Region, bool) {
	rest, ok := strings.CutPrefix(e164, "+91")
	if !ok || len(rest) != 10 {
		return "", false
	}
	for _, r := range Regions() {
		for code := range strings.FieldsSeq(stdCodes(r)) {
			if strings.HasPrefix(rest, code) {
				return r, true
			}
		}
	}
	return "", false
}

// region is the region wished for: region wins over pin_code (docs 000). Empty: no such wish.
func (p Preferences) region() (Region, error) {
	if p.Region != "" {
		if !slices.Contains(Regions(), p.Region) {
			return "", refuse(RegionNotSupported, "region %q is not one of %v", p.Region, Regions())
		}
		return p.Region, nil
	}
	if p.PinCode == "" {
		return "", nil
	}
	r, ok := RegionOfPinCode(p.PinCode)
	if !ok {
		return "", refuse(RegionNotSupported, "PIN code %q belongs to no supported region", p.PinCode)
	}
	return r, nil
}

// knownRegion refuses a wish for a region that is not served.
func knownRegion(p Preferences) error {
	_, err := p.region()
	return err
}

// knownType refuses a wish for a type there is not.
func knownType(p Preferences) error {
	if p.Type == "" || p.Type == Mobile || p.Type == Landline {
		return nil
	}
	return refuse(BadParameter, "type: %q is not one of mobile, landline", p.Type)
}
