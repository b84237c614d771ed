package world

import (
	"cmp"
	"net/http"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Starting says which conversations the channel lets a bot start.
type Starting int

// Teams lets a bot start no group chat. Other channels do, and yet others nothing at all.
const (
	StartChats   Starting = iota // a chat with one person, and a thread in a channel; what else is asked for gets 400
	StartGroups                  // group chats as well, with those of the members who can be reached
	StartNothing                 // nothing: 405
)

// AllowStarting says which conversations the bot may start from now on; at first it is as in Teams, StartChats.
//
// A group chat comes about with the people among the members whom the organization has and who can be reached, see
// [World.Unreachable]. The others are left out without a word, as Skype did; only the members routes tell who is in it.
func (w *World) AllowStarting(s Starting) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.starting = s
	w.touch()
}

// Starting returns which conversations the bot may start now, see [World.AllowStarting].
func (w *World) Starting() Starting {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.starting
}

// create starts what the channel lets a bot start. There are no new channels.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#create-conversation
func (w *World) create(c call) (int, any, *refusal) {
	if w.starting == StartNothing {
		return 0, nil, refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "Bots cannot start conversations in this channel")
	}
	if c.unreadable != nil {
		return 0, nil, c.unreadable
	}
	return w.limited(c.parameters, w.start)
}

func (w *World) start(p *schema.ConversationParameters) (int, any, *refusal) {
	data, _ := schema.As[teams.ChannelData](p.ChannelData)
	switch {
	case p.IsGroup && data.Channel.ID != "":
		return w.createThread(data.Channel.ID, p.Activity)
	case !p.IsGroup && len(p.Members) == 1:
		return w.createPersonal(p.Members[0].ID, p.Activity, saidTenants(p)...)
	case p.IsGroup && len(p.Members) > 0 && w.starting == StartGroups:
		return w.createGroup(p)
	}
	return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "Incorrect conversation creation parameters")
}

func (w *World) createThread(channelID string, first *schema.Activity) (int, any, *refusal) {
	where, root, problem := w.writable(channelID)
	switch {
	case problem != nil:
		return 0, nil, problem
	case where.team == nil || root != "":
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "channelData.channel.id is not the id of a channel")
	case first == nil:
		return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "A new thread needs an activity, its first message")
	}
	w.postByBot(where, "", first)
	return http.StatusCreated, schema.ConversationResourceResponse{ID: first.Conversation.ID, ActivityID: first.ID}, nil
}

func (w *World) createPersonal(memberID string, first *schema.Activity, tenantIDs ...string) (int, any, *refusal) {
	p, ok := w.person(memberID)
	if !ok {
		return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "Bad format of conversation ID")
	}
	if problem := checkTenant(p, tenantIDs...); problem != nil {
		return 0, nil, problem
	}
	if !w.canWriteTo(p) {
		return 0, nil, refuse(http.StatusForbidden, "ForbiddenOperationException", "The app is not installed for this user.")
	}
	if w.blocked[p.ID] {
		return 0, nil, blockedByUser()
	}
	chat := w.personalChat(p)
	created := schema.ConversationResourceResponse{ID: chat.account.ID}
	if first != nil {
		w.postByBot(chat, "", first)
		created.ActivityID = first.ID
	}
	return http.StatusCreated, created, nil
}

// createGroup starts a group chat of those who can be reached. Members may be given by id or Entra object id; that the bot
// is one of them goes without saying.
func (w *World) createGroup(p *schema.ConversationParameters) (int, any, *refusal) {
	var joined []Person
	for _, member := range p.Members {
		if person, ok := w.person(member.ID); ok && !w.unreachable[person.ID] {
			joined = append(joined, person)
		}
	}
	if joined == nil {
		return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "None of the members could be added")
	}
	group := w.addGroupChat(cmp.Or(p.TopicName, "Group"), joined)
	happened := &schema.Activity{Type: schema.TypeConversationUpdate, TopicName: p.TopicName}
	for _, id := range group.roster.people {
		member, _ := w.person(id)
		happened.MembersAdded = append(happened.MembersAdded, member.account())
	}
	w.recordByBot(Started, group, "", happened, "")
	created := schema.ConversationResourceResponse{ID: group.account.ID}
	if p.Activity != nil {
		w.postByBot(group, "", p.Activity)
		created.ActivityID = p.Activity.ID
	}
	return http.StatusCreated, created, nil
}

// canWriteTo reports whether the app is installed for the person or, unless they removed it, in a team or chat of their
// organization that they are in.
func (w *World) canWriteTo(p Person) bool {
	if w.unreachable[p.ID] {
		return false
	}
	if chat, ok := w.personal[p.ID]; ok {
		return chat.roster.bot
	}
	for _, where := range w.common {
		if where.roster.bot && where.account.TenantID == p.TenantID && where.roster.has(p) {
			return true
		}
	}
	return false
}
