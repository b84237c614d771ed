package fake_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
)

var update = flag.Bool("update", false, "write the golden files anew")

// story has something of every kind in it.
func story(conv *fake.Conversation) {
	thread := conv.InChannel("General").Says("newconversation")
	thread.As("Bob").Says("edit")
	conv.InGroup("Release", "Bob").AddsMembers("Carol").Installs()
	conv.Says("a text\nof two lines")
	conv.Invokes("shop/next", map[string]any{"id": 7, "about": "<b>", "at": map[string]int{"z": 1, "a": 2}})
	conv.Invokes("shop/unknown", nil)
	thread.Uninstalls()
	conv.Says("continue").ExpectError("BotNotInConversationRoster")
}

func TestGoldenTranscript(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	story(conv)
	conv.World().ExpectTranscript("testdata/story.txt")

	again := fake.New(t, newBot())
	story(again)
	require.Equal(t, conv.World().Transcript(), again.World().Transcript())
}

// The answer to an invoke stands where it came: after what the bot said in its turn.
func TestTranscriptHasAnswersInOrder(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Invokes("shop/next", order{1})
	conv.Invokes("shop/next", order{2})
	require.Equal(t, `Ann's chat   Ann: invoke shop/next {"id":1}
Ann's chat   Bot: "One more"
Ann's chat   Bot: an answer with status 200 {"id":2}
Ann's chat   Ann: invoke shop/next {"id":2}
Ann's chat   Bot: "One more"
Ann's chat   Bot: an answer with status 200 {"id":3}
`, conv.World().Transcript())
}

func TestFailuresOfTranscripts(t *testing.T) {
	t.Parallel()
	if *update {
		t.Skip("nothing fails while the files are written")
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	const same = "Ann's chat   Ann: \"hi\"\nAnn's chat   Bot: \"Echo: hi\"\n"
	tests := []struct{ name, path, want string }{
		{"no file", filepath.Join(dir, "absent.txt"), "absent.txt; run the test with CONVO_UPDATE=1 to write it"},
		{
			"another line", write("another", "Ann's chat   Ann: \"hi\"\nAnn's chat   Bot: \"Hello\"\n"),
			"another:\nline 2\n got: Ann's chat   Bot: \"Echo: hi\"\nwant: Ann's chat   Bot: \"Hello\"\nIf that is meant, run the test with CONVO_UPDATE=1",
		},
		{"a line more", write("more", same+"Ann's chat   Bot: \"Bye\"\n"), "line 3\n got: the end\nwant: Ann's chat   Bot: \"Bye\"\n"},
		{"a line less", write("less", "Ann's chat   Ann: \"hi\"\n"), "line 2\n got: Ann's chat   Bot: \"Echo: hi\"\nwant: the end\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, newBot()).Says("hi").World().ExpectTranscript(tt.path) }), tt.want)
		})
	}
	fake.New(t, newBot()).Says("hi").World().ExpectTranscript(write("crlf", "Ann's chat   Ann: \"hi\"\r\nAnn's chat   Bot: \"Echo: hi\"\r\n"))
	require.Contains(t, fails(t, func(t fake.TB) {
		fake.New(t, newBot()).Says("fail").World().ExpectTranscript(filepath.Join(dir, "absent.txt"))
	}), "fake: the handler failed: no such order")
}

// Not parallel: it sets an environment variable.
func TestGoldenTranscriptIsWritten(t *testing.T) {
	t.Setenv("CONVO_UPDATE", "1")
	path := filepath.Join(t.TempDir(), "testdata", "hi.txt")
	conv := fake.New(t, newBot()).Says("hi").ExpectText("Echo: hi")
	conv.World().ExpectTranscript(path)
	t.Setenv("CONVO_UPDATE", "")
	conv.World().ExpectTranscript(path)
}

func TestTranscriptSaysWhatBecameOfPlaces(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.CreatesChannel("Plans").ChangesChannel("channelRenamed", "Budget")
	require.Equal(t, "General      Ann: conversationUpdate channelCreated\nGeneral      Ann: conversationUpdate channelRenamed\n",
		conv.World().Transcript())
}

func TestSendsJSON(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot()).SendsJSON(`{"type":"event","name":"shop/paid","value":{"id":7}}`).ExpectText("Order 7 is paid")
	require.Contains(t, fails(t, func(t fake.TB) { fake.New(t, newBot()).SendsJSON(`{"type":`) }), "fake: what is sent is no activity: ")
	conv.ExpectNothing()
}
