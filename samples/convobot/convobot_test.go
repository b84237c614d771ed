package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

const firstMessage = "This will be the first message in a new thread"

// newStore is a memory that no restart of the bot in a test forgets.
func newStore() stores {
	silent := slog.New(slog.DiscardHandler)
	return stores{references: memory.NewReferences(silent), state: memory.NewState(silent), alarms: memory.NewAlarms(silent)}
}

// TestMain runs the tests; or ConvoBot itself, for tests that need it as a process.
func TestMain(m *testing.M) {
	if os.Getenv("CONVO_TEST_BOT") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestEcho(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot(newStore()))
	conv.Says("Hello, Bot").ExpectText("Echo: Hello, Bot").ExpectNothing()
	conv.InChannel("General").Says("hi").ExpectText("Echo: hi").ExpectNothing()
}

// TestManifestCommands holds the commands that Teams offers to what the bot understands.
func TestManifestCommands(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("appPackage/manifest.json")
	require.NoError(t, err)
	var manifest struct {
		Bots []struct {
			CommandLists []struct {
				Commands []struct {
					Title string `json:"title"`
				} `json:"commands"`
			} `json:"commandLists"`
		} `json:"bots"`
	}
	require.NoError(t, json.Unmarshal(raw, &manifest))
	for _, list := range manifest.Bots[0].CommandLists {
		for _, command := range list.Commands {
			fake.New(t, newBot(newStore())).Says(command.Title).ExpectActivity(func(a *schema.Activity) error {
				if strings.HasPrefix(a.Text, "Echo:") {
					return errors.New("the bot does not know the command " + command.Title)
				}
				return nil
			})
		}
	}
}

func TestNewConversation(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"newconversation", "  NewConversation ", "please start a newconversation"} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			asked := fake.New(t, newBot(store)).InChannel("General").Says(text)
			thread := asked.ExpectThread(firstMessage)
			asked.ExpectCard(thread.Reference().Conversation.ID).ExpectNothing()
			thread.ExpectNothing()

			record, err := store.references.Load(t.Context(), proactive.KeyOf("", thread.Reference()))
			require.NoError(t, err)
			require.Equal(t, "true", record.Attributes[opened])
		})
	}
}

func TestNewConversationOutsideAChannel(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot(newStore()))
	conv.Says("newconversation").ExpectContains("in a Teams channel only").ExpectNothing()
	conv.InGroup("Release", "Bob").Says("newconversation").ExpectContains("in a Teams channel only").ExpectNothing()
}

func TestContinue(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot(newStore()))
	conv.Says("continue").ExpectText("Threads that I spoke in: 0, that I could not speak in: 0")

	var threads []*fake.Conversation
	for _, channel := range []string{"General", "Design", "Design"} {
		asked := conv.InChannel(channel).Says("newconversation")
		threads = append(threads, asked.ExpectThread(firstMessage))
		asked.ExpectCard("A new thread")
	}
	conv.InChannel("General").Says("a thread of somebody else").ExpectText("Echo: a thread of somebody else")
	threads[0].Says("I was here").ExpectText("Echo: I was here")

	conv.Says("Continue").ExpectText("Threads that I spoke in: 3, that I could not speak in: 0").ExpectNothing()
	for _, thread := range threads {
		thread.ExpectText("Still here").ExpectNothing()
	}
}

func TestContinuePassesOverDeadThreads(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot(newStore()))
	var threads []*fake.Conversation
	for _, room := range []*fake.Conversation{conv.InChannel("General"), conv.InChannel("Design")} {
		threads = append(threads, room.Says("newconversation").ExpectThread(firstMessage))
	}
	conv.InChannel("General").Uninstalls() // from the team

	conv.Says("continue").ExpectText("Threads that I spoke in: 0, that I could not speak in: 2")
	conv.Says("continue").ExpectText("Threads that I spoke in: 0, that I could not speak in: 0")
	for _, thread := range threads {
		thread.ExpectNothing()
	}
}

func TestContinueAfterARestart(t *testing.T) {
	t.Parallel()
	w, store := fake.NewWorld(t), newStore()
	asked := w.Connect(newBot(store)).InChannel("General").Says("newconversation")
	thread := asked.ExpectThread(firstMessage)

	w.Connect(newBot(store)).Says("continue").ExpectText("Threads that I spoke in: 1, that I could not speak in: 0")
	thread.ExpectText("Still here")
}

// TestSpeaksFirst is a job of the bot, outside any turn, that writes to everyone it met.
func TestSpeaksFirst(t *testing.T) {
	t.Parallel()
	w, store := fake.NewWorld(t), newStore()
	ann := w.Connect(newBot(store)).Installs().ExpectContains("I am ConvoBot")
	bob := ann.As("Bob").Says("hi").ExpectText("Echo: hi")

	for record, err := range store.references.All(t.Context(), proactive.Filter{}) {
		require.NoError(t, err)
		_, err = proactive.Send(t.Context(), w.Adapter(), record.Reference, schema.TextMessage("The build is green again."))
		require.NoError(t, err)
	}
	ann.ExpectText("The build is green again.").ExpectNothing()
	bob.ExpectText("The build is green again.").ExpectNothing()
}
