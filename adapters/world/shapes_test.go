package world_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/lint"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Members that a published example has and the world leaves out. Clients differ in them: the first lines, and the
// profiles of members, whose rest is personal data.
var leftOut = []string{
	"localTimestamp string", "localTimezone string", "locale string", "imdisplayname string", "textFormat string",
	"from.name string", "channelData.source.name string", "channelData.legacy.replyToId string",
	"value.members.user.objectId string",
	"value.members.meeting.inMeeting bool", // teams.MeetingPresence writes no false
}

// Members that the world has and a published example leaves out.
var added = []string{
	"entities.locale string", "entities.country string", "entities.platform string", "entities.timezone string",
	"entities.type string", "localTimestamp string", "localTimezone string", "locale string", "textFormat string", "from.name string",
	"channelData.teamsChannelId string", "channelData.teamsTeamId string", "channelData.channel.name string",
	"channelData.channel.type string", "channelData.settings.selectedChannel.id string", "channelData.team.name string", "channelData.team.aadGroupId string",
	"value.members.user.givenName string", "value.members.user.surname string", "value.members.user.email string",
	"value.members.user.userPrincipalName string", "value.members.user.userRole string",
}

// The examples are those of package teams, whose SOURCES.md says where they come from.
func TestActivitiesHaveTheShapeOfExamples(t *testing.T) {
	t.Parallel()
	change := func(c world.Change, before ...world.Change) func(b town) (*schema.Activity, error) {
		return func(b town) (*schema.Activity, error) {
			team := b.AddTeam("Contoso", b.ann)
			kind := "standard"
			if strings.HasSuffix(c.Event, "hared") {
				kind = "shared"
			}
			channel, told, err := b.CreateChannel(b.ann, team.ID, "News", kind)
			if err != nil || c.Event == teams.EventChannelCreated {
				return told[0], err
			}
			for _, c := range append(before, c) {
				if told, err = b.Change(b.ann, channel, c); err != nil {
					return nil, err
				}
			}
			return told[0], nil
		}
	}
	other := []teams.TeamInfo{{ID: "19:other@thread.tacv2", Name: "Other", AADGroupID: "g", TenantID: "t"}}
	meeting := func(act func(b town, id string) ([]*schema.Activity, error)) func(b town) (*schema.Activity, error) {
		return func(b town) (*schema.Activity, error) {
			id := b.AddMeeting("Engines", b.ann, b.bob).ID
			told, err := act(b, id)
			if err != nil {
				return nil, err
			}
			return told[0], nil
		}
	}
	running := func(act func(b town, id string) ([]*schema.Activity, error)) func(b town) (*schema.Activity, error) {
		return meeting(func(b town, id string) ([]*schema.Activity, error) {
			if _, err := b.StartMeeting(b.ann, id); err != nil {
				return nil, err
			}
			return act(b, id)
		})
	}
	message := func(act func(b town, thread, id string) (*schema.Activity, bool, error)) func(b town) (*schema.Activity, error) {
		return func(b town) (*schema.Activity, error) {
			sent, _, err := b.Send(b.ann, b.AddTeam("Contoso", b.ann).ID, b.mentioning("hi"))
			if err != nil {
				return nil, err
			}
			a, told, err := act(b, sent.Conversation.ID, sent.ID)
			require.True(b.t, told)
			return a, err
		}
	}
	members := func(kind string, act func(b town, channel string) ([]*schema.Activity, error)) func(b town) (*schema.Activity, error) {
		return func(b town) (*schema.Activity, error) {
			channel, _, err := b.CreateChannel(b.ann, b.AddTeam("Contoso", b.ann).ID, "News", kind)
			if err != nil {
				return nil, err
			}
			told, err := act(b, channel)
			if err != nil {
				return nil, err
			}
			return told[0], nil
		}
	}
	add := func(b town, channel string) ([]*schema.Activity, error) { return b.AddMembers(b.ann, channel, b.bob) }
	remove := func(b town, channel string) ([]*schema.Activity, error) {
		if _, err := add(b, channel); err != nil {
			return nil, err
		}
		return b.RemoveMembers(b.ann, channel, b.bob)
	}
	tests := map[string]func(b town) (*schema.Activity, error){
		"conversationUpdate-channelCreated":  change(world.Change{Event: teams.EventChannelCreated}),
		"conversationUpdate-channelRenamed":  change(world.Change{Event: teams.EventChannelRenamed, Name: "Old"}),
		"conversationUpdate-channelDeleted":  change(world.Change{Event: teams.EventChannelDeleted}),
		"conversationUpdate-channelRestored": change(world.Change{Event: teams.EventChannelRestored}, world.Change{Event: teams.EventChannelDeleted}),
		"conversationUpdate-channelShared":   change(world.Change{Event: teams.EventChannelShared, Teams: other}),
		"conversationUpdate-channelUnshared": change(
			world.Change{Event: teams.EventChannelUnshared, Teams: other}, world.Change{Event: teams.EventChannelShared, Teams: other}),
		"conversationUpdate-teamRenamed":          change(world.Change{Event: teams.EventTeamRenamed, Name: "Fabrikam"}),
		"conversationUpdate-teamArchived":         change(world.Change{Event: teams.EventTeamArchived}),
		"conversationUpdate-teamUnarchived":       change(world.Change{Event: teams.EventTeamUnarchived}, world.Change{Event: teams.EventTeamArchived}),
		"conversationUpdate-teamDeleted":          change(world.Change{Event: teams.EventTeamDeleted}),
		"conversationUpdate-teamRestored":         change(world.Change{Event: teams.EventTeamRestored}, world.Change{Event: teams.EventTeamDeleted}),
		"conversationUpdate-teamHardDeleted":      change(world.Change{Event: teams.EventTeamHardDeleted}),
		"conversationUpdate-teamMemberAdded":      members("standard", add),
		"conversationUpdate-teamMemberRemoved":    members("standard", remove),
		"conversationUpdate-channelMemberAdded":   members("shared", add),
		"conversationUpdate-channelMemberRemoved": members("private", remove),
		"event-meetingStart":                      meeting(func(b town, id string) ([]*schema.Activity, error) { return b.StartMeeting(b.bob, id) }),
		"event-meetingEnd":                        running(func(b town, id string) ([]*schema.Activity, error) { return b.EndMeeting(b.ann, id) }),
		"event-meetingParticipantJoin":            running(func(b town, id string) ([]*schema.Activity, error) { return b.JoinMeeting(b.bob, id) }),
		"event-meetingParticipantLeave": running(func(b town, id string) ([]*schema.Activity, error) {
			if _, err := b.JoinMeeting(b.ann, id); err != nil {
				return nil, err
			}
			return b.LeaveMeeting(b.ann, id)
		}),
		"event-readReceipt": func(b town) (*schema.Activity, error) {
			b.posts(b.PersonalChat(b.ann), "hi")
			told, err := b.Read(b.ann, b.PersonalChat(b.ann))
			return told[0], err
		},
		"messageUpdate-editMessage": message(func(b town, thread, id string) (*schema.Activity, bool, error) {
			return b.Edit(b.ann, thread, id, b.mentioning("hello"))
		}),
		"messageDelete-softDeleteMessage": message(func(b town, thread, id string) (*schema.Activity, bool, error) {
			return b.Delete(b.ann, thread, id)
		}),
		"messageUpdate-undeleteMessage": message(func(b town, thread, id string) (*schema.Activity, bool, error) {
			_, _, err := b.Delete(b.ann, thread, id)
			require.NoError(b.t, err)
			return b.Undelete(b.ann, thread, id)
		}),
		"invoke-fileConsent-accept":  consents(true),
		"invoke-fileConsent-decline": consents(false),
	}
	for example, act := range tests {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			document, err := os.ReadFile(filepath.Join("../../framework/teams/testdata", example+".json"))
			require.NoError(t, err)
			a, err := act(setup(t))
			require.NoError(t, err)
			require.NoError(t, a.CheckReceived())
			raw, err := json.Marshal(a)
			require.NoError(t, err)
			want, got := shape(t, document), shape(t, raw)
			has := func(list []string) func(string) bool { return func(s string) bool { return slices.Contains(list, s) } }
			missing := slices.DeleteFunc(slices.DeleteFunc(slices.Clone(want), has(got)), has(leftOut))
			beyond := slices.DeleteFunc(slices.DeleteFunc(slices.Clone(got), has(want)), has(added))
			slices.Sort(missing)
			slices.Sort(beyond)
			require.Empty(t, missing, "the example has more")
			require.Empty(t, beyond, "the world has more")
			require.Empty(t, lint.CheckJSON(raw, lint.Inbound))
		})
	}
}

func consents(accept bool) func(b town) (*schema.Activity, error) {
	return func(b town) (*schema.Activity, error) {
		chat, id := b.offersFile(b.ann)
		return b.AnswerFileConsent(b.ann, chat, id, accept)
	}
}

// offersFile has the bot ask the person for leave to put a file into their drive.
func (b town) offersFile(p world.Person) (chat, messageID string) {
	b.t.Helper()
	chat = b.PersonalChat(p)
	card := teams.FileConsentCard{
		Description: "Your expenses", SizeInBytes: 5, AcceptContext: map[string]any{"report": 7}, DeclineContext: map[string]any{"report": 7},
	}.Attachment("report.txt")
	raw, err := json.Marshal(schema.AttachmentMessage(card))
	require.NoError(b.t, err)
	status, answer := b.bot("POST", activities(chat), string(raw))
	require.Equal(b.t, 201, status, answer)
	var created schema.ResourceResponse
	require.NoError(b.t, json.Unmarshal([]byte(answer), &created))
	return chat, created.ID
}
