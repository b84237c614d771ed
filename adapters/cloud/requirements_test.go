package cloud_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

// Requirements of protocol-activity.md about what is received; the name of a subtest is the requirement's.
func TestRequirementsOfWhatIsReceived(t *testing.T) {
	t.Parallel()
	const ok, bad = http.StatusOK, http.StatusBadRequest
	tests := []struct {
		requirement string
		change      map[string]any
		status      int
	}{
		{"A2002", map[string]any{"Text": "hi", "TYPE": "event"}, ok},
		{"A2003", map[string]any{"text": 5}, bad},
		{"A2003", map[string]any{"from": "ada"}, bad},
		{"A2005", map[string]any{"x": map[string]any{"y": []int{1}}}, ok},
		{"A2006", map[string]any{"type": "eventOfTomorrow"}, ok},
		{"A2010", map[string]any{"type": nil}, bad},
		{"A2010", map[string]any{"type": 1}, bad},
		{"A2014", map[string]any{"type": "vendor/thing"}, ok},
		{"A2020", map[string]any{"channelId": nil}, bad},
		{"A2042", map[string]any{"timestamp": "yesterday"}, ok},
		{"A2060", map[string]any{"from": nil}, bad},
		{"A2080", map[string]any{"conversation": nil}, bad},
		{"A2104", map[string]any{"entities": []any{map[string]any{"type": "vendor/x"}}}, ok},
		{"A2105", map[string]any{"entities": []any{5, map[string]any{"type": "mention", "mentioned": 5}}}, ok},
		{"A2200", map[string]any{"channelData": "text"}, ok},
		{"A2300", map[string]any{"serviceUrl": nil}, bad},
		{"A3020", map[string]any{"locale": "???"}, ok},
		{"A3021", map[string]any{"locale": "tlh"}, ok},
		{"A3133", map[string]any{"semanticAction": []int{5}}, ok},
		{"A5001", map[string]any{"type": "event"}, bad},
		{"A5002", map[string]any{"type": "event", "name": "vendor/unknown"}, ok},
		{"A6152", map[string]any{"type": "trace", "name": "vendor/unknown"}, ok},
		{"A6310", map[string]any{"type": "command"}, bad},
		{"A6411", map[string]any{"type": "commandResult"}, bad},
		{"A5402", map[string]any{"type": "invoke", "name": "vendor/unknown"}, http.StatusNotImplemented},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.status, newBot(t, nil).post(t, activity(t, tt.change)).Code)
		})
	}
	t.Run("A2001", func(t *testing.T) {
		t.Parallel()
		b := newBot(t, nil)
		require.Equal(t, bad, b.post(t, before(activity(t, nil), `"text":"another"`)).Code)
		require.Equal(t, bad, b.post(t, activity(t, nil)+"x").Code)
	})
	t.Run("A2251", func(t *testing.T) {
		t.Parallel()
		forged := map[string]any{"callerId": "urn:botframework:aadappid:forged"}
		require.Equal(t, "urn:botframework:azure", callerOf(t, forged))
		local := "not called"
		b := newLocalBot(t, func(_ context.Context, turn *framework.TurnContext) error {
			local = turn.Activity.CallerID
			return nil
		})
		require.Equal(t, ok, b.do(localRequest(t, activity(t, forged))).Code)
		require.Empty(t, local, "nobody is verified")
	})
	t.Run("A2252", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "urn:botframework:azure", callerOf(t, nil))
	})
}

// callerOf returns who called, as the handler sees it.
func callerOf(t *testing.T, change map[string]any) (caller string) {
	t.Helper()
	b := newBot(t, func(_ context.Context, turn *framework.TurnContext) error {
		caller = turn.Activity.CallerID
		return nil
	})
	require.Equal(t, http.StatusOK, b.post(t, activity(t, change)).Code)
	return caller
}
