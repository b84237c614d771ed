package connector_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// BenchmarkSend is one message over a transport in memory, beside the least that net/http does for the same bytes.
func BenchmarkSend(b *testing.B) {
	accepted := transport(func(r *http.Request) (*http.Response, error) {
		_, _ = io.Copy(io.Discard, r.Body)
		return answer(201, `{"id":"1"}`)(r)
	})
	ref := reference()
	activities := []*schema.Activity{ref.Address(hello())}

	b.Run("connector", func(b *testing.B) {
		out := answering().outbound()
		out.HTTPClient = &http.Client{Transport: accepted}
		out.Tokens = token("token")
		b.ReportAllocs()
		for b.Loop() {
			_, err := out.SendActivities(b.Context(), ref, activities)
			require.NoError(b, err)
		}
	})
	b.Run("nethttp", func(b *testing.B) {
		client := &http.Client{Transport: accepted}
		body, err := activities[0].MarshalJSON()
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, serviceURL+"v3/conversations/c/activities", bytes.NewReader(body))
			require.NoError(b, err)
			r.Header.Set("Authorization", "Bearer token")
			r.Header.Set("Content-Type", "application/json")
			resp, err := client.Do(r)
			require.NoError(b, err)
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }
