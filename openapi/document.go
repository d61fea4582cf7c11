package openapi

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Document is one interface description, ready for use. It never changes, so any number of goroutines may share it.
type Document struct {
	name       string
	operations []*Operation
	byID       map[string]*Operation
}

// Name is what Load was given.
func (d *Document) Name() string { return d.name }

// Operations lists the operations by path, then method. The caller may keep the list.
func (d *Document) Operations() []*Operation { return slices.Clone(d.operations) }

// Operation finds an operation by its id.
func (d *Document) Operation(id string) (*Operation, bool) {
	o, ok := d.byID[id]
	return o, ok
}

func newDocument(name string, doc *openapi3.T) (*Document, error) {
	d := &Document{name: name, byID: map[string]*Operation{}}
	patterns := patterns{}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			o, err := newOperation(path, method, operation, patterns)
			if err != nil {
				return nil, err
			}
			if err := d.add(o); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(d.operations, func(a, b *Operation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return d, nil
}

func (d *Document) add(o *Operation) error {
	if o.ID == "" {
		return fmt.Errorf("%s %s has no operationId", o.Method, o.Path)
	}
	if _, twice := d.byID[o.ID]; twice {
		return fmt.Errorf("two operations are called %s", o.ID)
	}
	d.byID[o.ID] = o
	d.operations = append(d.operations, o)
	return nil
}
