package exchange

import "testing"

func TestPinCodesFallToRegions(t *testing.T) {
	for code, want := range map[string]Region{
		"110001": "DL", "121001": "DL", "201301": "DL", "282001": "DL",
		"400001": "MU", "401107": "MH", "411001": "MH", "440001": "MH", "449999": "MH",
		"700001": "WB", "744101": "WB", "751001": "WB", "855555": "WB",
		"500001": "AP", "530001": "AP", "600001": "TN", "669999": "TN",
		"360001": "GJ", "396001": "GJ", "560001": "KA", "599999": "KA",
		"670001": "KL", "699999": "KL", "302001": "RJ", "345001": "RJ",
		"450001": "MP", "492001": "MP", "900001": "MP", "999999": "MP",
		"100001": "DL", "290001": "DL", "350001": "RJ", "540001": "AP", "550001": "KA", "860001": "WB", "880001": "MP", "000000": "", "010001": "",
		"11000": "", "1100011": "", "11000x": "", "": "",
	} {
		got, ok := RegionOfPinCode(code)
		if got != want || ok != (want != "") {
			t.Errorf("%s: got %q %v, want %q", code, got, ok, want)
		}
	}
}

func TestLandlinesBelongToRegions(t *testing.T) {
	for number, want := range map[string]Region{
		"+911140000000": "DL", "+912240000000": "MU", "+912040000000": "MH", "+917124000000": "MH",
		"+913340000000": "WB", "+914040000000": "AP", "+914440000000": "TN", "+917940000000": "GJ",
		"+918040000000": "KA", "+914844000000": "KL", "+911414000000": "RJ", "+917554000000": "MP",
		"+919940000000": "", "+91114000000": "", "+441140000000": "",
	} {
		if got, ok := RegionOfLandline(number); got != want || ok != (want != "") {
			t.Errorf("%s: got %q %v, want %q", number, got, ok, want)
		}
	}
}
