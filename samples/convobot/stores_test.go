package main

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/samples/internal/database"
	"github.com/convobot/convo/samples/internal/database/databasetest"
)

// onEachStore runs a test with the memory of every kind. Start starts a bot, which remembers what those before it did.
func onEachStore(t *testing.T, test func(t *testing.T, start func() *convoBot)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		store := newStore()
		test(t, func() *convoBot { return newBot(store) })
	})
	databasetest.Each(t, func(t *testing.T, place string) {
		t.Helper()
		env := func(name string) string { return map[string]string{database.Env: place}[name] }
		db, err := database.Open(t.Context(), env, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		test(t, func() *convoBot { return newBot(storesIn(db)) })
	})
}

// TestDatabaseThatIsGone holds what people see of it, and that everything is there when the database is back.
func TestDatabaseThatIsGone(t *testing.T) {
	t.Parallel()
	place := filepath.Join(t.TempDir(), "convobot.db")
	open := func() (*sqlstore.DB, *convoBot) {
		env := func(name string) string { return map[string]string{database.Env: place}[name] }
		db, err := database.Open(t.Context(), env, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		return db, newBot(storesIn(db))
	}
	w := fake.NewWorld(t)
	db, bot := open()
	ann := w.Connect(bot).Speaking("de").Says("hi").ExpectText("Echo: hi")
	group := ann.InGroup("Release", "Bob").Says(lunch).ExpectCard("Ann fragt")
	require.NoError(t, db.Close())
	for _, text := range []string{"hi", "follow news", "continue", "close poll"} {
		ann.Says(text).ExpectError("sqlstore").ExpectContains("Bei mir ist etwas schiefgegangen").ExpectNothing()
	}
	group.Says("poll Dinner? | Pizza | Sushi").ExpectError("sqlstore").ExpectContains("schiefgegangen").ExpectNothing()
	group.As("Bob").Presses("Pizza").ExpectError("sqlstore").ExpectNothing()
	ann.As("Carol").Installs().ExpectError("sqlstore").ExpectNothing()

	_, bot = open()
	ann = w.Connect(bot)
	group = ann.InGroup("Release")
	group.As("Bob").Presses("Pizza").ExpectAnswer("Stimmen: 1").ExpectCardUpdate("Stimmen: 1")
	ann.As("Carol").Installs().ExpectContains("I am ConvoBot")
	ann.Says("hi").ExpectText("Echo: hi")
}

// TestPollsAreErased with their conversations: those that a person has in private with what is known of them, and those of
// several people, which name their author until they are closed, with their organization.
func TestPollsAreErased(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, place string) {
		t.Helper()
		env := func(name string) string { return map[string]string{database.Env: place}[name] }
		db, err := database.Open(t.Context(), env, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		bot := newBot(storesIn(db))
		ann := fake.New(t, bot).Says(lunch).ExpectCard("Lunch?")
		group := ann.InGroup("Release", "Bob").Says(lunch).ExpectCard("Lunch?")
		thread := ann.InChannel("General").Says(lunch).ExpectCard("Lunch?")
		ids := func(at *fake.Conversation) []string {
			return []string{openPoll(t, bot, at).ID, placeID(at.Reference(), "")}
		}
		private, shared := ids(ann), append(ids(group), ids(thread)...)
		left := func(keys []string) int {
			items, err := db.State().Read(t.Context(), keys...)
			require.NoError(t, err)
			return len(items)
		}

		_, err = db.ErasePerson(t.Context(), ann.Person().AADObjectID)
		require.NoError(t, err)
		require.Zero(t, left(private))
		require.Equal(t, len(shared), left(shared))

		_, err = db.EraseTenant(t.Context(), group.Reference().Conversation.TenantID)
		require.NoError(t, err)
		require.Zero(t, left(shared))
	})
}
