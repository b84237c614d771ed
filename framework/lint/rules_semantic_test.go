package lint_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/lint"
)

// said is a message that books a flight; instance is what it says of where its one entity stands.
func said(instance string) string {
	return `{"text":"😀 from Berlin","semanticAction":{"id":"book","entities":{"from":{"type":"Place","name":"Berlin"},"$instance":` + instance + `}}}`
}

const (
	berlin       = `{"text":"Berlin","startIndex":8,"endIndex":14}` // a smile counts as two
	instancePath = "semanticAction.entities.$instance"
)

var semanticTests = []ruleTest{
	{number: "A3133", ways: both, breaks: `{"semanticAction":{"id":"book","state":"pause"}}`, member: "semanticAction.state", holds: `{"semanticAction":{"id":"book","state":"continue"}}`},
	{number: "A7730", ways: both, breaks: `{"semanticAction":{"id":""}}`, member: "semanticAction.id", holds: `{"semanticAction":{"id":"book"}}`},
	{number: "A7746", ways: both, breaks: said(`{"to":` + berlin + `}`), member: instancePath + ".to", holds: said(`{"from":` + berlin + `}`)},
	{number: "A7747", ways: both, breaks: said(`{}`), member: instancePath},
	{number: "A7747", ways: both, breaks: said(`{"from":{}}`), member: instancePath + ".from"},
	{number: "A7748", ways: both, breaks: said(`{"from":` + berlin + `,"$instance":` + berlin + `}`), member: instancePath + ".$instance"},
	{number: "A7750", ways: both, breaks: said(`{"from":{"text":"Paris","startIndex":8,"endIndex":14}}`), member: instancePath + ".from.text", also: []string{"A7753"}},
	{number: "A7750", ways: both, breaks: said(`{"from":{"startIndex":8,"endIndex":14}}`), member: instancePath + ".from.text"},
	{number: "A7751", ways: both, breaks: said(`{"from":{"text":"Berlin","startIndex":-1,"endIndex":14}}`), member: instancePath + ".from.startIndex"},
	{number: "A7751", ways: both, breaks: said(`{"from":{"text":"Berlin","startIndex":14,"endIndex":20}}`), member: instancePath + ".from.startIndex", also: []string{"A7752"}},
	{number: "A7752", ways: both, breaks: said(`{"from":{"text":"Berlin","startIndex":8,"endIndex":8}}`), member: instancePath + ".from.endIndex"},
	{number: "A7752", ways: both, breaks: said(`{"from":{"text":"Berlin","startIndex":8,"endIndex":15}}`), member: instancePath + ".from.endIndex"},
	{number: "A7753", ways: both, breaks: said(`{"from":{"text":"Berlin","startIndex":7,"endIndex":13}}`), member: instancePath + ".from.text"},
	{number: "A7760", ways: out, breaks: `{"semanticAction":{"id":"book","state":"start"}}`, member: "semanticAction.state", holds: `{"semanticAction":{"id":"book","state":"done"}}`},
	{number: "A7762", ways: in, breaks: `{"semanticAction":{"id":"book","state":"done"}}`, member: "semanticAction.state", holds: `{"semanticAction":{"id":"book","state":"start"}}`},
}

// media is an event of a stream with these members of its streaminfo.
func media(name, info string) string {
	return `{"type":"event","name":"` + name + `","entities":[{"type":"streaminfo",` + info + `}]}`
}

