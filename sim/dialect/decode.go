package dialect

import "leadassist-sim/sim/exchange"

// Decode turns a request into a command. The body is decoded JSON (map[string]any, []any, string, float64, bool, nil)
// that the OpenAPI document found fit; it is nevertheless read without trust, and any other shape is refused. The error
// is nil or an exchange.Refusal: MissingParameter, BadParameter, DurationOutOfRange, or Internal for an operation that
// is none of the exchange's.
func (d Dialect) Decode(operation, id string, body any) (exchange.Command, error) {
	switch operation {
	case readGreenvn:
		return exchange.ReadAllocation{Kind: exchange.GreenVN, ID: id}, nil
	case readGreenpin:
		return exchange.ReadAllocation{Kind: exchange.GreenPin, ID: id}, nil
	case deleteGreenvn:
		return exchange.Deallocate{Kind: exchange.GreenVN, ID: id}, nil
	case deleteGreenpin:
		return exchange.Deallocate{Kind: exchange.GreenPin, ID: id}, nil
	case updateGreenpins:
		return d.DecodeBulk(body, nil)
	case readSettings:
		return exchange.ReadSettings{}, nil
	}
	f := object(body)
	c := d.decodeBody(operation, id, f)
	if c == nil {
		return nil, exchange.Refusal{Reason: exchange.Internal, Detail: "operation " + quoted(operation) + " is not the exchange's"}
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// decodeBody reads the operations that have a body; nil for an operation it does not know.
func (d Dialect) decodeBody(operation, id string, f fields) exchange.Command {
	exobridge := d.generation == Exobridge
	switch operation {
	case updateSettings:
		return decodeSettings(f)
	case createGreenvn:
		if exobridge {
			return decodeExobridgeGreenvn(f)
		}
		return decodeClassicGreenvn(f)
	case updateGreenvnParties:
		if exobridge {
			return decodeExobridgeParties(f, id)
		}
		return decodeClassicParties(f, id)
	case updateGreenvnNumber:
		if exobridge {
			return decodeExobridgeNumber(f, id)
		}
		return decodeClassicNumber(f, id)
	case createGreenpin:
		if exobridge {
			return decodeExobridgeGreenpin(f)
		}
		return decodeClassicGreenpin(f)
	case updateGreenpin:
		return d.decodeGreenpinUpdate(f, id)
	}
	return nil
}

func (d Dialect) decodeGreenpinUpdate(f fields, id string) exchange.UpdateGreenpin {
	if d.generation == Exobridge {
		return decodeExobridgeGreenpinUpdate(f, id)
	}
	return decodeClassicGreenpinUpdate(f, id)
}

// DecodeBulk turns a bulk update into a command: a bare list in the exobridge generation, a list under "greenpins" else
// (public). Items the document's check refused are named by index; they and those refused here are carried in the
// command with their refusal, so that the valid ones can still be applied. The error is nil or an exchange.Refusal of
// the body as a whole.
func (d Dialect) DecodeBulk(body any, refused map[int]exchange.Refusal) (exchange.Command, error) {
	if d.generation != Exobridge {
		f := object(body)
		body = f.values[f.need("greenpins")]
		if err := f.err(); err != nil {
			return nil, err
		}
	}
	items, ok := body.([]any)
	if !ok {
		return nil, exchange.Refusal{Reason: exchange.BadParameter, Detail: "the updates are not a list"}
	}
	all := make([]exchange.BulkItem, len(items))
	for i, item := range items {
		all[i] = d.decodeBulkItem(item)
		if r, ok := refused[i]; ok {
			all[i].Refused = r
		}
	}
	return exchange.UpdateGreenpins{Items: all}, nil
}

func (d Dialect) decodeBulkItem(item any) exchange.BulkItem {
	if item == nil {
		return exchange.BulkItem{Refused: exchange.Refusal{Reason: exchange.BadParameter, Detail: "the update is not an object"}}
	}
	f := object(item)
	id := f.filled(f.need("greenpin_id"))
	return exchange.BulkItem{Update: d.decodeGreenpinUpdate(f, id), Refused: f.err()}
}
