package client_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// in is JSON as it is read.
func in(t *testing.T, text string) any {
	t.Helper()
	v := client.Plain(json.RawMessage(text))
	require.NotNil(t, v, text)
	return v
}

// onWire is an activity as it is sent.
func onWire(t *testing.T, a *schema.Activity) string {
	t.Helper()
	raw, err := json.Marshal(a)
	require.NoError(t, err)
	return string(raw)
}

func say(text string) *schema.Activity { return schema.TextMessage("said " + text) }

func TestPress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, action, data, want string
	}{
		{
			"Action.Execute", `{"type":"Action.Execute","id":"a","verb":"vote"}`, `{"n":9007199254740993}`,
			`{"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","id":"a","verb":"vote","data":{"n":9007199254740993}},"trigger":"manual"}}`,
		},
		{"Action.Submit", `{"type":"Action.Submit"}`, `{"x":1}`, `{"type":"message","value":{"x":1}}`},
		{"Action.Submit without data", `{"type":"Action.Submit"}`, ``, `{"type":"message","value":{}}`},
		{
			"Action.Submit for a dialog", `{"type":"Action.Submit"}`, `{"msteams":{"type":"task/fetch"},"dialog_id":"d"}`,
			`{"type":"invoke","name":"task/fetch","value":{"data":{"msteams":{"type":"task/fetch"},"dialog_id":"d"},"context":{"theme":"default"}}}`,
		},
		{
			"Action.Submit as imBack", `{"type":"Action.Submit"}`, `{"msteams":{"type":"imBack","value":"hi"}}`,
			`{"type":"message","text":"said hi"}`,
		},
		{
			"Action.Submit as messageBack", `{"type":"Action.Submit"}`, `{"msteams":{"type":"messageBack","text":"t","value":{"k":"v"}}}`,
			`{"type":"message","text":"t","value":{"k":"v"}}`,
		},
		{
			"Action.Submit as invoke", `{"type":"Action.Submit"}`, `{"msteams":{"type":"invoke","value":{"k":"v"}}}`,
			`{"type":"invoke","value":{"k":"v"}}`,
		},
		{"imBack", `{"type":"imBack","value":"hi"}`, ``, `{"type":"message","text":"said hi"}`},
		{"messageBack without a value", `{"type":"messageBack","text":"hi"}`, ``, `{"type":"message","text":"hi"}`},
		{
			"invoke for a dialog", `{"type":"invoke","value":{"type":"task/fetch","dialog_id":"d"}}`, ``,
			`{"type":"invoke","name":"task/fetch","value":{"data":{"type":"task/fetch","dialog_id":"d"},"context":{"theme":"default"}}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			action, _ := in(t, tt.action).(map[string]any)
			kind, _ := action["type"].(string)
			b := client.Button{Kind: kind, Action: action}
			if tt.data != "" {
				b.Data = in(t, tt.data)
			}
			got, ok := b.Press(client.Manual, say)
			require.True(t, ok)
			require.JSONEq(t, tt.want, onWire(t, got))
			if tt.name == "Action.Execute" {
				require.Contains(t, onWire(t, got), "9007199254740993", "a large number stays exact")
			}
		})
	}
	for _, kind := range []string{"openUrl", "signin", "Action.OpenUrl", "Action.ToggleVisibility", ""} {
		_, ok := client.Button{Kind: kind, Action: map[string]any{"type": kind, "value": "https://example.com"}}.Press(client.Manual, say)
		require.False(t, ok, "the bot does not hear of %q", kind)
	}
}

func TestShows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, action, want string
		ok                 bool
	}{
		{"messageBack", `{"type":"messageBack","text":"go","displayText":"Going"}`, "Going", true},
		{"messageBack that shows nothing", `{"type":"messageBack","text":"go"}`, "", true},
		{"Action.Submit as messageBack", `{"type":"Action.Submit","data":{"msteams":{"type":"messageBack","displayText":"Going"}}}`, "Going", true},
		{"Action.Submit", `{"type":"Action.Submit","data":{"displayText":"Going"}}`, "", false},
		{"Action.Submit of a text", `{"type":"Action.Submit","data":"Going"}`, "", false},
		{"imBack", `{"type":"imBack","value":"hi"}`, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			action, _ := in(t, tt.action).(map[string]any)
			kind, _ := action["type"].(string)
			got, ok := client.Button{Kind: kind, Action: action}.Shows()
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.ok, ok)
		})
	}
}

func TestSubmitForm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, asked, value, data, wantName, want string
	}{
		{
			"dialog", teams.InvokeTaskFetch, `{"data":{"dialog_id":"d"},"context":{"theme":"default"}}`, `{"x":1}`,
			teams.InvokeTaskSubmit, `{"data":{"x":1},"context":{"theme":"default"}}`,
		},
		{
			"next step of a dialog", teams.InvokeTaskSubmit, `{"data":{"x":1},"context":{"theme":"default"},"tabContext":{"tabEntityId":"t"}}`, `{"x":2}`,
			teams.InvokeTaskSubmit, `{"data":{"x":2},"context":{"theme":"default"},"tabContext":{"tabEntityId":"t"}}`,
		},
		{
			"tab", teams.InvokeTabFetch, `{"tabContext":{"tabEntityId":"t"},"context":{"theme":"default"},"state":"s"}`, `{"x":1}`,
			teams.InvokeTabSubmit, `{"tabContext":{"tabEntityId":"t"},"context":{"theme":"default"},"data":{"type":"tab/submit","x":1}}`,
		},
		{
			"configuration", teams.InvokeConfigFetch, `{"data":{"type":"config/fetch"},"context":{"theme":"default"}}`, ``,
			teams.InvokeConfigSubmit, `{"data":{"type":"config/submit"},"context":{"theme":"default"}}`,
		},
		{
			"action", teams.InvokeMessagingExtensionFetchTask, `{"commandId":"c","commandContext":"compose","context":{"theme":"default"}}`, `{"x":1}`,
			teams.InvokeMessagingExtensionSubmitAction, `{"commandId":"c","commandContext":"compose","context":{"theme":"default"},"data":{"x":1}}`,
		},
		{
			"action after its preview", teams.InvokeMessagingExtensionSubmitAction,
			`{"commandId":"c","commandContext":"compose","botMessagePreviewAction":"edit","botActivityPreview":[{"type":"message"}],"data":{"x":1}}`, `{"x":2}`,
			teams.InvokeMessagingExtensionSubmitAction, `{"commandId":"c","commandContext":"compose","data":{"x":2}}`,
		},
		{
			"feedback", teams.InvokeMessageFetchTask, `{"actionName":"feedback","actionValue":{"reaction":"like"}}`, `{"why":"clear"}`,
			teams.InvokeMessageSubmitAction, `{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"{\"why\":\"clear\"}"}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := &schema.Activity{Type: schema.TypeInvoke, Name: tt.asked, Value: json.RawMessage(tt.value), ReplyToID: "7"}
			var data any
			if tt.data != "" {
				data = in(t, tt.data)
			}
			got := client.SubmitForm(asked, data)
			require.Equal(t, tt.wantName, got.Name)
			require.Equal(t, "7", got.ReplyToID)
			raw, err := json.Marshal(got.Value)
			require.NoError(t, err)
			require.JSONEq(t, tt.want, string(raw))
		})
	}
}

