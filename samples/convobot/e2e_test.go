package main_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
)

// TestPlayground drives Microsoft's own local client in a browser against ConvoBot as a user starts it: everything
// between a typed message and what the user sees is real.
//
// It needs CONVO_PLAYGROUND, the m365agentsplayground command of the npm package, and CONVO_CHROMIUM, a Chromium; it is
// skipped without them, except in CI, where CONVO_CI makes that an error.
func TestPlayground(t *testing.T) {
	t.Parallel()
	command, chromium := browsertest.Needs(t, "CONVO_PLAYGROUND"), browsertest.Needs(t, "CONVO_CHROMIUM")
	ctx, cancel := context.WithTimeout(t.Context(), e2eLimit)
	defer cancel()

	endpoint, restart := startConvoBot(ctx, t)
	client := openPlayground(t, chromium, startPlayground(ctx, t, command, endpoint))

	// A message in a channel is echoed in its thread.
	client.open("Convo Team - General")
	client.post("hello from the channel")
	client.sees(inThread("hello from the channel", "Echo: hello from the channel"))

	// The bot opens a new thread and answers, where it was asked, with a card that names it.
	client.replyInThread("hello from the channel", "newconversation")
	client.sees(thread(firstMessage))
	client.sees(inThread("hello from the channel", "A new thread"))

	// It remembers the new thread and speaks there later.
	client.replyInThread("hello from the channel", "continue")
	client.sees(inThread(firstMessage, "Still here"))
	client.sees(inThread("hello from the channel", "Threads that I spoke in: 1, that I could not speak in: 0"))

	// It answers what is said in the thread that it opened.
	client.replyInThread(firstMessage, "hello again")
	client.sees(inThread(firstMessage, "Echo: hello again"))

	// It welcomes who installs it, once, and says outside a channel why it cannot open a thread.
	client.open("Personal Chat")
	client.sees(chatReply("I am ConvoBot"))
	client.say("newconversation")
	client.sees(chatReply("I can open a new thread in a Teams channel only"))

	// A poll: the vote shows on the card, and the result where it was asked.
	client.say("poll Lunch? | Pizza | Sushi")
	client.press("Pizza")
	client.sees(card("Pizza", "1"))
	client.screenshot("poll.png", card("Lunch?"))

	// It is killed, and knows after its start what it was told before.
	restart()
	client.say("close poll")
	client.sees(chatReply("Most votes: Pizza (1 of 1)"))

	// An alarm rings after it was killed too, and its buttons work.
	client.say("alarm 5s tea")
	client.sees(chatReply("Alarm 1 rings"))
	restart()
	client.sees(card("tea", "Alarm 1, set by"))
	client.screenshot("alarm.png", card("tea"))
	client.press("Snooze 10 min")
	client.sees(card("tea", "Snoozed by"))
	client.screenshot("snoozed.png", card("tea"))
	client.say("alarm 1s coffee")
	client.sees(card("coffee", "Alarm 2, set by"))
	client.press("Dismiss")
	client.sees(card("coffee", "Dismissed by"))
	client.screenshot("dismissed.png", card("coffee"))
	restart()

	// Another program reports something, and the bot tells everyone why they get it and how to stop it.
	notify(ctx, t, endpoint, `{"title": "Release 2.0 is out", "text": "Twice as fast.", "topic": "releases"}`)
	client.sees(card("Release 2.0 is out", "Why you get this: it is about releases."))
	client.screenshot("notification.png", card("Release 2.0 is out"))
	client.press("Unsubscribe")
	client.sees(`//*[contains(normalize-space(.),"I send nothing more of this kind here")]`)
}

const firstMessage = "This will be the first message in a new thread"

// startConvoBot builds and runs the sample without credentials, that is in local mode. It returns its endpoint, and what
// kills it and starts it again there.
func startConvoBot(ctx context.Context, t *testing.T) (endpoint string, restart func()) {
	t.Helper()
	binary := buildSample(ctx, t, "convobot")
	dir := filepath.Dir(binary)
	var cmd *exec.Cmd
	run := func(port string) string {
		cmd = exec.CommandContext(ctx, binary)
		cmd.Dir = dir // of its memory
		cmd.Env = []string{"PORT=" + port, "NOTIFY_KEY=" + notifyKey, "METRICS_ADDR=off", "PLAYGROUND=off"}
		return "http://" + start(t, cmd, `url=http://`)
	}
	endpoint = run(freePort(ctx, t))
	address, err := url.Parse(endpoint)
	require.NoError(t, err)
	return endpoint, func() {
		t.Helper()
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait() // it says that the process was killed
		run(address.Port())
	}
}

// buildSample builds a sample into a folder of its own.
func buildSample(ctx context.Context, t *testing.T, name string) (binary string) {
	t.Helper()
	binary = filepath.Join(t.TempDir(), name)
	build, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "../"+name).CombinedOutput()
	require.NoError(t, err, "%s", build)
	return binary
}

const notifyKey = "a-key-of-the-tests"

// notify posts an external event to the bot with that endpoint.
func notify(ctx context.Context, t *testing.T, endpoint, body string) {
	t.Helper()
	to := strings.Replace(endpoint, "/api/messages", "/api/notifications", 1)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+notifyKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, res.StatusCode, "%s", answer)
	t.Logf("notified: %s", answer)
}

// client is the playground's page in a browser.
type client struct {
	t   *testing.T
	ctx context.Context
}

// openSample runs a sample behind Microsoft's playground, and opens that.
func openSample(t *testing.T, name string) client {
	t.Helper()
	command, chromium := browsertest.Needs(t, "CONVO_PLAYGROUND"), browsertest.Needs(t, "CONVO_CHROMIUM")
	ctx, cancel := context.WithTimeout(t.Context(), e2eLimit)
	t.Cleanup(cancel)
	bot := exec.CommandContext(ctx, buildSample(ctx, t, name))
	bot.Env = []string{"PORT=0"}
	return openPlayground(t, chromium, startPlayground(ctx, t, command, "http://"+start(t, bot, `url=http://`)))
}

func openPlayground(t *testing.T, chromium, url string) client {
	t.Helper()
	page := browsertest.Tab(t, chromium, 1400, 1000)
	require.NoError(t, chromedp.Do(page, chromedp.Navigate(url+"/")), "open the page")
	return client{t: t, ctx: page}
}
