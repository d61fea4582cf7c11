package sim_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

// TestFaultSteering holds the simulator against a plain account of which rules each tenant should have.
func TestFaultSteering(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s, err := sim.New(sim.Spec{
			Template: tenant("", 1), Tenants: []sim.Tenant{tenant("a", 1), tenant("b", 1)}, Clock: sim.FrozenAt(dawn()),
			Scenarios: []fault.Scenario{play("x", failing(500)), play("y", failing(501), failing(502))},
		})
		if err != nil {
			rt.Fatal(err)
		}
		loose, on := map[string][]string{"a": nil, "b": nil}, map[string]string{}
		var everyone []string
		active := ""
		sid := rapid.SampledFrom([]string{"", "a", "b", "c"})
		see := func(name string) {
			if _, ok := loose[name]; !ok && name != "" {
				loose[name], on[name] = append([]string{}, everyone...), active
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"add": func(rt *rapid.T) {
				who := sid.Draw(rt, "who")
				see(who)
				added, err := s.AddFaults([]fault.Rule{failing(503, of(who))})
				if err != nil {
					rt.Fatal(err)
				}
				for name := range loose {
					if who == "" || who == name {
						loose[name] = append(loose[name], added[0].ID)
					}
				}
				if who == "" {
					everyone = append(everyone, added[0].ID)
				}
			},
			"clear": func(rt *rapid.T) {
				who := sid.Draw(rt, "who")
				_, known := loose[who]
				if _, err := s.RemoveFaults(who); (err == nil) != (known || who == "") {
					rt.Fatal(err)
				}
				for name := range loose {
					if who == "" || who == name {
						loose[name] = nil
					}
				}
				if who == "" {
					everyone = nil
				}
			},
			"activate": func(rt *rapid.T) {
				who, name := sid.Draw(rt, "who"), rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "scenario")
				see(who)
				if err := s.Activate(name, who); err != nil {
					rt.Fatal(err)
				}
				for each := range loose {
					if who == "" || who == each {
						on[each] = name
					}
				}
				if who == "" {
					active = name
				}
			},
			"deactivate": func(rt *rapid.T) {
				name := rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "scenario")
				if _, err := s.Deactivate(name, ""); err != nil {
					rt.Fatal(err)
				}
				for each := range loose {
					if on[each] == name {
						on[each] = ""
					}
				}
				if active == name {
					active = ""
				}
			},
			"reset": func(rt *rapid.T) {
				if err := s.Reset(); err != nil {
					rt.Fatal(err)
				}
				loose, on, everyone, active = map[string][]string{"a": nil, "b": nil}, map[string]string{}, nil, ""
			},
			"": func(rt *rapid.T) {
				for name, rules := range loose {
					want := strings.Join(append(append([]string{}, rules...), map[string][]string{"x": {"x.1"}, "y": {"y.1", "y.2"}}[on[name]]...), " ")
					if got := ids(t, s, name); got != want {
						rt.Fatalf("%s has %s, want %s", name, got, want)
					}
				}
			},
		})
	})
}
