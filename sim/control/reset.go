package control

// health says that the simulator is up.
func (d *Door) health(ask) (any, error) {
	return map[string]string{"status": "ok"}, nil
}

// reset returns one tenant, or all of them, to the world file. An unknown key is refused: a misspelt "tenant" must not
// reset everybody.
func (d *Door) reset(a ask) (any, error) {
	for key := range a.body {
		if key != "tenant" {
			return nil, badRequest("%.64q is not known here; the only key is tenant", key)
		}
	}
	sid, _ := a.body["tenant"].(string)
	if sid == "" {
		known := len(d.sim.Worlds())
		return map[string]int{"reset": known}, d.sim.Reset()
	}
	if !d.sim.ResetTenant(sid) {
		return nil, notFound("tenant %.64q is not known", sid)
	}
	return map[string]int{"reset": 1}, nil
}
