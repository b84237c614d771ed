package main_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/storage/storagetest"
	"github.com/convobot/convo/samples/internal/database/databasetest"
)

const release = `{"title": "Release 2.0 is out", "topic": "releases",
	"text": {"en": "Twice as fast.", "de": "Doppelt so schnell.", "fr": "Deux fois plus vite.", "es": "El doble de rápido."}}`

// TestRestart is the story of the first pain of every bot that speaks first: people talk with it, it is killed and started
// again, and it knows them all.
func TestRestart(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, place string) {
		t.Helper()
		w := fake.NewWorld(t)
		bot := startProcess(t, w, "CONVOBOT_DB="+place)
		require.Equal(t, "ready\n", bot.ready())

		ann := w.Connect(bot).Installs().ExpectContains("I am ConvoBot")
		dora := ann.As("Dora").Speaking("de-DE").Says("hallo").ExpectText("Echo: hallo")
		flo := ann.As("Flo").Speaking("fr-CA").Says("salut").ExpectText("Écho : salut")
		eva := ann.As("Eva").Says("language es").ExpectContains("español")
		rob := ann.As("Rob").Says("stop").ExpectContains("start")
		thread := ann.InChannel("General").Says("newconversation").ExpectThread(firstMessage)
		poll := dora.InGroup("Release", "Eva", "Flo").Says("poll Lunch? | Pizza | Sushi").ExpectCard("Dora fragt")
		poll.As("Eva").Presses("Sushi").ExpectAnswer("Stimmen: 1").ExpectCardUpdate("Stimmen: 1")

		bot.killed()
		require.Equal(t, map[string]int{"delivered": 4, "opted out": 1}, bot.notify(release))
		ann.ExpectCard("Twice as fast.").ExpectNothing()
		dora.ExpectCard("Doppelt so schnell.").ExpectNothing()
		flo.ExpectCard("Deux fois plus vite.").ExpectNothing()
		eva.ExpectCard("El doble de rápido.").ExpectNothing()
		rob.ExpectNothing()
		poll.As("Eva").Presses("Sushi").ExpectAnswer("Ya has votado por Sushi").ExpectNothing()
		poll.As("Flo").Presses("Sushi").ExpectAnswer("Stimmen: 2").ExpectCardUpdate("Stimmen: 2")
		ann.Says("continue").ExpectText("Threads that I spoke in: 1, that I could not speak in: 0")
		thread.ExpectText("Still here").ExpectNothing()
		rob.Says("start").ExpectContains("again")

		bot.killed()
		poll.Says("close poll").ExpectCardUpdate("Sushi (2 von 2)").ExpectCard("Sushi (2 von 2)").ExpectNothing()
		dora.ExpectCard("Sushi (2 von 2)").ExpectNothing()
		require.Equal(t, map[string]int{"delivered": 1, "held": 4}, bot.notify(release), "the interval since the last goes on")
		rob.ExpectCard("Twice as fast.").ExpectNothing()

		bot.killed()
		poll.Says("close poll").ExpectContains("keine Umfrage offen").ExpectNothing()
	})
}

// TestRestartWithHeldNotices holds that what waits for its time is told after a restart.
func TestRestartWithHeldNotices(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, place string) {
		t.Helper()
		w := fake.NewWorld(t)
		bot := startProcess(t, w, "CONVOBOT_DB="+place)
		ann := w.Connect(bot).Says("hi").ExpectText("Echo: hi")
		require.Equal(t, map[string]int{"delivered": 1}, bot.notify(release))
		ann.ExpectCard("Twice as fast.")
		require.Equal(t, map[string]int{"held": 1}, bot.notify(strings.ReplaceAll(release, "2.0", "2.1")))
		bot.env = append(bot.env, "NOTIFY_INTERVAL=1ms") // over, when the process starts again
		bot.killed()
		chat := ann.Reference().Conversation.ID
		require.Eventually(t, func() bool { return len(w.Teams().Messages(chat)) == 4 }, patience, 20*time.Millisecond)
		ann.ExpectCard("Release 2.1").ExpectNothing()
	})
}

// TestTwoProcesses is one bot twice: what one of them is told, the other knows.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	place := storagetest.Postgres(t)
	w := fake.NewWorld(t)
	first := startProcess(t, w, "CONVOBOT_DB="+place)
	second := startProcess(t, w, "CONVOBOT_DB="+place)

	group := w.Connect(first).InGroup("Release", "Bob", "Carol").Says("poll Lunch? | Pizza | Sushi").ExpectCard("Lunch?")
	there := w.Connect(second).InGroup("Release")
	there.As("Bob").Presses("Pizza").ExpectAnswer("Votes: 1").ExpectCardUpdate("Votes: 1")
	group.As("Carol").Presses("Pizza").ExpectAnswer("Votes: 2").ExpectCardUpdate("Votes: 2")
	there.Says("close poll").ExpectCardUpdate("Pizza (2 of 2)").ExpectCard("Pizza (2 of 2)")
	group.Says("close poll").ExpectContains("no open poll here").ExpectNothing()
}

// TestStartWithoutADatabase holds that ConvoBot does not start where it could not remember anything, and says what to do.
func TestStartWithoutADatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	used := filepath.Join(dir, "used.db")
	startProcess(t, fake.NewWorld(t), "CONVOBOT_DB="+used)

	newer := filepath.Join(dir, "newer.db")
	startProcess(t, fake.NewWorld(t), "CONVOBOT_DB="+newer).ends()
	db, err := sql.Open("sqlite", newer)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), `UPDATE convo_schema SET version = 1000000`)
	require.NoError(t, err)
	require.NoError(t, db.Close())

	damaged := filepath.Join(dir, "damaged.db")
	require.NoError(t, os.WriteFile(damaged, []byte(strings.Repeat("no database ", 1000)), 0o600))

	for name, test := range map[string]struct{ place, says string }{
		"in use":         {used, "stop that process, or move to PostgreSQL"},
		"newer":          {newer, "start that version"},
		"damaged":        {damaged, "restore a copy"},
		"no folder":      {filepath.Join(dir, "none", "bot.db"), "its folder must be there"},
		"no server":      {"postgres://bot:secret@127.0.0.1:1/bot", "cannot be reached"},
		"another server": {"mysql://bot:secret@127.0.0.1/bot", "a postgres:// URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said, err := convoBot(t, "CONVOBOT_DB="+test.place).CombinedOutput()
			require.Error(t, err, "it ends with a status")
			require.Contains(t, string(said), "CONVOBOT_DB: ")
			require.Contains(t, string(said), test.says)
			require.NotContains(t, string(said), "secret")
		})
	}
}

// TestStartWithoutSettings holds that ConvoBot needs none, and where it keeps everything then.
func TestStartWithoutSettings(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	bot := startProcess(t, w)
	require.FileExists(t, filepath.Join(bot.cmd.Dir, "convobot.db"))
	w.Connect(bot).Says("hi").ExpectText("Echo: hi")
}
