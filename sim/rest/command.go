package rest

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// command checks, decodes and carries out every operation on one allocation and on the settings.
func (d *Door) command(v *visit) (dialect.Reply, error) {
	if err := d.check(v); err != nil {
		return dialect.Reply{}, err
	}
	v.step = sim.StepDecode
	command, err := v.dialect.Decode(v.operation, v.target, v.value)
	if err != nil {
		return dialect.Reply{}, err
	}
	return v.do(command)
}

func (v *visit) do(command exchange.Command) (dialect.Reply, error) {
	v.step = sim.StepExchange
	outcome, err := v.world.Do(command)
	if err != nil {
		return dialect.Reply{}, err
	}
	return v.dialect.Encode(v.operation, outcome), nil
}

// bulk is command for many: an item the document refuses is told in the item's place, the others go on.
func (d *Door) bulk(v *visit) (dialect.Reply, error) {
	if err := d.readable(v); err != nil {
		return dialect.Reply{}, err
	}
	whole, items := apart(v.document.CheckBody(v.value))
	v.violations = whole
	if err := refusal(whole); err != nil {
		return dialect.Reply{}, err
	}
	refused := make(map[int]exchange.Refusal, len(items))
	for i, violations := range items {
		if r, ok := errors.AsType[exchange.Refusal](refusal(violations)); ok {
			refused[i] = r
		}
		v.violations = append(v.violations, violations...)
	}
	v.step = sim.StepDecode
	command, err := v.dialect.DecodeBulk(v.value, refused)
	if err != nil {
		return dialect.Reply{}, err
	}
	return v.do(command)
}

// apart sorts violations of bulk items, whose pointer holds an index, from those of the whole body.
func apart(all []openapi.Violation) (whole []openapi.Violation, items map[int][]openapi.Violation) {
	items = map[int][]openapi.Violation{}
	for _, violation := range all {
		first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(violation.Pointer, "/greenpins"), "/"), "/")
		if i, err := strconv.Atoi(first); err == nil {
			items[i] = append(items[i], violation)
		} else {
			whole = append(whole, violation)
		}
	}
	return whole, items
}

// readable finds the operation in the generation's document and makes sure that a body is there if one must be.
func (d *Door) readable(v *visit) error {
	v.step = sim.StepDocument
	name := v.dialect.Document()
	operation, ok := d.documents[name].Operation(v.operation)
	if !ok {
		return exchange.Refusal{Reason: exchange.UnknownRoute, Detail: "this generation has no such operation"}
	}
	v.document, v.step = operation, sim.StepBody
	if v.unreadable != nil {
		return v.unreadable
	}
	if operation.BodyRequired() && len(bytes.TrimSpace(v.body)) == 0 {
		return exchange.Refusal{Reason: exchange.BadParameter, Detail: "the body is empty; a JSON body is needed"}
	}
	v.step = sim.StepDocument
	return nil
}

// check holds the body against the document. A region not served is left to the exchange, which knows what speaks
// before it (API order: numbers, duplicates, region).
func (d *Door) check(v *visit) error {
	if err := d.readable(v); err != nil {
		return err
	}
	if v.document.HasBody() && v.value != nil || v.document.BodyRequired() {
		v.violations = v.document.CheckBody(v.value)
	}
	if missing, ok := v.flowMissing(); ok {
		v.violations = slices.Insert(v.violations, 0, missing)
	}
	return refusal(v.violations)
}

// flowMissing is the one mandatory parameter no document can know: flow_id, when the account has several call flows
// (docs 000, flow_id).
func (v *visit) flowMissing() (openapi.Violation, bool) {
	if v.operation != "createGreenvn" || v.generation == dialect.Exobridge {
		return openapi.Violation{}, false
	}
	body, ok := v.value.(map[string]any)
	if _, sent := body["flow_id"]; !ok || sent || !v.world.FlowRequired() {
		return openapi.Violation{}, false
	}
	return openapi.Violation{Pointer: "/flow_id", Rule: "required", Code: 3, Reason: "flow_id: required, but absent (this tenant has several call flows)"}, true
}

// refusal is what the violations, most telling first, amount to.
func refusal(violations []openapi.Violation) error {
	if len(violations) == 0 {
		return nil
	}
	reason := dialect.ReasonFor(violations[0].Code)
	if reason == exchange.RegionNotSupported {
		return nil
	}
	return exchange.Refusal{Reason: reason, Detail: summary(violations)}
}

// summary names up to three violations of the first one's code.
func summary(violations []openapi.Violation) string {
	var told []string
	for _, violation := range violations {
		if violation.Code == violations[0].Code && len(told) < 3 {
			told = append(told, violation.Reason)
		}
	}
	return strings.Join(told, "; ")
}
