package sim

// The steps of a request, as RefusalNote.Step names them.
const (
	StepRoute        = "route"
	StepAuthenticate = "authenticate"
	StepTenant       = "tenant"
	StepRate         = "rate"
	StepFault        = "fault"
	StepBody         = "body"
	StepDocument     = "document"
	StepDecode       = "decode"
	StepExchange     = "exchange"
)

// Step is one of the checks a request passes, and what it looks at.
type Step struct{ Name, Looks string }

// Steps lists the checks in the order in which they speak (assumed: the documents name none). The body is read right
// after the route is found, but what is wrong with it is told only once the credentials, the tenant, its rate and its
// faults had their say.
func Steps() []Step {
	return []Step{
		{StepRoute, "the path and the method: is there such an operation?"},
		{StepAuthenticate, "the credentials, in strict mode: whose are they?"},
		{StepTenant, "the tenant in the path: is it known, or may it be made?"},
		{StepRate, "the tenant's allowance of requests: is any left?"},
		{StepFault, "the Prefer header, the fault rules and the magic values: does one ask for an error?"},
		{StepBody, "the body: did all of it arrive, as JSON that can be read?"},
		{StepDocument, "the body against the OpenAPI document of its generation: keys, types, values"},
		{StepDecode, "the values: do durations, numbers and lists make sense together?"},
		{StepExchange, "the tenant's world: allocations, references, numbers, limits"},
	}
}
