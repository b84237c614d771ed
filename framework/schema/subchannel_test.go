package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestSubChannel(t *testing.T) {
	t.Parallel()
	require.Equal(t, "email", read(t, string(golden(t, "agents-email.json"))).SubChannel(), "type productInfo")
	for sent, want := range map[string]string{
		`{}`: "", `{"entities":[null,5,{},{"type":"mention"}]}`: "",
		`{"entities":[{"type":"ProductInfo","id":"COPILOT"}]}`:                           schema.SubChannelCopilot,
		`{"entities":[{"type":"ProductInfo","id":"a"},{"type":"ProductInfo","id":"b"}]}`: "a",
		`{"entities":[{"type":"PRODUCTINFO","id":5}]}`:                                   "",
	} {
		require.Equal(t, want, read(t, sent).SubChannel(), sent)
	}

	a := &schema.Activity{Entities: []schema.Entity{
		schema.UnknownEntity{Raw: json.RawMessage(`{"type":"productInfo","id":"email"}`)}, schema.ClientInfo{Platform: "Web"},
	}}
	shared := *a
	a.SetSubChannel(schema.SubChannelCopilot)
	require.JSONEq(t, `{"entities":[{"type":"clientInfo","platform":"Web"},{"type":"ProductInfo","id":"COPILOT"}]}`, write(t, a))
	require.Equal(t, "email", shared.SubChannel())
	a.SetSubChannel("")
	require.JSONEq(t, `{"entities":[{"type":"clientInfo","platform":"Web"}]}`, write(t, a))
}
