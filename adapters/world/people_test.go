package world_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

func TestBlock(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat, group := b.PersonalChat(b.ann), b.AddGroupChat("Release", b.ann)
	said := b.posts(chat, "hello")
	create := `{"isGroup":false,"members":[{"id":"` + b.ann.AADObjectID + `"}]}`

	b.Block(b.ann)
	const code = "ConversationBlockedByUser"
	b.refuses(http.MethodPost, activities(chat), hello, http.StatusForbidden, code)
	b.refuses(http.MethodPut, activity(chat, said), hello, http.StatusForbidden, code)
	b.refuses(http.MethodDelete, activity(chat, said), "", http.StatusForbidden, code)
	b.refuses(http.MethodPost, "v3/conversations", create, http.StatusForbidden, code)
	b.posts(group, "to all")
	b.posts(b.PersonalChat(b.bob), "to Bob")
	status, _ := b.bot(http.MethodGet, members(chat), "")
	require.Equal(t, http.StatusOK, status)

	require.True(t, b.Blocked(b.ann))
	b.Unblock(b.ann)
	require.False(t, b.Blocked(b.ann))
	b.posts(chat, "hello again")
	require.Equal(t, []string{"hello", "hello again"}, b.texts(chat))
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.AddTeam("Contoso", b.ann)
	b.Unreachable(b.ann)
	b.refuses(http.MethodPost, "v3/conversations", `{"members":[{"id":"`+b.ann.ID+`"}]}`, http.StatusForbidden, "ForbiddenOperationException")
}

func TestPeople(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cai := b.AddPerson(world.Person{ID: "29:cai", AADObjectID: "cai"})
	require.Equal(t, []world.Person{b.ann, b.bob, cai}, b.People())
	require.Equal(t, world.Person{ID: "29:cai", AADObjectID: "cai", Name: "Person 3", Locale: "en-US", TimeZone: "UTC", TenantID: b.TenantID()}, cai)

	cai.Locale, cai.AADObjectID = "fr-FR", "cai-2"
	b.AddPerson(cai)
	require.Equal(t, []world.Person{b.ann, b.bob, cai}, b.People(), "in their old place")
	for id, want := range map[string]bool{"29:cai": true, "cai-2": true, "cai": false, "": false} {
		got, ok := b.Person(id)
		require.Equal(t, want, ok, id)
		require.Equal(t, want, got == cai, id)
	}
}

func TestRenamePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	ann, err := b.RenamePerson(b.ann.AADObjectID, "Ann Stone")
	require.NoError(t, err)
	got, _ := b.Person(b.ann.ID)
	require.Equal(t, ann, got)
	_, answer := b.bot(http.MethodGet, members(chat, "/", b.ann.ID), "")
	require.JSONEq(t, `{
		"id": "29:person-1", "aadObjectId": "00000000-0000-4000-8000-000000000001", "name": "Ann Stone",
		"givenName": "Ann", "surname": "Stone", "email": "ann.stone@teams.example", "userPrincipalName": "ann.stone@teams.example",
		"tenantId": "00000000-0000-4000-8000-00000000007e", "userRole": "user"
	}`, answer)
	b.posts(chat, "hi")
	require.Equal(t, "Ann Stone's chat", b.Timeline(0)[0].Where)

	_, err = b.RenamePerson(b.ann.ID, "")
	require.EqualError(t, err, "world: the new name of Ann Stone is empty")
	_, err = b.RenamePerson("29:nobody", "Nobody")
	require.EqualError(t, err, `world: there is no person "29:nobody"`)
}

func TestGuest(t *testing.T) {
	t.Parallel()
	b := setup(t)
	eve := b.AddPerson(world.Person{Name: "Eve Ray", Guest: true})
	group := b.AddGroupChat("Release", b.bob, eve)
	_, answer := b.bot(http.MethodGet, members(group, "/eve.ray_guests.example%23EXT%23@teams.example"), "")
	require.JSONEq(t, `{
		"id": "29:person-3", "aadObjectId": "00000000-0000-4000-8000-000000000003", "name": "Eve Ray",
		"givenName": "Eve", "surname": "Ray", "email": "eve.ray@guests.example",
		"userPrincipalName": "eve.ray_guests.example#EXT#@teams.example",
		"tenantId": "00000000-0000-4000-8000-00000000007e", "userRole": "guest"
	}`, answer)
}

