package control

import (
	"cmp"
	"errors"
	"net/url"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/explain"
)

// vendorDefault is where the vendor's door listens unless somebody says otherwise.
const vendorDefault = "http://127.0.0.1:8080"

// explainRequest tells why a journaled request was answered as it was, and what would pass instead.
func (d *Door) explainRequest(a ask) (any, error) {
	base, err := d.base(a.request.URL.Query())
	if err != nil {
		return nil, err
	}
	e, err := d.entry(a)
	if err != nil {
		return nil, err
	}
	documents, err := d.annotated()
	if err != nil {
		return nil, err
	}
	ledger, err := openapi.LoadLedger()
	if err != nil {
		return nil, err
	}
	scene := explain.Look(d.sim, e)
	scene.Ledger = ledger
	scene.Base, scene.Documents = base, documents
	scene.Tester, scene.Guarded = "http://"+a.request.Host, d.options.Token != ""
	return explain.Explain(e, scene), nil
}

// base is the vendor's URL for the curl lines: the one asked for, or the one this simulator listens at.
func (d *Door) base(q url.Values) (string, error) {
	said := strings.TrimRight(q.Get("base"), "/")
	if said == "" {
		own := ""
		if d.options.VendorURL != nil {
			own = d.options.VendorURL()
		}
		return cmp.Or(own, vendorDefault), nil
	}
	u, err := url.Parse(said)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", badRequest("base: %.128q is no URL like http://127.0.0.1:8080", said)
	}
	return u.String(), nil
}

// annotate loads the documents that explanations quote. It takes its time, so that it is done when somebody asks first.
func annotate() (map[string]*openapi.Document, error) {
	all, problems := map[string]*openapi.Document{}, []error(nil)
	for _, name := range []string{"leadassist", "exobridge", "calls"} {
		document, err := openapi.Annotated(name)
		all[name] = document
		problems = append(problems, err)
	}
	return all, errors.Join(problems...)
}
