package lint_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/lint"
)

// A border is what just breaks a requirement, and what just does not. Both are what differs from an activity in which
// nothing is wrong.
type border struct {
	number        string
	ways          lint.Direction
	breaks, holds []string
}

func borders() []border {
	list := func(some ...string) []string { return some }
	media := func(name, info string) string {
		return `{"type":"event","name":"` + name + `","entities":[` + info + `]}`
	}
	command := func(name, value string) string {
		return `{"type":"command","name":"` + name + `","value":` + value + `}`
	}
	result := func(value string) string {
		return `{"type":"commandResult","name":"application/x","value":` + value + `}`
	}
	action := func(rest string) string { return `{"suggestedActions":{"actions":[{"title":"Go",` + rest + `}]}}` }
	instance := func(text, at string) string {
		return `{"text":"` + text + `","semanticAction":{"id":"s","entities":{"a":{"type":"string","value":"H"},"$instance":{"a":` + at + `}}}}`
	}
	return []border{
		{
			"A2007", both, list(`{"reactionsAdded":[{"type":5}]}`, `{"entities":[null]}`, `{"relatesTo":"x"}`, `{"membersAdded":[5]}`, `{"expiration":"2026-02-30T00:00:00Z"}`),
			list(`{"locale":"sl-rozaj-biske-1994"}`, `{"locale":"i-klingon"}`, `{"expiration":"2026-11-21T09:30Z"}`, `{"value":[1]}`, `{"textHighlights":null}`),
		},
		{"A2031", out, list(`{"id":"1"}`), list(`{"id":null}`)},
		{"A2050", both, list(`{"localTimestamp":"2026-11-21T10:30:00.5"}`), list(`{"localTimestamp":"2026-11-21T10:30:00Z"}`, `{"localTimestamp":"2026-11-21T10:30:00-0100"}`)},
		{"A2070", in, list(`{"recipient":null}`, `{"recipient":{"name":"Bot"}}`), nil},
		{"A2083", out, list(`{"conversation":{"id":"c","isGroup":true}}`), list(`{"conversation":{"id":"c","tenantId":"t"}}`, `{"conversation":{"id":"c","conversationType":"personal"},"text":"t","entities":[{"type":"streaminfo","streamType":"final"}]}`)},
		{
			"A2105", both, list(`{"entities":[{}]}`, `{"entities":[{"type":"mention","mentioned":"u"}]}`, `{"entities":[{"type":"MENTION","mentioned":{"id":"u"},"text":5}]}`),
			list(`{"entities":[{"type":"mention","mentioned":{"id":"u"},"text":null}]}`, `{"entities":[{"type":"GeoCoordinates","longitude":-2e1}]}`),
		},
		{"A2300", in, list(`{"serviceUrl":null}`), nil},
		{"A3010", both, list(`{"textFormat":"Markdown"}`), nil},
		{"A3041", out, list(`{"channelId":"alexa"}`), list(`{"channelId":"alexa","inputHint":"ignoringInput"}`)},
		{"A3060", both, list(`{"attachmentLayout":"Carousel"}`), list(`{"attachmentLayout":"list"}`)},
		{"A3100", both, list(`{"importance":"High"}`), list(`{"importance":"low"}`)},
		{"A3114", both, list(`{"type":"invoke","name":"x","deliveryMode":"expectReplies"}`), list(`{"type":"invoke","name":"x","deliveryMode":"normal"}`)},
		{
			"A4101", both, list(`{"type":"conversationUpdate","membersAdded":[{"id":"a"},{"id":"b"},{"id":"a"}]}`, `{"type":"conversationUpdate","membersAdded":[{"id":"a"}],"membersRemoved":[{"id":"a"}]}`),
			list(`{"type":"conversationUpdate","membersAdded":[{"id":"a"},{"id":"A"}],"membersRemoved":[{"id":"b"}]}`),
		},
		{"A5210", both, list(media("media.Start", `{"type":"x:y"}`)), list(media("MediaStart", `{"type":"x:y"}`))},
		{
			"A5230", both, list(media("Media.Chunk", `{"type":"streaminfo","streamSequence":2}`)),
			list(media("Media.Chunk", `{"type":"StreamInfo","streamId":"s","streamSequence":2}`)),
		},
		{"A5401", both, list(`{"type":"invoke","name":null}`), list(`{"type":"invoke","name":"x"}`)},
		{"A6301", both, list(command("text/x", `{}`), command("vendor/x", `{}`)), list(command("application/vnd.x+json", `{}`))},
		{"A6302", both, list(command("session.pause", `{}`), command("channel/vnd.microsoft.telephony.", `{}`)), list(command("channel/vnd.microsoft.telephony.x", `{}`))},
		{"A6311", both, list(command("a/b/c", `{}`), command("application/", `{}`), command("application/x y", `{}`)), list(command("application/!#$&-^_.+", `{}`))},
		{"A6422", both, list(result(`{"commandId":"c","error":"bad"}`), result(`[]`)), list(result(`{"commandId":"c","error":null}`))},
		{
			"A7100", both, list(`{"attachments":[{"contentType":"image/png","content":{},"contentUrl":"https://x.example"}]}`),
			list(`{"attachments":[{"contentType":"image/png","content":null,"contentUrl":"https://x.example"}]}`),
		},
		{"A7123", in, list(`{"attachments":[{"contentType":"image/png","contentUrl":"DATA:image/png;base64,AA"}]}`), nil},
		{"A7225", both, list(action(`"type":"imBack","value":"a","text":"a","imageAltText":"a"`)), list(action(`"type":"imBack","value":"a","text":"a","imageAltText":"b"`))},
		{"A7372", both, list(action(`"type":"postBack","value":{}`)), list(action(`"type":"postBack"`), action(`"type":"postBack","value":""`))},
		{"A7390", both, list(action(`"type":"downloadFile","value":"//x.example/f"`)), list(action(`"type":"downloadFile","value":"ftp://x.example/f"`))},
		{"A7410", both, list(action(`"type":"signin","value":"https:///login"`)), list(action(`"type":"signin","value":"https://[::1]/login"`))},
		{"A7432", both, list(action(`"type":"playVideo","value":"Data:video/mp4,x"`)), list(action(`"type":"playVideo","value":"database"`))},
		{"A7440", both, list(action(`"type":"call","value":5`), action(`"type":"call","value":"telephone:1"`)), list(action(`"type":"call","value":"tel:1"`))},
		{"A7550", both, list(`{"relatesTo":{}}`), list(`{"type":"event","name":"x","relatesTo":{"channelId":"other","conversation":{"id":"c"}}}`)},
		{"A7701", both, list(`{"suggestedActions":{}}`, `{"suggestedActions":{"actions":null}}`), list(`{"suggestedActions":null}`)},
		{"A7730", both, list(`{"semanticAction":{}}`, `{"semanticAction":{"id":null}}`), list(`{"semanticAction":{"id":"s"}}`)},
		{"A7750", both, list(instance("", `{"startIndex":0,"endIndex":1,"text":"H"}`)), list(instance("H", `{"startIndex":0,"endIndex":1,"text":"H"}`))},
		{"A7751", both, list(instance("Hi", `{"startIndex":2,"endIndex":3,"text":"i"}`), instance("Hi", `{"startIndex":-1,"endIndex":1,"text":"H"}`)), nil},
		{"A7752", both, list(instance("Hi", `{"startIndex":1,"endIndex":3,"text":"i"}`), instance("Hi", `{"startIndex":1,"endIndex":1,"text":"i"}`)), list(instance("Hi", `{"startIndex":1,"endIndex":2,"text":"i"}`))},
		{"A7760", out, list(`{"semanticAction":{"id":"s","state":"start"}}`), list(`{"semanticAction":{"id":"s","state":"done"}}`)},
		{"A9202", both, list(`{"entities":[{"type":"clientInfo","locale":null}]}`, `{"entities":[{"type":"ClientInfo","country":""}]}`), nil},
		{"A9245", both, list(`{"entities":[{"type":"streaminfo","streamType":"Final"}]}`, `{"entities":[{"type":"streaminfo","streamType":"final","streamSequence":1.5}]}`), nil},
		{"A9300", out, list(`{"listenFor":["(yes)"]}`, `{"listenFor":["yes. "]}`), list(`{"listenFor":["(yes) or no"]}`)},
		{"A9400", both, list(command("session.init", `{}`)), list(command("session.init", `{"sessionId":"s"}`))},
		{"A9420", both, list(command("session.update", `{"signal":"bargeIn","origin":"bot"}`)), list(command("session.update", `{"signal":"bargeIn","origin":"system"}`))},
		{"A9430", both, list(command("session.end", `{"reason":5}`)), list(command("session.end", `{"reason":"completed"}`))},
		{"A11300", both, list(result(`{"commandId":"c","status":"timeout"}`), result(`{"commandId":"c","error":{}}`)), list(result(`{"commandId":"c","status":"failure","error":{"message":"no"}}`))},
		{"A11301", both, list(result(`{"commandId":"c","status":"acknowledged","error":{"code":"x"}}`)), list(result(`{"commandId":"c","error":{"code":"x"}}`))},
	}
}

func TestBorders(t *testing.T) {
	t.Parallel()
	for _, tt := range borders() {
		t.Run(tt.number, func(t *testing.T) {
			t.Parallel()
			for _, d := range []lint.Direction{in, out} {
				if tt.ways&d == 0 {
					continue
				}
				for _, change := range tt.breaks {
					require.Contains(t, numbers(lint.CheckJSON(with(t, base(d), change), d)), tt.number, change)
				}
				for _, change := range tt.holds {
					require.Empty(t, lint.CheckJSON(with(t, base(d), change), d), change)
				}
			}
		})
	}
}
