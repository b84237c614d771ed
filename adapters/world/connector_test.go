package world_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const hello = `{"type":"message","text":"hello"}`

func TestPostUpdateDelete(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sent, _, err := b.Send(b.ann, b.AddTeam("Contoso", b.ann).ID, b.mentioning("hi"))
	require.NoError(t, err)
	thread := sent.Conversation.ID

	first := b.posts(thread, "one")
	status, answer := b.bot(http.MethodPost, activity(thread, sent.ID), `{"type":"message","text":"two"}`)
	require.Equal(t, http.StatusCreated, status, answer)
	require.Equal(t, []string{sent.Text, "one", "two"}, b.texts(thread))

	status, answer = b.bot(http.MethodPut, activity(thread, first), `{"type":"message","text":"changed"}`)
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"id":"`+first+`"}`, answer)
	require.Equal(t, []string{sent.Text, "changed", "two"}, b.texts(thread))

	status, answer = b.bot(http.MethodDelete, activity(thread, first), "")
	require.Equal(t, http.StatusOK, status)
	require.Empty(t, answer)
	require.Equal(t, []string{sent.Text, "two"}, b.texts(thread))

	kinds := []world.Kind{}
	for _, e := range b.Timeline(1) {
		require.True(t, e.Bot)
		require.Equal(t, thread, e.Activity.Conversation.ID)
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []world.Kind{world.Posted, world.Posted, world.Edited, world.Deleted}, kinds)
}

func TestTyping(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	status, _ := b.bot(http.MethodPost, activities(chat), `{"type":"typing"}`)
	require.Equal(t, http.StatusAccepted, status)
	require.Empty(t, b.Messages(chat))
	require.Equal(t, world.Typed, b.Timeline(0)[0].Kind)
}

// A card counts towards the size of its message, and an update is as a new message.
func TestCardsSizeAndForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	card := func(text string) string {
		return `{"type":"message","attachments":[{"contentType":"` + schema.ContentTypeAdaptiveCard +
			`","content":{"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"` + text + `"}]}}]}`
	}
	big := card(strings.Repeat("x", 100<<10))
	b.refuses(http.MethodPost, activities(chat), big, http.StatusRequestEntityTooLarge, "MessageSizeTooBig")
	said := b.posts(chat, "one")
	b.refuses(http.MethodPut, activity(chat, said), big, http.StatusRequestEntityTooLarge, "MessageSizeTooBig")

	for _, text := range []string{"first", "second"} {
		status, answer := b.bot(http.MethodPut, activity(chat, said), card(text))
		require.Equal(t, http.StatusOK, status, answer)
		now := b.Messages(chat)
		require.Len(t, now, 1)
		require.Equal(t, said, now[0].ID)
		require.Equal(t, b.Bot().ID, now[0].From.ID)
		require.Contains(t, fmt.Sprintf("%s", now[0].Attachments[0].Content), text)
	}
}

// A thread can be started by posting to the channel, and its first message is also found through the channel.
func TestPostToChannelStartsThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann)
	id := b.posts(team.ID, "news")
	b.posts(teams.ThreadID(team.ID, id), "more news")
	require.Equal(t, []string{"news", "more news"}, b.texts(teams.ThreadID(team.ID, id)))
	status, _ := b.bot(http.MethodPut, activity(team.ID, id), `{"type":"message","text":"old news"}`)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []string{"old news"}, b.texts(team.ID))
}

func TestCreateThread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann)
	channel, err := b.AddChannel(team.ID, "Random")
	require.NoError(t, err)

	status, answer := b.bot(http.MethodPost, "v3/conversations",
		`{"isGroup":true,"channelData":{"channel":{"id":"`+channel+`"}},"activity":`+hello+`}`)
	require.Equal(t, http.StatusCreated, status, answer)
	var created schema.ConversationResourceResponse
	require.NoError(t, json.Unmarshal([]byte(answer), &created))
	require.Equal(t, teams.ThreadID(channel, created.ActivityID), created.ID)
	require.Equal(t, []string{"hello"}, b.texts(created.ID))
}

