package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestCheckReceived(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*schema.Activity)
		member string // "" for none missing
		rule   string
	}{
		"complete":               {func(*schema.Activity) {}, "", ""},
		"no type":                {func(a *schema.Activity) { a.Type = "" }, "type", "A2010"},
		"no channel":             {func(a *schema.Activity) { a.ChannelID = "" }, "channelId", "A2020"},
		"no service URL":         {func(a *schema.Activity) { a.ServiceURL = "" }, "serviceUrl", "A2300"},
		"no conversation":        {func(a *schema.Activity) { a.Conversation = schema.ConversationAccount{Name: "x"} }, "conversation.id", "A2080"},
		"no sender":              {func(a *schema.Activity) { a.From = schema.ChannelAccount{Name: "x"} }, "from.id", "A2060"},
		"nothing":                {func(a *schema.Activity) { *a = schema.Activity{} }, "type", "A2010"},
		"event without name":     {func(a *schema.Activity) { a.Type = schema.TypeEvent }, "name", "A5001"},
		"invoke without name":    {func(a *schema.Activity) { a.Type = schema.TypeInvoke }, "", ""}, // a card's button in Teams
		"command without name":   {func(a *schema.Activity) { a.Type = schema.TypeCommand }, "name", "A6310"},
		"result without name":    {func(a *schema.Activity) { a.Type = schema.TypeCommandResult }, "name", "A6411"},
		"event with name":        {func(a *schema.Activity) { a.Type, a.Name = schema.TypeEvent, "x" }, "", ""},
		"invoke with name":       {func(a *schema.Activity) { a.Type, a.Name = schema.TypeInvoke, "x" }, "", ""},
		"command with name":      {func(a *schema.Activity) { a.Type, a.Name = schema.TypeCommand, "application/x" }, "", ""},
		"unknown type":           {func(a *schema.Activity) { a.Type = "vendor/thing" }, "", ""},
		"type in other case":     {func(a *schema.Activity) { a.Type = "Event" }, "", ""},
		"no recipient, no id":    {func(a *schema.Activity) { a.Recipient, a.ID = schema.ChannelAccount{}, "" }, "", ""},
		"timestamp is no time":   {func(a *schema.Activity) { a.Timestamp = read(t, `{"timestamp":"soon"}`).Timestamp }, "", ""},
		"unknown enumerations":   {func(a *schema.Activity) { a.DeliveryMode, a.TextFormat, a.Importance = "x", "y", "z" }, "", ""},
		"message without a text": {func(a *schema.Activity) { a.Text = "" }, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := read(t, string(golden(t, "teams-message-channel-mention.json")))
			test.change(a)
			err := a.CheckReceived()
			if test.member == "" {
				require.NoError(t, err)
				return
			}
			var invalid *schema.InvalidActivityError
			require.ErrorAs(t, err, &invalid)
			require.Equal(t, schema.InvalidActivityError{Member: test.member, Rule: test.rule}, *invalid)
			require.ErrorContains(t, err, test.member)
			require.ErrorContains(t, err, test.rule)
		})
	}
}

func TestCheckReceivedAcceptsGoldens(t *testing.T) {
	t.Parallel()
	for _, name := range goldenNames(t) {
		if a, ok := newWireType(name).(*schema.Activity); ok && !strings.HasPrefix(name, "sent-") {
			require.NoError(t, a.UnmarshalJSON(golden(t, name)))
			require.NoError(t, a.CheckReceived(), name)
		}
	}
}
