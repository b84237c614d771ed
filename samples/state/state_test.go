package main

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/samples/internal/database"
)

// open opens the database at path as the program does.
func open(t *testing.T, path string) *sqlstore.DB {
	t.Helper()
	db, err := database.Open(t.Context(), func(name string) string { return map[string]string{database.Env: path}[name] }, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func newStorage(t *testing.T) state.Storage {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "state.db")).State()
}

func TestState(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot(newStorage(t)))
	conv.Says("hi").ExpectText("Message 1 here, 1 from you, whoever you are.")
	conv.Says("profile").ExpectText("What is your name?")
	conv.Says("Ann").ExpectText("And where do you live?")
	conv.Says("Bern").ExpectText("Nice to meet you, Ann from Bern.")
	conv.Says("hi").ExpectText("Message 2 here, 2 from you, Ann.").ExpectNothing()

	lunch := conv.InGroup("Lunch", "Bob")
	lunch.Says("hi").ExpectText("Message 1 here, 3 from you, Ann.")
	lunch.As("Bob").Says("hi").ExpectText("Message 2 here, 1 from you, whoever you are.").ExpectNothing()
}

// TestAQuestionIsForOnePerson: in a group, what somebody else says is not the answer.
func TestAQuestionIsForOnePerson(t *testing.T) {
	t.Parallel()
	lunch := fake.New(t, newBot(newStorage(t))).InGroup("Lunch", "Bob")
	lunch.Says("profile").ExpectText("What is your name?")
	lunch.As("Bob").Says("hi").ExpectText("Message 1 here, 1 from you, whoever you are.")
	lunch.InPrivate().Says("hi").ExpectText("Message 1 here, 1 from you, whoever you are.")
	lunch.Says("Ann").ExpectText("And where do you live?")
	lunch.Says("Bern").ExpectText("Nice to meet you, Ann from Bern.").ExpectNothing()
}

func TestForgetMe(t *testing.T) {
	t.Parallel()
	storage := newStorage(t)
	conv := fake.New(t, newBot(storage))
	conv.Says("profile").Says("Ann").Says("Bern").Says("hi").
		ExpectText("What is your name?").ExpectText("And where do you live?").ExpectText("Nice to meet you, Ann from Bern.").
		ExpectText("Message 1 here, 1 from you, Ann.")
	conv.Says("profile").ExpectText("What is your name?")
	conv.Says("forget me").ExpectText("Who are you?")
	user := state.Key{ChannelID: "msteams", UserID: conv.Person().AADObjectID}.String()
	items, err := storage.Read(t.Context(), user)
	require.NoError(t, err)
	require.Empty(t, items)
	conv.Says("hi").ExpectText("Message 2 here, 1 from you, whoever you are.").ExpectNothing()
}

func TestRestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.db")
	world := fake.NewWorld(t)
	db := open(t, path)
	conv := world.Connect(newBot(db.State()))
	conv.Says("hi").ExpectText("Message 1 here, 1 from you, whoever you are.")
	conv.Says("profile").ExpectText("What is your name?")
	require.NoError(t, db.Close())

	conv = world.Connect(newBot(open(t, path).State()))
	conv.Says("Ann").ExpectText("And where do you live?")
	conv.Says("Bern").ExpectText("Nice to meet you, Ann from Bern.")
	conv.Says("hi").ExpectText("Message 2 here, 2 from you, Ann.").ExpectNothing()
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot(newStorage(t)))
	lunch := conv.InGroup("Lunch", "Bob")
	const each = 10
	conv.Together(func() {
		for range each {
			conv.Says("hi")
			lunch.Says("hi")
			lunch.As("Bob").Says("hi")
		}
	})
	for range each {
		conv.ExpectContains("Message ")
		lunch.ExpectContains("Message ").ExpectContains("Message ")
	}
	conv.Says("hi").ExpectText("Message 11 here, 21 from you, whoever you are.").ExpectNothing()
	lunch.As("Bob").Says("hi").ExpectText("Message 21 here, 11 from you, whoever you are.").ExpectNothing()
}
