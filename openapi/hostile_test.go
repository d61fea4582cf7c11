package openapi_test

import (
	"strconv"
	"testing"

	"leadassist-sim/openapi"
)

// A body of a hundred thousand mistakes is answered in proportion to its length, and what speaks first is still heard.
func TestAHundredThousandMistakes(t *testing.T) {
	document, err := openapi.Load("leadassist")
	if err != nil {
		t.Fatal(err)
	}
	create, _ := document.Operation("createGreenvn")
	numbers := make([]any, 100_000)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i)
	}
	found := create.CheckBody(map[string]any{"aparty_numbers": numbers, "bparty_numbers": []any{"+919812345678"}, "usage": "both"})
	byCode := map[int]int{}
	for _, v := range found {
		byCode[v.Code]++
	}
	if found[0].Pointer != "/connection_id" || byCode[3] != 1 || byCode[5] != 2 || byCode[16] != 1000 {
		t.Errorf("first %v, by code %v", found[0], byCode)
	}
}
