package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestHandoff(t *testing.T) {
	t.Parallel()
	ref := schema.ConversationReference{ActivityID: "1", Conversation: schema.ConversationAccount{ID: "c"}}
	said := schema.Transcript{Activities: []schema.Activity{*schema.TextMessage("a person, please")}}
	require.JSONEq(t, `{"type":"event","name":"handoff.initiate","value":{"skill":"credit"},"relatesTo":{"activityId":"1","conversation":{"id":"c"}},
		"attachments":[{"contentType":"application/json","name":"Transcript","content":{"activities":[{"type":"message","text":"a person, please"}]}}]}`,
		write(t, schema.NewHandoff(ref, map[string]string{"skill": "credit"}, &said)))
	require.JSONEq(t, `{"type":"event","name":"handoff.initiate"}`, write(t, schema.NewHandoff(schema.ConversationReference{}, nil, nil)))

	status := schema.NewHandoffStatus(schema.HandoffFailed, "nobody is there")
	require.JSONEq(t, `{"type":"event","name":"handoff.status","value":{"state":"failed","message":"nobody is there"}}`, write(t, status))
	read, err := schema.As[schema.HandoffStatus](read(t, write(t, status)).Value)
	require.NoError(t, err)
	require.Equal(t, schema.HandoffStatus{State: schema.HandoffFailed, Message: "nobody is there"}, read)
}
