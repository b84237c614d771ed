package world

import (
	"errors"
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
	isSaid := (a.Type == "" || a.Type == schema.TypeMessage) && a.Value == nil // what a card submits does not come up in the chat
	sent, err = w.says(from, where, root, a, isSaid)
	return sent, err == nil && w.reaches(where, sent), err
}

// Press has a person press a button that sends a message of which the others see another text than the bot, or none: the
// messageBack of a card. It is [World.Send], but what comes up in the conversation is the text shown, if it is not "", and
// Teams tells the bot wherever the bot is.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#action-type-messageback
func (w *World) Press(from Person, conversationID string, a *schema.Activity, shown string) (sent *schema.Activity, told bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(from, conversationID)
	if err != nil {
		return nil, false, err
	}
	if shown != "" {
		if _, err = w.says(from, where, root, &schema.Activity{Text: shown, ReplyToID: a.ReplyToID}, true); err != nil {
			return nil, false, err
		}
	}
	sent, err = w.says(from, where, root, a, false)
	return sent, err == nil && where.roster.bot, err
}

// says has a person send an activity, which comes up in the conversation or does not.
func (w *World) says(from Person, where *place, root string, a *schema.Activity, comesUp bool) (*schema.Activity, error) {
	draft := w.compose(from, a)
	kind := Told
	if comesUp {
		kind = Posted
		draft.ID, root = w.nextMessage(where, root)
	}
	sent, err := w.stamp(draft, from.account(), where.conversation(root), w.messageJSON(where))
	if err != nil {
		return nil, err
	}
	if comesUp {
		where.post(&message{id: sent.ID, root: root, activity: sent, posted: sent.Timestamp.Time})
	}
	w.record(Entry{Kind: kind, Who: from.Name, Where: where.name, Activity: sent})
	return sent, nil
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
	if err := w.admit(where, added); err != nil {
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
// of its members. It returns what Teams tells the bot, also if it was there before. People of another organization cannot.
func (w *World) Install(by Person, conversationID string) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, err := w.governed(by, conversationID)
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

// Uninstall has a person remove the app, as [World.Install] adds it. The bot is told, but cannot speak there any more. In a team
// or a group chat it is told, too, that it is one of the members no more.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events#members-removed
func (w *World) Uninstall(by Person, conversationID string) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, err := w.governed(by, conversationID)
	if err != nil {
		return nil, err
	}
	var told []*schema.Activity
	if where.account.ConversationType != schema.ConversationPersonal {
		told, err = w.membersChanged(by, w.whole(where), false, []schema.ChannelAccount{{ID: w.bot.ID}})
	}
	removed, err2 := w.installation(by, where, "remove")
	where.roster.bot = false
	w.touch()
	return append(told, removed...), errors.Join(err, err2)
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
	w.endStream(where)
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
	}
	return w.whole(where), nil
}

// whole is where Teams tells of the members of a place: for a team's standard channels in General.
func (w *World) whole(where *place) *place {
	if where.kind == standard {
		return w.places[where.team.ID]
	}
	return where
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
		data.EventType, data.Channel, data.Team = channel, where.channelInfo(), where.teamInfo()
		data.MembershipSource = schema.MembershipSource{
			SourceType: "channel", ID: where.account.ID, MembershipType: "direct",
			TeamGroupID: where.team.AADGroupID, TenantID: where.team.tenant,
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
	w.record(Entry{Kind: Told, Who: by.Name, Where: where.name, Activity: a, Notice: w.noticeOf(by, where, a, data)})
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
		if p, ok := w.person(named[i].ID); ok {
			named[i] = p.account()
			named[i].TenantID = p.TenantID
		}
	}
	return named
}
