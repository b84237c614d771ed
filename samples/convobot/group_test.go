package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// startGroups begins a story in a channel that lets bots start groups: Ann in a chat with Bob Smith and Carol.
func startGroups(t *testing.T, store stores) (*world.World, *fake.Conversation) {
	t.Helper()
	w := fake.NewWorld(t)
	w.Teams().AllowStarting(world.StartGroups)
	return w.Teams(), w.Connect(newBot(store)).InGroup("Team", "Bob Smith", "Carol")
}

func TestGroup(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`group "Release 1.0" @Bob Smith @carol`,
		`group “Release 1.0” @Bob, @Carol`,
		`group „Release 1.0“ @Carol: @Carol @Bob Smith @Ann`,
		`group «Release 1.0»@Carol @Bot @Bob`,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			_, ann := startGroups(t, store)
			ann.Says(text).ExpectText(`The group "Release 1.0" is there, and everybody is in it.`).ExpectNothing()
			group := ann.ExpectGroup("Release 1.0", "Ann", "Bob Smith", "Carol")
			group.ExpectContains(`Ann asked me for this group, about "Release 1.0": `).ExpectNothing()
			group.As("Carol").Says("hi").ExpectText("Echo: hi")
			_, err := store.references.Load(t.Context(), proactive.KeyOf("", group.Reference()))
			require.NoError(t, err, "it is remembered")
		})
	}
}

func TestGroupOfOneWord(t *testing.T) {
	t.Parallel()
	_, ann := startGroups(t, newStore())
	ann.Says("language de").ExpectContains("Deutsch")
	ann.Says("group Frühling @Carol").ExpectText(`Die Gruppe „Frühling“ gibt es jetzt, und alle sind dabei.`)
	ann.ExpectGroup("Frühling", "Ann", "Carol").ExpectText(`Hallo! Ann hat mich um diese Gruppe zu „Frühling“ gebeten: Carol.`)
}

// TestGroupOfMentions: also of two people who are mentioned by the same first name, and of another bot, which no list
// of members names.
func TestGroupOfMentions(t *testing.T) {
	t.Parallel()
	_, ann := startGroups(t, newStore())
	carl, carlo, robot := schema.Mention{}, schema.Mention{}, schema.NewMention(schema.ChannelAccount{ID: "28:robot", Name: "Robot"})
	carl.Mentioned, carlo.Mentioned = ann.As("Carl <Jung>").Reference().User, ann.As("Carl Sagan").Reference().User
	carl.Text, carlo.Text = "<at>Carl</at>", "<at>Carl</at>"
	asks(ann, `group "R&D" <at>Carl</at>&nbsp;<at>Carl</at> <at>Robot</at>`, carl, carlo, robot).ExpectContains("everybody is in it")
	ann.ExpectGroup("R&D", "Ann", "Carl <Jung>", "Carl Sagan").ExpectContains("Carl &lt;Jung>, Carl Sagan, Robot")
}

func TestGroupThatNotAllJoined(t *testing.T) {
	t.Parallel()
	teams, ann := startGroups(t, newStore())
	teams.Unreachable(ann.As("Carol").Person())
	ann.Says("group Release @Carol @Bob").ExpectText(`The group "Release" is there, but these are not in it: Carol.`).ExpectNothing()
	ann.ExpectGroup("Release", "Ann", "Bob Smith").ExpectContains("Hello!")
}

func TestGroupWhoseMembersCannotBeRead(t *testing.T) {
	t.Parallel()
	teams, ann := startGroups(t, newStore())
	ann.As("Bob Smith").Says("hi").ExpectText("Echo: hi") // so he is known all the same
	teams.Inject(world.Fault{Method: http.MethodGet, Path: "/pagedmembers", Status: http.StatusForbidden, Times: 3})
	ann.Says("group Release @Bob Smith").ExpectText(`The group "Release" is there, but I could not read who is in it.`)
	ann.Says("message @Zoe hi").ExpectContains("I could not read who is here")
}

func TestGroupIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		starts world.Starting
		fault  world.Fault
		want   string
	}{
		{"by Teams", world.StartChats, world.Fault{}, "lets no bot start a group chat"},
		{"where bots start nothing", world.StartNothing, world.Fault{}, "may not start such a conversation here"},
		{"for now", world.StartGroups, world.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Minute}, "again in 60 seconds"},
		{"or not", world.StartGroups, world.Fault{Done: true}, `whether the group "Release" was made`},
		{"with a code", world.StartGroups, world.Fault{Status: http.StatusForbidden, Code: "BotDisabledByAdmin"}, "(BotDisabledByAdmin)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			teams, ann := startGroups(t, newStore())
			teams.AllowStarting(tt.starts)
			if tt.fault != (world.Fault{}) {
				tt.fault.Path = "/v3/conversations"
				teams.Inject(tt.fault)
			}
			ann.Says("group Release @Carol").ExpectContains(tt.want).ExpectNothing()
		})
	}
}

// TestGroupWithoutHello: the group is made, but the bot cannot speak there.
func TestGroupWithoutHello(t *testing.T) {
	t.Parallel()
	teams, ann := startGroups(t, newStore())
	teams.Inject(world.Fault{Path: "/activities", Status: http.StatusForbidden, Code: "BotNotInConversationRoster"})
	ann.Says("group Release @Carol").ExpectContains("I cannot reach Release").ExpectContains("everybody is in it")
	ann.ExpectGroup("Release", "Ann", "Carol").ExpectNothing()
}

func TestGroupOfNobody(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "group", "`group \"Release\" @name @name`"},
		{"no topic", "group @Carol @Bob Smith", "`group \"Release\" @name @name`"},
		{"an empty topic", `group " " @Carol`, "`group \"Release\" @name @name`"},
		{"no closing quote", `group "Release @Carol`, "`group \"Release\" @name @name`"},
		{"no members", `group "Release"`, "`group \"Release\" @name @name`"},
		{"only oneself", `group "Release" @Ann @Bot`, "`group \"Release\" @name @name`"},
		{"more than names", `group "Release" @Carol and so on`, "`group \"Release\" @name @name`"},
		{"a topic of two words", `group Release party @Carol`, "`group \"Release\" @name @name`"},
		{"unknown", `group "Release" @Carol @Zoe`, `nobody whose name is "Zoe"`},
		{"too many", `group "Release"` + strings.Repeat(" @Carol", maxGroup+1), "at most 20 people"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, ann := startGroups(t, newStore())
			ann.Says(tt.text).ExpectContains(tt.want).ExpectNothing()
		})
	}
}
