package playground_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// shown is a message as the page gets it.
type shown struct {
	Activity struct {
		ID, Text string
		From     struct{ Name string }
	}
	Posted  string
	Edited  bool
	Only    string
	Replies int
	Thread  []shown
}

func texts(messages []shown) []string {
	all := make([]string, 0, len(messages))
	for _, one := range messages {
		all = append(all, one.Activity.Text)
	}
	return all
}

func TestThreadsComeWithTheirNewestReplies(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	ann := w.People()[0]
	general := w.Conversations()[5].ID
	root, _, err := w.Send(ann, general, schema.TextMessage("root"))
	require.NoError(t, err)
	for i := range 5 {
		_, _, err := w.Send(ann, root.Conversation.ID, schema.TextMessage(fmt.Sprintf("reply %d", i)))
		require.NoError(t, err)
	}
	_, _, err = w.Send(ann, general, schema.TextMessage("another"))
	require.NoError(t, err)

	var posts []shown
	p.get("messages", url.Values{"person": {ann.ID}, "conversation": {general}, "replies": {"2"}}, &posts)
	require.Equal(t, []string{"root", "another"}, texts(posts))
	require.Equal(t, 5, posts[0].Replies)
	require.Equal(t, []string{"reply 3", "reply 4"}, texts(posts[0].Thread))
	require.NotEmpty(t, posts[0].Posted)

	var older []shown
	p.get("messages", url.Values{
		"person": {ann.ID}, "conversation": {root.Conversation.ID}, "before": {posts[0].Thread[0].Activity.ID}, "limit": {"2"},
	}, &older)
	require.Equal(t, []string{"reply 1", "reply 2"}, texts(older))
}

func TestOneMessageByItsID(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	ann, bob := w.People()[0], w.People()[1]
	lunch, general := w.Conversations()[4].ID, w.Conversations()[5].ID
	first, _, err := w.Send(ann, lunch, schema.TextMessage("first"))
	require.NoError(t, err)
	_, _, err = w.Send(ann, lunch, schema.TextMessage("second"))
	require.NoError(t, err)
	_, _, err = w.Edit(ann, lunch, first.ID, schema.TextMessage("edited"))
	require.NoError(t, err)
	root, _, err := w.Send(ann, general, schema.TextMessage("root"))
	require.NoError(t, err)
	reply, _, err := w.Send(bob, root.Conversation.ID, schema.TextMessage("reply"))
	require.NoError(t, err)

	tests := []struct{ name, conversation, id, want string }{
		{"of a chat, edited", lunch, first.ID, "edited"},
		{"that began a thread", root.Conversation.ID, root.ID, "root"},
		{"in a thread", root.Conversation.ID, reply.ID, "reply"},
	}
	for _, tt := range tests {
		var got shown
		p.get("message", url.Values{"person": {bob.ID}, "conversation": {tt.conversation}, "id": {tt.id}}, &got)
		require.Equal(t, tt.want, got.Activity.Text, tt.name)
	}
	none := url.Values{"person": {bob.ID}, "conversation": {lunch}, "id": {"1"}}
	status, _ := p.request(http.MethodGet, "/playground/message?"+none.Encode(), nil)
	require.Equal(t, http.StatusNotFound, status)
}

func TestMembersAreFoundByName(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	w := p.play.World()
	var crowd []world.Person
	for i := range 300 {
		crowd = append(crowd, w.AddPerson(world.Person{Name: fmt.Sprintf("Zoe Zimmer-%d", i)}))
	}
	zoo := w.AddGroupChat("Zoo", crowd...)

	tests := []struct {
		conversation, name string
		want               []string
	}{
		{"", "bo", []string{"Bob Berg"}},
		{"", "dubois", []string{"Dan Dubois"}},
		{"", "c", []string{"Cleo Costa"}},
		{"", "zimmer-299", []string{"Zoe Zimmer-299"}},
		{zoo, "299", []string{"Zoe Zimmer-299"}},
		{zoo, "bo", []string{}},
	}
	for _, tt := range tests {
		var found []struct{ Name, TimeZone string }
		p.get("members", url.Values{"conversation": {tt.conversation}, "name": {tt.name}}, &found)
		names := make([]string, 0, len(found))
		for _, one := range found {
			names = append(names, one.Name)
			require.NotEmpty(t, one.TimeZone)
		}
		require.Equal(t, tt.want, names, tt.name)
	}
	var state struct {
		People      []struct{ Name string }
		PeopleCount int
	}
	p.get("state", nil, &state)
	require.Len(t, state.People, 200)
	require.Equal(t, 304, state.PeopleCount)
}

func TestThePageSeesPicturesOfMessages(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	ann := p.play.World().People()[0]
	chat := p.play.World().PersonalChat(ann)
	p.act(m{"do": "sendFile", "person": ann.ID, "conversation": chat, "file": m{
		"name": "dot.png", "type": "image/png", "data": base64.StdEncoding.EncodeToString([]byte("a picture")),
	}}, nil)
	sent := p.play.World().Messages(chat)[0]
	status, body := p.request(http.MethodGet, "/playground/view?"+url.Values{"url": {sent.Attachments[0].ContentURL}}.Encode(), nil)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "a picture", body)

	for _, address := range []string{"", "http://localhost/api/usertoken/GetToken", teams.ContentTypeFileDownloadInfo, "%"} {
		status, _ := p.request(http.MethodGet, "/playground/view?"+url.Values{"url": {address}}.Encode(), nil)
		require.Equal(t, http.StatusBadRequest, status, address)
	}
}
