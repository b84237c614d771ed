package schema_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// Each published member has its field: what is read into the value on the right is written as it was sent.
func TestPublishedMembersAreFields(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		json string
		want wireType
	}{
		"account": {
			`{"id":"29:a","name":"Ada","aadObjectId":"o","role":"agenticUser","tenantId":"t","agenticUserId":"u","agenticAppId":"p",` +
				`"agenticAppBlueprintId":"b","membershipSources":[{"sourceType":"team","id":"19:t","membershipType":"transitive",` +
				`"teamGroupId":"g","tenantId":"t"}],"isTargeted":true}`,
			&schema.ChannelAccount{
				ID: "29:a", Name: "Ada", AADObjectID: "o", Role: schema.RoleAgenticUser, TenantID: "t", AgenticUserID: "u",
				AgenticAppID: "p", AgenticAppBlueprintID: "b", IsTargeted: true,
				MembershipSources: []schema.MembershipSource{
					{SourceType: "team", ID: "19:t", MembershipType: "transitive", TeamGroupID: "g", TenantID: "t"},
				},
			},
		},
		"reaction": {
			`{"type":"2705_whiteheavycheckmark","user":{"id":"o","displayName":"Ada","userIdentityType":"aadUser"}}`,
			&schema.MessageReaction{
				Type: schema.ReactionCheckMark, User: schema.ReactionUser{ID: "o", DisplayName: "Ada", UserIdentityType: "aadUser"},
			},
		},
		"reference": {
			`{"activityId":"1","deliveryMode":"expectReplies"}`,
			&schema.ConversationReference{ActivityID: "1", DeliveryMode: schema.DeliveryExpectReplies},
		},
		"command": {
			`{"commandId":"1","data":{"n":9007199254740993}}`,
			&schema.CommandValue{CommandID: "1", Data: json.RawMessage(`{"n":9007199254740993}`)},
		},
		"command result": {
			`{"commandId":"1","error":{"code":"c","message":"m","innerHttpError":{"statusCode":404,"body":"b"}}}`,
			&schema.CommandResultValue{CommandID: "1", Error: schema.Error{
				Code: "c", Message: "m", InnerHTTPError: schema.InnerHTTPError{StatusCode: 404, Body: json.RawMessage(`"b"`)},
			}},
		},
		"expected replies": {
			`{"activities":[{"type":"message"}],"body":{"a":1}}`,
			&schema.ExpectedReplies{Activities: []schema.Activity{{Type: schema.TypeMessage}}, Body: json.RawMessage(`{"a":1}`)},
		},
		"transcript": {
			`{"activities":[{"type":"message","text":"hi"}]}`,
			&schema.Transcript{Activities: []schema.Activity{*schema.TextMessage("hi")}},
		},
		"upload": {
			`{"type":"text/plain","name":"a.txt","originalBase64":"aGk=","thumbnailBase64":"/w=="}`,
			&schema.AttachmentData{Type: "text/plain", Name: "a.txt", OriginalBase64: []byte("hi"), ThumbnailBase64: []byte{0xff}},
		},
		"uploaded": {
			`{"name":"a.png","type":"image/png","views":[{"viewId":"original","size":5000000000}]}`,
			&schema.AttachmentInfo{Name: "a.png", Type: "image/png", Views: []schema.AttachmentView{{ViewID: "original", Size: 5e9}}},
		},
		"card action": {
			`{"action":{"type":"Action.Execute","id":"i","verb":"v","data":{"a":1}},"authentication":{"id":"r","connectionName":"c",` +
				`"token":"t"},"state":"123456","trigger":"manual"}`,
			&schema.AdaptiveCardInvokeValue{
				Action:         schema.AdaptiveCardInvokeAction{Type: "Action.Execute", ID: "i", Verb: "v", Data: json.RawMessage(`{"a":1}`)},
				Authentication: schema.TokenExchangeInvokeRequest{ID: "r", ConnectionName: "c", Token: "t"},
				State:          "123456", Trigger: "manual",
			},
		},
		"search": {
			`{"kind":"search","queryText":"go","queryOptions":{"skip":10,"top":15},"context":{"a":1},"dataset":"npm"}`,
			&schema.SearchInvokeValue{
				Kind: "search", QueryText: "go", QueryOptions: schema.SearchInvokeOptions{Skip: 10, Top: 15},
				Context: json.RawMessage(`{"a":1}`), Dataset: "npm",
			},
		},
		"magic code": {`{"state":"123456"}`, &schema.SignInStateVerificationQuery{State: "123456"}},
		"titled action": {
			`{"type":"Action.Execute","id":"i","title":"Go","verb":"v"}`,
			&schema.AdaptiveCardInvokeAction{Type: "Action.Execute", ID: "i", Title: "Go", Verb: "v"},
		},
		"sensitivity label": {
			`{"type":"https://schema.org/Message","@type":"CreativeWork","@id":"l","name":"n","description":"d","position":1,` +
				`"pattern":{"@type":"DefinedTerm","inDefinedTermSet":"s","name":"n","termCode":"c"}}`,
			&schema.SensitivityUsageInfo{
				Type: schema.EntityMessage, Kind: "CreativeWork", LabelID: "l", Name: "n", Description: "d", Position: 1,
				Pattern: schema.SensitivityPattern{Kind: "DefinedTerm", InDefinedTermSet: "s", Name: "n", TermCode: "c"},
			},
		},
		"token": {
			`{"channelId":"msteams","connectionName":"c","token":"t","isExchangeable":true,"properties":{"a":1}}`,
			&schema.TokenResponse{
				ChannelID: schema.ChannelTeams, ConnectionName: "c", Token: "t", IsExchangeable: true, Properties: json.RawMessage(`{"a":1}`),
			},
		},
		"token status": {
			`{"channelId":"msteams","connectionName":"c","hasToken":true,"serviceProviderDisplayName":"Orders"}`,
			&schema.TokenStatus{ChannelID: schema.ChannelTeams, ConnectionName: "c", HasToken: true, ServiceProviderDisplayName: "Orders"},
		},
		"token exchange": {`{"uri":"u","token":"t"}`, &schema.TokenExchangeRequest{URI: "u", Token: "t"}},
		"token exchange failed": {
			`{"id":"i","connectionName":"c","failureDetail":"consent"}`,
			&schema.TokenExchangeInvokeResponse{ID: "i", ConnectionName: "c", FailureDetail: "consent"},
		},
		"token or sign-in": {
			`{"tokenResponse":{"token":"t"},"signInResource":{"signInLink":"l","tokenExchangeResource":{"id":"i","uri":"u","providerId":"p"},` +
				`"tokenPostResource":{"sasUrl":"s"}}}`,
			&schema.TokenOrSignInResource{
				TokenResponse: schema.TokenResponse{Token: "t"},
				SignInResource: schema.SignInResource{
					SignInLink: "l", TokenExchangeResource: schema.TokenExchangeResource{ID: "i", URI: "u", ProviderID: "p"},
					TokenPostResource: schema.TokenPostResource{SASURL: "s"},
				},
			},
		},
		"sign-in state": {
			`{"connectionName":"c","conversation":{"activityId":"1"},"relatesTo":{"activityId":"2"},"botUrl":"b","msAppId":"a"}`,
			&schema.TokenExchangeState{
				ConnectionName: "c", Conversation: schema.ConversationReference{ActivityID: "1"},
				RelatesTo: schema.ConversationReference{ActivityID: "2"}, BotURL: "b", MSAppID: "a",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, exactly(t, []byte(test.json)), exactly(t, []byte(write(t, test.want))))

			got := zeroOf(t, test.want)
			require.NoError(t, got.UnmarshalJSON([]byte(test.json)))
			require.Equal(t, test.want, got)
		})
	}
}

// zeroOf returns a new zero value of the type of v.
func zeroOf(tb testing.TB, v wireType) wireType {
	tb.Helper()
	for _, zero := range wireTypes() {
		if fmt.Sprintf("%T", zero) == fmt.Sprintf("%T", v) {
			return zero
		}
	}
	tb.Fatalf("%T is not in the table of wire types", v)
	return nil
}

func TestReactionTime(t *testing.T) {
	t.Parallel()
	a := read(t, `{"reactionsAdded":[{"type":"like","createdDateTime":"2025-03-04T09:15:27.3141592Z"}]}`)
	require.Equal(t, time.March, a.ReactionsAdded[0].CreatedDateTime.Month())
	require.JSONEq(t, `{"reactionsAdded":[{"type":"like","createdDateTime":"2025-03-04T09:15:27.3141592Z"}]}`, write(t, a))
}
