package playground_test

import (
	"context"
	"go/format"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// record has people talk with the bot behind its endpoint.
func record(t *testing.T, p *page) {
	t.Helper()
	conv := fake.Join(t, p.play.World()).Connect(p.play.Handler())
	ann, bob := conv.As("Ann Ahmed"), conv.As("Bob Berg")
	ann.InGroup("Lunch").Sends(&schema.Activity{Type: schema.TypeTyping}) // which the bot does nothing about
	ann.Says("hi").ExpectText("Echo: hi")
	ann.Says("two\nlines, \"quoted\" and `ticked`")
	ann.Says("card").Presses("Vote", fake.Inputs{"who": "Ann"}).ExpectAnswer("Thanks, Ann")
	ann.Presses("Order").Presses("Order", fake.Inputs{"who": "all"})
	ann.Presses("Note").Submits(fake.Inputs{"note": "buy milk"})
	ann.Says("buttons").Presses("Soup")
	ann.Presses("Salad")
	ann.Says("fail").ExpectError("")
	ann.Says("draft").Edits("better").Deletes()
	ann.Reacts(schema.ReactionLike).ExpectTyping().Unreacts(schema.ReactionLike)
	ann.Mentions("ask @Bob Berg, or @Carla Cruz", "Carla Cruz", "Bob Berg")
	ann.Searches("menu")
	ann.Searches("menu", fake.Inputs{"text": "tea"})
	ann.Invokes("unknown/invoke", map[string]any{"a": 1})
	ann.Sends(&schema.Activity{Type: schema.TypeEvent, Name: "shop/paid", Value: map[string]any{"id": 7}})
	bob.Says("revise")
	thread := ann.InChannel("General").Says("hello")
	thread.As("Bob Berg").Says("and me")
	thread.Mentions("and you, @Bob Berg, @Bob Berg?", "Bob Berg")
	thread.Says("thread")
	ann.InGroup("Lunch").Says("revise").AddsMembers("Dan Dubois").Installs()
	extended(ann)
	apart(conv)
	bob.InChannel("Design").Sends(schema.TextMessage("not for the bot"))
}

// apart has people of another organization, in their places and in those of the first.
func apart(conv *fake.Conversation) {
	zoe := conv.InOrganization("Northwind", "Zoe Zafar")
	zoe.Says("hi")
	zoe.InChannel("General").As("Yan Yi").Says("from Northwind")
	partners := conv.As("Bob Berg").InChannel("General").CreatesChannel("Partners", "shared").AddsMembers("Zoe Zafar")
	partners.As("Zoe Zafar").Says("from outside")
	conv.As("Bob Berg").InGroup("Deal", "Zoe Zafar").As("Zoe Zafar").Says("from outside too")
	zoe.InGroup("Offer", "Bob Berg").Says("to outside")
}

// extended has what Teams has besides messages and cards.
func extended(ann *fake.Conversation) {
	ann.Says("judge me").Rates("like", "well done")
	ann.Rates("dislike")
	ann.Says("prompts").Presses("Vote for tea")
	ann.StopsAt("I could go on").Says("talk")
	ann.Reads()
	ann.Sends(&schema.Activity{Type: schema.TypeTyping})
	ann.SendsFile("notes.txt", []byte("hello\n"))
	ann.Says("sign in").SignsIn("graph", "secret")
	ann.OpensAction("write").Submits(fake.Inputs{"what": "tea"}).Posts()
	ann.Says("an order").OpensAction("write", "an order")
	ann.InGroup("Lunch").Says("psst").RemovesMembers("Dan Dubois")
	plans := ann.CreatesChannel("Plans").ChangesChannel(teams.EventChannelRenamed, "Budget")
	plans.Says("a first thread")
	plans.ChangesTeam(teams.EventTeamRenamed, "Fabrikam")
	ann.InMeeting("Standup", "Bob Berg").StartsMeeting().Joins()
}

func (p *page) goTest(query url.Values) string {
	p.t.Helper()
	var got struct {
		Source string `json:"source"`
	}
	p.get("gotest", query, &got)
	return got.Source
}

func TestAConversationInTheSentencesOfATest(t *testing.T) {
	t.Parallel()
	p := serve(t, newBot())
	record(t, p)
	source := p.goTest(nil)
	formatted, err := format.Source([]byte(source))
	require.NoError(t, err)
	require.Equal(t, string(formatted), source)
	golden := filepath.Join("testdata", "conversation_test.go.txt")
	if os.Getenv("CONVO_UPDATE") == "1" {
		require.NoError(t, os.WriteFile(golden, []byte(source), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), source)
}

func TestAPartOfAConversationAsATest(t *testing.T) {
	t.Parallel()
	p := serve(t, newBot())
	record(t, p)
	source := p.goTest(url.Values{"from": {"1"}, "to": {"3"}, "package": {"bot"}})
	require.Contains(t, source, "package bot\n")
	require.Contains(t, source, "ann := conv.As(\"Ann Ahmed\")\n\tann.Says(\"hi\").ExpectText(\"Echo: hi\")\n}\n")
	for query, status := range map[string]int{"from=x": http.StatusBadRequest, "package=a-b": http.StatusBadRequest, "from=100000": http.StatusBadRequest} {
		got, _ := p.request(http.MethodGet, "/playground/gotest?"+query, nil)
		require.Equal(t, status, got, query)
	}
}

// A test that begins in a shared channel has no sentence for what was there before, and says so.
func TestAPartInASharedChannelAsATest(t *testing.T) {
	t.Parallel()
	p := serve(t, newBot())
	apart(fake.Join(t, p.play.World()).Connect(p.play.Handler()))
	from := 0
	for _, e := range p.play.World().Timeline(0) {
		if e.Activity != nil && strings.HasSuffix(e.Activity.Text, "from outside") {
			from = e.Serial
			break
		}
	}
	source := p.goTest(url.Values{"from": {strconv.Itoa(from)}, "to": {strconv.Itoa(from + 1)}})
	require.Contains(t, source, `
	// Partners is a shared channel, which was there before.`)
	require.Contains(t, source, `
	conv.InOrganization("Northwind", "Zoe Zafar")
	zoeInPartners := conv.As("Bob Berg").
		Speaking("de-DE").
		InChannel("Partners").
		As("Zoe Zafar")
`)
}

// A conversation that was recorded in the playground passes as a test of the same bot, and fails with another.
func TestARecordedConversationIsATest(t *testing.T) {
	t.Parallel()
	p := serve(t, newBot())
	record(t, p)
	dir := moduleOf(t, p.goTest(nil))
	output, err := runTest(t, dir)
	require.NoError(t, err, output)

	other := filepath.Join(dir, "bot_test.go")
	source, err := os.ReadFile(other)
	require.NoError(t, err)
	changed := strings.Replace(string(source), "Echo: ", "You said: ", 1)
	require.NotEqual(t, string(source), changed)
	require.NoError(t, os.WriteFile(other, []byte(changed), 0o600))
	output, err = runTest(t, dir)
	require.Error(t, err)
	require.Contains(t, output, `got: "You said: hi"`)
	require.Contains(t, output, `want: "Echo: hi"`)
}

// moduleOf makes a module of a test and the bot, which uses this one.
func moduleOf(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	read := func(path string) string {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		return string(raw)
	}
	const module = "github.com/convobot/convo"
	requirements := strings.Replace(read(filepath.Join(root, "go.mod")), "module "+module, "module recorded", 1)
	write("go.mod", requirements+"\nrequire "+module+" v0.0.0\n\nreplace "+module+" => "+root+"\n")
	write("go.sum", read(filepath.Join(root, "go.sum")))
	write("bot_test.go", strings.Replace(read("gotest_bot_test.go"), "package playground_test", "package main", 1))
	write("conversation_test.go", source)
	return dir
}

func runTest(t *testing.T, dir string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*patience)
	defer cancel()
	command := exec.CommandContext(ctx, "go", "test", "-mod=mod", "-vet=off", "./...")
	command.Dir = dir
	command.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
	output, err := command.CombinedOutput()
	return string(output), err
}

// Names and texts are data, whatever they are: of numbers that Go has no constant for, of names that Go has itself, and of
// characters that turn the direction of the text around them.
func TestHostileTextsInATest(t *testing.T) {
	t.Parallel()
	p := serve(t, newBot())
	conv := fake.Join(t, p.play.World()).Connect(p.play.Handler())
	tick := conv.As("Byte `\n*/")
	tick.SendsFile("a\"`.txt", []byte("`${x}\x00\n"))
	conv.As("Nil").Searches("menu", fake.Inputs{"text": nil})
	conv.As("True").Searches("menu", fake.Inputs{"text": true, "a\"": "`"})
	for _, number := range []string{"1e999", "12345678901234567890", "-9", "1.5e3"} {
		conv.As("func").SendsJSON(`{"type": "invoke", "name": "composeExtension/query", "value": {"commandId": "menu",
			"parameters": [{"name": "text", "value": ` + number + `}], "queryOptions": {"count": 25}}}`)
	}
	tick.Sends(&schema.Activity{Type: schema.TypeEvent, Name: "shop/paid", Value: map[string]any{"\u202e`": "\u2066\u2069"}})
	conv.As("\u202eann").Sends(&schema.Activity{Type: schema.TypeEvent, Name: "shop/paid", Value: map[string]any{"x": "\u202e"}})
	tick.InChannel("`\u202e").Says("%s\\{{.}}")
	source := p.goTest(nil)
	require.NotRegexp(t, `\p{Cf}`, source)
	output, err := runTest(t, moduleOf(t, source))
	require.NoError(t, err, "%s\n%s", output, source)
}
