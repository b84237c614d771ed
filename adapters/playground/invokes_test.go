package playground_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// done is what came of an act, as the page reads it.
type done struct {
	Activity json.RawMessage `json:"activity"`
	Told     bool            `json:"told"`
	Answer   struct {
		Status  int             `json:"status"`
		Body    json.RawMessage `json:"body"`
		Problem string          `json:"problem"`
	} `json:"answer"`
}

// at is one person in a conversation with surfaceBot, at the page's requests.
type at struct {
	*page
	person world.Person
	chat   string
}

func surfaces(t *testing.T) at {
	t.Helper()
	p := serve(t, surfaceBot("http://127.0.0.1:1/plan"))
	ann := p.play.World().People()[0]
	return at{p, ann, p.play.World().PersonalChat(ann)}
}

// does is an act; message is the id of the one that it is about, or "".
func (a at) does(do, message string, with any) done {
	a.t.Helper()
	var out done
	a.act(m{"do": do, "person": a.person.ID, "conversation": a.chat, "message": message, "with": with}, &out)
	return out
}

// says sends a text and waits for the bot's answer, the newest message.
func (a at) says(text string) *schema.Activity {
	a.t.Helper()
	before := len(a.play.World().MessagesFor(a.person, a.chat))
	a.act(m{"do": "send", "person": a.person.ID, "conversation": a.chat, "activity": m{"type": "message", "text": text}}, nil)
	return a.newest(before + 2)
}

// newest waits until there are so many messages, and returns the last.
func (a at) newest(count int) *schema.Activity {
	a.t.Helper()
	var messages []*schema.Activity
	a.eventually("messages", []string{fmt.Sprint(count)}, func() []string {
		messages = a.play.World().MessagesFor(a.person, a.chat)
		return []string{fmt.Sprint(min(len(messages), count))}
	})
	return messages[len(messages)-1]
}

// shown is a message as the page gets it for a person.
func (a at) shown(id string) string {
	a.t.Helper()
	status, body := a.request(http.MethodGet, "/playground/message?"+url.Values{"person": {a.person.ID}, "conversation": {a.chat}, "id": {id}}.Encode(), nil)
	require.Equal(a.t, http.StatusOK, status, body)
	return body
}

func execute(verb string) m {
	return m{"action": m{"type": "Action.Execute", "verb": verb}, "data": m{}}
}

func TestInvokes(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	card := a.says("card").ID
	dialog := func(name string) m {
		return m{"action": m{"type": "Action.Submit"}, "data": m{"msteams": m{"type": "task/fetch"}, "dialog_id": name}}
	}
	tests := []struct {
		name, do, message string
		with              any
		status            int
		body              string // is in the answer's
	}{
		{"a card answers", "press", card, execute("vote"), 200, "Ann Ahmed voted tea"},
		{"a text answers", "press", card, execute("text"), 200, "Noted, thank you"},
		{"an error answers", "press", card, execute("fail"), 200, "Only the organizer may do that"},
		{"nobody handles a verb", "press", card, execute("nobody"), 501, ""},
		{"a dialog", "press", card, dialog("desk"), 200, "Please say which desk."},
		{"a dialog that is a text", "press", card, dialog("text"), 200, "There is nothing to fill in."},
		{"a dialog that nobody knows", "press", card, dialog("nothing"), 501, ""},
		{"configuration", "configure", "", m{}, 200, "Choose the desk of this chat."},
		{"a tab", "openTab", "", m{"id": "home"}, 200, "Dialogs of all sorts"},
		{"a tab for those who sign in", "openTab", "", m{"id": "private"}, 200, "Sign in first"},
		{"the first page of a search", "search", "", m{"id": "find"}, 200, "Result 25"},
		{"the second page", "search", "", m{"id": "find", "parameters": m{"text": "x"}, "skip": 25}, 200, "Result 50"},
		{"a search with a message", "search", "", m{"id": "find", "parameters": m{"text": "none"}}, 200, "Nothing is called that."},
		{"a command that nobody knows", "search", "", m{"id": "other"}, 501, ""},
		{"a link", "pasteLink", "", m{"url": "https://example.com/1"}, 200, "Result 21"},
		{"an action on a message", "openAction", card, m{"id": "report"}, 200, "Book a desk"},
		{"an action of the manifest's form", "submitAction", "", m{"id": "report", "data": m{"desk": "A1"}}, 200, "botMessagePreview"},
		{"settings", "openSettings", "", m{"id": "find"}, 200, "/plan/settings"},
		{"the bot's own form of feedback", "rate", card, m{"reaction": "dislike", "custom": true}, 200, "Why dislike?"},
		{"choices", "choices", card, m{"dataset": "cities", "queryText": "B"}, 200, "B of cities"},
		{"a hand-off", "handOff", "", m{"continuation": "c"}, 200, ""},
		{"a button of a connector card", "press", card, m{"action": m{"@type": "HttpPOST", "@id": "p"}, "body": "b"}, 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out := at{page: &page{t: t, play: a.play, token: a.token, client: a.client}, person: a.person, chat: a.chat}.does(tt.do, tt.message, tt.with)
			require.True(t, out.Told)
			require.Equal(t, tt.status, out.Answer.Status, "%s", out.Answer.Body)
			require.Contains(t, string(out.Answer.Body), tt.body)
			require.Equal(t, tt.status >= 300, out.Answer.Problem != "", out.Answer.Problem)
		})
	}
}

