package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// trial is one sample before one simulator. Each has a tenant of its own, so that they do not meet.
type trial struct {
	*testing.T
	served
	sample
	generation string
	want       documented
	created    map[string]any // the allocation the sample is about, as its creation answered
}

func (r *trial) run(all []sample) {
	tenant, as := r.name(), r.As
	if r.strict {
		locked := r.send(r.T, r.sample, tenant, r.stranger(), as)
		r.refused(locked, http.StatusUnauthorized, 7) // what is written in the documents opens nobody's door
		as = "key-" + tenant + ":token"
		if r.Credentials == "none" || r.Credentials == "unspaced" {
			r.Credentials = "header" // the sample as its reader mends it
		}
	}
	before := r.fill(r.first(all), tenant, as)
	r.sample = r.fill(r.sample, tenant, as)
	id := ""
	if before.Method != "" {
		id = r.create(before, tenant, as)
	}
	got := r.send(r.T, r.sample, tenant, id, as)
	if r.want.Keys == nil {
		r.refused(got, r.want.Status, r.want.Code)
		return
	}
	data := r.answered(got, r.want)
	if r.Section == "create" {
		r.echoed(data, r.Body)
		r.again(tenant, as)
		return
	}
	r.echoed(data, before.Body, r.Body)
	r.kept(data)
	r.afterwards(all, tenant, id, as)
}

// stranger is an id that nothing has, in the shape of the sample's generation.
func (r *trial) stranger() string {
	return map[string]string{"000": "123456", "002": "gvn_abc123", "003": "123456", "004": "gp_abc123xyz"}[r.Document]
}

// first is the request that makes what the sample is about; none for a create or a call look-up.
func (r *trial) first(all []sample) sample {
	switch r.Section {
	case "create", "call":
		return sample{}
	case "greenpin":
		return sample{
			Document: r.Document, Generation: r.Generation, Section: "create", Method: http.MethodPost, Path: "/v1/tenants/{tenant}/greenpin",
			Credentials: "user", Headers: map[string]string{"Content-Type": "application/json"},
			Body: `{"caller_id_number":"{number}","from":["+919900123456"],"to":["+918800123456"],"duration":3600,"custom_field":"order_id=12345"}`,
		}
	}
	return all[slices.IndexFunc(all, func(x sample) bool {
		return x.Generation == r.Generation && x.Section == "create" && x.Language == "curl"
	})]
}

// fill puts two numbers of the tenant's pool in the places a body leaves for them, the first in the first.
func (r *trial) fill(x sample, tenant, as string) sample {
	if !strings.Contains(x.Body, "{number}") && !strings.Contains(x.Body, "{other}") {
		return x
	}
	if !r.strict { // the first request of a tenant makes it
		_ = r.send(r.T, sample{Method: http.MethodGet, Generation: x.Generation, Path: "/v1/tenants/{tenant}/greenvn/{id}", Credentials: "user"}, tenant, "gvn_0", as)
	}
	var fitting []string
	for _, number := range slices.Sorted(maps.Keys(r.pool(r.T, tenant))) {
		if strings.HasPrefix(number, "+9140") {
			fitting = append(fitting, number)
		}
	}
	if len(fitting) < 2 {
		r.Fatalf("the pool of %s has too few numbers in +9140: %v", tenant, fitting)
	}
	x.Body = strings.NewReplacer("{number}", fitting[0], "{other}", fitting[1]).Replace(x.Body)
	return x
}

// create makes what the sample is about and gives its id.
func (r *trial) create(x sample, tenant, as string) string {
	got := r.send(r.T, x, tenant, "", as)
	if got.status != http.StatusOK && got.status != http.StatusCreated {
		r.Fatalf("nothing to try the sample on: %d %s", got.status, got.body)
	}
	r.created = r.data(got)
	for _, key := range []string{"greenvn_id", "greenpin_id"} {
		if id, ok := r.created[key].(string); ok {
			return id
		}
	}
	r.Fatalf("the allocation has no id: %s", got.body)
	return ""
}

// data opens the envelope of a success, which must be the generation's own, whole.
func (r *trial) data(got reply) map[string]any {
	r.Helper()
	envelope, ok := got.value.(map[string]any)
	if !ok {
		r.Fatalf("not an object: %s", got.body)
	}
	key := "data"
	rest := map[string]any{"success": true, "status": json.Number(fmt.Sprint(got.status))}
	switch r.generation {
	case "current":
		rest["code"], rest["message"] = nil, nil
	case "exobridge":
		key, rest = "response", map[string]any{}
	}
	data, ok := envelope[key].(map[string]any)
	rest[key] = envelope[key]
	if diff := cmp.Diff(rest, envelope); !ok || diff != "" {
		r.Fatalf("not the %s envelope (-want +got):\n%s", r.generation, diff)
	}
	return data
}

// answered holds an answer against the documents: status, envelope, exactly their keys, and the kind of every value.
func (r *trial) answered(got reply, want documented) map[string]any {
	r.Helper()
	if got.status != want.Status {
		r.Fatalf("status %d, wanted %d: %s", got.status, want.Status, got.body)
	}
	data := r.data(got)
	keys := maps.Clone(want.Keys)
	if r.generation == "current" {
		keys["greenvn"] = keys["green_vn"]
		delete(keys, "green_vn")
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(keys)), slices.Sorted(maps.Keys(data))); diff != "" {
		r.Errorf("not the documented keys (-want +got):\n%s", diff)
	}
	for key, kind := range keys {
		if is, known := kinds[kind]; !known || !is(data[key]) {
			r.Errorf("%s: %v is not of the kind %s", key, data[key], kind)
		}
	}
	return data
}

