package playground_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	stores "github.com/convobot/convo/framework/storage/memory"
)

// desk is what the page's desk says.
type desk struct {
	Connected bool
	Records   []struct {
		Key, Kind, Name, In, Locale, Unreachable string
		OptedOut                                 bool
	}
	Next             string
	Locales, Tenants []string
}

// withDesk runs a playground whose bot runs in the same process, remembers whom it meets and is introduced to everybody.
func withDesk(t *testing.T) (*page, proactive.Store) {
	t.Helper()
	store := stores.NewReferences(nil)
	var adapter http.Handler
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { adapter.ServeHTTP(w, r) }))
	t.Cleanup(endpoint.Close)
	p := serveFor(t, playground.Config{Bot: endpoint.URL})
	bot, err := cloud.New(p.play.BotConfig(cloud.Config{}), framework.Chain(echo(), proactive.Remember(store)))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, bot.Shutdown(context.Background())) })
	adapter = bot
	p.play.ConnectDesk(playground.Desk{Adapter: bot, Store: store})
	require.NoError(t, p.play.Introduce(t.Context()))
	p.until(func() bool { return len(p.listed(nil).Records) == 6 })
	return p, store
}

func (p *page) until(is func() bool) {
	p.t.Helper()
	require.Eventually(p.t, is, patience, 10*time.Millisecond)
}

func (p *page) listed(q url.Values) desk {
	p.t.Helper()
	var d desk
	p.get("desk", q, &d)
	return d
}

func names(d desk) []string {
	names := []string{}
	for _, r := range d.Records {
		names = append(names, r.Name)
	}
	return names
}

// outcomes of a message by the names of the recipients.
func (p *page) tells(in m, to desk) map[string]string {
	p.t.Helper()
	byKey, keys := map[string]string{}, []string{}
	for _, r := range to.Records {
		byKey[r.Key], keys = r.Name, append(keys, r.Key)
	}
	in["to"] = keys
	status, body := p.posts("desk", in)
	require.Equal(p.t, http.StatusOK, status, body)
	var outcomes []struct {
		To      string `json:"to"`
		Outcome string `json:"outcome"`
		Problem string `json:"problem"`
	}
	require.NoError(p.t, json.Unmarshal([]byte(body), &outcomes))
	got := map[string]string{}
	for _, o := range outcomes {
		got[byKey[o.To]] = o.Outcome
		require.Equal(p.t, o.Outcome == "sent", o.Problem == "", "a problem says why: %v", o)
	}
	return got
}

func (p *page) posts(path string, in m) (status int, body string) {
	p.t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(p.t, err)
	return p.request(http.MethodPost, "/playground/"+path, raw)
}

func TestTheDeskListsWhomTheBotRemembers(t *testing.T) {
	t.Parallel()
	p, store := withDesk(t)
	all := p.listed(nil)
	require.True(t, all.Connected)
	require.Empty(t, all.Next)
	require.ElementsMatch(t, []string{"Ann Ahmed", "Bob Berg", "Cleo Costa", "Dan Dubois", "Lunch", "General"}, names(all))
	w := p.play.World().Conversations()[5]
	for name, tt := range map[string]struct {
		q    url.Values
		want []string
	}{
		"by a part of the name": {url.Values{"text": {" BERG"}}, []string{"Bob Berg"}},
		"by an id":              {url.Values{"text": {w.TeamID}}, []string{"General"}},
		"by the team":           {url.Values{"text": {"contoso"}}, []string{"General"}},
		"people":                {url.Values{"kind": {"person"}, "text": {"d"}}, []string{"Ann Ahmed", "Dan Dubois"}},
		"group chats":           {url.Values{"kind": {"chat"}}, []string{"Lunch"}},
		"a language":            {url.Values{"locale": {"de"}}, []string{"Bob Berg"}},
		"another organization":  {url.Values{"tenant": {"elsewhere"}}, []string{}},
		"nobody out of reach":   {url.Values{"reachable": {"no"}}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.ElementsMatch(t, tt.want, names(p.listed(tt.q)))
		})
	}

	t.Run("not who was met elsewhere", func(t *testing.T) {
		t.Parallel()
		elsewhere := proactive.Key{AppID: "another", ChannelID: "msteams", TenantID: "t", UserID: "u"}
		require.NoError(t, store.Update(t.Context(), elsewhere, func(r *proactive.Record) error {
			r.Reference.ServiceURL = "https://smba.trafficmanager.net/emea/"
			return nil
		}))
		raw, err := json.Marshal(elsewhere)
		require.NoError(t, err)
		_, body := p.posts("desk", m{"to": []string{string(raw)}, "text": "hi"})
		require.Contains(t, body, "not remembered")
	})
}

func TestTheDeskSends(t *testing.T) {
	t.Parallel()
	p, store := withDesk(t)
	w := p.play.World()
	ann, bob, cleo := w.People()[0], w.People()[1], w.People()[2]
	w.Block(bob)
	people := p.listed(url.Values{"kind": {"person"}})
	require.NoError(t, store.Update(t.Context(), keyNamed(t, people, "Cleo Costa"), func(r *proactive.Record) error {
		r.Preferences.OptedOut = map[string]time.Time{proactive.AllTopics: time.Now()}
		return nil
	}))
	require.Equal(t, map[string]string{
		"Ann Ahmed": "sent", "Bob Berg": "refused", "Cleo Costa": "opted out", "Dan Dubois": "sent",
	}, p.tells(m{"text": "It is **time**."}, people))
	said := w.Messages(w.PersonalChat(ann))
	require.Equal(t, "It is **time**.", said[len(said)-1].Text)
	require.Empty(t, w.Messages(w.PersonalChat(cleo)))
	out := p.listed(url.Values{"reachable": {"no"}})
	require.Equal(t, []string{"Bob Berg"}, names(out))
	require.Equal(t, "blocked the bot", out.Records[0].Unreachable)

	require.Equal(t, map[string]string{"General": "sent"},
		p.tells(m{"activity": m{"attachments": []m{{"contentType": "application/vnd.microsoft.card.hero", "content": m{"title": "Hi"}}}}},
			p.listed(url.Values{"kind": {"channel"}})))

	w.Inject(world.Fault{Method: http.MethodPost, Done: true})
	require.Equal(t, map[string]string{"Lunch": "may have been delivered"}, p.tells(m{"text": "hi"}, p.listed(url.Values{"kind": {"chat"}})))
}

func keyNamed(t *testing.T, in desk, name string) proactive.Key {
	t.Helper()
	for _, r := range in.Records {
		if r.Name == name {
			var key proactive.Key
			require.NoError(t, json.Unmarshal([]byte(r.Key), &key))
			return key
		}
	}
	require.Fail(t, "nobody is called "+name)
	return proactive.Key{}
}

func TestWhatTheDeskCannotDoIsSaid(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	require.False(t, p.listed(nil).Connected)
	status, body := p.posts("desk", m{"to": []string{"{}"}, "text": "hi"})
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, body, "the same process")

	p, _ = withDesk(t)
	for want, in := range map[string]m{
		"nothing to send":          {"to": []string{"{}"}},
		"choose 1 to 100":          {"text": "hi"},
		"not one that the desk":    {"to": []string{"x"}, "text": "hi"},
		"unknown field":            {"text": "hi", "who": "all"},
		"does not remember them":   {"to": []string{"{}"}, "text": "hi"},
		"the JSON expected here: ": {"activity": "hi"},
	} {
		_, body := p.posts("desk", in)
		require.Contains(t, body, want)
	}
	status, body = p.request(http.MethodGet, "/playground/desk?after=x", nil)
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, body, "not one that the desk")
}
