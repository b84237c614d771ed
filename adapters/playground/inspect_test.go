package playground_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/handlers"
)

// exchanged is a request as the page is told of it.
type exchanged struct {
	Direction    string `json:"direction"`
	Activity     string `json:"activity"`
	Conversation string `json:"conversation"`
	Handler      string `json:"handler"`
	Error        string `json:"error"`
	Status       int    `json:"status"`
}

// exchanges reads the stream of what happens until there are n requests.
func (p *page) exchanges(n int) []exchanged {
	p.t.Helper()
	ctx, cancel := context.WithCancel(p.t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.play.URL()+"/playground/events", nil)
	require.NoError(p.t, err)
	req.Header.Set("X-Playground-Token", p.token)
	resp, err := p.client.Do(req)
	require.NoError(p.t, err)
	defer resp.Body.Close()
	var found []exchanged
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 4<<20)
	for len(found) < n && lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var batch struct {
			Exchanges []exchanged `json:"exchanges"`
		}
		require.NoError(p.t, json.Unmarshal([]byte(data), &batch))
		found = append(found, batch.Exchanges...)
	}
	require.GreaterOrEqual(p.t, len(found), n)
	return found
}

// inspected returns a handler whose middleware is the playground's, which is there only after the bot.
func inspected(bot framework.Handler) (framework.Handler, func(*playground.Playground)) {
	var handler framework.Handler
	ready := make(chan struct{})
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			<-ready
			return handler.OnTurn(ctx, turn)
		}), func(p *playground.Playground) {
			handler = framework.Chain(bot, p.Inspect)
			close(ready)
		}
}

func TestInspectorShowsWhichHandlerRan(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessageText("fail", func(context.Context, *framework.TurnContext) error { return errors.New("no such order") })
	bot.OnMessageText("panic", func(context.Context, *framework.TurnContext) error { panic("on purpose") })
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	})
	handler, inspect := inspected(&bot)
	p := serve(t, handler)
	inspect(p.play)
	ann := p.play.World().People()[0]
	chat := p.play.World().PersonalChat(ann)
	for i, tt := range []struct {
		text, handler, err string
		exchanges          int
	}{
		{"hi", "OnMessage", "", 2},
		{"fail", `OnMessageText("fail")`, "no such order", 3},
		{"panic", `OnMessageText("panic")`, "the handler panicked; the bot's log has more", 4},
	} {
		p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": tt.text}}, nil)
		last := p.exchanges(tt.exchanges)[tt.exchanges-1]
		require.Equal(t, "toBot", last.Direction, "%d", i)
		require.Equal(t, tt.handler, last.Handler)
		require.Equal(t, tt.err, last.Error)
	}
}

// A turn that goes on after the bot has answered is shown when it ends.
func TestInspectorShowsATurnThatEndsLate(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	ended := make(chan struct{})
	bot.OnMessage(func(context.Context, *framework.TurnContext) error { return errors.New("too late") })
	handler, inspect := inspected(&bot)
	p := serve(t, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		go func() {
			defer close(ended)
			_ = turn.Adapter().ContinueConversation(context.WithoutCancel(ctx), turn.ConversationReference(), framework.HandlerFunc(
				func(ctx context.Context, _ *framework.TurnContext) error { return handler.OnTurn(ctx, turn) }))
		}()
		return nil
	}))
	ann := p.play.World().People()[0]
	chat := p.play.World().PersonalChat(ann)
	p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": "hi"}}, nil)
	p.exchanges(1)
	inspect(p.play)
	<-ended
	found := p.exchanges(2)
	require.Equal(t, []string{"toBot", "turn"}, []string{found[0].Direction, found[1].Direction})
	require.Empty(t, found[0].Handler)
	require.Equal(t, []string{"OnMessage", "too late", found[0].Activity, chat},
		[]string{found[1].Handler, found[1].Error, found[1].Activity, found[1].Conversation})
}

func TestLintOfAnActivity(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	for _, tt := range []struct{ name, body, want string }{
		{"what the bot sends", `{"activity":{"type":"message","text":"hi","id":"1","timestamp":"yesterday"},"toBot":false}`, "timestamp"},
		{"nothing", `{"activity":{"type":"message","text":"hi","id":"1","from":{"id":"28:b"},"conversation":{"id":"c"}},"toBot":false,"update":true}`, "[]"},
		{"what the bot hears", `{"activity":{"type":"message"},"toBot":true}`, `"requirement":"A`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, body := p.request(http.MethodPost, "/playground/lint", []byte(tt.body))
			require.Equal(t, http.StatusOK, status, body)
			require.Contains(t, body, tt.want)
		})
	}
	status, _ := p.request(http.MethodPost, "/playground/lint", []byte(`{"activity":`))
	require.Equal(t, http.StatusBadRequest, status)
}
