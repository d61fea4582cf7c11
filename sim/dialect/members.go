package dialect

import (
	"bytes"
	"encoding/json"
)

// members is a JSON object that keeps the order of its keys. It is for bodies whose keys differ from case to case; where
// they do not, a struct is faster and clearer.
type members []member

type member struct {
	key   string
	value any
}

// absent is the value of a member that is not there.
type absent struct{}

// MarshalJSON writes the members in order, without those that are absent.
func (m members) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	enc := bare(&out)
	out.WriteByte('{')
	for _, one := range m {
		if _, left := one.value.(absent); left {
			continue
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		if err := enc.Encode(one.key); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := enc.Encode(one.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// bare leaves the escaping of HTML to the encoder around it.
func bare(out *bytes.Buffer) *json.Encoder {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc
}

// nullable is a text that is null in JSON, and an empty element in XML, when there is none.
type nullable string

// MarshalJSON writes null or a string.
func (n nullable) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	var out bytes.Buffer
	err := bare(&out).Encode(string(n))
	return out.Bytes(), err
}