// echoed finds in the answer what the requests asked for, the later over the earlier.
func (r *trial) echoed(data map[string]any, bodies ...string) {
	asked := map[string]any{}
	for _, body := range bodies {
		if body == "" {
			continue
		}
		maps.Copy(asked, decoded(r.T, body).(map[string]any))
	}
	asked["virtual_number"] = asked["caller_id_number"]
	for key, want := range asked {
		if got, ok := data[key]; ok && !reflect.DeepEqual(got, want) {
			r.Errorf("%s: %v was asked for and %v answered", key, want, got)
		}
	}
	if seconds, ok := asked["duration"].(json.Number); ok && data["created_at"] != nil {
		if lasts := moment(r.T, data["expires_at"]).Sub(moment(r.T, data["created_at"])); fmt.Sprint(lasts.Seconds()) != seconds.String() {
			r.Errorf("it lasts %s, asked for were %s s", lasts, seconds)
		}
	}
}

func moment(t *testing.T, v any) time.Time {
	at, err := time.Parse(time.RFC3339, fmt.Sprint(v))
	if err != nil {
		t.Error(err)
	}
	return at
}

// kept finds in the answer what no request can change, and the number that the sample asked for where it did.
func (r *trial) kept(data map[string]any) {
	for _, key := range []string{"greenvn_id", "greenpin_id", "created_at", "expires_at", "pin"} {
		if was, ok := r.created[key]; ok && data[key] != nil && data[key] != was {
			r.Errorf("%s was %v and is %v", key, was, data[key])
		}
	}
	for _, key := range []string{"green_vn", "greenvn", "virtual_number"} {
		number, ok := data[key].(string)
		if was := r.created[key]; ok && number != preferred && (number == was) == (r.Section == "vn") {
			r.Errorf("%s was %v and is %v after %s", key, was, number, r.Section)
		}
		if ok && r.Section == "vn" && r.Document == "000" {
			r.met(number)
		}
	}
}

// met holds a swapped number against the preferences of the sample: the very number when the tenant has it, else one of
// the region and type.
func (r *trial) met(number string) {
	pool := r.pool(r.T, r.name())
	if _, has := pool[preferred]; has {
		if number != preferred {
			r.Errorf("%s is free and was asked for, but %s lent", preferred, number)
		}
		return
	}
	if n := pool[number]; strings.Contains(r.Body, "number_type") && (n.Region != "KA" || n.Type != "landline") {
		r.Errorf("%s is a %s of %s; asked for was a landline of KA", number, n.Type, n.Region)
	}
}

// again sends a create once more: the documented conflict (docs 000, the 409 sample; docs 002, status 409).
func (r *trial) again(tenant, as string) {
	got := r.send(r.T, r.sample, tenant, "", as)
	if r.generation == "exobridge" {
		r.refused(got, http.StatusConflict, -1)
		return
	}
	want := `{"success":false,"status":409,"code":18,"message":"Allocation exists for this connection id.","data":null}`
	if r.generation == "classic" {
		want = "[" + want + "]"
	}
	if got.status != http.StatusConflict || got.body != want {
		r.Errorf("once more: %d %s\nwanted    409 %s", got.status, got.body, want)
	}
}

// afterwards reads once more what a DELETE has ended.
func (r *trial) afterwards(all []sample, tenant, id, as string) {
	if r.Method != http.MethodDelete {
		return
	}
	read := all[slices.IndexFunc(all, func(x sample) bool { return x.Document == r.Document && x.Section == "read" })]
	if read.Credentials == "none" {
		read.Credentials = "header"
	}
	data := r.data(r.send(r.T, read, tenant, id, as))
	if word := fmt.Sprint(data["state"], data["status"]); !strings.Contains(word, "vault") && !strings.Contains(word, "deleted") {
		r.Errorf("it was deleted and reads %v", data)
	}
}

// refused holds an error against the generation's envelope, whole but for the sentence, which need only be there. Any
// code will do where the documents name none: -1.
func (r *trial) refused(got reply, status, code int) {
	r.Helper()
	var told struct {
		Code    json.Number
		Message string
	}
	unwrapped := strings.Trim(got.body, "[]")
	for _, holder := range []string{"response", "error_data", "RestException"} {
		var outer map[string]json.RawMessage
		if json.Unmarshal([]byte(unwrapped), &outer) == nil && outer[holder] != nil {
			unwrapped = string(outer[holder])
		}
	}
	if err := json.Unmarshal([]byte(unwrapped), &told); err != nil || told.Message == "" {
		r.Fatalf("an error without a sentence: %d %s", got.status, got.body)
	}
	if code == -1 {
		code, _ = strconv.Atoi(told.Code.String())
	}
	message, _ := json.Marshal(told.Message)
	want := fmt.Sprintf(`{"success":false,"status":%d,"code":%d,"message":%s,"data":null}`, status, code, message)
	switch {
	case r.Section == "call":
		want = fmt.Sprintf(`{"RestException":{"Status":%d,"Message":%s}}`, status, message)
	case r.generation == "exobridge":
		want = fmt.Sprintf(`{"response":{"status":"failure","code":%d,"error_data":{"code":%d,"message":%s}}}`, status, code, message)
	case r.generation == "classic":
		want = "[" + want + "]"
	}
	if diff := cmp.Diff(decoded(r.T, want), got.value); got.status != status || diff != "" {
		r.Errorf("status %d, wanted %d, in the %s envelope (-want +got):\n%s", got.status, status, r.generation, diff)
	}
}
