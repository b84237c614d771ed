package schema_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// Requirements of protocol-activity.md that the wire types keep; the name of a subtest is the requirement's.

// What a receiver must take, it takes and keeps: each of these is read, and written as it was.
func TestRequirementsOfWhatIsKept(t *testing.T) {
	t.Parallel()
	tests := []struct{ requirement, activity string }{
		{"A2002", `{"type":"message","Text":"a","TYPE":"event"}`},
		{"A2005", `{"type":"message","x":[1,{"y":null}],"from":{"id":"a","x":1},"conversation":{"id":"b","x":{}}}`},
		{"A2006", `{"type":"event","name":"vendor/unknown","value":{"a":1}}`},
		{"A2012", `{"type":"vendor/thing","x":1}`},
		{"A2042", `{"type":"message","timestamp":"yesterday"}`},
		{"A2042", `{"type":"message","timestamp":"2026-01-02T03:04:05+01:00"}`},
		{"A2057", `{"type":"message","localTimezone":"Moon/Tranquillity"}`},
		{"A2101", `{"entities":[{"type":"mention","mentioned":{"id":"a"}},{"type":"mention","mentioned":{"id":"b"}}]}`},
		{"A2104", `{"entities":[{"type":"vendor/thing","a":1}]}`},
		{"A2105", `{"entities":[{"type":"mention","mentioned":"a"},{"type":"clientInfo","locale":5},{"type":"streaminfo","streamSequence":"x"}]}`},
		{"A2200", `{"channelData":"text"}`},
		{"A2200", `{"channelData":5}`},
		{"A2201", `{"channelId":"vendor","channelData":{"team":"x","tenant":[]}}`},
		{"A3020", `{"type":"message","text":"a"}`},
		{"A3021", `{"type":"message","locale":"tlh-Kronos"}`},
		{"A3033", `{"type":"message","speak":"<!DOCTYPE s SYSTEM \"https://dtd.example/s.dtd\"><speak/>"}`},
		{"A3051", `{"attachments":[{"contentType":"image/png","contentUrl":"https://a.example/"},{"contentType":"image/png","contentUrl":"https://b.example/"}]}`},
		{"A3052", `{"attachments":[{"contentType":"vendor/thing","contentUrl":"https://a.example/","name":"thing"}]}`},
		{"A3053", `{"attachments":[{"contentType":"b"},{"contentType":"a"},{"contentType":"c"},{"contentType":"a","name":"1"}]}`},
		{"A3132", `{"semanticAction":{"id":"x","x":1}}`},
		{"A3133", `{"semanticAction":{"id":5}}`},
		{"A3133", `{"semanticAction":"book"}`},
		{"A3133", `{"semanticAction":{"id":"book","entities":["a"]}}`},
		{"A4100", `{"type":"conversationUpdate"}`},
		{"A4100", `{"type":"conversationUpdate","membersAdded":[{"id":"a"}],"membersRemoved":[{"id":"b"}],"topicName":"c"}`},
		{"A5100", `{"type":"event","name":"vendor/x"}`},
		{"A5212", `{"type":"event","name":"Media.Chunk","valueType":"vendor/audio","value":{"contentUrl":"data:,"}}`},
		{"A5500", `{"type":"invoke","name":"vendor/x"}`},
		{"A6101", `{"type":"suggestion","replyToId":"1","textHighlights":[{"text":"a"},{"text":"b","occurrence":2}]}`},
		{"A6151", `{"type":"trace","name":"vendor/x"}`},
		{"A6153", `{"type":"trace","label":"step 1"}`},
		{"A6154", `{"type":"trace","value":{"a":1}}`},
		{"A6154", `{"type":"trace","valueType":"vendor/state","value":{"a":1}}`},
		{"A6155", `{"type":"trace","valueType":"vendor/state"}`},
		{"A6157", `{"type":"trace","conversation":{"id":"a"},"relatesTo":{"conversation":{"id":"a"}}}`},
		{"A7120", `{"attachments":[{"contentUrl":"https://a.example/x"}]}`},
		{"A7121", `{"attachments":[{"contentUrl":"http://a.example/x"}]}`},
		{"A7140", `{"attachments":[{"thumbnailUrl":"https://a.example/x"}]}`},
		{"A7141", `{"attachments":[{"thumbnailUrl":"http://a.example/x"}]}`},
		{"A7383", `{"suggestedActions":{"actions":[{"type":"openUrl","value":"msteams:/l/chat"},{"type":"openUrl","value":"x-own:1"}]}}`},
		{"A7603", `{"entities":[{"type":"Thing","@context":"https://schema.org","@id":"1","name":"a"}]}`},
		{"A7611", `{"entities":[{"type":"http://schema.org/Place","name":"a"},{"type":"https://botframework.com/schema/mention","text":"a"}]}`},
		{"A7731", `{"semanticAction":{"id":"Book"}}`},
		{"A7740", `{"semanticAction":{"id":"book"}}`},
		{"A7742", `{"semanticAction":{"id":"book","entities":{"unheardOf":{"type":"string","value":"a"}}}}`},
		{"A7744", `{"semanticAction":{"id":"book","entities":{"when":{"type":"string","value":"noon","$instance":{"text":"noon"}}}}}`},
		{"A7745", `{"entities":[{"type":"number","value":1}],"semanticAction":{"id":"book"}}`},
		{"A7764", `{"semanticAction":{"id":"book","entities":{"n":{"type":"number","value":1}}}}`},
		{"A9243", `{"type":"typing","text":"so far","entities":[{"type":"streaminfo","streamSequence":2,"streamType":"streaming"}]}`},
		{"A9303", `{"listenFor":["{vendor:unheard-of}","{https://luis.ai/apps/1}"]}`},
		{"A9305", `{"listenFor":["{https://LUIS.ai/apps/1}"]}`},
		{"A9306", `{"listenFor":["{http://luis.ai/apps/1}"]}`},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			var a schema.Activity
			require.NoError(t, a.UnmarshalJSON([]byte(tt.activity)))
			require.Equal(t, exactly(t, []byte(tt.activity)), exactly(t, []byte(write(t, a))))
			var theirs map[string]schema.Activity
			require.NoError(t, json.Unmarshal([]byte(`{"a":`+tt.activity+`}`), &theirs))
			require.Equal(t, a, theirs["a"])
		})
	}
}

