package framework_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// heardBy gives the engine an activity, which must not be refused, and returns how often the handler ran.
func heardBy(b *bench, a *schema.Activity, h framework.Handler) int {
	b.Helper()
	var turns int
	require.NoError(b, b.run(a, counted(&turns, h)).err)
	return turns
}

// Requirements of protocol-activity.md that a turn keeps, by what it says; the name of a subtest is the requirement's.
func TestRequirementsOfTurns(t *testing.T) {
	t.Parallel()
	change := func(f func(a *schema.Activity)) *schema.Activity { return message("1", f) }
	tests := []struct {
		requirement string
		received    *schema.Activity
	}{
		{"A2005", change(func(a *schema.Activity) { require.NoError(t, a.UnmarshalJSON([]byte(`{"type":"message","x":1}`))) })},
		{"A2042", change(func(a *schema.Activity) { require.NoError(t, a.Timestamp.UnmarshalJSON([]byte(`"yesterday"`))) })},
		{"A2042", change(func(a *schema.Activity) { a.Timestamp = schema.NewTime(time.Unix(0, 0)) })},
		{"A2042", change(func(a *schema.Activity) { a.Timestamp = schema.NewTime(time.Now().AddDate(100, 0, 0)) })},
		{"A2057", change(func(a *schema.Activity) { a.LocalTimezone = "Moon/Tranquillity" })},
		{"A2201", change(func(a *schema.Activity) { a.ChannelID, a.ChannelData = "vendor", []int{1} })},
		{"A3000", change(func(a *schema.Activity) { a.Text = "" })},
		{"A3020", change(func(a *schema.Activity) { a.Locale = "" })},
		{"A3020", change(func(a *schema.Activity) { a.Locale = "???" })},
		{"A3021", change(func(a *schema.Activity) { a.Locale = "tlh-Kronos" })},
		{"A3031", change(func(a *schema.Activity) { a.Speak = "<speak>" })},
		{"A3033", change(func(a *schema.Activity) { a.Speak = `<!DOCTYPE s SYSTEM "https://dtd.example/s.dtd"><speak/>` })},
		{"A3132", change(func(a *schema.Activity) { a.SemanticAction.ID = "book" })},
		{"A7512", change(func(a *schema.Activity) { a.Conversation.Role = "bot" })},
		{"A7764", change(func(a *schema.Activity) { a.SemanticAction = schema.SemanticAction{ID: "book", State: "done"} })},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				require.Equal(b, 1, heardBy(b, tt.received, says("heard")))
				require.Len(b, b.adapter.sent, 1)
			})
		})
	}
}

func TestRequirementsOfSending(t *testing.T) {
	t.Parallel()
	part := func(typ string, sequence int) *schema.Activity {
		return &schema.Activity{Type: typ, Text: typ, Entities: []schema.Entity{schema.StreamInfo{StreamSequence: sequence}}}
	}
	streamed := []*schema.Activity{part("typing", 1), part("typing", 2), {Type: "typing"}, part("message", 0)}
	trace := []*schema.Activity{{Type: schema.TypeTrace, Text: "state"}, {Text: "hi"}}
	tests := []struct {
		requirement string
		received    *schema.Activity
		said        []*schema.Activity
		sent        []string
	}{
		{"A6150", message("1"), trace, []string{"hi"}},
		{"A6150", message("1", onChannel(schema.ChannelEmulator)), trace, []string{"state", "hi"}},
		{"A2021", message("1", onChannel("Emulator")), trace, []string{"hi"}},
		{"A9243", message("1"), streamed, []string{"typing", "typing", "", "message"}},
		{"A9247", message("1", onChannel(schema.ChannelSMS)), streamed, []string{"", "message"}},
		{"A9247", message("1", onChannel("vendor")), streamed, []string{"", "message"}},
		{"A2012", message("1"), []*schema.Activity{{Type: "vendor/thing", Text: "custom"}}, []string{"custom"}},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				d := b.run(tt.received, does(func(ctx context.Context, turn *framework.TurnContext) error {
					_, err := turn.SendActivities(ctx, tt.said...)
					return err
				}))
				require.NoError(b, d.err)
				require.Equal(b, tt.sent, textsOf(b.adapter.sent))
			})
		})
	}
}

