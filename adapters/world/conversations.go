package world

import (
	"fmt"
	"slices"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// ConversationInfo is what a chat or channel is now.
type ConversationInfo struct {
	ID        string
	Type      string // personal, groupChat or channel, as in package schema
	Name      string
	TeamID    string // of a channel
	TeamName  string // likewise
	Kind      string // of a channel: standard, private or shared
	With      string // of a personal chat: the id of the person
	MeetingID string // of a meeting's chat
	Installed bool   // the bot is there
	Archived  bool   // its team is
	Deleted   bool   // or its team is
	Members   int    // without the bot
	TenantID  string // its organization

	SharedWith []teams.TeamInfo // of a shared channel
}

// Conversations returns all chats and channels, the oldest first, also what was deleted.
func (w *World) Conversations() []ConversationInfo {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := make([]ConversationInfo, len(w.inOrder))
	for i, where := range w.inOrder {
		found[i] = where.info()
	}
	return found
}

// Conversation returns a chat or a channel by its id, or by that of a thread in it, and whether there is one; also one that was
// deleted.
func (w *World) Conversation(id string) (ConversationInfo, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, ok := w.at(id)
	if !ok {
		return ConversationInfo{}, false
	}
	return where.info(), true
}

func (p *place) info() ConversationInfo {
	info := ConversationInfo{
		ID: p.account.ID, Type: p.account.ConversationType, Name: p.name, Kind: p.kind, With: p.with,
		Installed: p.roster.bot, Deleted: p.gone(), Members: p.roster.count(), TenantID: p.account.TenantID,
		SharedWith: slices.Clone(p.sharing),
	}
	if p.team != nil {
		info.TeamID, info.TeamName, info.Archived = p.team.ID, p.team.Name, p.team.archived
	}
	if p.meeting != nil {
		info.MeetingID = p.meeting.details.ID
	}
	return info
}

// Members returns who is in a chat, a channel or a thread of one, in the order of joining, crowds last; nobody if there is
// none. Where a [Crowd] is, ask for some of them with [World.MembersPage].
func (w *World) Members(conversationID string) []Person {
	members, _ := w.MembersPage(conversationID, 0, -1)
	return members
}

// MembersPage returns at most limit members, or all if it is negative, from a position on: 0, or the next that the call before
// returned. next is 0 after the last.
func (w *World) MembersPage(conversationID string, start, limit int) (members []Person, next int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, ok := w.at(conversationID)
	if !ok {
		return nil, 0
	}
	return w.peopleFrom(where.roster, start, limit)
}

// RenameChat has a person give a group chat another name. It returns what Teams tells the bot. What is done with channels and
// teams is [World.Change].
//
// Spec: https://microsoft.github.io/spark.js/9.activity/3.conversation/2.conversation-update-events.html
func (w *World) RenameChat(by Person, conversationID, name string) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, err := w.groupOf(by, conversationID)
	if err != nil {
		return nil, err
	}
	if name == "" || name == where.name {
		return nil, fmt.Errorf("world: the new name of %s is empty, or what it was", where.name)
	}
	where.name = name
	return w.tell(by, where, where.account, &schema.Activity{Type: schema.TypeConversationUpdate, TopicName: name}, w.membersData(where, ""))
}

// DeleteChat has a person delete a group chat for everybody: from then on there is no such conversation. Teams does not tell
// the bot, and documents no event for it.
func (w *World) DeleteChat(by Person, conversationID string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, err := w.groupOf(by, conversationID)
	if err != nil {
		return err
	}
	where.deleted = true
	w.touch()
	return nil
}

// groupOf finds a group chat that the person is in.
func (w *World) groupOf(p Person, conversationID string) (*place, error) {
	where, _, err := w.enter(p, conversationID)
	if err != nil {
		return nil, err
	}
	if where.account.ConversationType != schema.ConversationGroup {
		return nil, fmt.Errorf("world: %s is no group chat", where.name)
	}
	return where, nil
}