// Where text may be empty, empty text is read as none; a value that holds it keeps it.
func TestRequirementsOfEmptyText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ read, written string }{
		"A3000": {`{"type":"message","text":""}`, `{"type":"message"}`},
		"A3030": {`{"type":"message","text":"a","speak":""}`, `{"type":"message","text":"a"}`},
		"A7230": {
			`{"suggestedActions":{"actions":[{"type":"messageBack","title":"a","text":""}]}}`,
			`{"suggestedActions":{"actions":[{"type":"messageBack","title":"a"}]}}`,
		},
		"A7240": {
			`{"suggestedActions":{"actions":[{"type":"messageBack","title":"a","displayText":""}]}}`,
			`{"suggestedActions":{"actions":[{"type":"messageBack","title":"a"}]}}`,
		},
		"A2004": {
			`{"id":"","locale":"","from":{"id":"","name":""},"attachments":[{"name":"","contentType":"a"}]}`,
			`{"attachments":[{"contentType":"a"}]}`,
		},
		"A7722": {`{"textHighlights":[{"text":"a","occurrence":0}]}`, `{"textHighlights":[{"text":"a"}]}`},
	}
	for requirement, tt := range tests {
		t.Run(requirement, func(t *testing.T) {
			t.Parallel()
			require.JSONEq(t, tt.written, write(t, read(t, tt.read)))
		})
	}
}

func TestRequirementsOfRefusal(t *testing.T) {
	t.Parallel()
	tests := []struct{ requirement, activity string }{
		{"A2001", `{"type":"message","type":"event"}`},
		{"A2001", `{"type":"message","value":{"a":1,"a":2}}`},
		{"A2001", `{"type":"message"} {}`},
		{"A2003", `{"type":5}`},
		{"A2003", `{"text":{}}`},
		{"A2003", `{"attachments":"none"}`},
		{"A2003", `{"membersAdded":[5]}`},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			require.Error(t, new(schema.Activity).UnmarshalJSON([]byte(tt.activity)))
		})
	}
	t.Run("A2001", func(t *testing.T) {
		t.Parallel()
		twice := schema.Activity{Type: "message", Extra: map[string]json.RawMessage{"type": json.RawMessage(`"event"`)}}
		_, err := twice.MarshalJSON()
		require.Error(t, err, "nor is one written")
	})
}

func TestRequirementsOfEmptyLists(t *testing.T) {
	t.Parallel()
	tests := map[string]schema.Activity{
		"A2100": {Entities: []schema.Entity{}},
		"A3050": {Attachments: []schema.Attachment{}},
		"A7701": {SuggestedActions: schema.SuggestedActions{Actions: []schema.CardAction{}}},
		"A7747": {SemanticAction: schema.SemanticAction{Entities: map[string]schema.Entity{}}},
	}
	for requirement, a := range tests {
		t.Run(requirement, func(t *testing.T) {
			t.Parallel()
			require.JSONEq(t, `{}`, write(t, a))
		})
	}
	t.Run("A7701", func(t *testing.T) {
		t.Parallel()
		for whom := range 2 {
			a := &schema.Activity{SuggestedActions: schema.SuggestedActions{To: []string{"a", "b"}[:whom]}}
			require.Zero(t, address("test", a).SuggestedActions)
		}
		kept := schema.SuggestedActions{To: []string{"a"}, Actions: []schema.CardAction{{Title: "a"}}}
		require.Equal(t, kept, address("test", &schema.Activity{SuggestedActions: kept}).SuggestedActions)
	})
}

