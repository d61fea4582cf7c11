package features

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Formats lists how a report may be told.
func Formats() []string { return []string{"pretty", "progress", "junit", "cucumber"} }

// settled is the options with their defaults, or what is wrong with them.
func (o Options) settled() (Options, error) {
	if len(o.Paths) == 0 {
		return o, errors.New("no feature file is named")
	}
	if o.Format == "" {
		o.Format = "pretty"
	}
	o.Concurrency = max(o.Concurrency, 1)
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Name == "" {
		o.Name = "run" + strconv.FormatInt(now().UnixMilli(), 36)
	}
	if o.FailFast && o.Concurrency > 1 {
		return o, errors.New("a run that ends with the first failure plays one scenario at a time")
	}
	return o, o.checkFormats()
}

// checkFormats knows the formats and sees that their files can be written.
func (o Options) checkFormats() error {
	toOut := 0
	for one := range strings.SplitSeq(o.Format, ",") {
		name, file, named := strings.Cut(one, ":")
		switch {
		case !slices.Contains(Formats(), name):
			return fmt.Errorf("a format is one of %s, with :FILE or without, not %q", strings.Join(Formats(), ", "), one)
		case name == "pretty" && o.Concurrency > 1:
			return errors.New("the format pretty tells one scenario at a time; side by side take progress or junit:FILE")
		case !named:
			toOut++
		default:
			if err := writable(file); err != nil {
				return fmt.Errorf("the report %s cannot be written: %w", one, err)
			}
		}
	}
	if toOut > 1 {
		return errors.New("only one format can go to the terminal; give the others a file, such as junit:report.xml")
	}
	return nil
}

func writable(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return f.Close()
}
