package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/growth"
	"github.com/convobot/convo/framework/schema"
)

// Unknown values of the protocol's enumerations mean their default to whoever reads them (A3012, A3061, A3101, A3111);
// they are kept for others.
func TestUnknownEnumerationsAreKept(t *testing.T) {
	t.Parallel()
	const sent = `{"type":"vendor/thing","deliveryMode":"pigeon","textFormat":"extendedmarkdown","attachmentLayout":"pile",` +
		`"importance":"urgent","inputHint":"?","action":"add-upgrade","code":"timedOut","attachments":[{"contentUrl":"data:,x"}]}`
	require.JSONEq(t, sent, write(t, read(t, sent)))
}

func TestEmptyIsAbsent(t *testing.T) {
	t.Parallel()
	tests := map[string]schema.Activity{
		"suggested actions":         {SuggestedActions: schema.SuggestedActions{To: []string{}, Actions: []schema.CardAction{}}},
		"accounts":                  {From: schema.ChannelAccount{Extra: map[string]json.RawMessage{}}},
		"attachments, entities":     {Attachments: []schema.Attachment{}, Entities: []schema.Entity{}},
		"semantic action":           {SemanticAction: schema.SemanticAction{Entities: map[string]schema.Entity{}}},
		"reference":                 {RelatesTo: schema.ConversationReference{Conversation: schema.ConversationAccount{}}},
		"time":                      {Timestamp: schema.NewTime(time.Time{})},
		"channel data":              {ChannelData: map[string]string{}},
		"channel data, raw":         {ChannelData: json.RawMessage(`{}`)},
		"lists that hold no member": {ListenFor: []string{}, MembersAdded: []schema.ChannelAccount{}},
	}
	for name, activity := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, `{}`, write(t, activity))
		})
	}
	t.Run("but a value may be empty", func(t *testing.T) {
		t.Parallel()
		require.JSONEq(t, `{"value":{}}`, write(t, schema.Activity{Value: json.RawMessage(`{}`)}))
		require.JSONEq(t, `{"content":{}}`, write(t, schema.Attachment{Content: schema.HeroCard{}}))
		require.JSONEq(t, `{"value":""}`, write(t, schema.CardAction{Value: ""}))
	})
}

// Both ways of reading, so that an activity inside a user's struct is held to the same rules.
func TestRefusedInput(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	tests := map[string]struct{ json, names string }{
		"text is a number":            {`{"text":5}`, "text"},
		"from is a string":            {`{"from":"x"}`, "from"},
		"from.id is a number":         {`{"from":{"id":5}}`, "/from/id"},
		"isGroup is a string":         {`{"conversation":{"isGroup":"true"}}`, "/conversation/isGroup"},
		"timestamp is a number":       {`{"timestamp":1700000000}`, "timestamp"},
		"attachments is an object":    {`{"attachments":{}}`, "attachments"},
		"entities is an object":       {`{"entities":{}}`, "entities"},
		"second attachment":           {`{"attachments":[{},{"name":true}]}`, "/attachments/1/name"},
		"occurrence is no integer":    {`{"textHighlights":[{"occurrence":1.5}]}`, "/textHighlights/0/occurrence"},
		"occurrence is out of range":  {`{"textHighlights":[{"occurrence":1e999}]}`, "/textHighlights/0/occurrence"},
		"member twice":                {`{"type":"a","type":"b"}`, "type"},
		"member twice, unknown":       {`{"x":1,"x":2}`, "x"},
		"member twice, inside":        {`{"from":{"id":"a","id":"b"}}`, "id"},
		"member twice, in value":      {`{"value":{"a":1,"a":2}}`, "a"},
		"member twice, in an entity":  {`{"entities":[{"type":"x","type":"mention"}]}`, "type"},
		"not UTF-8":                   {"{\"text\":\"\xff\"}", "text"},
		"not UTF-8, unknown member":   {"{\"x\":\"\xff\"}", "x"},
		"half a surrogate pair":       {`{"text":"\ud800"}`, "text"},
		"two values":                  {`{} {}`, ""},
		"trailing text":               {`{}x`, ""},
		"cut short":                   {`{"text":"hel`, ""},
		"empty":                       {``, ""},
		"array":                       {`[]`, ""},
		"string":                      {`"message"`, ""},
		"nested too deep":             {`{"value":` + deep + `}`, ""},
		"nested too deep, unknown":    {`{"x":` + deep + `}`, ""},
		"nested too deep, in entity":  {`{"entities":[` + deep + `]}`, ""},
		"reaction is not an object":   {`{"reactionsAdded":["like"]}`, "/reactionsAdded/0"},
		"reference's account is text": {`{"relatesTo":{"bot":"b"}}`, "/relatesTo/bot"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var own schema.Activity
			require.ErrorContains(t, own.UnmarshalJSON([]byte(test.json)), test.names)
			var users map[string]schema.Activity
			require.Error(t, json.Unmarshal([]byte(`{"kept":`+test.json+`}`), &users))
		})
	}
}

