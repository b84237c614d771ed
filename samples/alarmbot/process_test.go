package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/storagetest"
	"github.com/convobot/convo/samples/internal/database"
	"github.com/convobot/convo/samples/internal/database/databasetest"
)

// asBot is set in the environment of a test's program that is to be the bot.
const asBot = "ALARMBOT_TEST_PROCESS"

func TestMain(m *testing.M) {
	if os.Getenv(asBot) != "" {
		go func() { // it ends with whoever started it
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(1)
		}()
		main()
		return
	}
	os.Exit(m.Run())
}

// channel is where the bot's messages arrive.
type channel struct {
	*httptest.Server

	said chan string // the text of a message, or what its card begins with
	held chan string // instead of said, with no answer: what begins with "hold"
}

func newChannel(t *testing.T) *channel {
	t.Helper()
	c := &channel{said: make(chan string, 1000), held: make(chan string, 10)}
	ended := make(chan struct{})
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var a schema.Activity
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			t.Error(err)
		}
		text := a.Text
		if len(a.Attachments) > 0 {
			text = "rings: " + a.Summary
		}
		if strings.HasPrefix(a.Summary, "hold") {
			c.held <- text
			<-ended
		}
		c.said <- text
		_, _ = w.Write([]byte(`{"id":"1"}`))
	}))
	t.Cleanup(func() {
		close(ended)
		c.Close()
	})
	return c
}

func (c *channel) hears(t *testing.T) string {
	t.Helper()
	return next(t, c.said)
}

// hearsBoth hears what an answer contains, and an alarm: on a busy machine the alarm may come first.
func (c *channel) hearsBoth(t *testing.T, answer, alarm string) {
	t.Helper()
	one, other := c.hears(t), c.hears(t)
	if one == alarm {
		one, other = other, one
	}
	require.Contains(t, one, answer)
	require.Equal(t, alarm, other)
}

func next(t *testing.T, from <-chan string) string {
	t.Helper()
	select {
	case text := <-from:
		return text
	case <-time.After(60 * time.Second):
		require.Fail(t, "the bot says nothing")
		return ""
	}
}

// bot is the bot in a process of its own.
type bot struct {
	command *exec.Cmd
	stdin   io.Closer
	channel *channel
	url     string
}

func (c *channel) start(t *testing.T, database string) *bot {
	t.Helper()
	b := &bot{command: exec.CommandContext(t.Context(), os.Args[0]), channel: c}
	b.command.Env = []string{asBot + "=1", "PORT=0", "CONVOBOT_DB=" + database}
	b.command.Dir = t.TempDir()
	var err error
	b.stdin, err = b.command.StdinPipe()
	require.NoError(t, err)
	stderr, err := b.command.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, b.command.Start())
	t.Cleanup(func() { b.kill(t) })
	address := regexp.MustCompile(`url="?(http://[^ "]+)`)
	lines := bufio.NewScanner(stderr)
	for lines.Scan() && b.url == "" {
		if match := address.FindStringSubmatch(lines.Text()); match != nil {
			b.url = match[1]
		}
	}
	require.NotEmpty(t, b.url, "the bot does not serve")
	go func() { _, _ = io.Copy(io.Discard, stderr) }()
	return b
}

// kill ends the process as kill -9 does.
func (b *bot) kill(t *testing.T) {
	t.Helper()
	if b.command.ProcessState != nil {
		return
	}
	require.NoError(t, b.command.Process.Kill())
	_ = b.command.Wait() // it says that it was killed
	_ = b.stdin.Close()
}

// hears has the bot told something, and returns what it answers.
func (b *bot) hears(t *testing.T, text string) string {
	t.Helper()
	b.told(t, text)
	return b.channel.hears(t)
}

func (b *bot) told(t *testing.T, text string) {
	t.Helper()
	body, err := json.Marshal(schema.Activity{
		Type: schema.TypeMessage, ID: rand.Text(), ChannelID: schema.ChannelTeams, ServiceURL: b.channel.URL, Text: text,
		From: schema.ChannelAccount{ID: "29:ann", Name: "Ann"}, Recipient: schema.ChannelAccount{ID: "28:bot"},
		Conversation:  schema.ConversationAccount{ID: "a:ann", ConversationType: schema.ConversationPersonal},
		LocalTimezone: "Europe/Berlin",
	})
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url, bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Less(t, response.StatusCode, 300)
}

// TestKilled is the promise of the bot: an alarm that was set rings, once, whatever happens to the process.
func TestKilled(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, place string) {
		t.Helper()
		c := newChannel(t)
		b := c.start(t, place)
		require.Contains(t, b.hears(t, "alarm 1h tea"), "Alarm 1 rings")
		b.kill(t)
		makeDue(t, place)
		b = c.start(t, place)
		require.Equal(t, "rings: tea", c.hears(t))
		require.Contains(t, b.hears(t, "alarms"), "no alarms")
		b.kill(t)
		b = c.start(t, place)
		b.told(t, "alarm 1s milk")
		c.hearsBoth(t, "Alarm 2 rings", "rings: milk") // and not tea again
		require.Empty(t, c.said)
	})
}

// makeDue has the time of the database's only alarm come, while no bot uses it.
func makeDue(t *testing.T, place string) {
	t.Helper()
	env := func(name string) string { return map[string]string{database.Env: place}[name] }
	db, err := database.Open(t.Context(), env, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	list, err := db.Alarms().Claim(t.Context(), time.Now().Add(2*time.Hour), 2)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.NoError(t, db.Alarms().Update(t.Context(), list[0].ID, func(a *proactive.Alarm) error {
		a.Due = time.Now()
		return nil
	}))
	require.NoError(t, db.Close())
}

// TestKilledWhileRinging is about a process that ends before it knows whether an alarm was heard.
func TestKilledWhileRinging(t *testing.T) {
	t.Parallel()
	c := newChannel(t)
	database := filepath.Join(t.TempDir(), "bot.db")
	b := c.start(t, database)
	require.Contains(t, b.hears(t, "alarm 1s hold"), "Alarm 1 rings")
	require.Equal(t, "rings: hold", next(t, c.held))
	b.kill(t)
	b = c.start(t, database)
	b.told(t, "alarm 1s milk")
	c.hearsBoth(t, "Alarm 2 rings", "rings: milk")
	require.Contains(t, b.hears(t, "alarms"), "**1** may have rung ")
	require.Empty(t, c.held, "it does not ring again")
}

// TestReplicas is about two bots on one database: each alarm rings in one of them, and all in the one that is left.
func TestReplicas(t *testing.T) {
	t.Parallel()
	database := storagetest.Postgres(t)
	c := newChannel(t)
	one, other := c.start(t, database), c.start(t, database)
	const alarms = 30
	want := make(map[string]int)
	for i := range alarms {
		text := fmt.Sprintf("number %d", i)
		want["rings: "+text] = 1
		one.told(t, "alarm 5s "+text)
	}
	got := make(map[string]int)
	for len(got) < alarms {
		if text := c.hears(t); strings.HasPrefix(text, "rings") {
			got[text]++
		}
	}
	one.told(t, "alarm 3s tea")
	one.kill(t)
	c.hearsBoth(t, "Alarm 31 rings", "rings: tea")
	require.Equal(t, want, got)
	require.Contains(t, other.hears(t, "alarms"), "no alarms")
	require.Empty(t, c.said)
}
