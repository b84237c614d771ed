package world_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// two is a town in which Zoe is of another organization, Fabrikam, than Ann and Bob.
type two struct {
	town

	fabrikam string
	zoe      world.Person
}

func setupTwo(t *testing.T) two {
	t.Helper()
	b := setup(t)
	fabrikam := b.AddTenant("Fabrikam Inc.")
	return two{b, fabrikam, b.AddPerson(world.Person{Name: "Zoe", TenantID: fabrikam})}
}

func TestTenants(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	require.Equal(t, []world.Tenant{{b.TenantID(), "Contoso"}, {b.fabrikam, "Fabrikam Inc."}}, b.Tenants())
	require.Equal(t, b.TenantID(), b.ann.TenantID)
	require.Equal(t, []world.Person{b.ann, b.bob, b.zoe}, b.People())

	for _, other := range []string{"", b.TenantID()} {
		b.zoe.Locale, b.zoe.TenantID = "fr-FR", other
		require.Equal(t, b.fabrikam, b.AddPerson(b.zoe).TenantID, "she stays where she was")
	}
	yan := b.AddPerson(world.Person{Name: "Yan", TenantID: "northwind"})
	require.Equal(t, "northwind", yan.TenantID)
	require.Equal(t, world.Tenant{ID: "northwind", Name: "northwind"}, b.Tenants()[2], "founded by its first person")
}

// What the bot is told names the organization of the place, and the members routes that of each person.
func TestPlacesBelongToTheFirstOnesTenant(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	own, err := b.AddChannel(b.AddTeam("Research", b.zoe).ID, "Ideas")
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		place  string
		by     world.Person
		tenant string
	}{
		"a chat":             {b.PersonalChat(b.zoe), b.zoe, b.fabrikam},
		"a chat of another":  {b.PersonalChat(b.ann), b.ann, b.TenantID()},
		"a group":            {b.AddGroupChat("Deal", b.zoe, b.ann), b.zoe, b.fabrikam},
		"a group of others":  {b.AddGroupChat("Offer", b.ann, b.zoe), b.zoe, b.TenantID()},
		"a meeting":          {b.AddMeeting("Talks", b.zoe, b.ann).ConversationID, b.ann, b.fabrikam},
		"a channel":          {own, b.zoe, b.fabrikam},
		"a team of nobody":   {b.teamOf("Empty", b.ann), b.ann, b.TenantID()},
		"a shared channel":   {b.sharedWith(b.zoe), b.zoe, b.TenantID()},
		"a crowd's big team": {b.AddTeam("Sales", b.zoe).ID, b.zoe, b.fabrikam},
	} {
		info, ok := b.Conversation(tt.place)
		require.True(t, ok, name)
		require.Equal(t, tt.tenant, info.TenantID, name)
		sent, told, err := b.Send(tt.by, tt.place, b.mentioning("hi"))
		require.NoError(t, err, name)
		require.True(t, told, name)
		require.Equal(t, tt.tenant, sent.Conversation.TenantID, name)
		require.Equal(t, tt.tenant, teams.TenantID(sent), name)
		ref, err := b.Reference(tt.by, tt.place)
		require.NoError(t, err, name)
		require.Equal(t, tt.tenant, ref.Conversation.TenantID, name)
		_, answer := b.bot(http.MethodGet, members(tt.place, "/", tt.by.ID), "")
		require.Contains(t, answer, `"tenantId":"`+tt.by.TenantID+`"`, name)
	}
	_, answer := b.bot(http.MethodGet, members(own), "")
	require.Contains(t, answer, `"email":"zoe@fabrikaminc.example","userPrincipalName":"zoe@fabrikaminc.example"`)
	_, answer = b.bot(http.MethodGet, "v3/teams/"+b.teamOf("Other", b.zoe), "")
	require.Contains(t, answer, `"tenantId":"`+b.fabrikam+`"`)
}

// teamOf founds a team without people, into which one then comes.
func (b two) teamOf(name string, p world.Person) string {
	b.t.Helper()
	if p.TenantID != b.TenantID() {
		return b.AddTeam(name, p).ID
	}
	id := b.AddTeam(name).ID
	require.NoError(b.t, b.Seat(id, p))
	return id
}

