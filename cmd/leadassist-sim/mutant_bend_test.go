package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Bends that mutants are made of.

// during bends what the operations named are asked, and no other.
func during(operations string, do bend) bend {
	return func(q *plea, on pass) *response {
		if slices.Contains(strings.Fields(operations), q.operation) {
			return do(q, on)
		}
		return on(q)
	}
}

// replied changes whole answers.
func replied(change func(q *plea, a *response)) bend {
	return func(q *plea, on pass) *response {
		a := on(q)
		if a != nil {
			change(q, a)
		}
		return a
	}
}

// bending changes the object that a success of the operations tells.
func bending(operations string, change func(data object)) bend {
	return during(operations, replied(func(_ *plea, a *response) {
		body := parsed(a.body)
		if data := a.data(body); data != nil {
			change(data)
			a.body = encoded(body)
		}
	}))
}

// succeeded changes the whole object of a success.
func succeeded(change func(body object)) bend {
	return replied(func(q *plea, a *response) {
		body, ok := parsed(a.body).(object)
		if q.operation == "" || q.operation == "readCall" || a.status >= 300 || !ok {
			return
		}
		change(body)
		a.body = encoded(body)
	})
}

// without leaves a field of a success out.
func without(operations, field string) bend {
	return bending(operations, func(data object) { delete(data, field) })
}

// with gives a field of a success another value, if it has it.
func with(operations, field string, value any) bend {
	return bending(operations, func(data object) {
		if _, ok := data[field]; ok {
			data[field] = value
		}
	})
}

// refused changes refusals with a code; empty: all.
func refused(code string, change func(a *response)) bend {
	return replied(func(_ *plea, a *response) {
		if told, seen := a.error(); told != nil && (code == "" || code == seen) {
			change(a)
		}
	})
}

// erring changes the object that has the code and the message of refusals.
func erring(code string, change func(told object)) bend {
	return refused(code, func(a *response) {
		body := parsed(a.body)
		one := body
		if list, ok := body.([]any); ok {
			one = list[0]
		}
		told, _ := one.(object)
		if inner, ok := told["response"].(object); ok {
			told, _ = inner["error_data"].(object)
		}
		change(told)
		a.body = encoded(body)
	})
}

// coding gives refusals another code.
func coding(code, other string) bend {
	return erring(code, func(told object) { told["code"] = number(other) })
}

// number is one that keeps its digits.
func number(digits string) any { return parsed([]byte(digits)) }

// answering gives refusals another status, in the body too if it says it.
func answering(code string, status int) bend {
	return refused(code, func(a *response) { a.relabel(status) })
}

// relabel changes the status and what the body says of it.
func (a *response) relabel(status int) {
	body := parsed(a.body)
	one := body
	if list, ok := body.([]any); ok && len(list) == 1 {
		one = list[0]
	}
	whole, _ := one.(object)
	if inner, ok := whole["response"].(object); ok && inner["error_data"] != nil {
		inner["code"] = status
	} else if whole["status"] != nil {
		whole["status"] = status
	}
	a.status, a.body = status, encoded(body)
}

// asked changes what is asked of the operations.
func asked(operations string, change func(body object)) bend {
	return during(operations, func(q *plea, on pass) *response {
		if body, ok := parsed(q.body).(object); ok {
			change(body)
			q.body = encoded(body)
		}
		return on(q)
	})
}

// deaf is an endpoint that does not hear a key of what is asked; dots lead to inner ones.
func deaf(operations, key string) bend {
	return asked(operations, func(body object) { forget(body, key) })
}

// forget takes a key out of an object and gives what it said.
func forget(body object, key string) any {
	for outer, inner, ok := strings.Cut(key, "."); ok; outer, inner, ok = strings.Cut(key, ".") {
		body, _ = body[outer].(object)
		key = inner
	}
	said := body[key]
	delete(body, key)
	return said
}

// then does one after the other: the first sees what is asked first and answered last.
func then(all ...bend) bend {
	return func(q *plea, on pass) *response {
		for _, do := range slices.Backward(all) {
			next := on
			on = func(q *plea) *response { return do(q, next) }
		}
		return on(q)
	}
}

// yields makes of refusals with a code what comes when the body is changed so that nothing is wrong with it.
func yields(code string, mend func(body object)) bend {
	return func(q *plea, on pass) *response {
		a := on(q)
		body, ok := parsed(q.body).(object)
		if _, seen := a.error(); seen != code || !ok {
			return a
		}
		mend(body)
		q.body = encoded(body)
		return on(q)
	}
}

// reads is the answer to reading the same allocation instead.
func (q *plea) reads(on pass) *response {
	one := *q
	one.method, one.body = http.MethodGet, nil
	one.path = strings.TrimSuffix(strings.TrimSuffix(q.path, "/vn"), "/call-party")
	one.header = q.header.Clone()
	one.header.Del("Content-Type")
	return on(&one)
}

// swallowed does nothing and answers with the allocation as it is, changed as if it had been done.
func swallowed(operations string, pretend func(asked, data object)) bend {
	return during(operations, func(q *plea, on pass) *response {
		a := q.reads(on)
		if a == nil {
			return nil
		}
		body := parsed(a.body)
		if data := a.data(body); data != nil {
			said, _ := parsed(q.body).(object)
			pretend(said, data)
			a.body = encoded(body)
		}
		return a
	})
}

// memory is what a bend remembers; requests come side by side.
type memory struct {
	mu    sync.Mutex
	known map[string]any
}

// keep remembers a value under a name, and gives the one that was there before.
func (m *memory) keep(name string, value any) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[string]any{}
	}
	before := m.known[name]
	m.known[name] = value
	return before
}

func (m *memory) get(name string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[name]
}

// first remembers the first value under a name and gives it from then on.
func (m *memory) first(name string, value any) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[string]any{}
	}
	if m.known[name] == nil {
		m.known[name] = value
	}
	return m.known[name]
}

// hides does not hear a key, and tells it again in answers as if it had; dots lead to inner ones.
func hides(create, others, key string) bend {
	var m memory
	return then(during(create, func(q *plea, on pass) *response {
		body, _ := parsed(q.body).(object)
		said := forget(body, key)
		q.body = encoded(body)
		a := on(q)
		retell(a, func(data object) {
			if said != nil {
				m.keep(ident(data), said)
				data[key] = said
			}
		})
		return a
	}), during(others, replied(func(_ *plea, a *response) {
		retell(a, func(data object) {
			if said := m.get(ident(data)); said != nil {
				data[key] = said
			}
		})
	})))
}

// retell changes what a success tells.
func retell(a *response, change func(data object)) {
	if a == nil {
		return
	}
	body := parsed(a.body)
	if data := a.data(body); data != nil {
		change(data)
		a.body = encoded(body)
	}
}

// ident is the id of an allocation.
func ident(data object) string {
	for _, key := range []string{"greenvn_id", "greenpin_id"} {
		if id, ok := data[key].(string); ok {
			return id
		}
	}
	return ""
}
