package control

import (
	"leadassist-sim/sim/dialect"
)

// listErrors tells the catalogue of errors of one generation, or of all.
func (d *Door) listErrors(a ask) (any, error) {
	generations := []dialect.Generation{dialect.Classic, dialect.Current, dialect.Exobridge}
	if said := a.request.URL.Query().Get("profile"); said != "" {
		one := dialect.Generation(said)
		if len(dialect.Catalogue(one)) == 0 {
			return nil, badRequest("profile: %.64q is not one of classic, current, exobridge", said)
		}
		generations = []dialect.Generation{one}
	}
	told := []map[string]any{}
	for _, g := range generations {
		for _, e := range dialect.Catalogue(g) {
			told = append(told, map[string]any{
				"profile": g, "code": e.Code, "status": e.Status, "meaning": e.Meaning, "cause": e.Cause,
				"basis": e.Basis, "scripted": e.Scripted, "source": e.Source,
			})
		}
	}
	return page{Items: told}, nil
}
