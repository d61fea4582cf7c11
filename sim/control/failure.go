package control

import (
	"slices"

	"leadassist-sim/sim/dialect"
)

// listErrors tells the catalogue of errors of one generation, or of all.
func (d *Door) listErrors(a ask) (any, error) {
	generations := []dialect.Generation{dialect.Classic, dialect.Current, dialect.Exobridge}
	if said := dialect.Generation(a.request.URL.Query().Get("profile")); said != "" {
		if !slices.Contains(generations, said) {
			return nil, badRequest("profile: %.64q is not one of classic, current, exobridge", string(said))
		}
		generations = []dialect.Generation{said}
	}
	told := []map[string]any{}
	for _, g := range generations {
		for _, e := range dialect.Catalogue(g) {
			told = append(told, map[string]any{
				"profile": g, "code": e.Code, "status": e.Status, "meaning": e.Meaning, "cause": e.Cause,
				"basis": e.Basis, "scripted": e.Scripted, "source": e.Source,
				"force": map[string]string{"prefer": e.Force.Prefer, "magic": e.Force.Magic, "rule": e.Force.Rule},
			})
		}
	}
	return page{Items: told}, nil
}
