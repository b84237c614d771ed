package world

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Notice is a line between the messages of a chat or channel, by which Teams' clients tell of what people did with it: who
// added whom, another name, a new channel.
type Notice struct {
	ID           string // sorts among the ids of the messages: after those that were there before
	Conversation string // the id of the chat or channel
	At           time.Time
	Text         string
}

// maxNamed is how many people a notice names.
const maxNamed = 3

// Notices returns the notices of a chat or channel that a person sees, the oldest first: those after the message or notice
// with the id after, and before the one with the id before; "" is no bound. There are none in threads, and none for who is
// not in the conversation.
func (w *World) Notices(p Person, conversationID, after, before string) []Notice {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(p, conversationID)
	if err != nil || root != "" {
		return nil
	}
	search := func(id string) int {
		i, _ := slices.BinarySearchFunc(where.notices, id, func(n Notice, id string) int { return strings.Compare(n.ID, id) })
		return i
	}
	start, end := search(after+"\x00"), len(where.notices)
	if after == "" {
		start = 0
	}
	if before != "" {
		end = search(before)
	}
	return slices.Clone(where.notices[start:max(start, end)])
}

// notice puts a line into a place.
func (w *World) notice(where *place, text string) *Notice {
	n := Notice{
		ID:           fmt.Sprintf("%d~%09d", firstMessage+w.serial, w.happened+1),
		Conversation: where.account.ID, At: w.clock.Now(), Text: text,
	}
	where.notices = append(where.notices, n)
	return &n
}

// noticeOf puts what somebody did into the place where people see it. That a channel has another name is told in the channel
// itself; what else happens to a channel, where the bot is told of it.
func (w *World) noticeOf(by Person, where *place, a *schema.Activity, data teams.ChannelData) *Notice {
	if data.EventType == teams.EventChannelRenamed {
		where = w.places[data.Channel.ID]
	}
	var did string
	switch {
	case len(a.MembersAdded) > 0:
		did = w.membersText(by, where, a.MembersAdded, "joined", "added", "to")
	case len(a.MembersRemoved) > 0:
		did = w.membersText(by, where, a.MembersRemoved, "left", "removed", "from")
	case a.Type == schema.TypeInstallationUpdate && a.Action == "remove" && where.with != "": // elsewhere the bot is a member
		did = fmt.Sprintf("removed %s from the %s", w.bot.Name, where.noun())
	case a.TopicName != "":
		did = "renamed the chat to " + a.TopicName
	case a.Name == teams.EventMeetingStart:
		did = "started the meeting"
	case a.Name == teams.EventMeetingEnd:
		did = "ended the meeting"
	default:
		did = changeText(data)
	}
	if did == "" {
		return nil
	}
	return w.notice(where, by.Name+" "+did+".")
}

// changeText is what somebody did with a channel or a team; "" if the event is none of these.
func changeText(data teams.ChannelData) string {
	channel := data.Channel.Name
	switch data.EventType {
	case teams.EventChannelCreated:
		return "created the channel " + channel
	case teams.EventChannelRenamed:
		return "renamed the channel to " + channel
	case teams.EventChannelDeleted:
		return "deleted the channel " + channel
	case teams.EventChannelRestored:
		return "restored the channel " + channel
	case teams.EventChannelShared:
		return "shared the channel with " + teamNames(data.SharedWithTeams)
	case teams.EventChannelUnshared:
		return "no longer shares the channel with " + teamNames(data.UnsharedFromTeams)
	case teams.EventTeamRenamed:
		return "renamed the team to " + data.Team.Name
	case teams.EventTeamArchived:
		return "archived the team"
	case teams.EventTeamUnarchived:
		return "restored the team from the archive"
	case teams.EventTeamRestored:
		return "restored the team"
	}
	return ""
}

func teamNames(some []teams.TeamInfo) string {
	names := make([]string, len(some))
	for i, t := range some {
		names[i] = t.Name
	}
	return list(names)
}

// membersText is that somebody joined or left, or brought or removed others. In their own chat a person is always.
func (w *World) membersText(by Person, where *place, accounts []schema.ChannelAccount, alone, others, preposition string) string {
	place := where.noun()
	if len(accounts) == 1 && accounts[0].ID == by.ID {
		return alone + " the " + place
	}
	var names []string
	for _, one := range accounts {
		switch {
		case one.ID == w.bot.ID:
			names = append(names, w.bot.Name)
		case one.ID != where.with:
			names = append(names, w.nameOf(one.ID))
		}
	}
	return fmt.Sprintf("%s %s %s the %s", others, list(names), preposition, place)
}

// noun is what people call a place of this sort, where somebody joins or leaves it.
func (p *place) noun() string {
	switch {
	case p.meeting != nil:
		return "meeting"
	case p.ownMembers():
		return "channel"
	case p.team != nil:
		return "team"
	}
	return "chat"
}

// list names some, and says how many others there are.
func list(names []string) string {
	if more := len(names) - maxNamed; more > 1 {
		names = append(names[:maxNamed:maxNamed], fmt.Sprintf("%d others", more))
	}
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
