package transcript_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/storage/memory"
)

// A bot whose conversations are recorded, and what was said in the only one so far.
func Example() {
	ctx := context.Background()
	store := memory.NewTranscripts(0) // or db.Transcripts() of package sqlstore
	recorder, err := transcript.New(transcript.Config{Store: store})
	if err != nil {
		fmt.Println(err)
		return
	}
	echo := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "You said: "+turn.Activity.Text)
	})
	bot := framework.Chain(echo, recorder.Middleware)

	var engine framework.Engine // an adapter has one
	if _, err := engine.Process(ctx, &channel{}, message("1", "hi"), bot); err != nil {
		fmt.Println(err)
		return
	}
	if err := recorder.Close(ctx); err != nil {
		fmt.Println(err)
		return
	}

	for conversation, err := range transcript.Conversations(ctx, store, transcript.Conversation{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		var out strings.Builder
		if err := transcript.WriteText(&out, transcript.All(ctx, store, conversation.Conversation, transcript.Cursor{})); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(conversation.ConversationID)
		fmt.Print(regexp.MustCompile(`(?m)^\S+ \S+`).ReplaceAllString(out.String(), "(time)"))
	}
	// Output:
	// 19:lunch
	// (time) < Ada [1]: hi
	// (time) > Bot [b1]: You said: hi
}

// One conversation, as JSON Lines, from a time on.
func ExampleWriteJSONLines() {
	ctx, store := context.Background(), memory.NewTranscripts(0)
	for e, err := range said(`{"type":"message","text":"old"}`, `{"type":"message","text":"new"}`) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if err := store.Log(ctx, []transcript.Entry{e}); err != nil {
			fmt.Println(err)
			return
		}
	}
	from := transcript.Cursor{At: noon.Add(1)}
	if err := transcript.WriteJSONLines(os.Stdout, transcript.All(ctx, store, lunch(), from)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"tenantId":"tenant","appId":"app","channelId":"msteams","conversationId":"19:lunch","at":"2026-11-21T12:00:01Z","id":"id","role":"user","activity":{"type":"message","text":"new"}}
}

// A conversation as a file that Microsoft's tools open, and back.
func ExampleWriteFile() {
	var file bytes.Buffer
	if err := transcript.WriteFile(&file, said(`{"type":"message","text":"Lunch?"}`, `{"type":"message","text":"At noon."}`)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(file.String())
	for activity, err := range transcript.ReadFiles(&file) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(activity.Text)
	}
	// Output:
	// [{"type":"message","timestamp":"2026-11-21T12:00:00Z","text":"Lunch?"},
	// {"type":"message","timestamp":"2026-11-21T12:00:01Z","text":"At noon."}]
	// Lunch?
	// At noon.
}