func TestRequirementsOfReplies(t *testing.T) {
	t.Parallel()
	reply := func(b *bench, id string) *schema.Activity {
		h := does(func(ctx context.Context, turn *framework.TurnContext) error {
			_, err := turn.SendActivity(ctx, &schema.Activity{ID: "own", Text: "hi"})
			return err
		})
		require.NoError(b, b.run(message(id), h).err)
		return b.adapter.sent[0]
	}
	tests := map[string]func(b *bench){
		"A2031": func(b *bench) { require.Empty(b, reply(b, "1").ID) },
		"A2061": func(b *bench) { require.Equal(b, "28:bot", reply(b, "1").From.ID) },
		"A2080": func(b *bench) { require.Equal(b, "19:chat", reply(b, "1").Conversation.ID) },
		"A2090": func(b *bench) { require.Equal(b, "1", reply(b, "1").ReplyToID) },
		"A2092": func(b *bench) { require.Empty(b, reply(b, "").ReplyToID) },
		"A2033": func(b *bench) {
			require.Equal(b, 1, heardBy(b, message("1"), says("a")))
			require.Zero(b, heardBy(b, message("1"), says("a")))
			require.Equal(b, 1, heardBy(b, message("2"), says("a")))
		},
		"A2021": func(b *bench) {
			require.Equal(b, 1, heardBy(b, message("1"), says("a")))
			require.Equal(b, 1, heardBy(b, message("1", onChannel("MSTEAMS")), says("a")), "another channel")
		},
		"A2011": func(b *bench) {
			require.NotNil(b, b.run(invoke("1"), says("a")).Invoke)
			require.Nil(b, b.run(activity("Invoke", "2"), says("a")).Invoke)
		},
		"A3111": func(b *bench) {
			require.Nil(b, b.run(message("1", delivered("pigeon")), says("a")).Replies)
			require.Nil(b, b.run(message("2", delivered("ExpectReplies")), says("b")).Replies)
			require.Equal(b, []string{"a", "b"}, textsOf(b.adapter.sent))
		},
		"A3112": func(b *bench) { // it is supported
			d := b.run(message("1", delivered(schema.DeliveryExpectReplies)), says("a"))
			require.Equal(b, []string{"a"}, textsOf(replies(b, d.Result)))
		},
		"A3113": func(b *bench) {
			var turn *framework.TurnContext
			d := b.run(message("1", delivered(schema.DeliveryExpectReplies)), does(func(_ context.Context, tc *framework.TurnContext) error {
				turn = tc
				return nil
			}))
			require.NoError(b, d.err)
			require.ErrorIs(b, turn.SendText(context.Background(), "late"), framework.ErrTurnEnded)
			require.Empty(b, b.adapter.sent)
		},
	}
	for requirement, holds := range tests {
		t.Run(requirement, func(t *testing.T) {
			t.Parallel()
			inBubble(t, holds)
		})
	}
}

// What goes into the HTTP answer leaves out what goes nowhere else either; of an account, its id alone stays.
func TestRequirementsOfCollectedReplies(t *testing.T) {
	t.Parallel()
	id := func(id string) any { return map[string]any{"id": id} }
	tests := []struct {
		requirement, member string
		want                any
	}{
		{"A2031", "id", nil},
		{"A2041", "timestamp", nil},
		{"A2063", "from", id("28:bot")},
		{"A2071", "recipient", nil},
		{"A2082", "conversation", id("19:chat")},
		{"A2083", "conversation", id("19:chat")},
		{"A2250", "callerId", nil},
		{"A2302", "serviceUrl", nil},
	}
	for _, mode := range []string{schema.DeliveryExpectReplies, schema.DeliveryStream} {
		reply := collected(t, mode)
		for _, tt := range tests {
			t.Run(tt.requirement, func(t *testing.T) {
				t.Parallel()
				require.Equal(t, tt.want, reply[tt.member], mode)
			})
		}
	}
}

// collected returns what a bot says in the HTTP answer, with all that a handler may fill in.
func collected(t *testing.T, mode string) (reply map[string]any) {
	t.Helper()
	inBubble(t, func(b *bench) {
		asked := message("1", delivered(mode), onChannel(schema.ChannelTeams))
		asked.Recipient.Name, asked.ServiceURL = "Convo", "https://service.example/"
		asked.Conversation.Name, asked.Conversation.IsGroup, asked.Conversation.ConversationType = "General", true, "channel"
		d := b.run(asked, does(func(ctx context.Context, turn *framework.TurnContext) error {
			_, err := turn.SendActivity(ctx, &schema.Activity{
				ID: "own", CallerID: "urn:caller", Timestamp: schema.NewTime(time.Now()), Text: "hi",
			})
			return err
		}))
		require.NoError(b, d.err)
		require.NoError(b, json.Unmarshal(d.Replies[0], &reply))
	})
	return reply
}
