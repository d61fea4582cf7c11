package openapi

import (
	"errors"
	"sync"
)

// LoadAll loads every document side by side, by name.
func LoadAll() (map[string]*Document, error) {
	names := Names()
	loaded, broken := make([]*Document, len(names)), make([]error, len(names))
	var group sync.WaitGroup
	for i, name := range names {
		group.Go(func() { loaded[i], broken[i] = Load(name) })
	}
	group.Wait()
	all := make(map[string]*Document, len(names))
	for i, name := range names {
		all[name] = loaded[i]
	}
	return all, errors.Join(broken...)
}
