package playground_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// A bot in JavaScript, with npm's botbuilder, does with the playground what it would do with Teams, its authentication on.
//
// It needs node and CONVO_BOTBUILDER, a folder in whose node_modules botbuilder is; it is skipped without, except in CI.
func TestBotBuilder(t *testing.T) {
	t.Parallel()
	p := serveBotBuilder(t, playground.Config{})
	w := p.play.World()
	ann, bob := w.People()[0], w.People()[1]
	chat := w.PersonalChat(ann)
	general := channelOf(w)
	mention := m{"type": "mention", "mentioned": w.Bot(), "text": "<at>Bot</at>"}

	steps := []struct {
		name, where, text string
		then              func(thread string) []string // what there is to be seen afterwards, the newest last
		want              []string
	}{
		{"echo", chat, "hi", last(w, chat, 2), []string{"hi", "Echo: hi"}},
		{"update", chat, "update this", last(w, chat, 2), []string{"update this", "after: this"}},
		{"delete", chat, "delete it", deeds(w), []string{"posted", "deleted"}},
		{"card", chat, "card A title", last(w, chat, 2), []string{"card A title", "application/vnd.microsoft.card.hero"}},
		{"token service", chat, "signin", last(w, chat, 1), []string{"sign in at /signin/graph"}},
		{"start a chat", general, "start " + bob.ID, last(w, w.PersonalChat(bob), 1), []string{"hello, Bob Berg"}},
		{"in a thread", general, "hi", inThread(w), []string{"<at>Bot</at> hi", "Echo: hi"}},
		{"members", general, "members", inThread(w), []string{"<at>Bot</at> members", "Ann Ahmed, Bob Berg, Cleo Costa, Dan Dubois"}},
		{"start a thread", general, "post news", last(w, general, 2), []string{"<at>Bot</at> post news", "news"}},
	}
	for _, step := range steps {
		text, entities := step.text, []m(nil)
		if step.where == general {
			text, entities = "<at>Bot</at> "+text, []m{mention}
		}
		var out struct {
			Activity *schema.Activity `json:"activity"`
			Problem  string           `json:"problem"`
		}
		p.act(m{"do": "send", "person": ann.ID, "conversation": step.where, "activity": m{"type": "message", "text": text, "entities": entities}}, &out)
		require.Empty(t, out.Problem, step.name)
		p.eventually(step.name, step.want, func() []string { return step.then(out.Activity.Conversation.ID) })
	}
	var out done
	p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "invoke", "name": "some/thing", "value": m{"n": 1}}}, &out)
	require.Equal(t, http.StatusOK, out.Answer.Status)
	require.JSONEq(t, `{"got": {"n": 1}}`, string(out.Answer.Body))
	p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "invoke", "name": "no/such"}}, &out)
	require.Equal(t, http.StatusNotImplemented, out.Answer.Status)
	require.Contains(t, out.Answer.Problem, "no handler")
}

// A bot that does not know the playground's keys, or is not known to it, is told apart: the person reads what to check.
func TestBotBuilderWithWrongSettings(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]string{
		"MicrosoftAppId=00000000-0000-4000-8000-000000000bad": "it does not trust this playground",
		"MicrosoftAppPassword=wrong":                          "Check in the bot that its app id is",
	} {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			p := serveBotBuilder(t, playground.Config{}, setting)
			ann := p.play.World().People()[0]
			p.act(m{"do": "send", "person": ann.ID, "conversation": p.play.World().PersonalChat(ann), "activity": m{"type": "message", "text": "hi"}}, nil)
			p.eventually("the problem", []string{"told"}, func() []string { return toldOf(trafficOf(t, p.play, p.token), want) })
		})
	}
}

// A bot without credentials talks with a playground that is told so.
func TestBotBuilderWithoutCredentials(t *testing.T) {
	t.Parallel()
	p := serveBotBuilder(t, playground.Config{Anonymous: true})
	w := p.play.World()
	ann := w.People()[0]
	chat := w.PersonalChat(ann)
	p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": "hi"}}, nil)
	p.eventually("echo", []string{"hi", "Echo: hi"}, func() []string { return textsOf(w.Messages(chat)) })
}

// serveBotBuilder runs the bot of testdata with the settings that the playground names, and those given in place of them.
func serveBotBuilder(t *testing.T, cfg playground.Config, settings ...string) *page {
	t.Helper()
	folder := browsertest.Needs(t, "CONVO_BOTBUILDER")
	var port atomic.Value
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { // for the port is not known before the bot runs
		r.SetURL(&url.URL{Scheme: "http", Host: fmt.Sprint("localhost:", port.Load())})
	}}
	endpoint := httptest.NewServer(proxy)
	t.Cleanup(endpoint.Close)
	cfg.Bot = endpoint.URL + "/api/messages"
	p := serveFor(t, cfg)
	cmd := exec.CommandContext(t.Context(), "node", "testdata/botbuilder.cjs")
	cmd.Env = slices.Concat(os.Environ(), p.play.Environ(), settings, []string{"NODE_PATH=" + filepath.Join(folder, "node_modules"), "NO_PROXY=*"})
	port.Store(startedAt(t, cmd))
	return p
}

// startedAt runs cmd until the test ends and returns the port that it says it listens on. The rest of what it prints goes to
// the test's log.
func startedAt(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = cmd.Stdout
	require.NoError(t, cmd.Start())
	found, done := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(done)
		defer close(found)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			t.Logf("bot: %s", lines.Text())
			if _, port, ok := strings.Cut(lines.Text(), "listening on "); ok {
				found <- strings.TrimSpace(port)
			}
		}
		_, _ = io.Copy(io.Discard, out)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-done
		_ = cmd.Wait() // it says that it was killed
	})
	select {
	case port := <-found:
		require.NotEmpty(t, port, "the bot ended before it listened")
		return port
	case <-time.After(time.Minute):
		require.Fail(t, "the bot does not start")
		return ""
	}
}

func channelOf(w *world.World) string {
	all := w.Conversations()
	return all[slices.IndexFunc(all, func(c world.ConversationInfo) bool { return c.Type == schema.ConversationChannel })].ID
}

// last returns the texts of the newest messages of a conversation.
func last(w *world.World, conversation string, n int) func(string) []string {
	return func(string) []string {
		all := w.Messages(conversation)
		return textsOf(all[max(0, len(all)-n):])
	}
}

// inThread returns those of the thread that a message started.
func inThread(w *world.World) func(string) []string {
	return func(thread string) []string { return textsOf(w.Messages(thread)) }
}

func textsOf(messages []*schema.Activity) []string {
	var all []string
	for _, a := range messages {
		if len(a.Attachments) > 0 {
			all = append(all, a.Attachments[0].ContentType)
			continue
		}
		all = append(all, a.Text)
	}
	return all
}

// deeds returns what kinds of things the bot did last.
func deeds(w *world.World) func(string) []string {
	return func(string) []string {
		var all []string
		for _, e := range w.Timeline(0) {
			if e.Bot {
				all = append(all, string(e.Kind))
			}
		}
		return all[max(0, len(all)-2):]
	}
}

// toldOf looks for a problem that is told.
func toldOf(traffic []took, problem string) []string {
	if slices.ContainsFunc(traffic, func(x took) bool { return strings.Contains(x.Problem, problem) }) {
		return []string{"told"}
	}
	return nil
}
