package cloud_test

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

// One id ties together a request, its log lines and what the bot sends because of it. It is the channel's, if that is
// fit to be logged and sent on.
func TestCorrelationID(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header http.Header
		want   string // "" is one of our own
	}{
		"none":             {},
		"channel's":        {header: http.Header{"X-Ms-Correlation-Id": {"abc-123"}}, want: "abc-123"},
		"correlation vec.": {header: http.Header{"Ms-Cv": {"cv/abc.1+2=="}}, want: "cv/abc.1+2=="},
		"both":             {header: http.Header{"Ms-Cv": {"cv"}, "X-Ms-Correlation-Id": {"abc"}}, want: "abc"},
		"first is unfit":   {header: http.Header{"Ms-Cv": {"cv"}, "X-Ms-Correlation-Id": {"a b"}}, want: "cv"},
		"line break":       {header: http.Header{"X-Ms-Correlation-Id": {"a\r\nSet-Cookie: b"}}},
		"quote":            {header: http.Header{"X-Ms-Correlation-Id": {`a"b`}}},
		"no ASCII":         {header: http.Header{"X-Ms-Correlation-Id": {"ä"}}},
		"too long":         {header: http.Header{"X-Ms-Correlation-Id": {strings.Repeat("a", 129)}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen string
			b := newBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
				seen = framework.CorrelationID(ctx)
				return echo(ctx, turn)
			})
			for _, id := range []string{"1", "2"} {
				previous := seen
				r := b.request(t, activity(t, map[string]any{"id": id}))
				maps.Copy(r.Header, tt.header)
				require.Equal(t, http.StatusOK, b.do(r).Code)
				if tt.want != "" {
					require.Equal(t, tt.want, seen)
					continue
				}
				require.Regexp(t, "^[A-Z2-7]{26}$", seen)
				require.NotEqual(t, previous, seen)
			}
			require.Equal(t, seen, b.connector.requests()[1].correlation)
		})
	}

	b := newBot(t, nil)
	r := b.request(t, "{}")
	r.Header.Set("Ms-Cv", "cv")
	b.do(r)
	require.Equal(t, "cv", b.logs.lines(t, "request refused")[0]["correlation"])
}
