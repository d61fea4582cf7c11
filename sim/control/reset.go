package control

// health says that the simulator is up.
func (d *Door) health(ask) (any, error) {
	return map[string]string{"status": "ok"}, nil
}

// reset returns one tenant, or all of them, to the world file.
func (d *Door) reset(a ask) (any, error) {
	sid, _ := a.body["tenant"].(string)
	if sid == "" {
		return done{true}, d.sim.Reset()
	}
	if !d.sim.ResetTenant(sid) {
		return nil, notFound("tenant %.64q is not known", sid)
	}
	return done{true}, nil
}
