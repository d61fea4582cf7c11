package features

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// xmlHas holds the elements of the last answer against a table.
func (s *story) xmlHas(_ context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	found, err := elements(e.Reply)
	if err != nil {
		return s.wrong(e, "the answer is no XML: %v", err)
	}
	if row, seen, ok := kept(found, rows); !ok {
		return s.wrong(e, "%s is %s, not %s", row.name, seen, row.value)
	}
	return nil
}

// elements reads XML as if it were JSON: an element is an object of those inside it, or a text. Attributes and repeated
// elements have no place in the vendor's answers.
func elements(document []byte) (map[string]any, error) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	_, inside, err := element(decoder)
	if !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, errors.New("an element ends that never began"))
	}
	if len(inside) == 0 {
		return nil, errors.New("it has no element")
	}
	return inside, nil
}

// element reads up to the end of the element it is in, or of the document.
func element(decoder *xml.Decoder) (text string, inside map[string]any, err error) {
	inside = map[string]any{}
	for {
		token, err := decoder.Token()
		if err != nil {
			return "", inside, err
		}
		switch t := token.(type) {
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			return strings.TrimSpace(text), inside, nil
		case xml.StartElement:
			innerText, inner, err := element(decoder)
			if err != nil {
				return "", nil, err
			}
			if inside[t.Name.Local] = inner; len(inner) == 0 {
				inside[t.Name.Local] = innerText
			}
		}
	}
}
