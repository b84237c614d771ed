package telemetry

import (
	"errors"
	"net"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	pool "github.com/convobot/convo/framework/internal/transport"
)

// Transport measures every request of a bot, to the connector and to the identity service, those that are repeated
// included. Put it into the HTTPClient of the adapter's configuration. A nil next is a transport of its own, with enough
// connections for a bot.
//
// It is safe for concurrent use if next is.
func (t *Telemetry) Transport(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = pool.New()
	}
	return &transport{t: t, next: next}
}

type transport struct {
	t    *Telemetry
	next http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
//
// Spec: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration
func (m *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := m.next.RoundTrip(r)
	m.t.request.Record(r.Context(), time.Since(start).Seconds(), metric.WithAttributes(
		attribute.String("http.request.method", r.Method),
		attribute.String("server.address", r.URL.Hostname()), // one that the bot's rules allow
		resultOf(resp, err),
	))
	return resp, err
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] reach the transport.
func (m *transport) CloseIdleConnections() {
	if closer, ok := m.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// resultOf is the status of the answer, or a word for why there was none.
func resultOf(resp *http.Response, err error) attribute.KeyValue {
	if err == nil {
		return statusKey.Int(resp.StatusCode)
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return attribute.String("error.type", "timeout")
	}
	return attribute.String("error.type", "no-answer")
}
