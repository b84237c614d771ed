package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

func TestRefusedBodies(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	tests := map[string]struct{ body, part string }{
		"no JSON":          {`alerts`, "not one JSON value"},
		"no alerts":        {`{"version":"4"}`, "no alerts"},
		"another body":     {`{"text":"hello"}`, "no alerts"},
		"labels of a list": {fires("a", `"labels":{`, `"labels":[],"x":{`), `/alerts/0/labels`},
		"label of no text": {fires("a", `"db-1"`, `1`), `/alerts/0/labels/instance`},
		"no status":        {fires("a", `"status":"firing"`, `"status":""`), `a status that is neither firing nor resolved at \"/alerts/0\"`},
		"no fingerprint":   {fires(""), `no fingerprint of 1 to 128 bytes at \"/alerts/0\"`},
		"long fingerprint": {fires(strings.Repeat("a", 129)), "no fingerprint"},
		"no time":          {fires("a", "2026-11-20T22:14:05Z", "0001-01-01T00:00:00Z"), "no sensible startsAt"},
		"far time":         {fires("a", "2026-11-20T22:14:05Z", "9999-12-31T23:59:59-23:00"), "no sensible startsAt"},
		"bad time":         {fires("a", "2026-11-20T22:14:05Z", "yesterday"), "/alerts/0/startsAt"},
		"second is bad":    {fires("a", `"alerts":[`, `"alerts":[{"status":"firing","fingerprint":"b","startsAt":"2026-11-20T22:14:05Z"},{},`), "/alerts/1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, to := range []string{"alertmanager", "grafana"} {
				w := d.post(to, tt.body)
				require.Equal(t, http.StatusBadRequest, w.Code, w.Body)
				require.Contains(t, w.Body.String(), tt.part)
			}
		})
	}
	t.Cleanup(func() { d.ann.ExpectNothing() })
}

// When much goes wrong at once, the body is large; a sender does not send it again if it is refused.
func TestLargeBody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sends("grafana", strings.Replace(resolved("a"), "93 %", strings.Repeat("93 %", 1<<19), 1), outcome{Unknown: 1})
	d.refuses("grafana", strings.Repeat(" ", maxBody)+resolved("a"), http.StatusRequestEntityTooLarge, "4194304 bytes")
}

func TestWrongKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	for _, authorization := range []string{"", "Bearer " + key + "x", "Basic " + key} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/alertmanager", strings.NewReader(fires("a")))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", authorization)
		w := httptest.NewRecorder()
		d.router.ServeHTTP(w, r)
		require.Equal(t, http.StatusUnauthorized, w.Code)
	}
	d.ann.ExpectNothing()
}

// What did not get through is done when the sender repeats it, and nothing else is.
func TestFailures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.ann.Says("subscribe").ExpectContains(welcome)
		bob := d.ann.As("Bob").Says("subscribe").ExpectContains(welcome)
		trouble := func(method string) {
			d.world.Teams().Inject(world.Fault{Method: method, Conversation: bob.Reference().Conversation.ID, Status: 500, Times: 10})
		}
		trouble(http.MethodPost)
		d.refuses("alertmanager", fires("a"), http.StatusServiceUnavailable, "1 cards could not be shown or changed; send the alerts again")
		d.ann.ExpectCard("DiskAlmostFull")
		bob.ExpectNothing()
		for range 9 { // the other faults
			d.refuses("alertmanager", fires("a"), http.StatusServiceUnavailable, "NotShown")
		}
		d.sends("alertmanager", fires("a"), outcome{Posted: 1, Unchanged: 1})
		bob.ExpectCard("DiskAlmostFull")

		trouble(http.MethodPut)
		d.refuses("alertmanager", resolved("a"), http.StatusServiceUnavailable, "NotShown")
		d.ann.ExpectCardUpdate("Resolved").ExpectNothing()
	})
}

// Where the bot is not welcome any more, it does not try again; that is no reason for the sender to repeat anything.
func TestRemovedBot(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	bob := d.ann.As("Bob").Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 2})
	bob.ExpectCard("DiskAlmostFull").Blocks()
	d.sends("alertmanager", fires("b"), outcome{Posted: 1, Lost: 1})
	d.sends("alertmanager", fires("b"), outcome{Unchanged: 1})
	d.sends("alertmanager", resolved("a"), outcome{Updated: 1, Lost: 1})
	bob.Unblocks().Says("hello").ExpectContains("subscribe")
	d.sends("alertmanager", fires("c"), outcome{Posted: 2})
	bob.ExpectCard("DiskAlmostFull").ExpectNothing()
}