// sharedWith is a channel of Ann's in which somebody from elsewhere is.
func (b two) sharedWith(p world.Person) string {
	b.t.Helper()
	channel, _, err := b.CreateChannel(b.ann, b.AddTeam("Contoso", b.ann).ID, "Partners", "shared")
	require.NoError(b.t, err)
	told, err := b.AddMembers(b.ann, channel, p)
	require.NoError(b.t, err)
	require.Equal(b.t, p.TenantID, told[0].MembersAdded[0].TenantID)
	data, err := teams.Data(told[0])
	require.NoError(b.t, err)
	require.Equal(b.t, b.TenantID(), data.Tenant.ID)
	return channel
}

func TestTeamsTakeNobodyFromElsewhere(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	team := b.AddTeam("Contoso", b.ann, b.AddPerson(world.Person{Name: "Eve", Guest: true})).ID
	const problem = "world: Zoe is of Fabrikam Inc., and the team Contoso of Contoso, which others can be in as guests only: as another person, with Guest"
	require.EqualError(t, b.Seat(team, b.bob, b.zoe), problem)
	_, err := b.AddMembers(b.ann, team, b.zoe)
	require.EqualError(t, err, problem)
	require.PanicsWithError(t, problem, func() { b.AddTeam("Contoso", b.ann, b.zoe) })
	require.Len(t, b.Members(team), 2)
	require.Len(t, b.Conversations(), 1)
}

func TestOthersDoNotInstall(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	group := b.AddGroupChat("Offer", b.ann, b.zoe)
	const problem = "world: Zoe is not of Contoso, and others cannot add or remove apps in Offer"
	_, err := b.Uninstall(b.zoe, group)
	require.EqualError(t, err, problem)
	_, err = b.Install(b.zoe, group)
	require.EqualError(t, err, problem)
	_, err = b.Uninstall(b.ann, group)
	require.NoError(t, err)
}

// The bot may start a chat with somebody if the app is installed in their organization, whose id it has to know.
func TestChatsOfAnotherTenant(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	b.AddGroupChat("Offer", b.ann, b.zoe)
	ask := func(p world.Person, rest string) string {
		return fmt.Sprintf(`{"members":[{"id":%q}],"activity":{"type":"message","text":"hi"}%s}`, p.AADObjectID, rest)
	}
	both := func(tenantID, inData string) string {
		return fmt.Sprintf(`,"tenantId":%q,"channelData":{"tenant":{"id":%q}}`, tenantID, inData)
	}
	const create = "v3/conversations"
	b.refuses(http.MethodPost, create, ask(b.zoe, both(b.fabrikam, b.fabrikam)), http.StatusForbidden, "ForbiddenOperationException")
	b.AddTeam("Research", b.zoe)
	for _, wrong := range []string{
		both(b.TenantID(), b.TenantID()), both(b.fabrikam, b.TenantID()), both(b.TenantID(), b.fabrikam), both("", "nobody"),
	} {
		message := b.refuses(http.MethodPost, create, ask(b.zoe, wrong), http.StatusBadRequest, "BadSyntax")
		require.Equal(t, "Invalid user identity in provided tenant", message)
	}
	require.NotContains(t, conversationNames(b), "Zoe's chat", "what is refused leaves nothing")
	for _, right := range []string{both(b.fabrikam, b.fabrikam), both(b.fabrikam, ""), both("", b.fabrikam), ""} {
		status, answer := b.bot(http.MethodPost, create, ask(b.zoe, right))
		require.Equal(t, http.StatusCreated, status, answer)
	}
	require.Equal(t, []string{"hi", "hi", "hi", "hi"}, b.texts(b.PersonalChat(b.zoe)))
}

func conversationNames(b two) []string {
	var names []string
	for _, c := range b.Conversations() {
		names = append(names, c.Name)
	}
	return names
}

