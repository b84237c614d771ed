package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/schema"
)

func TestCutName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, name, want string }{
		{"Bob hello", "Bob", " hello"},
		{"BOB", "bob", ""},
		{"Bob: hello", "Bob", ": hello"},
		{"Bob- hello", "Bob", "- hello"},
		{"ÉMILE ZOLA salut", "Émile Zola", " salut"},
		{"李小龙 你好", "李小龙", " 你好"},
		{"D'Arcy hello", "D'Arcy", " hello"},
		{"Robert", "Bob", none},
		{"Bobby hello", "Bob", none},
		{"Bob2 hello", "Bob", none},
		{"Bob-Ray hello", "Bob", none},
		{"Bob's hello", "Bob", none},
		{"bob@example.com hello", "Bob", none},
		{"Jose\u0301 hola", "Jose", none},
		{"Bo", "Bob", none},
		{"", "Bob", none},
		{"\xff\xfe\xfd", "Bob", none},
	} {
		rest, ok := cutName(tt.text, tt.name)
		require.Equal(t, tt.want != none, ok, "%q in %q", tt.name, tt.text)
		if ok {
			require.Equal(t, tt.want, rest, "%q in %q", tt.name, tt.text)
		}
	}
}

// none is no text after a name, since the name is not there.
const none = "-"

func FuzzSearch(f *testing.F) {
	f.Add("bob smith hello", "Bob Smith")
	f.Add("Ö&amp; hello", "ö&")
	f.Add("\xff", "\xff \xfe")
	f.Fuzz(func(t *testing.T, text, name string) {
		s := search{text: text}
		s.offer(schema.ChannelAccount{ID: "29:1", Name: name})
		_, rest, err := s.result()
		require.True(t, err != nil || strings.HasSuffix(text, rest))
		trimmed := trimName(rest)
		require.True(t, strings.HasSuffix(rest, trimmed))
		topic, members := cutTopic(text)
		require.True(t, strings.Contains(text, topic) && strings.HasSuffix(text, members))
	})
}

// asks has a person say something to the bot that mentions others.
func asks(conv *fake.Conversation, text string, mentions ...schema.Mention) *fake.Conversation {
	bot := schema.NewMention(conv.Reference().Bot)
	a := schema.TextMessage(bot.Text + " " + text)
	a.Entities = []schema.Entity{bot}
	for _, m := range mentions {
		a.Entities = append(a.Entities, m)
	}
	return conv.Sends(a)
}

// channel is a connector over sockets, with the bot behind its endpoint.
type channel struct {
	t        *testing.T
	service  *httptest.Server
	endpoint *httptest.Server
	told     int

	mu    sync.Mutex
	heard []string // paths and bodies of what the bot sent
}

// newChannel returns a channel that answers with what answer says, or 201 if that is nil.
func newChannel(t *testing.T, answer func(r *http.Request) (status int, body string)) *channel {
	t.Helper()
	c := &channel{t: t}
	c.service = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.mu.Lock()
		c.heard = append(c.heard, r.URL.Path+" "+string(body))
		c.mu.Unlock()
		status, text := http.StatusCreated, `{"id": "1"}`
		if answer != nil {
			status, text = answer(r)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(c.service.Close)
	adapter, err := cloud.New(cloud.Config{Local: true}, newBot(newStore()))
	require.NoError(t, err)
	c.endpoint = httptest.NewServer(adapter)
	t.Cleanup(c.endpoint.Close)
	return c
}

// tell tells the bot of an activity, from this channel and under an id of its own.
func (c *channel) tell(activity string) {
	c.t.Helper()
	var members map[string]any
	require.NoError(c.t, json.Unmarshal([]byte(activity), &members))
	c.told++
	members["id"], members["serviceUrl"] = strconv.Itoa(c.told), c.service.URL
	raw, err := json.Marshal(members)
	require.NoError(c.t, err)
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.endpoint.URL, bytes.NewReader(raw))
	require.NoError(c.t, err)
	req.Header.Set("Content-Type", "application/json")
	res, err := c.endpoint.Client().Do(req)
	require.NoError(c.t, err)
	require.NoError(c.t, res.Body.Close())
	require.Equal(c.t, http.StatusOK, res.StatusCode)
}
