package world

import (
	"net/http"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// send posts what the bot says: a new message, or typing.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#send-to-conversation
func (w *World) send(c call) (int, any, *refusal) {
	where, root, problem := w.writable(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	if problem := w.spend(&where.spent().send, w.limits.Send); problem != nil {
		return 0, nil, problem
	}
	if c.unreadable != nil {
		return 0, nil, c.unreadable
	}
	a := c.message
	only, problem := w.target(c, where, a)
	info, isPart := a.StreamInfo()
	switch {
	case problem != nil:
		return 0, nil, problem
	case isPart:
		return w.streamed(where, a, info)
	case a.Type == schema.TypeTyping:
		w.recordByBot(Typed, where, root, a, "")
		return http.StatusAccepted, nil, nil
	}
	w.postTo(only, where, root, a)
	return http.StatusCreated, schema.ResourceResponse{ID: a.ID}, nil
}

// target returns the id of the person whom the call is for alone, or "".
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages#handle-errors
func (w *World) target(c call, where *place, a *schema.Activity) (string, *refusal) {
	if !c.targeted() {
		return "", nil
	}
	p, ok := w.person(a.Recipient.ID)
	switch {
	case where.account.ConversationType == schema.ConversationPersonal:
		return "", refuse(http.StatusBadRequest, "BadArgument", "Targeted messages are not for personal chats")
	case a.Type != schema.TypeMessage:
		return "", refuse(http.StatusBadRequest, "BadArgument", "Only a message can be targeted")
	case a.Recipient.ID == "":
		return "", refuse(http.StatusBadRequest, "BadArgument", "A targeted message needs a recipient")
	case !ok || !where.roster.has(p):
		return "", refuse(http.StatusNotFound, "MemberNotFoundInConversation", "The recipient is no member of the conversation")
	}
	return p.ID, nil
}

// update replaces one of the bot's messages.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#update-activity
func (w *World) update(c call) (int, any, *refusal) {
	where, m, problem := w.ownMessage(c)
	if problem != nil {
		return 0, nil, problem
	}
	a := c.message
	switch {
	case c.unreadable != nil:
		return 0, nil, c.unreadable
	case c.targeted() && a.Recipient.ID != "":
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "The update of a targeted message must not have a recipient")
	}
	a.ID, m.activity, m.edited = c.activity, a, true
	w.recordByBot(Edited, where, m.root, a, w.nameOf(m.only))
	return http.StatusOK, schema.ResourceResponse{ID: a.ID}, nil
}

// remove deletes one of the bot's messages.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#delete-activity
func (w *World) remove(c call) (int, any, *refusal) {
	where, m, problem := w.ownMessage(c)
	if problem != nil {
		return 0, nil, problem
	}
	m.deleted = true
	w.recordByBot(Deleted, where, m.root, &schema.Activity{Type: schema.TypeMessageDelete, ID: c.activity}, w.nameOf(m.only))
	return http.StatusOK, nil, nil
}

// reachable finds a conversation that the bot is in.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
func (w *World) reachable(conversationID string) (*place, string, *refusal) {
	where, root, ok := w.at(conversationID)
	if !ok || where.gone() {
		return nil, "", refuse(http.StatusNotFound, "ConversationNotFound", "Conversation not found.")
	}
	if !where.roster.bot {
		return nil, "", refuse(http.StatusForbidden, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
	}
	return where, root, nil
}

// writable finds a conversation that the bot may say something in: one that is reachable, whose person did not block the
// bot, and whose team is not archived. What Teams answers for that is not documented.
func (w *World) writable(conversationID string) (*place, string, *refusal) {
	where, root, problem := w.reachable(conversationID)
	if problem != nil {
		return nil, "", problem
	}
	if where.account.ConversationType == schema.ConversationPersonal && w.blocked[where.with] {
		return nil, "", blockedByUser()
	}
	if where.team != nil && where.team.archived {
		return nil, "", refuse(http.StatusForbidden, "NotEnoughPermissions", "The team is archived.")
	}
	w.endStream(where)
	return where, root, nil
}

func blockedByUser() *refusal {
	return refuse(http.StatusForbidden, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
}

func (w *World) ownMessage(c call) (*place, *message, *refusal) {
	where, m, problem := w.anyMessage(c)
	switch {
	case problem != nil:
		return nil, nil, problem
	case m.activity.From.ID != w.bot.ID:
		return nil, nil, refuse(http.StatusForbidden, "NotEnoughPermissions", "The bot can change only its own messages.")
	}
	return where, m, nil
}

// anyMessage finds the message of a call: one for everybody, or if the call says so one that is targeted.
func (w *World) anyMessage(c call) (*place, *message, *refusal) {
	where, root, problem := w.writable(c.conversation)
	if problem != nil {
		return nil, nil, problem
	}
	m, ok := where.find(root, c.activity)
	if !ok || (m.only != "") != c.targeted() {
		return nil, nil, refuse(http.StatusNotFound, "ActivityNotFoundInConversation", "Activity not found in the conversation.")
	}
	return where, m, nil
}

// postByBot puts a message of the bot into a place and fills in what Teams knows of it.
func (w *World) postByBot(where *place, root string, a *schema.Activity) {
	w.postTo("", where, root, a)
}

// postTo is postByBot for the eyes of the person with that id only, if there is one.
func (w *World) postTo(only string, where *place, root string, a *schema.Activity) {
	a.ID, root = w.nextMessage(where, root)
	where.post(&message{id: a.ID, root: root, activity: a, posted: w.clock.Now(), only: only})
	w.recordByBot(Posted, where, root, a, w.nameOf(only))
}

// recordByBot records what the bot did, and for the eyes of whom only, by their name, if not for all.
func (w *World) recordByBot(kind Kind, where *place, root string, a *schema.Activity, only string) {
	a.From, a.Conversation = w.bot, where.conversation(root)
	e := Entry{Kind: kind, Bot: true, Who: w.bot.Name, Where: where.name, Only: only, Activity: a}
	if kind == Started {
		e.Notice = w.noticeOf(Person{Name: w.bot.Name, ID: w.bot.ID}, where, a, teams.ChannelData{})
	}
	w.record(e)
}
