package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// Each type of activity has a constant, and fields for the members that are its own: none lands in Extra.
func TestActivityTypes(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		schema.TypeMessage: `"text":"t","textFormat":"plain","locale":"en-GB","speak":"s","inputHint":"expectingInput","summary":"y",` +
			`"attachmentLayout":"carousel","attachments":[{"contentType":"c"}],"suggestedActions":{"to":["29:a"],"actions":[{"type":"imBack"}]},` +
			`"value":1,"valueType":"v","expiration":"2025-03-04T09:15:27Z","importance":"high","deliveryMode":"ephemeral","listenFor":["l"],` +
			`"semanticAction":{"id":"i","state":"start","entities":{"e":{"type":"Thing","name":"n"}}},"replyToId":"1"`,
		schema.TypeMessageUpdate:         `"text":"t","channelData":{"eventType":"editMessage"}`,
		schema.TypeMessageDelete:         `"channelData":{"eventType":"softDeleteMessage"}`,
		schema.TypeMessageReaction:       `"reactionsAdded":[{"type":"like"}],"reactionsRemoved":[{"type":"heart"}],"replyToId":"1"`,
		schema.TypeConversationUpdate:    `"membersAdded":[{"id":"29:a"}],"membersRemoved":[{"id":"29:b"}],"topicName":"t","historyDisclosed":true`,
		schema.TypeContactRelationUpdate: `"action":"add"`,
		schema.TypeInstallationUpdate:    `"action":"add-upgrade"`,
		schema.TypeTyping:                `"text":"t","entities":[{"type":"streaminfo","streamId":"1"}]`,
		schema.TypeEvent:                 `"name":"n","value":{"a":1},"valueType":"v","relatesTo":{"activityId":"1"}`,
		schema.TypeInvoke:                `"name":"n","value":{"a":1},"valueType":"v","relatesTo":{"activityId":"1"}`,
		schema.TypeInvokeResponse:        `"value":{"status":200}`,
		schema.TypeEndOfConversation:     `"code":"userCancelled","text":"t","value":1,"valueType":"v"`,
		schema.TypeHandoff:               `"value":1`,
		schema.TypeSuggestion:            `"text":"t","textHighlights":[{"text":"h","occurrence":2}],"replyToId":"1","recipient":{"id":"29:a"}`,
		schema.TypeTrace:                 `"name":"n","label":"l","value":1,"valueType":"v","relatesTo":{"activityId":"1"}`,
		schema.TypeCommand:               `"name":"vendor/do","value":{"commandId":"1","data":2}`,
		schema.TypeCommandResult:         `"name":"vendor/do","value":{"commandId":"1","error":{"code":"c"}}`,
		schema.TypeDeleteUserData:        `"from":{"id":"29:a"}`,
	}
	require.Len(t, tests, 18, "delay is none: it never was on the wire")
	for kind, members := range tests {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			sent := `{"type":"` + kind + `","id":"2","timestamp":"2025-03-04T09:15:27.314Z","channelId":"msteams","localTimezone":"Europe/London",` + members + `}`
			a := read(t, sent)
			require.Equal(t, kind, a.Type)
			require.Empty(t, a.Extra)
			require.Equal(t, exactly(t, []byte(sent)), exactly(t, []byte(write(t, a))))
		})
	}
}

// Each delivery mode passes, known or not: what a bot makes of it is the engine's.
func TestDeliveryModes(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{
		schema.DeliveryNormal, schema.DeliveryNotification, schema.DeliveryExpectReplies, schema.DeliveryEphemeral, schema.DeliveryStream, "other",
	} {
		sent := `{"deliveryMode":"` + mode + `"}`
		require.Equal(t, mode, read(t, sent).DeliveryMode)
		require.JSONEq(t, sent, write(t, read(t, sent)))
	}
}