func TestCreatePersonalChat(t *testing.T) {
	t.Parallel()
	b := setup(t)
	create := func(memberID, more string) string {
		return `{"isGroup":false,"members":[{"id":"` + memberID + `"}]` + more + `}`
	}
	stranger := b.AddPerson(world.Person{})
	b.refuses(http.MethodPost, "v3/conversations", create(stranger.ID, ""), http.StatusForbidden, "ForbiddenOperationException")
	b.refuses(http.MethodPost, "v3/conversations", create("29:nobody", ""), http.StatusBadRequest, "BadSyntax")

	b.AddTeam("Contoso", b.bob)
	for _, id := range []string{b.bob.ID, b.bob.AADObjectID} {
		status, answer := b.bot(http.MethodPost, "v3/conversations", create(id, ""))
		require.Equal(t, http.StatusCreated, status, "the app is installed in Bob's team")
		require.JSONEq(t, `{"id":"`+b.PersonalChat(b.bob)+`"}`, answer, "there is one chat of each person")
	}
	status, _ := b.bot(http.MethodPost, "v3/conversations", create(b.bob.ID, `,"activity":`+hello))
	require.Equal(t, http.StatusCreated, status)
	require.Equal(t, []string{"hello"}, b.texts(b.PersonalChat(b.bob)))

	_, err := b.Uninstall(b.bob, b.PersonalChat(b.bob))
	require.NoError(t, err)
	b.refuses(http.MethodPost, "v3/conversations", create(b.bob.ID, ""), http.StatusForbidden, "ForbiddenOperationException")
}

// The cases share a world, whose timeline tells them apart: they run one after the other.
func TestRefusals(t *testing.T) {
	b := setup(t)
	chat, group, team := b.PersonalChat(b.ann), b.AddGroupChat("Release", b.ann), b.AddTeam("Contoso", b.ann)
	said, _, err := b.Send(b.ann, chat, schema.TextMessage("mine"))
	require.NoError(t, err)
	thread := teams.ThreadID(team.ID, b.posts(team.ID, "first"))
	deleted := b.posts(chat, "gone")
	status, _ := b.bot(http.MethodDelete, activity(chat, deleted), "")
	require.Equal(t, http.StatusOK, status)
	_, err = b.Uninstall(b.ann, group)
	require.NoError(t, err)
	inChannel := func(id, rest string) string {
		return `{"isGroup":true,"channelData":{"channel":{"id":"` + id + `"}}` + rest + `}`
	}
	big := `{"type":"message","text":"` + strings.Repeat("x", 100<<10) + `"}`

	tests := []struct {
		name, method, path, body string
		status                   int
		code                     string
	}{
		{"unknown conversation", "POST", activities("nowhere"), hello, 404, "ConversationNotFound"},
		{"unknown thread", "POST", activities(teams.ThreadID(team.ID, "1")), hello, 404, "ConversationNotFound"},
		{"thread of a chat", "POST", activities(teams.ThreadID(chat, "1")), hello, 404, "ConversationNotFound"},
		{"empty thread", "POST", activities(team.ID + ";messageid="), hello, 404, "ConversationNotFound"},
		{"not installed", "POST", activities(group), hello, 403, "BotNotInConversationRoster"},
		{"too big", "POST", activities(chat), big, 413, "MessageSizeTooBig"},
		{"no JSON", "POST", activities(chat), `{`, 400, "BadSyntax"},
		{"two documents", "POST", activities(chat), hello + hello, 400, "BadSyntax"},
		{"no activity", "POST", activities(chat), `[]`, 400, "BadSyntax"},
		{"no text", "POST", activities(chat), `{"type":"message"}`, 400, "BadSyntax"},
		{"no type", "POST", activities(chat), `{"text":"x"}`, 400, "BadArgument"},
		{"an event", "POST", activities(chat), `{"type":"event","name":"x"}`, 400, "BadArgument"},
		{"update of an unknown message", "PUT", activity(chat, "1"), hello, 404, "ActivityNotFoundInConversation"},
		{"update of a deleted message", "PUT", activity(chat, deleted), hello, 404, "ActivityNotFoundInConversation"},
		{"update elsewhere", "PUT", activity(team.ID, said.ID), hello, 404, "ActivityNotFoundInConversation"},
		{"update of Ann's message", "PUT", activity(chat, said.ID), hello, 403, "NotEnoughPermissions"},
		{"update without text", "PUT", activity(chat, b.posts(chat, "x")), `{"type":"message"}`, 400, "BadSyntax"},
		{"deletion of an unknown message", "DELETE", activity(chat, "1"), "", 404, "ActivityNotFoundInConversation"},
		{"deletion of Ann's message", "DELETE", activity(chat, said.ID), "", 403, "NotEnoughPermissions"},
		{"members of an unknown conversation", "GET", members("nowhere"), "", 404, "ConversationNotFound"},
		{"pages of an unknown conversation", "GET", conversation("nowhere") + "/pagedmembers", "", 404, "ConversationNotFound"},
		{"member of an unknown conversation", "GET", members("nowhere", "/x"), "", 404, "ConversationNotFound"},
		{"unknown member", "GET", members(chat, "/29:nobody"), "", 404, "MemberNotFoundInConversation"},
		{"member of another chat", "GET", members(chat, "/", b.bob.ID), "", 404, "MemberNotFoundInConversation"},
		{"bad page size", "GET", conversation(chat) + "/pagedmembers?pageSize=x", "", 400, "BadArgument"},
		{"new group chat", "POST", "v3/conversations", `{"isGroup":true,"members":[{"id":"a"},{"id":"b"}]}`, 400, "BadSyntax"},
		{"two members", "POST", "v3/conversations", `{"isGroup":false,"members":[{"id":"a"},{"id":"b"}]}`, 400, "BadSyntax"},
		{"no member", "POST", "v3/conversations", `{"isGroup":false}`, 400, "BadSyntax"},
		{"create without JSON", "POST", "v3/conversations", ``, 400, "BadSyntax"},
		{"thread without a message", "POST", "v3/conversations", inChannel(team.ID, ""), 400, "BadSyntax"},
		{"thread with an empty message", "POST", "v3/conversations", inChannel(team.ID, `,"activity":{"type":"message"}`), 400, "BadSyntax"},
		{"thread in an unknown channel", "POST", "v3/conversations", inChannel("nowhere", `,"activity":`+hello), 404, "ConversationNotFound"},
		{"thread in a chat", "POST", "v3/conversations", inChannel(chat, `,"activity":`+hello), 400, "BadArgument"},
		{"thread in a thread", "POST", "v3/conversations", inChannel(thread, `,"activity":`+hello), 400, "BadArgument"},
		{"unknown route", "GET", "v3/nothing", "", 404, "NotFound"},
		{"outside of the service URL", "GET", "../v3/conversations", "", 404, "NotFound"},
		{"wrong method", "PATCH", activity(chat, "1"), hello, 405, "MethodNotAllowed"},
		{"list of conversations", "GET", "v3/conversations", "", 405, "MethodNotAllowed"},
		{"removal of a member", "DELETE", members(chat, "/x"), "", 405, "MethodNotAllowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(b.Timeline(0))
			town := b
			town.t = t
			town.refuses(tt.method, tt.path, tt.body, tt.status, tt.code)
			logged := b.Timeline(before)
			require.Len(t, logged, 1, "nothing but the refusal happened")
			require.Equal(t, world.Refused, logged[0].Kind)
			require.Contains(t, logged[0].Problem, fmt.Sprintf(": %d %s: ", tt.status, tt.code))
		})
	}
}