var streamTests = []ruleTest{
	{number: "A5210", ways: both, breaks: `{"type":"event","name":"chunk","valueType":"application/vnd.microsoft.activity.audiochunk+json"}`, member: "name", holds: media("Media.Chunk", `"streamId":"s","streamSequence":2`)},
	{number: "A5210", ways: both, breaks: `{"type":"event","name":"media.start"}`, member: "name"},
	{number: "A5211", ways: both, breaks: `{"type":"event","name":"Media.Pause"}`, member: "entities", holds: media("Media.Pause", `"streamId":"s"`)},
	{number: "A5220", ways: both, breaks: `{"type":"event","name":"Media.Start"}`, member: "entities", holds: media("Media.Start", `"streamId":"s","streamSequence":1`)},
	{number: "A5221", ways: both, breaks: media("Media.Start", `"streamId":"s","streamSequence":2`), member: "entities[0].streamSequence"},
	{number: "A5230", ways: both, breaks: media("Media.Chunk", `"streamSequence":2`), member: "entities"},
	{number: "A5240", ways: both, breaks: media("Media.End", `"streamId":"s","streamSequence":3`), member: "entities[0].streamType", holds: media("Media.End", `"streamId":"s","streamType":"final"`)},
	{number: "A5240", ways: both, breaks: `{"type":"event","name":"Media.End"}`, member: "entities"},
	{number: "A9260", ways: both, breaks: media("Media.Chunk", `"streamId":"s","streamType":"informative"`), member: "entities[0].streamType", holds: media("Media.Chunk", `"streamId":"s","streamType":"streaming"`)},
	{number: "A9240", ways: both, breaks: media("e", `"streamSequence":1`), member: "type", holds: `{"type":"typing","entities":[{"type":"streaminfo","streamSequence":1,"streamType":"informative"}]}`},
	{number: "A9240", ways: both, breaks: `{"type":"typing","entities":[{"type":"streaminfo","streamType":"streaming"}]}`, member: "entities[0].streamSequence"},
	{number: "A9241", ways: both, breaks: `{"entities":[{"type":"streaminfo","streamId":"s"}]}`, member: "entities[0].streamType", holds: `{"entities":[{"type":"streaminfo","streamId":"s","streamType":"final"}]}`},
	{number: "A9241", ways: both, breaks: `{"type":"typing","entities":[{"type":"streaminfo","streamType":"final"}]}`, member: "type"},
	{number: "A9242", ways: both, breaks: `{"text":null,"entities":[{"type":"streaminfo","streamType":"final"}]}`, member: "text", holds: `{"text":null,"attachments":[{"contentType":"x/y"}],"entities":[{"type":"streaminfo","streamType":"final"}]}`},
	{number: "A9245", ways: both, breaks: `{"type":"typing","entities":[{"type":"streaminfo","streamSequence":1,"streamType":"shouting"}]}`, member: "entities[0].streamType"},
	{number: "A9245", ways: both, breaks: `{"type":"typing","entities":[{"type":"streaminfo","streamSequence":0}]}`, member: "entities[0].streamSequence"},
	{number: "A9245", ways: both, breaks: `{"entities":[{"type":"streaminfo","streamType":"final","streamId":5}]}`, member: "entities[0].streamId"},
	{number: "A9245", ways: both, breaks: `{"entities":[{"type":"streaminfo","streamType":"final","streamResult":"ok"}]}`, member: "entities[0].streamResult"},
	{number: "A9245", ways: both, breaks: `{"type":"typing","entities":[{"type":"streaminfo","streamSequence":1,"streamType":5}]}`, member: "entities[0].streamType", holds: `{"type":"typing","entities":[{"type":"streaminfo","streamSequence":1,"streamType":null}]}`},
	{number: "A9245", ways: both, breaks: `{"entities":[{"type":"streaminfo","streamType":"final","streamResult":5}]}`, member: "entities[0].streamResult", holds: `{"entities":[{"type":"streaminfo","streamType":"final","streamResult":"success"}]}`},
}

// What channels and bots may send; the protocol keeps it from clients alone, whom a bot does not see.
func TestRequirementsOfSemanticActions(t *testing.T) {
	t.Parallel()
	allowed := map[string]string{
		"A3130": `{"semanticAction":{"id":"book"}}`,
		"A7761": `{"semanticAction":{"id":"book","state":"continue"}}`,
	}
	for number, what := range allowed {
		t.Run(number, func(t *testing.T) {
			t.Parallel()
			for _, d := range []lint.Direction{in, out} {
				require.Empty(t, lint.CheckJSON(with(t, base(d), what), d))
			}
		})
	}
}
