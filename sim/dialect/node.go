package dialect

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// node is a JSON value taken apart. What is no object and no list keeps its bytes, so that a number comes out as it
// went in.
type node struct {
	kind  jsontext.Kind
	text  string   // of a scalar, as written
	names []string // of an object's items, as written
	items []*node  // of an object or a list
}

// parseNode takes one JSON text apart.
func parseNode(body []byte) (*node, error) {
	return readNode(jsontext.NewDecoder(bytes.NewReader(body)))
}

func readNode(d *jsontext.Decoder) (*node, error) {
	n := &node{kind: d.PeekKind()}
	if n.kind != '{' && n.kind != '[' {
		v, err := d.ReadValue()
		n.text = string(v)
		return n, err
	}
	if _, err := d.ReadToken(); err != nil {
		return n, err
	}
	for closing := n.kind + 2; d.PeekKind() != closing; { // '}' is '{' and two, ']' is '[' and two
		if n.kind == '{' {
			name, err := d.ReadValue()
			if err != nil {
				return n, err
			}
			n.names = append(n.names, string(name))
		}
		item, err := readNode(d)
		if err != nil {
			return n, err
		}
		n.items = append(n.items, item)
	}
	_, err := d.ReadToken()
	return n, err
}

// scalar is a node of its text.
func scalar(text string) *node { return &node{kind: jsontext.Value(text).Kind(), text: text} }

// append writes the node behind b.
func (n *node) append(b []byte) []byte {
	if n.kind != '{' && n.kind != '[' {
		return append(b, n.text...)
	}
	b = append(b, byte(n.kind))
	for i, item := range n.items {
		if i > 0 {
			b = append(b, ',')
		}
		if n.kind == '{' {
			b = append(append(b, n.names[i]...), ':')
		}
		b = item.append(b)
	}
	return append(b, byte(n.kind+2))
}

// index is where an object has the key; -1: nowhere. A nil node has none.
func (n *node) index(key string) int {
	if n == nil || n.kind != '{' {
		return -1
	}
	return slices.Index(n.names, `"`+key+`"`)
}

func (n *node) has(key string) bool { return n.index(key) >= 0 }

// get is the value of a key; nil: there is none.
func (n *node) get(key string) *node {
	if i := n.index(key); i >= 0 {
		return n.items[i]
	}
	return nil
}

// is tells whether a key has the scalar as written.
func (n *node) is(key, text string) bool {
	v := n.get(key)
	return v != nil && v.text == text
}

// drop takes a key away, if it is there.
func (n *node) drop(key string) {
	if i := n.index(key); i >= 0 {
		n.names, n.items = slices.Delete(n.names, i, i+1), slices.Delete(n.items, i, i+1)
	}
}

// insert puts a key in the i-th place.
func (n *node) insert(i int, key string, v *node) {
	n.names, n.items = slices.Insert(n.names, i, `"`+key+`"`), slices.Insert(n.items, i, v)
}

// objects are the objects that a list holds, or the object itself.
func (n *node) objects() []*node {
	switch {
	case n == nil:
		return nil
	case n.kind == '{':
		return []*node{n}
	case n.kind == '[':
		return slices.DeleteFunc(slices.Clone(n.items), func(item *node) bool { return item.kind != '{' })
	}
	return nil
}