// Values that nobody defined count as the default.
func TestRequirementsOfDefaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		set     func(a *schema.Activity, value string)
		get     func(*schema.Activity) string
		byWay   string
		defined []string
	}{
		"A3012": {
			func(a *schema.Activity, v string) { a.TextFormat = v }, (*schema.Activity).TextFormatOrDefault,
			"plain",
			[]string{"plain", "markdown", "xml", "extendedmarkdown"},
		},
		"A3042": {
			func(a *schema.Activity, v string) { a.InputHint = v }, (*schema.Activity).InputHintOrDefault,
			"acceptingInput",
			[]string{"acceptingInput", "expectingInput", "ignoringInput"},
		},
		"A3061": {
			func(a *schema.Activity, v string) { a.AttachmentLayout = v }, (*schema.Activity).AttachmentLayoutOrDefault,
			"list",
			[]string{"list", "carousel"},
		},
		"A3101": {
			func(a *schema.Activity, v string) { a.Importance = v }, (*schema.Activity).ImportanceOrDefault,
			"normal",
			[]string{"low", "normal", "high", "urgent"},
		},
		"A3111": {
			func(a *schema.Activity, v string) { a.DeliveryMode = v }, (*schema.Activity).DeliveryModeOrDefault,
			"normal",
			[]string{"normal", "expectReplies", "ephemeral", "stream"},
		},
	}
	for requirement, tt := range tests {
		t.Run(requirement, func(t *testing.T) {
			t.Parallel()
			var a schema.Activity
			require.Equal(t, tt.byWay, tt.get(&a))
			for _, unheardOf := range []string{"", "pigeon", " ", "notification", strings.ToUpper(tt.defined[len(tt.defined)-1])} {
				tt.set(&a, unheardOf)
				require.Equal(t, tt.byWay, tt.get(&a), unheardOf)
			}
			for _, value := range tt.defined {
				tt.set(&a, value)
				require.Equal(t, value, tt.get(&a))
			}
		})
	}
}

func TestRequirementsOfHighlights(t *testing.T) {
	t.Parallel()
	const text = "go to Gotham, go home"
	tests := []struct {
		requirement string
		highlight   schema.TextHighlight
		start, end  int
		found       bool
	}{
		{"A7720", schema.TextHighlight{Text: "go"}, 0, 2, true},
		{"A7720", schema.TextHighlight{Text: "go", Occurrence: 1}, 0, 2, true},
		{"A7720", schema.TextHighlight{Text: "go", Occurrence: 2}, 14, 16, true},
		{"A7720", schema.TextHighlight{Text: "go", Occurrence: 3}, 0, 0, false},
		{"A7720", schema.TextHighlight{Text: "go", Occurrence: -1}, 0, 0, false},
		{"A7720", schema.TextHighlight{Text: "GO"}, 0, 0, false},
		{"A7721", schema.TextHighlight{}, 0, 0, false},
		{"A7721", schema.TextHighlight{Occurrence: 1}, 0, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			start, end, found := tt.highlight.Find(text)
			require.Equal(t, tt.found, found)
			require.Equal(t, [2]int{tt.start, tt.end}, [2]int{start, end})
		})
	}
}

func TestRequirementsOfTimes(t *testing.T) {
	t.Parallel()
	summer := time.Date(2026, 7, 1, 12, 30, 0, 0, time.FixedZone("", 2*60*60))
	t.Run("A2050", func(t *testing.T) {
		t.Parallel()
		require.JSONEq(t, `{"localTimestamp":"2026-07-01T12:30:00+02:00"}`, write(t, schema.Activity{LocalTimestamp: schema.NewTime(summer)}))
	})
	t.Run("A2043", func(t *testing.T) {
		t.Parallel()
		require.JSONEq(t, `{"timestamp":"2026-07-01T10:30:00Z"}`, write(t, schema.Activity{Timestamp: schema.NewTime(summer.UTC())}))
	})
	t.Run("A3090", func(t *testing.T) {
		t.Parallel()
		sent := address("test", &schema.Activity{Expiration: schema.NewTime(summer)})
		require.Equal(t, "2026-07-01T10:30:00Z", sent.Expiration.Text())
		unread := schema.Activity{}
		require.NoError(t, unread.UnmarshalJSON([]byte(`{"expiration":"soon"}`)))
		require.Equal(t, "soon", address("test", &unread).Expiration.Text())
	})
}

