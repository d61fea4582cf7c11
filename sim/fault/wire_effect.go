package fault

// readEffect reads the word pass or an object that says what happens.
func readEffect(path string, v any, wrong *Problems) Effect {
	if word, ok := v.(string); ok {
		if word != "pass" {
			wrong.add(path, "must be pass or an object, not %q", cut(word))
		}
		return Effect{Pass: true}
	}
	if _, ok := v.(map[string]any); !ok {
		wrong.add(path, "must be pass or an object, not %s", kind(v))
		return Effect{Pass: true}
	}
	o := open(path, v, wrong)
	e := Effect{
		Code: o.code(), Status: o.count("status"), Delay: o.delay(), Hang: o.span("hang"), Reset: o.truth("reset"),
		Truncate: o.truth("truncate"), Garble: o.truth("garble"), MediaType: o.text("content_type"), Body: o.body(),
		Drop: o.truth("drop"), Duplicate: o.count("duplicate"), Reorder: o.truth("reorder"),
		AfterDelete: o.truth("after_delete"), Hold: o.span("hold"),
	}
	o.done()
	return e
}

// code reads one of the vendor's codes.
func (o *object) code() *int {
	v, path, said := o.take("code")
	if !said {
		return nil
	}
	n, ok := whole(v)
	if !ok {
		o.wrong.add(path, "must be a whole number, not %s", quoted(v))
	}
	return &n
}

func (o *object) body() *string {
	v, path, said := o.take("body")
	if !said {
		return nil
	}
	text, ok := v.(string)
	if !ok {
		o.wrong.add(path, "must be a text, not %s", kind(v))
	}
	return &text
}

// delay reads a span, or a distribution of spans.
func (o *object) delay() Delay {
	v, path, said := o.take("delay")
	if !said {
		return Delay{}
	}
	if _, ok := v.(map[string]any); !ok {
		return Delay{Fixed: span(path, v, o.wrong)}
	}
	d := open(path, v, o.wrong)
	defer d.done()
	uniform, at, evenly := d.take("uniform")
	lognormal, below, skewed := d.take("lognormal")
	switch {
	case evenly == skewed:
		o.wrong.add(path, "must be a span, {uniform: …} or {lognormal: …}")
	case evenly:
		return bounds(at, uniform, o.wrong)
	default:
		return tail(below, lognormal, o.wrong)
	}
	return Delay{}
}

// bounds reads a uniform delay.
func bounds(path string, v any, wrong *Problems) Delay {
	o := open(path, v, wrong)
	defer o.done()
	if !o.has("max") {
		wrong.add(key(path, "max"), "is missing")
	}
	return Delay{Min: o.span("min"), Max: o.span("max")}
}

// tail reads a lognormal delay.
func tail(path string, v any, wrong *Problems) Delay {
	o := open(path, v, wrong)
	defer o.done()
	for _, name := range []string{"median", "sigma"} {
		if !o.has(name) {
			wrong.add(key(path, name), "is missing")
		}
	}
	return Delay{Median: o.span("median"), Sigma: o.number("sigma"), Min: o.span("min"), Max: o.span("max")}
}
