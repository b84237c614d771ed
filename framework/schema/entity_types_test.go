package schema_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// entities returns every type of entity by its name on the wire.
func entities() map[string]wireType {
	return map[string]wireType{
		"mention":                    new(schema.Mention),
		"clientInfo":                 new(schema.ClientInfo),
		"ProductInfo":                new(schema.ProductInfo),
		"context":                    new(schema.ContextEntity),
		"streaminfo":                 new(schema.StreamInfo),
		"https://schema.org/Message": new(schema.MessageEntity),
		"activityTreatment":          new(schema.ActivityTreatment),
		"targetedMessageInfo":        new(schema.TargetedMessageInfo),
		"quotedReply":                new(schema.QuotedReply),
		"Place":                      new(schema.Place),
		"GeoCoordinates":             new(schema.GeoCoordinates),
		"Thing":                      new(schema.Thing),
		"string":                     new(schema.StringEntity),
		"number":                     new(schema.NumberEntity),
	}
}

func TestEveryEntity(t *testing.T) {
	t.Parallel()
	for kind, v := range entities() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			zero := fmt.Sprintf(`{"type":%q}`, kind)
			require.Equal(t, zero, write(t, v))

			sent := fmt.Sprintf(`{"x":{"type":"y","z":"}\"\\"},"type":%q,"y":9007199254740993}`, kind)
			a := read(t, `{"entities":[`+sent+`]}`)
			_, unknown := a.Entities[0].(schema.UnknownEntity)
			require.False(t, unknown)
			require.Equal(t, exactly(t, []byte(`{"entities":[`+sent+`]}`)), exactly(t, []byte(write(t, a))))
			requireStandsAlone(t, v, sent)
		})
	}
}

func TestEntityMembers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		json string
		want schema.Entity
	}{
		"client": {
			`{"type":"clientInfo","locale":"en-GB","country":"GB","platform":"Web","timezone":"Europe/London"}`,
			schema.ClientInfo{Locale: "en-GB", Country: "GB", Platform: "Web", Timezone: "Europe/London"},
		},
		"product": {`{"type":"ProductInfo","id":"COPILOT"}`, schema.ProductInfo{ID: "COPILOT"}},
		"screen": {
			`{"type":"context","screenContext":{"images":["https://example.com/1.png"]}}`,
			schema.ContextEntity{ScreenContext: schema.ScreenContext{Images: []string{"https://example.com/1.png"}}},
		},
		"stream": {
			`{"type":"streaminfo","streamId":"a-1","streamSequence":2,"streamType":"streaming","streamResult":"success"}`,
			schema.StreamInfo{StreamID: "a-1", StreamSequence: 2, StreamType: schema.StreamStreaming, StreamResult: schema.StreamSuccess},
		},
		"treatment": {
			`{"type":"activityTreatment","treatment":"targeted"}`,
			schema.ActivityTreatment{Treatment: schema.TreatmentTargeted},
		},
		"targeted": {`{"type":"targetedMessageInfo","messageId":"1"}`, schema.TargetedMessageInfo{MessageID: "1"}},
		"quote": {
			`{"type":"quotedReply","quotedReply":{"messageId":"1","senderId":"29:a","senderName":"Ada","preview":"hi",` +
				`"time":"1741079727314","isReplyDeleted":true,"validatedMessageReference":true}}`,
			schema.QuotedReply{QuotedReply: schema.QuotedMessage{
				MessageID: "1", SenderID: "29:a", SenderName: "Ada", Preview: "hi", Time: "1741079727314",
				IsReplyDeleted: true, ValidatedMessageReference: true,
			}},
		},
		"null island": {
			`{"type":"GeoCoordinates","name":"n","latitude":0,"longitude":0,"elevation":-1.5}`,
			schema.GeoCoordinates{Name: "n", Latitude: new(0.0), Longitude: new(0.0), Elevation: new(-1.5)},
		},
		"place": {
			`{"type":"Place","name":"n","address":"1 High St","geo":{"type":"GeoCoordinates"},"hasMap":"https://example.com/"}`,
			schema.Place{
				Name: "n", Address: json.RawMessage(`"1 High St"`), Geo: json.RawMessage(`{"type":"GeoCoordinates"}`),
				HasMap: json.RawMessage(`"https://example.com/"`),
			},
		},
		"thing":  {`{"type":"Thing","name":"n"}`, schema.Thing{Name: "n"}},
		"string": {`{"type":"string","value":"v"}`, schema.StringEntity{Value: "v"}},
		"number": {`{"type":"number","value":9007199254740993}`, schema.NumberEntity{Value: json.RawMessage(`9007199254740993`)}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := read(t, `{"entities":[`+test.json+`]}`)
			require.Equal(t, []schema.Entity{test.want}, a.Entities)
			require.JSONEq(t, `{"entities":[`+test.json+`]}`, write(t, a))
		})
	}
}

