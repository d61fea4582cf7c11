package features

import (
	"errors"
	"io"
	"strconv"
	"time"
)

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

// clock is what the run tells the time by.
func (o Options) clock() func() time.Time {
	if o.now != nil {
		return o.now
	}
	return now
}
