package main

import (
	"bytes"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/samples/internal/database"
)

// town is Ann, who owns the bot, and Bea, who speaks German.
func town(t *testing.T) (ann, bea *fake.Conversation) {
	t.Helper()
	return townOn(t, memory.NewReferences(slog.New(slog.DiscardHandler)))
}

// townOn is town with a store.
func townOn(t *testing.T, store proactive.Store) (ann, bea *fake.Conversation) {
	t.Helper()
	world := fake.NewWorld(t)
	ann = world.Connect(newBot(store, ""))
	ann = world.Connect(newBot(store, ann.Person().AADObjectID))
	bea = ann.As("Bea").Speaking("de-DE").InPrivate()
	bea.Says("hello").ExpectText(notOwner)
	return ann, bea
}

func TestList(t *testing.T) {
	t.Parallel()
	ann, bea := town(t)
	ann.Says("list").ExpectContains(`person "Bea"`)
	bea.Uninstalls()
	ann.Says("list").ExpectContains(`language "de-DE", time zone "UTC": removed: uninstalled`)
}

func TestExplainAndSend(t *testing.T) {
	t.Parallel()
	ann, bea := town(t)
	ann.Says("hello").ExpectText(help)
	ann.Says(`explain {"locale":"de"}`).ExpectText("1 included; 1 dropped: other language")
	ann.Says(`send {"locale":"de"} Guten Tag!`)
	bea.ExpectText("Guten Tag!")
	ann.ExpectText("sent to 1, failed for 0")

	bea.Blocks()
	ann.Says(`send {"locale":"de"} Noch da?`).ExpectText("sent to 0, failed for 1")
	ann.Says(`explain {"locale":"de"}`).ExpectText("0 included; 1 dropped: blocked by user; 1 dropped: other language")
	bea.Unblocks()
	bea.Says("hello again").ExpectText(notOwner)
	ann.Says(`explain {"locale":"de"}`).ExpectText("1 included; 1 dropped: other language")
}

// TestSlips is about an audience that does not say what it is meant to: nothing is sent.
func TestSlips(t *testing.T) {
	t.Parallel()
	ann, bea := town(t)
	ann.Says(`send {"language":"de"} Hello!`).ExpectContains(`there is no such member at "/language"`)
	for _, slip := range []string{`send Hello!`, `send {"locale":"de" Hello!`, `send {"locale":"de"}`} {
		ann.Says(slip).ExpectText(help)
	}
	bea.ExpectNothing()
}

func TestForgetMe(t *testing.T) {
	t.Parallel()
	ann, bea := town(t)
	bea.Says("forget me").ExpectText(forgotten)
	ann.Says(`explain {}`).ExpectText("1 included")
}

// TestCommands is about the command line, on the database that the bot had.
func TestCommands(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "convobot.db")
	getenv := func(name string) string { return map[string]string{database.Env: path}[name] }
	db, err := database.Open(t.Context(), getenv, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	ann, _ := townOn(t, db.References())
	ann.InChannel("General").Says("hello").ExpectText(help)
	about := state.Key{ChannelID: "msteams", UserID: ann.Person().AADObjectID}.String()
	_, err = db.State().Write(t.Context(), map[string]state.Item{about: {Value: []byte(`{}`)}}) // another bot's
	require.NoError(t, err)
	do := func(in string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		require.NoError(t, command(t.Context(), db, args, strings.NewReader(in), &out))
		return out.String()
	}
	require.Contains(t, do("", "list"), `place ""`)
	require.Equal(t, "1 included; 1 dropped: other language\n", do("", "explain", `{"locale":"de"}`))
	backup := do("", "export")
	require.Contains(t, do("", "erase", ann.Person().ID), "erased: 1 references (and the name in 1 others), 1 items of state")
	require.NotContains(t, do("", "list"), `"Ann"`)
	require.Contains(t, do(backup+"{\n", "import"), "could not read 1")
	require.Contains(t, do("", "list"), `"Ann"`)
	require.Contains(t, do(`[{"user":{"id":"29:cat","name":"Cat"},"conversation":{"id":"a:c","conversationType":"personal"},
		"channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/"}]`, "references", "app"), "stored 1 records")
	require.Contains(t, do("", "list"), `"Cat"`)

	for _, args := range [][]string{{"help"}, {"list", "x"}, {"explain"}, {"erase"}, {"erase", "x", "y"}, {"references"}} {
		require.ErrorContains(t, command(t.Context(), db, args, strings.NewReader(""), new(bytes.Buffer)), "usage:")
	}
	require.ErrorContains(t, command(t.Context(), db, []string{"explain", "{"}, nil, new(bytes.Buffer)), "audience")
}

// TestRun keeps what it imports in a file, and finds it there. It is not parallel: it sets the environment.
func TestRun(t *testing.T) {
	t.Setenv(database.Env, filepath.Join(t.TempDir(), "convobot.db"))
	line := `{"v":1,"key":{"channelId":"msteams","userId":"ann"},"reference":{"user":{"id":"29:ann","name":"Ann"}}}`
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"import"}, strings.NewReader(line), &out))
	out.Reset()
	require.NoError(t, run(t.Context(), []string{"export"}, nil, &out))
	require.JSONEq(t, line, out.String())
}
