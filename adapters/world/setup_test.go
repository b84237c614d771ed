package world_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// town is a world with two people in it, and a way to ask its connector as the bot does.
type town struct {
	*world.World

	t        *testing.T
	ann, bob world.Person
}

func setup(t *testing.T) town {
	t.Helper()
	w := world.New(world.Config{AppID: "app", BotName: "Test Bot"})
	return town{
		World: w,
		t:     t,
		ann:   w.AddPerson(world.Person{Name: "Ann Berg", Locale: "de-DE"}),
		bob:   w.AddPerson(world.Person{Name: "Bob"}),
	}
}

// bot makes a request of the bot; path begins after the service URL and has its ids escaped.
func (b town) bot(method, path, body string) (status int, answer string) {
	b.t.Helper()
	req := httptest.NewRequestWithContext(b.t.Context(), method, b.ServiceURL()+path, strings.NewReader(body))
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, req)
	raw, err := io.ReadAll(rec.Body)
	require.NoError(b.t, err)
	return rec.Code, string(raw)
}

// posts has the bot send a text and returns its id.
func (b town) posts(conversationID, text string) string {
	b.t.Helper()
	status, answer := b.bot(http.MethodPost, activities(conversationID), `{"type":"message","text":"`+text+`"}`)
	require.Equal(b.t, http.StatusCreated, status, answer)
	var created schema.ResourceResponse
	require.NoError(b.t, json.Unmarshal([]byte(answer), &created))
	return created.ID
}

func (b town) texts(conversationID string) []string {
	texts := []string{}
	for _, a := range b.Messages(conversationID) {
		texts = append(texts, a.Text)
	}
	return texts
}

func (b town) refuses(method, path, body string, status int, code string) string {
	b.t.Helper()
	got, answer := b.bot(method, path, body)
	require.Equal(b.t, status, got, answer)
	var refusal struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	require.NoError(b.t, json.Unmarshal([]byte(answer), &refusal))
	require.Equal(b.t, code, refusal.Error.Code)
	require.NotEmpty(b.t, refusal.Error.Message)
	return refusal.Error.Message
}

func conversation(id string) string         { return "v3/conversations/" + url.PathEscape(id) }
func activities(id string) string           { return conversation(id) + "/activities" }
func activity(id, activityID string) string { return activities(id) + "/" + url.PathEscape(activityID) }

func members(id string, rest ...string) string {
	return conversation(id) + "/members" + strings.Join(rest, "")
}
