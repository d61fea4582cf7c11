package report

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Format is a way to write a run down.
type Format struct {
	// Name is what it is asked for by.
	Name string
	// File is its name in a folder of all reports.
	File  string
	Write func(Run) ([]byte, error)
}

// Formats lists the ways.
func Formats() []Format {
	return []Format{
		{"junit", "junit.xml", JUnit},
		{"cucumber", "cucumber.json", Cucumber},
		{"messages", "messages.ndjson", Messages},
		{"html", "report.html", HTML},
		{"har", "exchanges.har", HAR},
		{"json", "report.json", JSON},
	}
}

// ByName finds a format.
func ByName(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// PutAll writes a run in every format into a folder, which is made if need be. What can be written is, whatever cannot.
func PutAll(folder string, r Run) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("the folder of the reports cannot be made: %w", err)
	}
	var problems []error
	for _, f := range Formats() {
		text, err := f.Write(r)
		if err == nil {
			err = Put(filepath.Join(folder, f.File), text)
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// Put writes a file at once: whoever reads it finds the old one or the new one, never half of one. What is no ordinary
// file, such as /dev/stdout, is written as it is.
func Put(file string, text []byte) error {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return told(file, os.WriteFile(file, text, 0o644))
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".report-*")
	if err != nil {
		return told(file, err)
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return told(file, err)
}

func told(file string, err error) error {
	if err != nil {
		return fmt.Errorf("the report %s cannot be written: %w", file, err)
	}
	return nil
}

// Writable tells what would keep Put from writing a file, and leaves no trace.
func Writable(file string) error {
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a folder")
	case err == nil && !info.Mode().IsRegular():
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".report-*")
	if err != nil {
		return errors.Unwrap(err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
