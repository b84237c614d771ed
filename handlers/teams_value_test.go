package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// requireRefusedValue wants a 400 that a program can read.
func requireRefusedValue(t *testing.T, got framework.InvokeResponse) {
	t.Helper()
	require.Equal(t, http.StatusBadRequest, got.Status)
	body, err := schema.As[struct {
		Error schema.Error `json:"error"`
	}](got.Body)
	require.NoError(t, err)
	require.Equal(t, "BadArgument", body.Error.Code)
	require.NotEmpty(t, body.Error.Message)
	require.Less(t, len(body.Error.Message), 200, "what the client sent is not sent back")
}

// openValues are the invokes whose value may be any JSON but null.
var openValues = map[string]bool{"": true, teams.InvokeSuggestedActionsSubmit: true}

func TestBadValuesOfTeamsInvokes(t *testing.T) {
	t.Parallel()
	values := map[string]schema.Any{
		"absent":  nil,
		"null":    json.RawMessage(`null`),
		"number":  json.RawMessage(`7`),
		"boolean": json.RawMessage(`true`),
		"string":  json.RawMessage(`"seven"`),
		"array":   json.RawMessage(`[{}]`),
		"no JSON": json.RawMessage(`{`),
		"huge":    nil, // what Teams sent, and much more
	}
	for file := range goldenInvokes() {
		for kind, value := range values {
			t.Run(file+" "+kind, func(t *testing.T) {
				t.Parallel()
				a := golden(t, file)
				if kind == "huge" {
					value = padded(t, a.Value)
				}
				a.Value = value
				var r runs
				got := answerOf(t, completeBot(&r), a)
				switch {
				case a.Name == schema.InvokeAdaptiveCardAction || a.Name == schema.InvokeSearch:
					requireRefused(t, "BadRequest", got)
				case openValues[a.Name] && kind != "absent" && kind != "null" && kind != "huge":
					require.NotEqual(t, http.StatusBadRequest, got.Status)
					return
				default:
					requireRefusedValue(t, got)
				}
				require.Empty(t, r.names, "no handler runs")
			})
		}
	}
}

// padded is an object with a long member besides its own.
func padded(t *testing.T, v schema.Any) schema.Any {
	t.Helper()
	members, err := schema.As[map[string]json.RawMessage](v)
	require.NoError(t, err)
	members["padding"] = json.RawMessage(`"` + strings.Repeat("x", 1<<20) + `"`)
	data, err := json.Marshal(members)
	require.NoError(t, err)
	return json.RawMessage(data)
}

