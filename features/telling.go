package features

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"leadassist-sim/features/report"
)

// live are the formats that are told while the run goes on; the others are written from what is known at its end.
func live() []string { return []string{"pretty", "progress"} }

// Formats lists how a report may be told.
func Formats() []string {
	names := live()
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// telling is one format and the file it goes to; without a file it goes to Out.
type telling struct{ name, file string }

func (o Options) tellings() []telling {
	var all []telling
	for one := range strings.SplitSeq(o.Format, ",") {
		name, file, _ := strings.Cut(one, ":")
		all = append(all, telling{name, file})
	}
	return all
}

func (t telling) live() bool { return slices.Contains(live(), t.name) }

// part is where a file is written to until it is whole.
func (t telling) part() string { return t.file + ".part" }

// checkFormats knows the formats and sees that their files can be written.
func (o Options) checkFormats() error {
	toOut := 0
	for _, t := range o.tellings() {
		switch {
		case !slices.Contains(Formats(), t.name):
			return fmt.Errorf("a format is one of %s, with :FILE or without, not %q", strings.Join(Formats(), ", "), t.name)
		case t.name == "pretty" && o.Concurrency > 1:
			return errors.New("the format pretty tells one scenario at a time; side by side take progress or junit:FILE")
		case t.file == "":
			toOut++
		default:
			if err := report.Writable(t.file); err != nil {
				return fmt.Errorf("the report %s:%s cannot be written: %w", t.name, t.file, err)
			}
		}
	}
	if toOut > 1 {
		return errors.New("only one format can go to the terminal; give the others a file, such as junit:report.xml")
	}
	if o.ReportDir != "" {
		if err := os.MkdirAll(o.ReportDir, 0o755); err != nil {
			return fmt.Errorf("the folder of the reports cannot be made: %w", err)
		}
	}
	return nil
}

// liveFormat is what godog is to tell, and whether any of it goes to Out. It has to tell something.
func (o Options) liveFormat() (format string, toOut bool) {
	var all []string
	for _, t := range o.tellings() {
		switch {
		case t.live() && t.file == "":
			all, toOut = append(all, t.name), true
		case t.live():
			all = append(all, t.name+":"+t.part())
		}
	}
	if len(all) == 0 {
		return "progress", false
	}
	return strings.Join(all, ","), toOut
}

// write tells a run that is over in all formats that have not told it yet. What can be written is, whatever cannot.
func (o Options) write(r report.Run) error {
	var problems []error
	for _, t := range o.tellings() {
		if t.live() {
			if t.file != "" {
				problems = append(problems, os.Rename(t.part(), t.file))
			}
			continue
		}
		f, _ := report.ByName(t.name)
		text, err := f.Write(r)
		switch {
		case err != nil:
		case t.file == "":
			_, err = o.Out.Write(text)
		default:
			err = report.Put(t.file, text)
		}
		problems = append(problems, err)
	}
	if o.ReportDir != "" {
		problems = append(problems, report.PutAll(o.ReportDir, r))
	}
	return errors.Join(problems...)
}