func TestAgain(t *testing.T) {
	t.Parallel()
	offer := schema.TokenExchangeInvokeRequest{ID: "1", ConnectionName: "graph", Token: "t"}
	tests := []struct {
		name, value, state string
		offer              schema.TokenExchangeInvokeRequest
		want               string
	}{
		{
			"with the code of a page", `{"action":{"type":"Action.Execute","verb":"v","data":{"n":9007199254740993}},"trigger":"manual"}`, "123456",
			schema.TokenExchangeInvokeRequest{},
			`{"action":{"type":"Action.Execute","verb":"v","data":{"n":9007199254740993}},"trigger":"manual","state":"123456"}`,
		},
		{
			"silently", `{"commandId":"c","state":"old","authentication":{"token":"old"}}`, "", offer,
			`{"commandId":"c","authentication":{"id":"1","connectionName":"graph","token":"t"}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := &schema.Activity{Name: "some/invoke", Value: json.RawMessage(tt.value), ReplyToID: "7"}
			got, err := client.Again(asked, tt.state, tt.offer)
			require.NoError(t, err)
			require.Equal(t, "7", got.ReplyToID)
			raw, err := json.Marshal(got.Value)
			require.NoError(t, err)
			require.JSONEq(t, tt.want, string(raw))
		})
	}
	_, err := client.Again(&schema.Activity{Name: "some/invoke", Value: "text"}, "1", offer)
	require.ErrorContains(t, err, "some/invoke has no value that takes the end of a sign-in")
}

func TestPick(t *testing.T) {
	t.Parallel()
	tap := func(kind string) *schema.Attachment {
		return &schema.Attachment{Content: json.RawMessage(`{"title":"t","tap":{"type":"` + kind + `","value":{"id":3}}}`)}
	}
	got, ok := client.Pick(teams.MessagingExtensionAttachment{Preview: tap("invoke")})
	require.True(t, ok)
	require.JSONEq(t, `{"type":"invoke","name":"composeExtension/selectItem","value":{"id":3}}`, onWire(t, got))
	for name, result := range map[string]teams.MessagingExtensionAttachment{
		"another tap": {Preview: tap("openUrl")}, "no tap": {Preview: &schema.Attachment{Content: "text"}}, "no preview": {},
	} {
		_, ok := client.Pick(result)
		require.False(t, ok, name)
	}
}

func TestAction(t *testing.T) {
	t.Parallel()
	bot := "28:bot"
	on := schema.TextMessage("look at this")
	on.ID, on.From = "7", schema.ChannelAccount{ID: "29:ann", AADObjectID: "guid", Name: "Ann"}
	on.Attachments = []schema.Attachment{{ContentType: "text/html", Content: "<p>look"}}
	got := onWire(t, client.OpenAction(client.Action("c", on, bot)))
	require.JSONEq(t, `{"type":"invoke","name":"composeExtension/fetchTask","value":{
		"commandId":"c","commandContext":"message","context":{"theme":"default"},"messagePayload":{
			"id":"7","messageType":"message","from":{"user":{"userIdentityType":"aadUser","id":"guid","displayName":"Ann"}},
			"body":{"contentType":"text","content":"look at this","textContent":"look at this"},
			"attachments":[{"contentType":"text/html","content":"<p>look"}]}}}`, got)

	on.From = schema.ChannelAccount{ID: bot, Name: "Bot"}
	payload := client.Action("c", on, bot).MessagePayload
	require.Equal(t, "bot", payload.From.Application.ApplicationIdentityType)
	require.Zero(t, payload.From.User)

	got = onWire(t, client.SubmitAction(client.Action("c", nil, bot), map[string]any{"x": 1}))
	require.JSONEq(t, `{"type":"invoke","name":"composeExtension/submitAction","value":{
		"commandId":"c","commandContext":"compose","context":{"theme":"default"},"data":{"x":1}}}`, got)
}

func TestPreviewed(t *testing.T) {
	t.Parallel()
	asked := client.SubmitAction(client.Action("c", nil, ""), map[string]any{"x": 1})
	got, err := client.Previewed(asked, schema.TextMessage("shown"), teams.PreviewSend)
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"invoke","name":"composeExtension/submitAction","value":{
		"commandId":"c","commandContext":"compose","context":{"theme":"default"},"data":{"x":1},
		"botMessagePreviewAction":"send","botActivityPreview":[{"type":"message","text":"shown"}]}}`, onWire(t, got))
	_, err = client.Previewed(&schema.Activity{Value: "text"}, schema.TextMessage(""), teams.PreviewSend)
	require.ErrorContains(t, err, "no action of a message extension")
}

func TestRest(t *testing.T) {
	t.Parallel()
	comment := "too long"
	tests := []struct {
		name string
		got  *schema.Activity
		want string
	}{
		{"first look at a search", client.Search("c", nil, 0), `{"name":"composeExtension/query","value":{
			"commandId":"c","parameters":[{"name":"initialRun","value":"true"}],"queryOptions":{"count":25}}}`},
		{"next page", client.Search("c", []teams.MessagingExtensionParameter{{Name: "q", Value: "x"}}, 25), `{"name":"composeExtension/query","value":{
			"commandId":"c","parameters":[{"name":"q","value":"x"}],"queryOptions":{"skip":25,"count":25}}}`},
		{"link", client.PasteLink("https://a.example"), `{"name":"composeExtension/queryLink","value":{"url":"https://a.example"}}`},
		{"settings", client.Settings("c"), `{"name":"composeExtension/querySettingUrl","value":{"commandId":"c"}}`},
		{"set", client.Set("s"), `{"name":"composeExtension/setting","value":{"state":"s"}}`},
		{"tab", client.OpenTab("t"), `{"name":"tab/fetch","value":{"tabContext":{"tabEntityId":"t"},"context":{"theme":"default"}}}`},
		{"configuration", client.Configure(), `{"name":"config/fetch","value":{"data":{"type":"config/fetch"},"context":{"theme":"default"}}}`},
		{"like", client.Rate("like", nil), `{"name":"message/submitAction","value":{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"{}"}}}`},
		{"dislike", client.Rate("dislike", &comment), `{"name":"message/submitAction","value":{"actionName":"feedback","actionValue":{
			"reaction":"dislike","feedback":"{\"feedbackText\":\"too long\"}"}}}`},
		{"own form", client.FetchRating("like"), `{"name":"message/fetchTask","value":{"actionName":"feedback","actionValue":{"reaction":"like"}}}`},
		{"choices", client.Choices("npm", "te", schema.SearchInvokeOptions{Top: 15}, nil), `{"name":"application/search","value":{
			"queryText":"te","queryOptions":{"top":15},"dataset":"npm"}}`},
		{"choices that depend", client.Choices("cities", "", schema.SearchInvokeOptions{Skip: 15, Top: 15}, map[string]any{"country": "de"}), `{
			"name":"application/search","value":{"queryText":"","queryOptions":{"skip":15,"top":15},"dataset":"cities","data":{"country":"de"}}}`},
		{"connector card", client.ConnectorAction("id", "body"), `{"name":"actionableMessage/executeAction","value":{"actionId":"id","body":"body"}}`},
		{"hand-off", client.HandOff("secret"), `{"name":"handoff/action","value":{"continuation":"secret"}}`},
		{"code", client.VerifyState("123456"), `{"name":"signin/verifyState","value":{"state":"123456"}}`},
		{"failure", client.SignInFailed("userconsentrequired", "m"), `{"name":"signin/failure","value":{"code":"userconsentrequired","message":"m"}}`},
		{"suggested action", client.Suggested(map[string]any{"x": 1}), `{"name":"suggestedActions/submit","value":{"x":1}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want, _ := in(t, tt.want).(map[string]any)
			want["type"] = "invoke"
			raw, err := json.Marshal(want)
			require.NoError(t, err)
			require.JSONEq(t, string(raw), onWire(t, tt.got))
		})
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	inputs := map[string]any{"b": 2}
	require.Nil(t, client.Merge(nil, nil))
	require.Equal(t, map[string]any{"a": 1}, client.Merge(map[string]any{"a": 1}, nil))
	require.Equal(t, map[string]any{"a": 1, "b": 2}, client.Merge(map[string]any{"a": 1, "b": 1}, inputs))
	require.Equal(t, map[string]any{"b": 2}, client.Merge(nil, inputs))
	require.Equal(t, "text", client.Merge("text", inputs), "data that is no object takes no inputs")
}

func TestLoginRequest(t *testing.T) {
	t.Parallel()
	card, ok := client.LoginRequest(json.RawMessage(`{"statusCode":401,"type":"application/vnd.microsoft.activity.loginRequest","value":{"connectionName":"graph"}}`))
	require.True(t, ok)
	require.Equal(t, "graph", card.ConnectionName)
	for _, other := range []string{`{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{}}`, `"text"`, `null`} {
		_, ok := client.LoginRequest(json.RawMessage(other))
		require.False(t, ok, other)
	}
}

func TestSaid(t *testing.T) {
	t.Parallel()
	bot := schema.ChannelAccount{ID: "28:bot", Name: "Bot"}
	require.JSONEq(t, `{"type":"message","text":"hi"}`, onWire(t, client.Said("hi", bot, true)))
	require.JSONEq(t, `{"type":"message","text":"<at>Bot</at> hi","entities":[{"type":"mention","text":"<at>Bot</at>","mentioned":{"id":"28:bot","name":"Bot"}}]}`,
		onWire(t, client.Said("hi", bot, false)))
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status int
		body   string
		want   int
	}{
		{200, `{"statusCode":403}`, 403},
		{200, `{"statusCode":200}`, 200},
		{500, `{"statusCode":403}`, 500},
		{200, `{"statusCode":"403"}`, 200},
		{200, `{"statusCode":4.5}`, 200},
		{200, `[1]`, 200},
	} {
		require.Equal(t, tt.want, client.Status(tt.status, in(t, tt.body)), tt.body)
	}
	require.Equal(t, 201, client.Status(201, nil))
}
