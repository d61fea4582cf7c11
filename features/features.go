// Package features runs plain Gherkin against any endpoint of the Lead Assist API. A feature file says what a client of
// the vendor does and what it is answered, and, where a simulator's control door is at hand, what the tester sets up there
// and what the application under test has done. Run plays feature files against a Target; Steps lists every sentence it
// understands. Each answer of the vendor's door is held against the OpenAPI document of its generation besides what a
// step wants of it.
//
// The package is a stranger to the simulator: it speaks HTTP with a client of its own, and knows the documents.
package features
