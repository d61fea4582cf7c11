package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"
)

// triggerFlags are the flags of callbacks trigger.
type triggerFlags struct {
	tenant, allocation, product, profile, to string
	set, unset                               []string
}

// trigger makes an event up and sends it.
func (c *console) trigger() *cobra.Command {
	f := &triggerFlags{}
	cmd := &cobra.Command{
		Use: "trigger EVENT", Short: "Send an event without anything having happened: " + strings.Join(events(), ", "),
		Example: "  leadassist-sim callbacks trigger call --tenant demo --to http://127.0.0.1:3000/hook --set call_type=voicemail --unset recording_url",
		Args:    one("the name of an event: " + strings.Join(events(), ", ")), ValidArgs: events(),
		RunE: func(cmd *cobra.Command, args []string) error { return c.fire(cmd.Context(), f, args[0]) },
	}
	flags := cmd.Flags()
	c.tenantFlag(cmd, &f.tenant)
	flags.StringVar(&f.allocation, "allocation", "", "id of the allocation it is about (default: one made up)")
	choice{"product", "of the allocation made up", products()}.add(cmd, &f.product)
	choice{"profile", "whose words (default: the tenant's)", profiles()}.add(cmd, &f.profile)
	flags.StringVar(&f.to, "to", "", "URL to send it to, or inbox (default: where the event would go)")
	flags.StringArrayVar(&f.set, "set", nil, "a field of the body, a.b=value; JSON if it is, else text (repeatable)")
	flags.StringArrayVar(&f.unset, "unset", nil, "a field to leave out, a.b (repeatable)")
	return cmd
}

func products() []string { return []string{"greenvn", "greenpin"} }

func profiles() []string { return []string{"classic", "current", "exobridge"} }

func (c *console) fire(ctx context.Context, f *triggerFlags, event string) error {
	body, err := f.body(event)
	if err != nil {
		return err
	}
	k, err := c.client()
	if err != nil {
		return err
	}
	if body["tenant"], err = k.only(ctx, f.tenant); err != nil {
		return err
	}
	raw, err := k.ask(ctx, question{method: http.MethodPost, path: "callbacks/trigger", body: body})
	if err != nil {
		return err
	}
	return c.delivered(raw)
}

// body is what the door is sent, without the tenant.
func (f *triggerFlags) body(event string) (map[string]any, error) {
	err := cmp.Or(among("the event", event, events()), among("--product", f.product, products()), among("--profile", f.profile, profiles()))
	if err != nil {
		return nil, err
	}
	body := filled("event", event, "product", f.product, "profile", f.profile, "allocation", f.allocation, "to", f.to)
	fields, err := assignments(f.set)
	if err != nil {
		return nil, err
	}
	if len(fields) > 0 {
		body["set"] = fields
	}
	if len(f.unset) > 0 {
		body["unset"] = f.unset
	}
	return body, nil
}

// assignments reads a.b=value: the value is JSON if it can be read as such, else text.
func assignments(said []string) (map[string]any, error) {
	fields := make(map[string]any, len(said))
	for _, one := range said {
		name, value, ok := strings.Cut(one, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--set is like call_type=voicemail or legs.0.to=null, not %q", one)
		}
		fields[name] = value
		if json.Valid([]byte(value)) {
			fields[name] = json.RawMessage(value)
		}
	}
	return fields, nil
}