func TestBadMembersOfTeamsInvokes(t *testing.T) {
	t.Parallel()
	many := strings.TrimSuffix(strings.Repeat(`{},`, 101), ",")
	tests := map[string][]string{
		teams.InvokeFileConsent: {
			`{}`, `{"action":"maybe"}`, `{"action":7}`, `{"action":"accept"}`, `{"action":"accept","uploadInfo":[]}`,
			`{"action":"Accept","uploadInfo":{"uploadUrl":"https://x.example"}}`, `{"action":"decline","action":"accept"}`,
		},
		teams.InvokeO365ConnectorCard: {`{"body":{}}`, `{"actionId":7}`},
		teams.InvokeMessagingExtensionQuery: {
			`{"commandId":7}`, `{"parameters":{}}`, `{"parameters":["text"]}`, `{"queryOptions":[]}`,
			`{"queryOptions":{"skip":-1}}`, `{"queryOptions":{"count":-1}}`, `{"queryOptions":{"count":1001}}`,
			`{"queryOptions":{"skip":"0"}}`, `{"queryOptions":{"skip":1e30}}`, `{"parameters":[` + many + `]}`, `{"state":{}}`,
		},
		teams.InvokeMessagingExtensionQuerySettingURL: {`{"commandId":[]}`, `{"queryOptions":{"count":1001}}`},
		teams.InvokeMessagingExtensionQueryLink:       {`{}`, `{"url":""}`, `{"url":7}`, `{"url":null}`},
		teams.InvokeMessagingExtensionAnonymousLink:   {`{}`, `{"url":{}}`},
		teams.InvokeMessagingExtensionFetchTask: {
			`{"commandId":7}`, `{"messagePayload":[]}`, `{"messagePayload":{"from":"me"}}`, `{"context":"dark"}`,
			`{"botActivityPreview":[` + many + `]}`,
		},
		teams.InvokeMessagingExtensionSubmitAction: {
			`{"botMessagePreviewAction":"show"}`, `{"botMessagePreviewAction":"Edit"}`, `{"botMessagePreviewAction":7}`,
			`{"botActivityPreview":{}}`, `{"botActivityPreview":[7]}`, `{"botActivityPreview":[` + many + `]}`,
			`{"botMessagePreviewAction":"send","botActivityPreview":[` + many + `]}`,
		},
		teams.InvokeTaskFetch: {
			`{"data":{"dialog_id":7}}`, `{"data":{"dialog_id":["note"]}}`, `{"context":[]}`, `{"tabContext":"home"}`,
		},
		teams.InvokeTaskSubmit:           {`{"data":{"dialog_id":{}}}`, `{"context":7}`},
		teams.InvokeTabFetch:             {`{"tabContext":[]}`, `{"state":7}`},
		teams.InvokeTabSubmit:            {`{"tabContext":7}`, `{"context":"dark"}`},
		schema.InvokeSignInVerifyState:   {`{}`, `{"state":""}`, `{"state":123456}`},
		schema.InvokeSignInTokenExchange: {`{}`, `{"token":""}`, `{"token":{}}`, `{"id":7,"token":"t"}`},
		teams.InvokeSignInFailure:        {`{"code":7}`, `{"message":[]}`},
		teams.InvokeMessageSubmitAction: {
			`{}`, `{"actionName":7}`, `{"actionName":"feedback"}`, `{"actionName":"feedback","actionValue":"like"}`,
			`{"actionName":"feedback","actionValue":{"reaction":7}}`,
		},
		teams.InvokeMessageFetchTask: {`{"data":7}`, `{"data":{"actionName":[]}}`},
		teams.InvokeHandoff:          {`{}`, `{"continuation":7}`, `{"continuation":""}`},
		teams.InvokeHTMLWidgetTool:   {`{}`, `{"name":7}`, `{"name":""}`},
	}
	for name, values := range tests {
		for _, value := range values {
			title := value[:min(len(value), 60)]
			t.Run(name+" "+title, func(t *testing.T) {
				t.Parallel()
				var r runs
				got := answerOf(t, completeBot(&r), received(&schema.Activity{
					Type: schema.TypeInvoke, Name: name, ChannelID: schema.ChannelTeams, Value: json.RawMessage(value),
				}))
				requireRefusedValue(t, got)
				require.Empty(t, r.names, "no handler runs")
			})
		}
	}
}

// What is not known, or has no handler where others have one, is answered 501.
func TestTeamsInvokesWithoutHandler(t *testing.T) {
	t.Parallel()
	none := framework.InvokeResponse{Status: http.StatusNotImplemented}
	for file := range goldenInvokes() {
		t.Run(file+" of a bot without handlers", func(t *testing.T) {
			t.Parallel()
			require.Equal(t, none, answerOf(t, newTeamsBot(nil), golden(t, file)))
		})
	}
	t.Run("unknown name", func(t *testing.T) {
		t.Parallel()
		a := golden(t, "invoke-task-fetch")
		a.Name = "task/Fetch"
		require.Equal(t, none, answerOf(t, completeBot(new(runs)), a))
	})
	t.Run("without a name on another channel", func(t *testing.T) {
		t.Parallel()
		a := golden(t, "invoke-cardAction")
		a.ChannelID = "test"
		require.Equal(t, none, answerOf(t, completeBot(new(runs)), a))
	})
}
