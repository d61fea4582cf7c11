package features

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/cucumber/godog"
)

// Step is a sentence that feature files may use.
type Step struct {
	// Says is the sentence, with places in braces; (s) may be left out, is/are is one of the two.
	Says string `json:"says"`
	// Help is one line on what it does.
	Help string `json:"help"`
	// Takes is what may or must follow it.
	Takes Takes `json:"takes"`

	do func(*story, context.Context, given) error
}

// Takes is what follows a step in its own lines.
type Takes string

// What may follow a step. A step that is followed by something ends in a colon.
const (
	Nothing    Takes = ""
	Table      Takes = "table"
	MaybeTable Takes = "table, or nothing"
	Text       Takes = "text"
)

// Steps lists every step, by noun.
func Steps() []Step {
	return slices.Concat(tenantSteps(), clockSteps(), greenvnSteps(), greenpinSteps(), allocationSteps(), settingsSteps(), callSteps(),
		rawSteps(), answerSteps(), exactSteps(), crowdSteps(), valueSteps(), spanSteps(), greenpinsSteps(), legSteps(), faultSteps(), requestSteps(), callbackSteps(), receiverSteps())
}

// Form is the step as a feature file has it, with what may or must follow.
func (s Step) Form() string {
	switch s.Takes {
	case Nothing:
		return s.form(false)
	case MaybeTable:
		return s.form(false) + "   (or with a colon and a table)"
	default:
		return s.form(true) + "   (" + string(s.Takes) + ")"
	}
}

// form is the step as a feature file has it: with a colon when something follows.
func (s Step) form(followed bool) string {
	says := strings.NewReplacer("{times}", " {times}", "{often}", " {often}", "{within}", " {within}", "{first}", " {first}").Replace(s.Says)
	if followed {
		return says + ":"
	}
	return says
}

// sentence is a step in one of its forms, ready to be matched.
type sentence struct {
	*regexp.Regexp
	step  Step
	takes reflect.Type // of its table or text; nil: nothing follows
}

// sentences compiles all forms of all steps, once a run.
func sentences() []sentence {
	var all []sentence
	for _, step := range Steps() {
		if step.Takes == Nothing || step.Takes == MaybeTable {
			all = append(all, sentence{compile(step.Says), step, nil})
		}
		switch step.Takes {
		case Table, MaybeTable:
			all = append(all, sentence{compile(step.Says + ":"), step, reflect.TypeFor[*godog.Table]()})
		case Text:
			all = append(all, sentence{compile(step.Says + ":"), step, reflect.TypeFor[*godog.DocString]()})
		case Nothing:
		}
	}
	return all
}

// bound is the function godog calls for the sentence in one story: its places as strings, and what follows it.
func (s sentence) bound(to *story) any {
	in := []reflect.Type{reflect.TypeFor[context.Context]()}
	for range s.NumSubexp() {
		in = append(in, reflect.TypeFor[string]())
	}
	if s.takes != nil {
		in = append(in, s.takes)
	}
	out := []reflect.Type{reflect.TypeFor[error]()}
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), func(args []reflect.Value) []reflect.Value {
		err := s.play(args[0].Interface().(context.Context), to, args[1:])
		return []reflect.Value{reflect.ValueOf(&err).Elem()}
	}).Interface()
}

// play hands what the step was called with to its function.
func (s sentence) play(ctx context.Context, to *story, args []reflect.Value) error {
	var g given
	var problems []error
	fill := func(text string) string {
		filled, err := to.fill(ctx, text)
		problems = append(problems, err)
		return filled
	}
	for _, a := range args {
		switch v := a.Interface().(type) {
		case string:
			g.places = append(g.places, fill(v))
		case *godog.DocString:
			g.text = fill(v.Content)
		case *godog.Table:
			for _, row := range v.Rows {
				cells := make([]string, len(row.Cells))
				for i, cell := range row.Cells {
					cells[i] = fill(cell.Value)
				}
				g.table = append(g.table, cells)
			}
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	return s.step.do(to, ctx, g)
}