func TestActsThatCannotBe(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	tests := []struct {
		do   string
		with any
		want string
	}{
		{"press", m{"action": m{"type": "openUrl"}}, `the bot does not hear of a button of type \"openUrl\"`},
		{"press", m{"button": 1}, `what \"press\" comes with is not the JSON expected here`},
		{"press", nil, `is not the JSON expected here`},
		{"submitForm", m{}, "there is no form to submit"},
		{"submitForm", m{"asked": m{"type": "invoke", "value": "text"}, "preview": m{"type": "message"}, "choice": "send"}, "is no action of a message extension"},
		{"pick", m{}, "there is no result to pick"},
		{"signIn", m{"card": m{}, "token": "t"}, "there is no connection to sign in to"},
		{"signIn", m{"card": m{"connectionName": "graph"}, "token": ""}, "a sign-in page gives a token"},
		{"finish", m{"state": "s"}, "there is no page that could end"},
		{"finish", m{"state": "s", "asked": m{"type": "invoke", "name": "tab/fetch", "value": "text"}}, "has no value that takes the end of a sign-in"},
	}
	for _, tt := range tests {
		t.Run(tt.do, func(t *testing.T) {
			t.Parallel()
			in := m{"do": tt.do, "person": a.person.ID, "conversation": a.chat}
			if tt.with != nil {
				in["with"] = tt.with
			}
			raw, err := json.Marshal(in)
			require.NoError(t, err)
			status, body := (&page{t: t, play: a.play, token: a.token, client: a.client}).request(http.MethodPost, "/playground/acts", raw)
			require.Equal(t, http.StatusBadRequest, status, body)
			require.Contains(t, body, tt.want)
		})
	}
	deleted, _, err := a.play.World().Send(a.person, a.chat, schema.TextMessage("soon gone"))
	require.NoError(t, err)
	_, _, err = a.play.World().Delete(a.person, a.chat, deleted.ID)
	require.NoError(t, err)
	for _, id := range []string{"0", deleted.ID} {
		status, body := a.request(http.MethodPost, "/playground/acts", []byte(`{"do":"openAction","person":"`+a.person.ID+`","conversation":"`+a.chat+`","message":"`+id+`","with":{"id":"report"}}`))
		require.Equal(t, http.StatusBadRequest, status)
		require.Contains(t, body, `there is no message`)
	}
}