// What Teams takes and then does not show, a test must notice.
func TestStrictness(t *testing.T) {
	t.Parallel()
	tests := []struct{ member, problem string }{
		{`"suggestedActions":{}`, "suggestedActions is an empty object"},
		{`"suggestedActions":{"to":[]}`, "suggestedActions has no actions"},
		{`"suggestedActions":{"actions":[{}]}`, "suggestedActions.actions.0 is an empty object"},
		{`"attachments":[{}]`, "attachments.0 is an empty object"},
		{`"entities":[{"type":"x","y":{}}]`, "entities.0.y is an empty object"},
		{`"from":{}`, "from is an empty object"},
		{`"suggestedActions":{"actions":[{"type":"imBack","title":"x","value":{}}]}`, ""},
		{`"attachments":[{"contentType":"x","content":{}}]`, ""},
		{`"value":{},"channelData":{"x":{}}`, ""},
		{`"entities":[],"attachments":[]`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.member, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			path, body := activities(b.PersonalChat(b.ann)), `{"type":"message","text":"x",`+tt.member+`}`
			if tt.problem == "" {
				status, answer := b.bot(http.MethodPost, path, body)
				require.Equal(t, http.StatusCreated, status, answer)
				return
			}
			require.Contains(t, b.refuses(http.MethodPost, path, body, http.StatusBadRequest, "BadArgument"), tt.problem)
		})
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	ann := `{"id":"29:person-1","name":"Ann Berg","%s":"00000000-0000-4000-8000-000000000001",
		"givenName":"Ann","surname":"Berg","email":"ann.berg@teams.example","userPrincipalName":"ann.berg@teams.example",
		"tenantId":"` + b.TenantID() + `","userRole":"user"}`
	byLegacyName, byName := fmt.Sprintf(ann, "objectId"), fmt.Sprintf(ann, "aadObjectId")

	for path, want := range map[string]string{
		members(chat):                         "[" + byLegacyName + "]",
		activity(chat, "1") + "/members":      "[" + byLegacyName + "]",
		members(chat, "/29%3Aperson-1"):       byName,
		members(chat, "/", b.ann.AADObjectID): byName,
		conversation(chat) + "/pagedmembers":  `{"members":[` + byName + `]}`,
	} {
		status, answer := b.bot(http.MethodGet, path, "")
		require.Equal(t, http.StatusOK, status, answer)
		require.JSONEq(t, want, answer, path)
	}
}

