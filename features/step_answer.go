package features

import (
	"context"
	"errors"
	"strconv"
	"strings"
)

// answerSteps look at the last answer of the vendor's door.
func answerSteps() []Step {
	return []Step{
		{`the answer is {count}`, "its HTTP status", Nothing, (*story).answered},
		{`the answer is {count} with code {count}`, "its HTTP status, and the vendor's code in the envelope of any generation", Nothing, (*story).answeredWith},
		{`the answer's field {text} is {text}`, "by dotted path: data.state, 0.code, response.to.1", Nothing, (*story).fieldIs},
		{`the answer's field {text} is absent`, "there is no such field", Nothing, (*story).fieldAbsent},
		{`the answer's field {text} is present`, "there is one, whatever it is", Nothing, (*story).fieldPresent},
		{`the answer has`, "fields and their values, by dotted path; absent and present are words for any", Table, (*story).answerHas},
		{`the answer is the same as before`, "status and body are those of the answer before it", Nothing, (*story).sameAnswer},
		{`no answer comes`, "the connection broke, or the time-out passed", Nothing, (*story).unanswered},
	}
}

var errNoAnswer = errors.New("the scenario has asked the vendor's door nothing yet")

// answerTo gives the last answer, if one came.
func (s *story) lastAnswer() (*Exchange, error) {
	switch {
	case s.answer == nil:
		return nil, errNoAnswer
	case s.answer.Status == 0:
		return nil, s.wrong(s.answer, "no answer came")
	}
	return s.answer, nil
}

func (s *story) answered(_ context.Context, g given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	if strconv.Itoa(e.Status) != g.places[0] {
		return s.wrong(e, "the answer is %d, not %s", e.Status, g.places[0])
	}
	return nil
}

func (s *story) answeredWith(ctx context.Context, g given) error {
	if err := s.answered(ctx, g); err != nil {
		return err
	}
	if code := s.answer.code(); code != g.places[1] {
		if code == "" {
			code = "absent"
		}
		return s.wrong(s.answer, "the code is %s, not %s", code, g.places[1])
	}
	return nil
}

func (s *story) fieldIs(_ context.Context, g given) error {
	return s.has([]field{{g.places[0], g.places[1]}})
}

func (s *story) fieldAbsent(_ context.Context, g given) error {
	return s.has([]field{{g.places[0], absent}})
}

func (s *story) fieldPresent(_ context.Context, g given) error {
	return s.has([]field{{g.places[0], "present"}})
}

func (s *story) answerHas(_ context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	return s.has(rows)
}

func (s *story) has(rows []field) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	body := e.body()
	for _, row := range rows {
		_, _, ok := kept(body, []field{s.said(row)})
		if row, seen, same := kept(body, []field{row}); !ok && !same {
			return s.wrong(e, "%s is %s, not %s", row.name, seen, row.value)
		}
	}
	return nil
}

// said is a row as it is answered: a reference that was made unique is answered so.
func (s *story) said(row field) field {
	switch row.name[strings.LastIndexByte(row.name, '.')+1:] {
	case "connection_id", "transaction_id":
		if row.value != absent && row.value != "present" && row.value != "null" {
			row.value = s.reference(row.value)
		}
	}
	return row
}

func (s *story) sameAnswer(context.Context, given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	if s.before == nil {
		return errors.New("there is no answer before it")
	}
	if s.before.Status != e.Status || string(s.before.Reply) != string(e.Reply) {
		return s.wrong(e, "the answer before was another:\n%s\nand now", s.before.Answer())
	}
	return nil
}

func (s *story) unanswered(context.Context, given) error {
	switch {
	case s.answer == nil:
		return errNoAnswer
	case s.answer.Status != 0 && s.answer.Failure == "":
		return s.wrong(s.answer, "an answer came")
	}
	return nil
}
