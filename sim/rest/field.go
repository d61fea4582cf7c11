package rest

import "leadassist-sim/sim/fault"

// field gives the values a fault rule may look at, as fault.Occasion wants them. Nothing is gathered before it is asked
// for.
func (v *visit) field(path string) []string {
	if path != "id" {
		return fault.Values(v.value, path)
	}
	if v.target == "" {
		return nil
	}
	return []string{v.target}
}
