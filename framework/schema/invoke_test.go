package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestInvokeResponses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		response json.Marshaler
		want     string
	}{
		"card": {
			schema.CardResponse(map[string]string{"type": "AdaptiveCard"}),
			`{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{"type":"AdaptiveCard"}}`,
		},
		"message": {
			schema.MessageResponse("done"),
			`{"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"done"}`,
		},
		"error": {
			schema.ErrorResponse(403, "NotYours", "only Ann may do that"),
			`{"statusCode":403,"type":"application/vnd.microsoft.error","value":{"code":"NotYours","message":"only Ann may do that"}}`,
		},
		"search": {
			schema.SearchResponse(schema.SearchResult{Title: "Go", Value: "go"}),
			`{"statusCode":200,"type":"application/vnd.microsoft.search.searchResponse","value":{"results":[{"title":"Go","value":"go"}]}}`,
		},
		"search without results": {
			schema.SearchResponse(),
			`{"statusCode":200,"type":"application/vnd.microsoft.search.searchResponse","value":{"results":[]}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.JSONEq(t, test.want, write(t, test.response))
		})
	}
}

func TestAdaptiveCardInvokeValue(t *testing.T) {
	t.Parallel()
	a := new(schema.Activity)
	require.NoError(t, a.UnmarshalJSON(golden(t, "teams-invoke-adaptiveCard-action.json")))
	require.Equal(t, schema.InvokeAdaptiveCardAction, a.Name)
	value, err := schema.As[schema.AdaptiveCardInvokeValue](a.Value)
	require.NoError(t, err)
	require.Equal(t, "Action.Execute", value.Action.Type)
	require.NotEmpty(t, value.Action.Verb)
	require.IsType(t, json.RawMessage{}, value.Action.Data, "data is kept byte for byte")
}