func TestEntityOf(t *testing.T) {
	t.Parallel()
	a := &schema.Activity{Entities: []schema.Entity{
		nil,
		schema.UnknownEntity{},
		(*schema.StreamInfo)(nil), &schema.StreamInfo{StreamID: "1"},
		schema.StreamInfo{StreamID: "2"},
		schema.ClientInfo{Platform: "Web"},
	}}
	stream, ok := schema.EntityOf[schema.StreamInfo](a)
	require.True(t, ok)
	require.Equal(t, "1", stream.StreamID)
	require.Equal(t, "Web", a.ClientInfo().Platform)
	_, ok = schema.EntityOf[schema.Place](a)
	require.False(t, ok)
	require.Zero(t, new(schema.Activity).ClientInfo())
}

// Teams takes one message entity: each helper adds to the one that is there.
func TestMessageEntity(t *testing.T) {
	t.Parallel()
	a := schema.TextMessage("It is blue [1].")
	a.MarkAIGenerated()
	shared := *a
	a.AddCitation(1, schema.Appearance{
		Name: "Sky", Abstract: "On blue.", Text: `{"type":"AdaptiveCard"}`, Image: schema.AppearanceImage{Name: "PDF"},
		UsageInfo: schema.SensitivityUsageInfo{Name: "Public"},
	})
	a.AddCitation(2, schema.Appearance{Name: "Sea", Abstract: "On green."})
	a.SetSensitivity(schema.SensitivityUsageInfo{Name: "Secret", Pattern: schema.SensitivityPattern{Name: "Secret"}})
	a.MarkAIGenerated()
	require.JSONEq(t, `{"type":"message","text":"It is blue [1].","entities":[{
		"type":"https://schema.org/Message","@type":"Message","@context":"https://schema.org","@id":"",
		"additionalType":["AIGeneratedContent"],
		"citation":[
			{"@type":"Claim","position":1,"appearance":{"@type":"DigitalDocument","name":"Sky","abstract":"On blue.",
				"text":"{\"type\":\"AdaptiveCard\"}","encodingFormat":"application/vnd.microsoft.card.adaptive",
				"image":{"@type":"ImageObject","name":"PDF"},
				"usageInfo":{"type":"https://schema.org/Message","@type":"CreativeWork","name":"Public"}}},
			{"@type":"Claim","position":2,"appearance":{"@type":"DigitalDocument","name":"Sea","abstract":"On green."}}],
		"usageInfo":{"type":"https://schema.org/Message","@type":"CreativeWork","name":"Secret",
			"pattern":{"@type":"DefinedTerm","name":"Secret"}}}]}`, write(t, a))
	require.JSONEq(t, `{"type":"message","text":"It is blue [1].","entities":[{"type":"https://schema.org/Message",`+
		`"@type":"Message","@context":"https://schema.org","@id":"","additionalType":["AIGeneratedContent"]}]}`,
		write(t, shared), "a copy of the activity does not change with it")
}