func TestMemberPages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var people []world.Person
	for range 120 {
		people = append(people, b.AddPerson(world.Person{}))
	}
	team := b.AddTeam("Contoso", people...)
	channel, err := b.AddChannel(team.ID, "Random")
	require.NoError(t, err)

	var got []string
	var sizes []int
	for token, more := "", true; more; more = token != "" {
		status, answer := b.bot(http.MethodGet, conversation(channel)+"/pagedmembers?pageSize=10&continuationToken="+url.QueryEscape(token), "")
		require.Equal(t, http.StatusOK, status, answer)
		var page struct {
			Members           []schema.ChannelAccount `json:"members"`
			ContinuationToken string                  `json:"continuationToken"`
		}
		require.NoError(t, json.Unmarshal([]byte(answer), &page))
		for _, m := range page.Members {
			got = append(got, m.Name)
		}
		sizes, token = append(sizes, len(page.Members)), page.ContinuationToken
	}
	require.Equal(t, []int{50, 50, 20}, sizes, "Teams' pages have at least 50 members")
	require.Len(t, got, 120)
	require.Equal(t, people[0].Name, got[0])
	require.Equal(t, people[119].Name, got[119])
}

// An id is one segment of the path, whatever is in it.
func TestEscapedIDsStayInTheirSegment(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ann := b.AddPerson(world.Person{ID: "29:a/../b?c#d%2e", Name: "Odd"})
	chat := b.PersonalChat(ann)
	status, answer := b.bot(http.MethodGet, members(chat, "/", url.PathEscape(ann.ID)), "")
	require.Equal(t, http.StatusOK, status, answer)
	require.Contains(t, answer, "Odd")
}

func TestServiceURLHasAnyPath(t *testing.T) {
	t.Parallel()
	for _, serviceURL := range []string{"http://localhost:1", "http://localhost:1/", "http://localhost:1/a", "http://localhost:1/a%20b/"} {
		t.Run(serviceURL, func(t *testing.T) {
			t.Parallel()
			w := world.New(world.Config{ServiceURL: serviceURL})
			chat := w.PersonalChat(w.AddPerson(world.Person{}))
			target := strings.TrimSuffix(serviceURL, "/") + "/" + activities(chat)
			rec := httptest.NewRecorder()
			w.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader(hello)))
			require.Equal(t, http.StatusCreated, rec.Code, rec.Body)
		})
	}
	require.Panics(t, func() { world.New(world.Config{ServiceURL: "http://[::1"}) })
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	team := b.AddTeam("Contoso", b.ann)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if _, _, err := b.Send(b.ann, team.ID, b.mentioning("hi")); err != nil {
					t.Error(err)
				}
				b.posts(team.ID, "news")
				b.Timeline(0)
			}
		})
	}
	wg.Wait()
	require.Len(t, b.Messages(team.ID), 8*20*2)
}

func FuzzConnector(f *testing.F) {
	f.Add("POST", "v3/conversations", `{"isGroup":true,"channelData":{"channel":{"id":"19:channel-3@thread.tacv2"}},"activity":`+hello+`}`)
	f.Add("POST", "v3/conversations/a:chat-4/activities", hello)
	f.Add("PUT", "v3/conversations/a:chat-4/activities/1", `{"suggestedActions":{}}`)
	f.Add("GET", "v3/conversations/%2e%2e/pagedmembers?pageSize=-1&continuationToken=-1", "")
	f.Add("GET", "v3/conversations/19:channel-3@thread.tacv2;messageid=/members", "")
	f.Add("GET", "v3/conversations?continuationToken=9223372036854775807", "")
	f.Fuzz(func(t *testing.T, method, path, body string) {
		b := setup(t)
		b.AllowAllRoutes()
		b.AddTeam("Contoso", b.ann)
		b.PersonalChat(b.ann)
		req, err := http.NewRequestWithContext(t.Context(), method, b.ServiceURL()+path, strings.NewReader(body))
		if err != nil {
			t.Skip()
		}
		rec := httptest.NewRecorder()
		b.ServeHTTP(rec, req)
		if rec.Code >= 500 {
			t.Errorf("status %d: %s", rec.Code, rec.Body)
		}
	})
}

// What a refused request asked for is kept as far as somebody reads it, and not as far as it goes on.
func TestRefusalsAreShort(t *testing.T) {
	t.Parallel()
	b := setup(t)
	long := strings.Repeat("ü", 20_000)
	b.bot(http.MethodPost, activities(long), hello)
	b.bot(http.MethodPost, activities(b.PersonalChat(b.ann)), `{"type":"message","text":"x","`+long+`":1,"attachments":[{"`+long+`":{},"content":5,"name":5}]}`)
	logged := b.Timeline(0)
	require.Len(t, logged, 2)
	for _, e := range logged {
		require.Equal(t, world.Refused, e.Kind)
		require.Less(t, len(e.Problem), 3000)
		require.True(t, utf8.ValidString(e.Problem))
	}
}
