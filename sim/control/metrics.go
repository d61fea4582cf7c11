package control

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"leadassist-sim/sim"
)

// Metrics counts what the vendor's door answers. No label holds a tenant or anything else a client can choose, so their
// number is bounded.
type Metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	refusals   *prometheus.CounterVec
	seconds    *prometheus.HistogramVec
	departures prometheus.Counter
	attempts   *prometheus.CounterVec
}

// NewMetrics registers the simulator's metrics, and the process's own, in a registry of their own.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leadassist_sim_requests_total", Help: "Requests answered at the vendor's door.",
		}, []string{"operation", "generation", "status"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leadassist_sim_refusals_total", Help: "Requests refused, by the vendor's code and our name of the rule.",
		}, []string{"code", "reason"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "leadassist_sim_request_seconds", Help: "Wall time from request to answer.",
			Buckets: []float64{.00005, .0001, .00025, .0005, .001, .0025, .005, .01, .05, .25, 1, 5},
		}, []string{"operation"}),
		departures: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "leadassist_sim_reply_departures_total", Help: "Replies that left their OpenAPI document; each is a fault of the simulator.",
		}),
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leadassist_sim_delivery_attempts_total", Help: "Attempts to deliver an event, by what came of them.",
		}, []string{"event", "outcome"}),
	}
	m.registry.MustRegister(m.requests, m.refusals, m.seconds, m.departures, m.attempts,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Observe counts one answered request.
func (m *Metrics) Observe(e sim.Entry) {
	operation := e.Operation
	if operation == "" {
		operation = "none"
	}
	m.requests.WithLabelValues(operation, e.Generation, strconv.Itoa(e.Status)).Inc()
	m.seconds.WithLabelValues(operation).Observe(e.Took.Seconds())
	if e.Refusal != nil {
		m.refusals.WithLabelValues(strconv.Itoa(e.Refusal.Code), e.Refusal.Reason).Inc()
	}
	m.departures.Add(float64(len(e.Departures)))
}

// Attempted counts one attempt to deliver an event.
func (m *Metrics) Attempted(h sim.Happening) { m.attempts.WithLabelValues(h.Event, h.Outcome).Inc() }

// Handler answers /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
