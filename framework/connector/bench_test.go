package connector_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/connector"
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

// BenchmarkLimits is what the budget costs a message: elsewhere than at Teams, and at Teams in one conversation of many
// and in one that is busy. The rates are those of Teams, in periods so short that nothing waits.
func BenchmarkLimits(b *testing.B) {
	limits := connector.TeamsLimits()
	for _, rates := range [][]connector.Rate{limits.Conversation, limits.Tenant} {
		for i := range rates {
			rates[i].Per /= 1e8
		}
	}
	out := answering().outbound()
	out.Limits = &limits
	ids := make([]string, 1024)
	for i := range ids {
		ids[i] = "19:" + strconv.Itoa(i) + "@thread.tacv2;messageid=1700000000000"
	}
	for _, bb := range []struct {
		name   string
		client *connector.Client
		ids    []string
	}{
		{"elsewhere", clientOf(b, out, serviceURL), ids},
		{"many", clientOf(b, out, teamsURL), ids},
		{"busy", clientOf(b, out, teamsURL), ids[:1]},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				require.NoError(b, bb.client.Hold(b.Context(), bb.ids[i%len(bb.ids)], "tenant"))
			}
		})
	}
}
