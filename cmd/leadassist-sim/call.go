package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"leadassist-sim/sim/exchange"
)

// callFlags are the flags of call.
type callFlags struct {
	tenant, from, to, allocation string
	pins, outcomes               []string
	ring, talk, hangupBy         string
	live                         bool
}

// placed is what came of a call.
type placed struct {
	Call   callRecord
	Events []delivery
}

// callRecord is a call from a phone to a virtual number.
type callRecord struct {
	SID, Tenant, From, To, Allocation, Type, Started, Ended, Refused string
	DialStatus                                                       string `json:"dial_status"`
	DisconnectedBy                                                   string `json:"disconnected_by"`
	CustomField                                                      string `json:"custom_field"`
	Recorded                                                         bool
	Legs                                                             []leg
}

// leg is one phone that was dialled.
type leg struct{ To, Status, Started, Answered, Ended string }

// outcomes are what a dialled phone may do.
func outcomes() []string {
	all := []string{}
	for _, b := range exchange.Behaviours() {
		all = append(all, string(b))
	}
	return all
}

// call places a synthetic call.
func (c *console) call() *cobra.Command {
	f := &callFlags{}
	cmd := &cobra.Command{
		Use: "call", Short: "Place a synthetic call; prints the call, the phones it rang and the events it made", Args: cobra.NoArgs,
		Example: "  leadassist-sim call --from +919812345678 --to +918012345678\n" +
			"  leadassist-sim call --from +919812345678 --allocation ID --outcome busy --outcome completed",
		RunE: func(cmd *cobra.Command, _ []string) error { return c.dial(cmd.Context(), f) },
	}
	c.tenantFlag(cmd, &f.tenant)
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "the caller's number, like +919812345678")
	flags.StringVar(&f.to, "to", "", "the virtual number called")
	flags.StringVar(&f.allocation, "allocation", "", "id of the allocation whose virtual number is called, instead of --to")
	flags.StringSliceVar(&f.pins, "pin", nil, "PIN entered when asked for one (repeatable)")
	flags.StringSliceVar(&f.outcomes, "outcome", nil, "what the next phone dialled does (repeatable): completed, busy, no-answer, failed, canceled, voicemail")
	flags.StringVar(&f.ring, "ring", "", "how long each phone rings, like 4s")
	flags.StringVar(&f.talk, "talk", "", "how long the conversation lasts, like 32s")
	choice{"hangup-by", "who hangs up", []string{"caller", "callee"}}.add(cmd, &f.hangupBy)
	flags.BoolVar(&f.live, "live", false, "let the call run in the tenant's own time, instead of moving the clock to its end")
	_ = cmd.RegisterFlagCompletionFunc("outcome", cobra.FixedCompletions(outcomes(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("allocation", c.completion("allocations", "id"))
	return cmd
}

// check finds what the door would refuse, and says it in the words of the command line.
func (f *callFlags) check() error {
	if f.from == "" {
		return errors.New("call needs --from, the caller's number, like +919812345678")
	}
	if (f.to == "") == (f.allocation == "") {
		return errors.New("call needs either --to, a virtual number, or --allocation, the id of one that has it")
	}
	for _, o := range f.outcomes {
		if err := among("--outcome", o, outcomes()); err != nil {
			return err
		}
	}
	for name, said := range map[string]string{"--ring": f.ring, "--talk": f.talk} {
		if err := spans(name, said); said != "" && err != nil {
			return err
		}
	}
	return among("--hangup-by", f.hangupBy, []string{"caller", "callee"})
}

func (c *console) dial(ctx context.Context, f *callFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	k, err := c.client()
	if err != nil {
		return err
	}
	tenant, err := k.only(ctx, f.tenant)
	if err != nil {
		return err
	}
	raw, err := k.ask(ctx, question{method: http.MethodPost, path: "calls", body: f.body(tenant)})
	if err != nil {
		return err
	}
	return present(c, raw, showPlaced)
}

// body is what the door is sent.
func (f *callFlags) body(tenant string) map[string]any {
	body := filled("tenant", tenant, "from", f.from, "to", f.to, "allocation", f.allocation, "ring", f.ring, "talk", f.talk, "hangup_by", f.hangupBy)
	if len(f.pins) > 0 {
		body["pins"] = f.pins
	}
	if len(f.outcomes) > 0 {
		body["outcomes"] = f.outcomes
	}
	if f.live {
		body["live"] = true
	}
	return body
}

func showPlaced(out io.Writer, p placed) {
	t := p.Call
	fact(out, "call", t.SID)
	fact(out, "tenant", t.Tenant)
	fact(out, "from", t.From)
	fact(out, "to", t.To)
	fact(out, "allocation", t.Allocation)
	fact(out, "custom field", t.CustomField)
	fact(out, "refused", t.Refused)
	fact(out, "started", instant(t.Started))
	fact(out, "ended", t.end())
	for i, l := range t.Legs {
		fact(out, "phone "+strconv.Itoa(i+1), l.To, l.Status, l.spent())
	}
	for _, d := range p.Events {
		fact(out, "event", d.Event, d.State, d.URL, d.Reason, d.ID)
	}
}

// end is when and how the call ended.
func (t callRecord) end() string {
	if t.Ended == "" {
		return "not yet"
	}
	text := instant(t.Ended) + "  " + t.Type
	if t.DisconnectedBy != "" && t.DisconnectedBy != string(exchange.ByNobody) {
		text += " by " + t.DisconnectedBy
	}
	if t.Recorded {
		text += ", recorded"
	}
	return text
}

// spent is how long the phone rang, and how long it was talked on.
func (l leg) spent() string {
	rang, talked := span(l.Started, l.Answered), span(l.Answered, l.Ended)
	switch {
	case talked != "":
		return fmt.Sprintf("rang %s, talked %s", rang, talked)
	case rang != "":
		return fmt.Sprintf("rang %s, talking", rang)
	case l.Ended != "":
		return "rang " + span(l.Started, l.Ended)
	}
	return "rings"
}
