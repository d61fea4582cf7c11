package features

import (
	"io/fs"
	"regexp"
	"testing"
)

// TestNoCalendar keeps instants out of the suite: a clock that is past one is never turned back to it.
func TestNoCalendar(t *testing.T) {
	files, err := fs.Glob(Contract(), "*.feature")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(Contract(), file)
		if err != nil {
			t.Fatal(err)
		}
		if found := regexp.MustCompile(`the clock stands at "\d{4}-[^"]*"`).Find(text); found != nil {
			t.Errorf("%s: %s", file, found)
		}
	}
}