// The card that answered is for who pressed, is kept over a reload, and goes when the bot replaces the message.
func TestViewsOfOnePerson(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	bob := a.play.World().People()[1]
	a.chat = a.play.World().AddGroupChat("Votes", a.person, bob)
	asking := schema.TextMessage("")
	mention := schema.NewMention(a.play.World().Bot())
	asking.Text, asking.Entities = mention.Text+" card", []schema.Entity{mention}
	a.act(m{"do": "send", "person": a.person.ID, "conversation": a.chat, "activity": asking}, nil)
	card := a.newest(2).ID

	a.does("press", card, execute("vote"))
	b := a
	b.person = bob
	require.Contains(t, a.shown(card), "Ann Ahmed voted tea")
	require.Contains(t, b.shown(card), "Nobody voted")
	a.does("press", card, execute("text"))
	require.Contains(t, a.shown(card), "Ann Ahmed voted tea", "a text replaces nothing")
	automatic := execute("refresh")
	automatic["trigger"] = "automatic"
	out := b.does("press", card, automatic)
	require.Contains(t, string(out.Activity), `"trigger":"automatic"`)
	require.Contains(t, b.shown(card), "For Bob Berg only")
	require.Contains(t, a.shown(card), "Ann Ahmed voted tea")
}

func TestForms(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	card := a.says("dialogs").ID
	opened := a.does("press", card, m{"action": m{"type": "Action.Submit"}, "data": m{"msteams": m{"type": "task/fetch"}, "dialog_id": "desk"}})
	submit := func(asked json.RawMessage, data m) done {
		return a.does("submitForm", "", m{"asked": asked, "data": data})
	}
	again := submit(opened.Activity, m{"dialog_id": "desk", "desk": "taken"})
	require.Contains(t, string(again.Answer.Body), "That desk is taken.")
	booked := submit(again.Activity, m{"dialog_id": "desk", "desk": "A1", "time": "am"})
	require.JSONEq(t, `{"task":{"type":"message","value":"Booked A1"}}`, string(booked.Answer.Body))
	require.Contains(t, string(booked.Activity), `"replyToId":"`+card+`"`, "the dialog came up on that message")
	require.Equal(t, "Booked A1 am", a.newest(3).Text)

	action := a.does("openAction", card, m{"id": "report"})
	preview := a.does("submitForm", card, m{"asked": action.Activity, "data": m{"desk": "B2"}})
	require.NotContains(t, string(preview.Activity), "replyToId", "an action has its message in its value")
	var shown struct {
		ComposeExtension struct {
			ActivityPreview json.RawMessage `json:"activityPreview"`
		} `json:"composeExtension"`
	}
	require.NoError(t, json.Unmarshal(preview.Answer.Body, &shown))
	edit := a.does("submitForm", "", m{"asked": preview.Activity, "preview": shown.ComposeExtension.ActivityPreview, "choice": "edit"})
	require.Contains(t, string(edit.Answer.Body), "Once more")
	a.does("submitForm", "", m{"asked": preview.Activity, "preview": shown.ComposeExtension.ActivityPreview, "choice": "send"})
	raw, err := json.Marshal(a.newest(4))
	require.NoError(t, err)
	require.Contains(t, string(raw), "Report of desk B2")

	form := a.does("rate", card, m{"reaction": "like", "custom": true})
	submit(form.Activity, m{"desk": "good"})
	require.Equal(t, `Judged: like {"desk":"good"}`, a.newest(5).Text)
	a.does("rate", card, m{"reaction": "dislike", "comment": "too long"})
	require.Equal(t, `Judged: dislike {"feedbackText":"too long"}`, a.newest(6).Text)
}

func TestPickingResults(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	found := a.does("search", "", m{"id": "find"})
	var shown struct {
		ComposeExtension struct {
			Attachments []json.RawMessage `json:"attachments"`
		} `json:"composeExtension"`
	}
	require.NoError(t, json.Unmarshal(found.Answer.Body, &shown))
	require.Len(t, shown.ComposeExtension.Attachments, pageSize)
	require.False(t, a.does("pick", "", m{"result": shown.ComposeExtension.Attachments[0]}).Told)
	picked := a.does("pick", "", m{"result": shown.ComposeExtension.Attachments[1]})
	require.Contains(t, string(picked.Activity), `"value":{"n":2}`)
	require.Contains(t, string(picked.Answer.Body), "Result 200")
}

