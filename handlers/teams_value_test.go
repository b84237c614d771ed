package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
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

// A 400 says what is wrong, and where.
func TestWhatIsWrongWithATeamsInvoke(t *testing.T) {
	t.Parallel()
	const form = `the value of %q does not have the expected form`
	long := strings.Repeat("long", 100)
	tests := []struct{ name, value, want string }{
		{teams.InvokeTaskFetch, ``, `"task/fetch" has no value`},
		{teams.InvokeTaskFetch, ` null `, `"task/fetch" has no value`},
		{teams.InvokeTaskFetch, `[]`, fmt.Sprintf(form, teams.InvokeTaskFetch)},
		{teams.InvokeTaskFetch, `{"context":{"theme":7}}`, fmt.Sprintf(form, teams.InvokeTaskFetch) + `: a number does not fit at "/context/theme"`},
		{teams.InvokeTaskFetch, `{"data":{"dialog_id":"letter","text":7}}`, fmt.Sprintf(form, teams.InvokeTaskFetch) + `: a number does not fit at "/data/text"`},
		{teams.InvokeTaskFetch, `{"data":{"dialog_id":"letter","` + long + `":[{"a":1,"a":2}]}}`, fmt.Sprintf(form, teams.InvokeTaskFetch) + `: a member name stands there twice at "/data/` + long[:58] + `..."`},
		{teams.InvokeMessageSubmitAction, `{"actionName":"feedback"}`, `the value of "message/submitAction" has no actionValue`},
		{teams.InvokeMessageSubmitAction, `{"actionName":"feedback","actionValue":[]}`, fmt.Sprintf(form, teams.InvokeMessageSubmitAction) + ` at "/actionValue"`},
		{teams.InvokeMessagingExtensionSubmitAction, `{"botActivityPreview":[{},{"text":{}}]}`, fmt.Sprintf(form, teams.InvokeMessagingExtensionSubmitAction) + `: an object does not fit at "/botActivityPreview/1/text"`},
		{teams.InvokeConfigFetch, `null`, `"config/fetch" has no value`},
		{teams.InvokeSuggestedActionsSubmit, `null`, `"suggestedActions/submit" has no value`},
		{"", `null`, `"" has no value`},
	}
	type note struct {
		Text string `json:"text"`
	}
	bot := completeBot(new(runs))
	handlers.OnDialogFetch(bot, "letter", func(context.Context, *framework.TurnContext, note) (*teams.TaskModuleResponse, error) {
		return nil, nil //nolint:nilnil // opens nothing
	})
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.value[:min(len(tt.value), 60)], func(t *testing.T) {
			t.Parallel()
			a := &schema.Activity{Type: schema.TypeInvoke, Name: tt.name, ChannelID: schema.ChannelTeams}
			if tt.value != "" {
				a.Value = json.RawMessage(tt.value)
			}
			got := answerOf(t, bot, a)
			requireRefusedValue(t, got)
			body, err := schema.As[struct {
				Error schema.Error `json:"error"`
			}](got.Body)
			require.NoError(t, err)
			require.Equal(t, tt.want, body.Error.Message)
		})
	}
}