func TestTimeZone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // begins on 2000-01-01 at midnight UTC
		b := setup(t)
		for _, tt := range []struct{ zone, name, local string }{
			{"", "UTC", "2000-01-01T00:00:00Z"},
			{"Asia/Kolkata", "Asia/Kolkata", "2000-01-01T05:30:00+05:30"},
			{"America/New_York", "America/New_York", "1999-12-31T19:00:00-05:00"},
			{"Mars/Olympus", "Mars/Olympus", "2000-01-01T00:00:00Z"},
		} {
			p := b.AddPerson(world.Person{Name: "Cai", Locale: "en-IN", TimeZone: tt.zone})
			for range 2 { // the zone is looked up once
				sent, _, err := b.Send(p, b.PersonalChat(p), schema.TextMessage("hi"))
				require.NoError(t, err)
				require.Equal(t, tt.name, sent.LocalTimezone)
				require.Equal(t, tt.local, sent.LocalTimestamp.Text())
				require.Equal(t, "2000-01-01T00:00:00Z", sent.Timestamp.Text())
				require.Equal(t, []schema.Entity{schema.ClientInfo{Locale: "en-IN", Country: "IN", Platform: "Web", Timezone: tt.name}}, sent.Entities)
			}
		}
	})
}

func TestRemovePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat, group, team := b.PersonalChat(b.ann), b.AddGroupChat("Release", b.ann, b.bob), b.AddTeam("Contoso", b.ann, b.bob).ID
	said := b.posts(chat, "hello")
	b.posts(group, "to all")
	_, _, err := b.Send(b.ann, group, b.mentioning("hi"))
	require.NoError(t, err)
	b.Block(b.ann)
	b.SignIn(b.ann, "graph", "token")

	require.NoError(t, b.RemovePerson(b.ann.AADObjectID))
	require.Equal(t, []world.Person{b.bob}, b.People())
	for _, id := range []string{group, team} {
		b.refuses(http.MethodGet, members(id, "/", b.ann.ID), "", http.StatusNotFound, "MemberNotFoundInConversation")
	}
	b.posts(group, "to those who are left")
	require.Len(t, b.Messages(group), 3, "what they said stays")
	for method, path := range map[string]string{http.MethodPost: activities(chat), http.MethodPut: activity(chat, said), http.MethodGet: members(chat)} {
		b.refuses(method, path, hello, http.StatusNotFound, "ConversationNotFound")
	}
	b.refuses(http.MethodPost, "v3/conversations", `{"members":[{"id":"`+b.ann.ID+`"}]}`, http.StatusBadRequest, "BadSyntax")
	_, _, err = b.Send(b.ann, group, schema.TextMessage("am I still here?"))
	require.EqualError(t, err, "world: Ann Berg is not in Release")
	require.EqualError(t, b.RemovePerson(b.ann.ID), `world: there is no person "29:person-1"`)

	back := b.AddPerson(b.ann)
	require.False(t, b.Blocked(back))
	require.NotEqual(t, chat, b.PersonalChat(back), "a new account has a new chat")
	b.posts(b.PersonalChat(back), "welcome back")
	b.token(http.MethodGet, "usertoken/GetToken", of(back), "", http.StatusNotFound)
}

func TestUnreachableIsTakenBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	require.True(t, b.CanReach(b.bob))
	b.Unreachable(b.ann, b.bob)
	require.False(t, b.CanReach(b.bob))
	b.Reachable(b.bob)
	require.True(t, b.CanReach(b.bob))
	require.False(t, b.CanReach(b.ann))
}

// Who goes through the members of a conversation page by page misses nobody when others leave it meanwhile.
func TestSomebodyLeavesBetweenPages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	people := []world.Person{b.ann, b.bob}
	for range 70 {
		people = append(people, b.AddPerson(world.Person{}))
	}
	chat := b.AddGroupChat("Launch", people...)
	type page struct {
		Members           []struct{ ID string }
		ContinuationToken string
	}
	first := asks[page](b, http.MethodGet, conversation(chat)+"/pagedmembers?pageSize=50", "", http.StatusOK)
	require.Len(t, first.Members, 50)
	require.NoError(t, b.RemovePerson(people[3].ID))
	_, err := b.RemoveMembers(b.ann, chat, people[50], people[60])
	require.NoError(t, err)
	second := asks[page](b, http.MethodGet, conversation(chat)+"/pagedmembers?pageSize=50&continuationToken="+first.ContinuationToken, "", http.StatusOK)
	require.Len(t, second.Members, 20)
	require.Equal(t, people[51].ID, second.Members[0].ID)
	require.Empty(t, second.ContinuationToken)
	info, _ := b.Conversation(chat)
	require.Equal(t, 69, info.Members)
	_, err = b.AddMembers(b.ann, chat, people[50])
	require.NoError(t, err)
	members := b.Members(chat)
	require.Len(t, members, 70)
	require.Equal(t, people[50], members[69])
}
