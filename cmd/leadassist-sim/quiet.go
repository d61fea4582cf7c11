package main

import "leadassist-sim/cmd/leadassist-sim/quiet"

func init() { quiet.Over() } //nolint:gochecknoinits // when all libraries are initialised, in tests too
