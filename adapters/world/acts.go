package world

import (
	"fmt"
	"slices"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Send has a person send an activity: a message (the type if none is given), an event, an invoke, anything. It returns
// the activity as Teams makes it of that, and whether Teams tells the bot. In chats with others and in channels it
// does so only for messages that mention the bot or submit a card; schema.NewMention([World.Bot]) is the mention.
//
// A message to a channel starts a thread; the returned activity's conversation names it. What a card submits, a message
// with a value, does not come up in the conversation.
func (w *World) Send(from Person, conversationID string, a *schema.Activity) (sent *schema.Activity, told bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(from, conversationID)
	if err != nil {
		return nil, false, err
	}
	draft := from.compose(a)
	kind := Told
	if draft.Type == schema.TypeMessage && draft.Value == nil { // what a card submits does not come up in the chat
		kind = Posted
		draft.ID, root = w.nextMessage(where, root)
	}
	sent, err = w.stamp(draft, from.account(), where.conversation(root), w.messageData(where))
	if err != nil {
		return nil, false, err
	}
	if kind == Posted {
		where.messages[sent.ID] = &message{root: root, activity: sent}
	}
	w.record(Entry{Kind: kind, Who: from.Name, Where: where.name, Activity: sent})
	return sent, w.reaches(where, sent), nil
}

// AddMembers has a person add others to a group chat or, through any of its channels, to a team. It returns what Teams
// tells the bot.
func (w *World) AddMembers(by Person, conversationID string, added ...Person) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, err := w.shared(by, conversationID)
	if err != nil {
		return nil, err
	}
	where.roster.add(added)
	return w.membersChanged(by, where, true, nameless(added))
}

// RemoveMembers has a person remove others, or leave, as [World.AddMembers] adds them.
func (w *World) RemoveMembers(by Person, conversationID string, removed ...Person) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, err := w.shared(by, conversationID)
	if err != nil {
		return nil, err
	}
	where.roster.remove(removed)
	return w.membersChanged(by, where, false, nameless(removed))
}

// Install has a person add the app to a chat or, through any of its channels, to a team: from then on the bot is one
// of its members. It returns what Teams tells the bot, also if it was there before.
func (w *World) Install(by Person, conversationID string) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, err := w.enter(by, conversationID)
	if err != nil {
		return nil, err
	}
	where.roster.bot = true
	added := []schema.ChannelAccount{{ID: w.bot.ID}}
	if where.account.ConversationType == schema.ConversationPersonal {
		added = append(nameless([]Person{by}), added...)
	}
	told, err := w.membersChanged(by, where, true, added)
	if err != nil {
		return nil, err
	}
	installed, err := w.installation(by, where, "add")
	return append(told, installed...), err
}

// Uninstall has a person remove the app, as [World.Install] adds it. The bot is told, but cannot speak there any more.
func (w *World) Uninstall(by Person, conversationID string) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, err := w.enter(by, conversationID)
	if err != nil {
		return nil, err
	}
	told, err := w.installation(by, where, "remove")
	where.roster.bot = false
	return told, err
}

// enter finds a conversation that the person is in.
func (w *World) enter(p Person, conversationID string) (*place, string, error) {
	where, root, ok := w.at(conversationID)
	if !ok || where.gone() {
		return nil, "", fmt.Errorf("world: there is no conversation %q", conversationID)
	}
	if !where.roster.has(p) {
		return nil, "", fmt.Errorf("world: %s is not in %s", p.Name, where.name)
	}
	return where, root, nil
}

// shared finds a place whose members can change: a channel that is private or shared, or for a team its General channel,
// where Teams says so.
func (w *World) shared(p Person, conversationID string) (*place, error) {
	where, _, err := w.enter(p, conversationID)
	switch {
	case err != nil:
		return nil, err
	case where.account.ConversationType == schema.ConversationPersonal:
		return nil, fmt.Errorf("world: nobody can join or leave %s", where.name)
	case where.kind == standard:
		where = w.places[where.team.ID]
	}
	return where, nil
}

// membersChanged tells of who joined or left. A private or shared channel has members of its own.
func (w *World) membersChanged(by Person, where *place, added bool, accounts []schema.ChannelAccount) ([]*schema.Activity, error) {
	if where.ownMembers() {
		accounts = w.named(accounts)
	}
	change := &schema.Activity{Type: schema.TypeConversationUpdate, MembersRemoved: accounts}
	team, channel := teams.EventTeamMemberRemoved, teams.EventChannelMemberRemoved
	if added {
		change.MembersAdded, change.MembersRemoved = accounts, nil
		team, channel = teams.EventTeamMemberAdded, teams.EventChannelMemberAdded
	}
	data := w.membersData(where, team)
	if where.ownMembers() {
		data.EventType, data.Channel, data.Team = channel, where.channelInfo(), w.teamInfo(where)
		data.MembershipSource = schema.MembershipSource{
			SourceType: "channel", ID: where.account.ID, MembershipType: "direct",
			TeamGroupID: where.team.AADGroupID, TenantID: w.tenantID,
		}
	}
	return w.tell(by, where, where.account, change, data)
}

// installation tells of an installation update, the only one that names a group chat.
func (w *World) installation(by Person, where *place, action string) ([]*schema.Activity, error) {
	in := where.account
	if in.ConversationType == schema.ConversationGroup {
		in.Name = where.name
	}
	return w.tell(by, where, in, &schema.Activity{
		Type:     schema.TypeInstallationUpdate,
		Action:   action,
		Locale:   by.Locale,
		Entities: []schema.Entity{schema.ClientInfo{Locale: by.Locale}},
	}, w.installData(where))
}

// tell records what happened in a place, and returns it for the bot if it is there.
func (w *World) tell(by Person, where *place, in schema.ConversationAccount, happened *schema.Activity, data teams.ChannelData) ([]*schema.Activity, error) {
	a, err := w.stamp(happened, by.namelessAccount(), in, data)
	if err != nil {
		return nil, err
	}
	w.record(Entry{Kind: Told, Who: by.Name, Where: where.name, Activity: a})
	if !where.roster.bot {
		return nil, nil
	}
	return []*schema.Activity{a}, nil
}

func nameless(people []Person) []schema.ChannelAccount {
	accounts := make([]schema.ChannelAccount, len(people))
	for i, p := range people {
		accounts[i] = p.namelessAccount()
	}
	return accounts
}

// named returns the accounts with names and organization.
func (w *World) named(accounts []schema.ChannelAccount) []schema.ChannelAccount {
	named := slices.Clone(accounts)
	for i := range named {
		if p, ok := w.people[named[i].ID]; ok {
			named[i] = p.account()
			named[i].TenantID = w.tenantID
		}
	}
	return named
}
