package features

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// Options say what is played and how it is told.
type Options struct {
	// Paths are feature files, folders of them, or FILE:LINE for one scenario.
	Paths []string
	// FS is where the paths are; nil: the file system.
	FS fs.FS
	// Tags is an expression such as "@greenvn && ~@control"; empty: everything.
	Tags string
	// Format is one of Formats, or several with commas, each with :FILE if it is not for Out.
	Format string
	// CallbackListen is where the run's receiver of events listens, such as 127.0.0.1:0; empty: there, if the endpoint is a
	// simulator, else scenarios tagged @callbacks are not run.
	CallbackListen string
	// CallbackPublicURL is the address under which the endpoint reaches the receiver; empty: the one it listens on.
	CallbackPublicURL string
	// Profiles are the generations the files are played in, once for each, by the scenarios tagged with it; empty: the files
	// are played once, as they are.
	Profiles []string
	// Concurrency is how many scenarios are played side by side; below 2, one after the other.
	Concurrency int
	// Timeout is how long an answer may take; 0: 30 seconds.
	Timeout time.Duration
	// Deadline is how long the whole run may take; 0: as long as it does.
	Deadline time.Duration
	// Rate is how many requests a second may go to the vendor's door; 0: any number.
	Rate float64
	// Budget is how many allocations the run may make; 0: DefaultBudget at an endpoint without a control door if Profiles are
	// played, else any number.
	Budget int
	// Strict wants what each generation's own documents say, where documents contradict each other; else any documented
	// variant passes, if Profiles are played.
	Strict bool
	// Progress is told after each scenario how many were played and failed, and of how many; nil: nobody is.
	Progress func(played, failed, all int)
	// FailFast ends the run with the first scenario that fails.
	FailFast bool
	// Seed shuffles the scenarios of each file; 0 leaves them in their order.
	Seed int64
	// Name makes the run's tenants and references unlike those of others; empty: made from the time.
	Name string
	// Values are what {name} stands for in the files, besides what a scenario knows.
	Values map[string]string
	// ReportDir is a folder for a report in every format that is written at the end; empty: none.
	ReportDir string
	// Against is another endpoint that is sent all that the target is, to be compared; without an address: none.
	Against Target
	// Library is what runs may share; nil: a new one, which takes longer than a short run.
	Library *Library
	// Tool is the version of the program, for reports.
	Tool string
	// Out is where the report goes.
	Out io.Writer
	// Color lets the report be coloured.
	Color bool

	now func() time.Time // nil: the clock on the wall
}

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
	for _, word := range []string{"||", " or ", " and ", "not "} {
		if strings.Contains(o.Tags, word) {
			return o, fmt.Errorf("tags: %q is not understood; a comma means or, && means and, ~ means not: @greenvn,@greenpin && ~@control", strings.TrimSpace(word))
		}
	}
	return o, o.checkFormats()
}

// clock is what the run tells the time by.
func (o Options) clock() func() time.Time {
	if o.now != nil {
		return o.now
	}
	return now
}
