package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestReference(t *testing.T) {
	t.Parallel()
	received := schema.Activity{
		Type: schema.TypeMessage, ID: "1", ChannelID: "msteams", ServiceURL: "https://smba.example/", Locale: "en-GB",
		From:         schema.ChannelAccount{ID: "29:ada", Extra: map[string]json.RawMessage{"x": json.RawMessage(`1`)}},
		Recipient:    bot,
		Conversation: schema.ConversationAccount{ID: "19:c;messageid=1", IsGroup: true, TenantID: "t"},
		ReplyToID:    "0", Text: "hi",
	}
	require.Equal(t, schema.ConversationReference{
		ActivityID: "1", ChannelID: "msteams", ServiceURL: "https://smba.example/", Locale: "en-GB",
		User: received.From, Bot: bot, Conversation: received.Conversation,
	}, received.Reference())
	require.Zero(t, (&schema.Activity{}).Reference())
}

// The ids of conversation updates on these channels name nothing that can be answered; BotBuilder has the same rule.
func TestReferenceOfConversationUpdate(t *testing.T) {
	t.Parallel()
	tests := []struct{ channel, kind, want string }{
		{schema.ChannelDirectLine, schema.TypeConversationUpdate, ""},
		{schema.ChannelWebChat, schema.TypeConversationUpdate, ""},
		{schema.ChannelTeams, schema.TypeConversationUpdate, "1"},
		{schema.ChannelEmulator, schema.TypeConversationUpdate, "1"},
		{"DirectLine", schema.TypeConversationUpdate, "1"}, // channel ids are compared ordinally (A2021)
		{schema.ChannelDirectLine, schema.TypeMessage, "1"},
		{schema.ChannelWebChat, schema.TypeEvent, "1"},
	}
	for _, test := range tests {
		t.Run(test.channel+" "+test.kind, func(t *testing.T) {
			t.Parallel()
			a := schema.Activity{ID: "1", ChannelID: test.channel, Type: test.kind}
			require.Equal(t, test.want, a.Reference().ActivityID)
		})
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	ref := schema.ConversationReference{
		ActivityID: "1", ChannelID: "msteams", ServiceURL: "https://smba.example/", Locale: "de-DE",
		User: schema.ChannelAccount{ID: "29:ada"}, Bot: bot, Conversation: schema.ConversationAccount{ID: "c"},
	}
	addressed := func(change func(*schema.Activity)) schema.Activity {
		a := schema.Activity{
			Type: schema.TypeMessage, ChannelID: "msteams", ServiceURL: "https://smba.example/", Locale: "de-DE", ReplyToID: "1",
			From: bot, Recipient: ref.User, Conversation: ref.Conversation,
		}
		change(&a)
		return a
	}
	tests := map[string]struct {
		given schema.Activity
		want  schema.Activity
	}{
		"empty": {schema.Activity{}, addressed(func(*schema.Activity) {})},
		"type stays": {
			schema.Activity{Type: schema.TypeTyping},
			addressed(func(a *schema.Activity) { a.Type = schema.TypeTyping }),
		},
		// The .NET Agents SDK lets the reference's locale win.
		"own locale wins": {
			schema.Activity{Locale: "fr-FR"},
			addressed(func(a *schema.Activity) { a.Locale = "fr-FR" }),
		},
		// BotBuilder overwrites replyToId, so nobody can answer an older message.
		"own replyToId wins": {
			schema.Activity{ReplyToID: "older"},
			addressed(func(a *schema.Activity) { a.ReplyToID = "older" }),
		},
		// An address left over from elsewhere would send the message, and the bot's token, there.
		"address is replaced": {
			schema.Activity{
				ChannelID: "slack", ServiceURL: "https://evil.example/", From: schema.ChannelAccount{ID: "x"},
				Recipient: schema.ChannelAccount{ID: "y"}, Conversation: schema.ConversationAccount{ID: "z"},
			},
			addressed(func(*schema.Activity) {}),
		},
		// Teams shows such a message to the recipient alone.
		"a recipient who is alone to see it stays": {
			schema.Activity{Recipient: schema.ChannelAccount{ID: "29:bob", IsTargeted: true}},
			addressed(func(a *schema.Activity) { a.Recipient = schema.ChannelAccount{ID: "29:bob", IsTargeted: true} }),
		},
		"alone to see it is who spoke": {
			schema.Activity{Recipient: schema.ChannelAccount{IsTargeted: true}},
			addressed(func(a *schema.Activity) { a.Recipient.IsTargeted = true }),
		},
		"the rest stays": {
			schema.Activity{ID: "7", Text: "hi", DeliveryMode: schema.DeliveryExpectReplies},
			addressed(func(a *schema.Activity) { a.ID, a.Text, a.DeliveryMode = "7", "hi", schema.DeliveryExpectReplies }),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given := test.given
			require.Equal(t, test.want, *ref.Address(&given))
			require.Equal(t, test.given, given, "the caller's activity stays as it is; .NET's SDK changes it")
		})
	}
	t.Run("no activity to answer", func(t *testing.T) {
		t.Parallel()
		require.Empty(t, schema.ConversationReference{}.Address(&schema.Activity{}).ReplyToID)
	})
}

func TestContinuationActivity(t *testing.T) {
	t.Parallel()
	var ref schema.ConversationReference
	require.NoError(t, ref.UnmarshalJSON(golden(t, "reference-webchat.json")))
	want := read(t, string(golden(t, "webchat-event-ContinueConversation.json")))
	want.ID = ref.ActivityID
	require.Equal(t, want, ref.ContinuationActivity())
	require.Equal(t, ref, ref.ContinuationActivity().Reference())

	// BotBuilder invents an id, and what is sent in the turn then answers a message that does not exist.
	ref.ActivityID = ""
	event := ref.ContinuationActivity()
	require.Empty(t, event.ID)
	require.Equal(t, ref, event.Reference())
	require.NoError(t, event.CheckReceived())
}

// References that other SDKs kept: members this package does not know stay, also when they are null.
func TestStoredReferenceIsKept(t *testing.T) {
	t.Parallel()
	const stored = `{"activityId":"1","user":{"id":"29:ada","aadObjectId":"o","tenantId":"t"},"bot":{"id":"28:bot","properties":null},` +
		`"conversation":{"id":"c","conversationType":"personal","tenantId":"t"},"channelId":"msteams","serviceUrl":"https://smba.example/",` +
		`"deliveryMode":"normal","requestId":null}`
	var ref schema.ConversationReference
	require.NoError(t, json.Unmarshal([]byte(stored), &ref))
	require.Equal(t, "29:ada", ref.User.ID)
	require.Equal(t, "28:bot", ref.Bot.ID)
	written, err := json.Marshal(ref)
	require.NoError(t, err)
	require.JSONEq(t, stored, string(written))
}