// address returns an activity as a bot sends it in answer to a message of Ada's.
func address(channelID string, a *schema.Activity) *schema.Activity {
	received := &schema.Activity{
		Type: schema.TypeMessage, ID: "1", ChannelID: channelID, ServiceURL: "https://channel.example/",
		From: schema.ChannelAccount{ID: "ada"}, Recipient: schema.ChannelAccount{ID: "bot"},
		Conversation: schema.ConversationAccount{ID: "chat"},
		Entities:     []schema.Entity{schema.ClientInfo{Locale: "de-AT"}},
	}
	return received.Reference().Address(a)
}

func TestRequirementsOfAddresses(t *testing.T) {
	t.Parallel()
	tests := map[string]func(t *testing.T){
		"A2061": func(t *testing.T) {
			t.Helper()
			require.Equal(t, "bot", address("test", &schema.Activity{}).From.ID)
		},
		"A2080": func(t *testing.T) {
			t.Helper()
			require.Equal(t, "chat", address("test", &schema.Activity{}).Conversation.ID)
		},
		"A2090": func(t *testing.T) {
			t.Helper()
			require.Equal(t, "1", address("test", &schema.Activity{}).ReplyToID)
		},
		"A2092": func(t *testing.T) {
			t.Helper()
			ref := schema.ConversationReference{Conversation: schema.ConversationAccount{ID: "chat"}}
			require.Empty(t, ref.Address(&schema.Activity{}).ReplyToID)
		},
		"A3011": func(t *testing.T) {
			t.Helper()
			require.Empty(t, address("test", schema.TextMessage("a")).TextFormat)
		},
		"A3041": func(t *testing.T) {
			t.Helper()
			require.Equal(t, schema.InputHintAccepting, address(schema.ChannelDirectLineSpeech, schema.TextMessage("a")).InputHint)
			require.Equal(t, schema.InputHintAccepting, address(schema.ChannelCortana, &schema.Activity{}).InputHint)
			require.Empty(t, address(schema.ChannelDirectLineSpeech, &schema.Activity{Type: schema.TypeTyping}).InputHint)
			require.Empty(t, address(schema.ChannelTeams, schema.TextMessage("a")).InputHint)
			asks := &schema.Activity{InputHint: schema.InputHintExpecting}
			require.Equal(t, schema.InputHintExpecting, address(schema.ChannelDirectLineSpeech, asks).InputHint)
		},
		"A7550": func(t *testing.T) {
			t.Helper()
			ref := (&schema.Activity{ChannelID: "test", Conversation: schema.ConversationAccount{ID: "chat"}}).Reference()
			require.JSONEq(t, `{"channelId":"test","conversation":{"id":"chat"}}`, write(t, ref))
		},
		"A9211": func(t *testing.T) {
			t.Helper()
			require.Empty(t, address("test", &schema.Activity{}).Locale)
		},
	}
	for requirement, holds := range tests {
		t.Run(requirement, func(t *testing.T) {
			t.Parallel()
			holds(t)
		})
	}
}

func TestRequirementsOfNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		requirement, name string
		isCommand         bool
	}{
		{"A6301", "application/vnd.example.lights", true},
		{"A6311", "channel/vnd.microsoft.telephony.hangup", true},
		{"A6311", "session.init", true},
		{"A6311", "session.pause", false},
		{"A6311", "lights", false},
		{"A6311", "application/", false},
		{"A6311", "/x", false},
		{"A6311", "a/b/c", false},
		{"A6311", "application/x y", false},
		{"A6311", "application/.x", false},
		{"A6311", "application/é", false},
		{"A6311", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.isCommand, schema.IsCommandName(tt.name))
		})
	}
}

func TestEveryActivityType(t *testing.T) {
	t.Parallel()
	types := []string{
		schema.TypeMessage, schema.TypeMessageUpdate, schema.TypeMessageDelete, schema.TypeMessageReaction,
		schema.TypeConversationUpdate, schema.TypeContactRelationUpdate, schema.TypeInstallationUpdate, schema.TypeTyping,
		schema.TypeEvent, schema.TypeInvoke, schema.TypeInvokeResponse, schema.TypeEndOfConversation, schema.TypeHandoff,
		schema.TypeSuggestion, schema.TypeTrace, schema.TypeCommand, schema.TypeCommandResult, schema.TypeDeleteUserData,
	}
	published := `message messageUpdate messageDelete messageReaction conversationUpdate contactRelationUpdate installationUpdate typing ` +
		`event invoke invokeResponse endOfConversation handoff suggestion trace command commandResult deleteUserData`
	require.Equal(t, published, strings.Join(types, " "))
	for _, kind := range types {
		sent := `{"type":"` + kind + `","name":"a","code":"b","label":"c","action":"d","value":{"e":1},"relatesTo":{"activityId":"1"}}`
		require.JSONEq(t, sent, write(t, read(t, sent)))
	}
}