func TestNullIsAbsent(t *testing.T) {
	t.Parallel()
	var a schema.Activity
	members := []string{
		"type", "id", "timestamp", "localTimestamp", "from", "conversation", "recipient", "entities", "channelData", "text",
		"attachments", "suggestedActions", "expiration", "listenFor", "semanticAction", "textHighlights", "membersAdded",
		"historyDisclosed", "reactionsAdded", "value", "relatesTo",
	}
	require.NoError(t, a.UnmarshalJSON([]byte(`{"`+strings.Join(members, `":null,"`)+`":null}`)))
	require.Equal(t, schema.Activity{}, a)

	require.NoError(t, a.UnmarshalJSON([]byte(`null`)))
	require.Equal(t, schema.Activity{}, a)
}

func TestNullInListIsEmptyElement(t *testing.T) {
	t.Parallel()
	a := read(t, `{"membersAdded":[null,{"id":"1"}],"attachments":[null],"listenFor":[null]}`)
	require.Equal(t, []schema.ChannelAccount{{}, {ID: "1"}}, a.MembersAdded)
	require.Len(t, a.Attachments, 1)
	require.Equal(t, []string{""}, a.ListenFor)
}

func TestFalseIsAbsent(t *testing.T) {
	t.Parallel()
	require.Equal(t, `{}`, write(t, read(t, `{"historyDisclosed":false,"conversation":{"isGroup":false}}`)))
}

func TestUnknownMembersAreKept(t *testing.T) {
	t.Parallel()
	// One unknown member wherever a type can have one; Text is not text: names match exactly (A2002).
	const sent = `{"x":1,"Text":"kept","from":{"x":[null]},"conversation":{"x":{}},"recipient":{"ID":"no"},` +
		`"entities":[{"type":"mention","mentioned":{"id":"1","x":1},"text":"<at>a</at>","x":0.10}],` +
		`"attachments":[{"x":"a"}],"suggestedActions":{"x":1,"actions":[{"x":1}]},"textHighlights":[{"x":1}],` +
		`"reactionsAdded":[{"user":{"id":"1"}}],"semanticAction":{"x":1,"entities":{"e":{"y":1}}},` +
		`"membersAdded":[{"tenantId":"t"}],"relatesTo":{"deliveryMode":"normal","bot":{"x":1}}}`
	a := read(t, sent)
	require.Empty(t, a.Text)
	require.JSONEq(t, `"kept"`, string(a.Extra["Text"]))
	require.Equal(t, exactly(t, []byte(sent)), exactly(t, []byte(write(t, a))))
}

func TestExtraCannotContradictAField(t *testing.T) {
	t.Parallel()
	a := schema.Activity{Type: "message", Extra: map[string]json.RawMessage{"type": json.RawMessage(`"event"`)}}
	_, err := a.MarshalJSON()
	require.ErrorContains(t, err, "type")

	a = schema.Activity{Extra: map[string]json.RawMessage{"x": json.RawMessage(`{"`)}}
	_, err = a.MarshalJSON()
	require.ErrorContains(t, err, "x")
}

func TestTextMustBeUTF8(t *testing.T) {
	t.Parallel()
	_, err := schema.TextMessage("caf\xe9").MarshalJSON()
	require.ErrorContains(t, err, "UTF-8")
}

func TestEqualActivitiesGiveEqualBytes(t *testing.T) {
	t.Parallel()
	a := schema.Activity{Extra: map[string]json.RawMessage{}, Value: map[string]int{"b": 1, "a": 2, "d": 3, "c": 4}}
	for i := range 20 {
		a.Extra[fmt.Sprint(i)] = json.RawMessage(`1`)
	}
	want := write(t, a)
	for range 10 {
		require.Equal(t, want, write(t, a))
	}
}

// A request has room for about 100 000 elements; fewer tell as well how the time grows.
func TestManyElements(t *testing.T) {
	t.Parallel()
	for list, element := range map[string]string{
		"attachments": `{"contentType":"a"}`, "entities": `{"type":"mention"}`, "membersAdded": `{"id":"a"}`, "listenFor": `"a"`,
	} {
		t.Run(list, func(t *testing.T) {
			t.Parallel()
			growth.Linear(t, 40_000, func(size int) func() {
				sent := `{"` + list + `":[` + strings.Repeat(element+",", size-1) + element + `]}`
				return func() { require.Len(t, write(t, read(t, sent)), len(sent)) }
			})
		})
	}
}

func read(tb testing.TB, data string) *schema.Activity {
	tb.Helper()
	a := new(schema.Activity)
	require.NoError(tb, a.UnmarshalJSON([]byte(data)))
	return a
}

func write(tb testing.TB, v json.Marshaler) string {
	tb.Helper()
	data, err := v.MarshalJSON()
	require.NoError(tb, err)
	return string(data)
}