func TestMeetingsAskForTheirTenant(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	path := "v1/meetings/" + b.AddMeeting("Talks", b.zoe, b.ann).ID + "/participants/" + b.ann.AADObjectID + "?tenantId="
	b.refuses(http.MethodGet, path+b.TenantID(), "", http.StatusBadRequest, "BadArgument")
	status, answer := b.bot(http.MethodGet, path+b.fabrikam, "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, answer, `"tenantId":"`+b.TenantID()+`"`, "of the participant")
}

func TestCrowdsOfTwoTenants(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	theirs, ours := b.AddTeam("Research", b.zoe).ID, b.AddTeam("Contoso", b.ann).ID
	staff, err := b.AddCrowd(theirs, "Engineer", 30)
	require.NoError(t, err)
	_, err = b.AddCrowd(ours, "Employee", 10)
	require.NoError(t, err)
	p := staff.Person(7)
	require.Equal(t, b.fabrikam, p.TenantID)
	status, _ := b.bot(http.MethodGet, members(theirs, "/engineer.8@fabrikaminc.example"), "")
	require.Equal(t, http.StatusOK, status)
	require.NoError(t, b.RemovePerson(p.ID))
	_, err = b.RenamePerson(staff.Person(8).ID, "Cai")
	require.NoError(t, err)

	body := func(tenantID, teamID string) string {
		return fmt.Sprintf(`{"activity":%s,"tenantId":%q,"teamId":%q,"members":[{"id":%q},{"id":%q}]}`, hello, tenantID, teamID, b.ann.ID, b.zoe.ID)
	}
	sent := func(kind, tenantID, teamID string) string {
		status, answer := b.bot(http.MethodPost, "v3/batch/conversation/"+kind, body(tenantID, teamID))
		require.Equal(t, http.StatusCreated, status, answer)
		var started map[string]string
		require.NoError(t, json.Unmarshal([]byte(answer), &started))
		_, answer = b.bot(http.MethodGet, "v3/batch/conversation/"+started["operationId"], "")
		return answer
	}
	require.Contains(t, sent("tenant", b.fabrikam, ""), `"201":30`)
	require.Contains(t, sent("tenant", b.TenantID(), ""), `"201":11`, "and Bob has not got the app")
	require.Contains(t, sent("users", b.fabrikam, ""), `"201":1,"400":1`)
	require.Contains(t, sent("team", b.fabrikam, theirs), `"201":30`)
	b.refuses(http.MethodPost, "v3/batch/conversation/team", body(b.TenantID(), theirs), http.StatusBadRequest, "BadArgument")
	b.refuses(http.MethodPost, "v3/batch/conversation/tenant", body("nobody", ""), http.StatusBadRequest, "BadArgument")
}

// Teams counts a bot's requests in each organization.
func TestLimitsOfEachTenant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setupTwo(t)
		ours, theirs := b.PersonalChat(b.ann), b.PersonalChat(b.zoe)
		b.SetLimits(world.Limits{Bot: []connector.Rate{{Count: 2, Per: time.Second}}})
		team := b.AddTeam("Research", b.zoe).ID
		for range 2 {
			b.posts(ours, "hi")
			b.posts(theirs, "hi")
		}
		create := fmt.Sprintf(`{"members":[{"id":%q}],"tenantId":%q}`, b.zoe.ID, b.fabrikam)
		for method, path := range map[string]string{http.MethodPost: "v3/conversations", http.MethodGet: "v3/teams/" + team} {
			b.refuses(method, path, create, http.StatusTooManyRequests, "Throttled")
		}
		b.refuses(http.MethodPost, activities(ours), hello, http.StatusTooManyRequests, "Throttled")
		time.Sleep(time.Second)
		b.posts(theirs, "hi")
	})
}

func TestGroupsOfTheBotsOwn(t *testing.T) {
	t.Parallel()
	b := setupTwo(t)
	b.AllowStarting(world.StartGroups)
	status, answer := b.bot(http.MethodPost, "v3/conversations", fmt.Sprintf(`{"isGroup":true,"members":[{"id":%q},{"id":%q}]}`, b.zoe.ID, b.ann.ID))
	require.Equal(t, http.StatusCreated, status)
	var created schema.ConversationResourceResponse
	require.NoError(t, json.Unmarshal([]byte(answer), &created))
	info, ok := b.Conversation(created.ID)
	require.True(t, ok)
	require.Equal(t, b.fabrikam, info.TenantID)
}
