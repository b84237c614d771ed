package playground_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
)

func TestTheDeskSendsToAHundredAtMost(t *testing.T) {
	t.Parallel()
	p, _ := withDesk(t)
	for count, want := range map[int]int{100: http.StatusOK, 101: http.StatusBadRequest} {
		status, body := p.posts("desk", m{"to": slices.Repeat([]string{"{}"}, count), "text": "hi"})
		require.Equal(t, want, status, "%d: %s", count, body)
	}
}

// Who closes the page has sent all the same: nobody would know to whom.
func TestTheDeskGoesOnWithoutThePage(t *testing.T) {
	t.Parallel()
	p, _ := withDesk(t)
	closed, cancel := context.WithCancel(t.Context())
	cancel()
	in, err := json.Marshal(m{"to": []string{p.listed(url.Values{"text": {"Ann"}}).Records[0].Key}, "text": "hi"})
	require.NoError(t, err)
	status, body := ask(closed, p.play, p.token, http.MethodPost, "/playground/desk", string(in))
	require.Equal(t, http.StatusOK, status, body)
	require.Contains(t, body, `"outcome":"sent"`)
}

func TestTheDeskSaysThatTheBotIsDisabled(t *testing.T) {
	t.Parallel()
	p, store := withDesk(t)
	everybody := p.listed(nil)
	require.NoError(t, store.Update(t.Context(), keyNamed(t, everybody, "Ann Ahmed").Tenant(), func(r *proactive.Record) error {
		r.Reach.State = proactive.ReachDisabled
		return nil
	}))
	out := p.listed(url.Values{"reachable": {"no"}})
	require.ElementsMatch(t, names(everybody), names(out))
	for _, r := range out.Records {
		require.Equal(t, "disabled by an administrator", r.Unreachable, r.Name)
	}
}