// A conversation that is no more is not tried again, but a person has a new one.
func TestGoneConversation(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	group := d.ann.InGroup("On call", "Bob").Says("subscribe").ExpectContains(welcome)
	gone := world.Fault{Method: http.MethodPost, Status: 404, Code: "ConversationNotFound"}
	d.world.Teams().Inject(gone)
	d.sends("alertmanager", fires("a"), outcome{Lost: 1})
	d.refuses("alertmanager", fires("a"), http.StatusUnprocessableEntity, "NobodySubscribed")
	group.ExpectNothing()

	d.ann.Says("subscribe").ExpectContains(welcome)
	d.world.Teams().Inject(gone)
	d.sends("alertmanager", fires("a"), outcome{Posted: 1})
	d.sends("alertmanager", resolved("a"), outcome{Updated: 1})
	d.ann.ExpectCard("DiskAlmostFull").ExpectCardUpdate("Resolved").ExpectNothing()
}

// A card that somebody deleted is shown again when the alert is repeated.
func TestDeletedCard(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	d.sends("alertmanager", fires("a"), outcome{Posted: 1})
	d.ann.ExpectCard("93 %")
	d.world.Teams().Inject(world.Fault{Method: http.MethodPut, Status: 404, Code: "ActivityNotFoundInConversation"})
	d.sends("alertmanager", fires("a", "93 %", "97 %"), outcome{Lost: 1, Posted: 1})
	d.ann.ExpectCard("97 %").ExpectNothing()
}

// Whatever an alert says, its card is one that every client shows: small, with links that lead where they say, and
// without Markdown.
func TestCardIsSafe(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("subscribe").ExpectContains(welcome)
	long := strings.Repeat("𝄞", 5_000)
	labels := make(map[string]string)
	for i := range 200 {
		labels[fmt.Sprintf("%03d%s", i, long[:280])] = long[:280]
	}
	labels["alertname"], labels["severity"] = long, long[:280]
	link := "https://prometheus.example/" + strings.Repeat("a", maxURL-27)
	raw, err := json.Marshal(map[string]any{"alerts": []any{map[string]any{
		"status": "firing", "fingerprint": "a", "startsAt": "2026-11-20T22:14:05Z", "labels": labels,
		"annotations":  map[string]string{"summary": long, "description": "[here](https://evil.example) \u202e\u0007" + long, "runbook_url": "javascript:alert(1)"},
		"generatorURL": link, "silenceURL": link + "a", "dashboardURL": "https://grafana.example@evil.example/",
	}}})
	require.NoError(t, err)
	d.sends("grafana", string(raw), outcome{Posted: 1})
	d.ann.ExpectActivity(func(a *schema.Activity) error {
		wire, err := a.MarshalJSON()
		require.NoError(t, err)
		require.Less(t, len(wire), 28<<10)
		card := string(wire)
		require.Contains(t, card, `"text":"[here](https://evil.example) 𝄞`)
		require.Contains(t, card, "and 180 more labels")
		require.Contains(t, card, link+`"`)
		for _, part := range []string{`"url":"https://evil`, "javascript", "@evil", "Silence", "\u202e", `\u0007`} {
			require.NotContains(t, card, part)
		}
		require.Equal(t, 1, strings.Count(card, `"TextBlock"`), "which alone shows Markdown; it is for the times")
		return nil
	})
}

// Whatever an alert says, its card fits into a message, and what looks the same is the same.
func FuzzCard(f *testing.F) {
	for _, name := range []string{"alertmanager-firing.json", "alertmanager-resolved.json", "grafana-firing.json"} {
		raw, err := os.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Add([]byte(fires("a", "93 %", "\u202e", "http", "javascript")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var body grafanaBody
		if json.Unmarshal(raw, &body) != nil {
			return
		}
		alerts, err := body.alerts()
		if err != nil {
			return
		}
		for _, a := range alerts {
			s := shown{Alert: a}
			wire, err := s.message().MarshalJSON()
			require.NoError(t, err)
			require.Less(t, len(wire), 28<<10)
			require.NoError(t, cards.Check(s.card("")))
			once, again := contentOf(s.message()), contentOf(s.message())
			require.Equal(t, once, again)
			for _, l := range a.Links {
				require.Regexp(t, `(?i)^https?://[^/?#@]`, l.URL)
			}
		}
	})
}

func TestSources(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file.Name(), ".json") {
			require.Contains(t, golden(t, "SOURCES.md"), "| "+file.Name()+" | ")
		}
	}
}