func TestSigningIn(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	ask := a.says("sign in")
	card := ask.Attachments[0].Content
	a.does("signIn", ask.ID, m{"card": card, "token": "t-1"})
	require.Equal(t, "You hold t-1", a.newest(3).Text)

	connections := func() string {
		status, body := a.request(http.MethodGet, "/playground/connections?person="+url.QueryEscape(a.person.ID), nil)
		require.Equal(t, http.StatusOK, status)
		return body
	}
	require.Contains(t, connections(), `"hasToken":true`)
	a.does("signOut", "", m{"card": m{"connectionName": graph}})
	require.NotContains(t, connections(), `"hasToken":true`)
	require.Equal(t, "I do not know you", a.says("who am i").Text)

	refused := a.does("signIn", ask.ID, m{"card": card, "silent": true})
	require.Equal(t, http.StatusPreconditionFailed, refused.Answer.Status)
	a.does("signIn", ask.ID, m{"card": card, "silent": true, "failed": "userconsentrequired"})
	require.Equal(t, "Single sign-on failed: userconsentrequired", a.newest(6).Text)
	a.does("signIn", ask.ID, m{"card": card, "silent": true, "token": "t-2"})
	require.Equal(t, "You hold t-2", a.newest(7).Text)
}

// A button, a search or a tab may ask for it too: it is sent again then.
func TestSigningInForAnInvoke(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	card := a.says("card").ID
	asked := a.does("press", card, execute("secret"))
	require.Contains(t, string(asked.Answer.Body), `"statusCode":401`)
	var login struct {
		Value json.RawMessage `json:"value"`
	}
	require.NoError(t, json.Unmarshal(asked.Answer.Body, &login))
	again := a.does("signIn", "", m{"card": login.Value, "token": "t-1", "asked": asked.Activity})
	require.Contains(t, string(again.Answer.Body), "The secret of t-1")
	require.Contains(t, a.shown(card), "The secret of t-1")
	a.does("signOut", "", m{"card": login.Value})
	again = a.does("signIn", "", m{"card": login.Value, "token": "t-2", "silent": true, "asked": asked.Activity})
	require.Contains(t, string(again.Answer.Body), "The secret of t-2")

	search := a.does("search", "", m{"id": "find", "parameters": m{"text": "private"}})
	require.Contains(t, string(search.Answer.Body), `"type":"auth"`)
	found := a.does("finish", "", m{"asked": search.Activity, "state": "s"})
	require.Contains(t, string(found.Answer.Body), "Result 1")
	require.Contains(t, string(found.Activity), `"state":"s"`)

	settings := a.does("openSettings", "", m{"id": "find"})
	a.does("finish", "", m{"asked": settings.Activity, "state": "errors"})
	require.Equal(t, "Set to errors", a.newest(3).Text)
}

func TestAnsweringFileConsent(t *testing.T) {
	t.Parallel()
	a := surfaces(t)
	offer := a.says("file").ID
	a.act(m{"do": "answerFileConsent", "person": a.person.ID, "conversation": a.chat, "message": offer, "accept": true}, nil)
	info := a.newest(3)
	require.True(t, strings.HasPrefix(info.Attachments[0].ContentURL, a.play.World().DriveURL()+"/drive/"))
	status, body := a.request(http.MethodGet, strings.TrimPrefix(info.Attachments[0].ContentURL, a.play.URL()), nil)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "12345", body)

	offer = a.says("file").ID
	a.act(m{"do": "answerFileConsent", "person": a.person.ID, "conversation": a.chat, "message": offer}, nil)
	require.Equal(t, "Then I keep it", a.newest(6).Text)
}
