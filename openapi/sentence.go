package openapi

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// longest is how many characters of a value or a name are quoted.
const longest = 64

// sentence says what is wrong with a value, without saying where.
func sentence(err *openapi3.SchemaError) string {
	schema := err.Schema
	switch err.SchemaField {
	case "required":
		return "required, but absent"
	case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties":
		return amount(err)
	}
	if names := wanted(schema); names != "" && err.SchemaField == "anyOf" {
		return "at least one of " + names + " is required, but none is present"
	}
	if words := expect(schema); words != "" {
		return show(err.Value) + " is not " + words
	}
	switch err.SchemaField {
	case "type", "nullable":
		return show(err.Value) + " is not " + typeName(schema)
	case "enum":
		return show(err.Value) + " is not one of " + listed(schema.Enum)
	case "pattern":
		return show(err.Value) + " does not match " + schema.Pattern
	case "format":
		return show(err.Value) + " is not a " + schema.Format
	case "minimum":
		return show(err.Value) + " is below " + number(*schema.Min)
	case "maximum":
		return show(err.Value) + " is above " + number(*schema.Max)
	default:
		return show(err.Value) + " has none of the forms allowed"
	}
}

// amount says that there is too much or too little of something, since quoting it would not help.
func amount(err *openapi3.SchemaError) string {
	schema := err.Schema
	switch err.SchemaField {
	case "minItems":
		return fmt.Sprintf("%s, but at least %d wanted", count(err.Value), schema.MinItems)
	case "maxItems":
		return fmt.Sprintf("%s, but at most %d allowed", count(err.Value), *schema.MaxItems)
	case "minLength":
		return fmt.Sprintf("%s, but at least %d wanted", count(err.Value), schema.MinLength)
	case "maxLength":
		return fmt.Sprintf("%s, but at most %d allowed", count(err.Value), *schema.MaxLength)
	case "minProperties":
		return fmt.Sprintf("%s, but at least %d wanted", count(err.Value), schema.MinProps)
	default:
		return fmt.Sprintf("%s, but at most %d allowed", count(err.Value), *schema.MaxProps)
	}
}

func count(v any) string {
	switch v := v.(type) {
	case []any:
		return plural(len(v), "item")
	case map[string]any:
		return plural(len(v), "field")
	case string:
		return plural(len([]rune(v)), "character")
	default:
		return show(v)
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// expect is the schema's x-expect.
func expect(schema *openapi3.Schema) string {
	words, _ := schema.Extensions["x-expect"].(string)
	return words
}

// wanted names the properties of which an anyOf asks for one, when that is all it does.
func wanted(schema *openapi3.Schema) string {
	var names []string
	for _, ref := range schema.AnyOf {
		if len(ref.Value.Required) == 0 || ref.Value.Type != nil {
			return ""
		}
		names = append(names, strings.Join(ref.Value.Required, " with "))
	}
	return strings.Join(names, ", ")
}

func typeName(schema *openapi3.Schema) string {
	names := map[string]string{
		"string": "a string", "integer": "a whole number", "number": "a number",
		"boolean": "true or false", "array": "a list", "object": "an object",
	}
	for _, t := range schema.Type.Slice() {
		return names[t]
	}
	return "a value"
}

// kind is the schema type that a decoded value has; a number may be an integer too, which no anyOf here turns on.
func kind(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	default:
		return "null"
	}
}

func listed(values []any) string {
	words := make([]string, 0, len(values))
	for _, v := range values {
		if s, ok := v.(string); ok {
			words = append(words, s)
			continue
		}
		words = append(words, show(v))
	}
	return strings.Join(words, ", ")
}

// show is a value as a sentence can hold it.
func show(v any) string {
	switch v := v.(type) {
	case string:
		return quote(v)
	case float64:
		return number(v)
	case bool:
		return strconv.FormatBool(v)
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	default:
		return "null"
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// quote escapes what cannot be printed and cuts what is too long to read.
func quote(s string) string { return strconv.Quote(cut(s)) }

func cut(s string) string {
	seen := 0
	for i := range s {
		if seen == longest {
			return s[:i] + "…"
		}
		seen++
	}
	return s
}

// place is a path as developers write it: aparty_numbers[1], preferences.region; body for the whole of it.
func place(path []string) string {
	if len(path) == 0 {
		return "body"
	}
	var b strings.Builder
	for _, step := range path {
		if _, err := strconv.ParseUint(step, 10, 32); err == nil {
			b.WriteString("[" + step + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		escaped := strconv.Quote(cut(step))
		b.WriteString(escaped[1 : len(escaped)-1])
	}
	return b.String()
}
