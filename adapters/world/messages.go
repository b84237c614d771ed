package world

import (
	"net/http"

	"github.com/convobot/convo/framework/schema"
)

// send posts what the bot says: a new message, or typing.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#send-to-conversation
func (w *World) send(c call) (int, any, *refusal) {
	where, root, problem := w.writable(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	a, problem := readActivity(c.body)
	if problem != nil {
		return 0, nil, problem
	}
	if a.Type == schema.TypeTyping {
		w.recordByBot(Typed, where, root, a)
		return http.StatusAccepted, nil, nil
	}
	w.postByBot(where, root, a)
	return http.StatusCreated, schema.ResourceResponse{ID: a.ID}, nil
}

// update replaces one of the bot's messages.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#update-activity
func (w *World) update(c call) (int, any, *refusal) {
	where, m, problem := w.ownMessage(c)
	if problem != nil {
		return 0, nil, problem
	}
	a, problem := readActivity(c.body)
	if problem != nil {
		return 0, nil, problem
	}
	a.ID, m.activity = c.activity, a
	w.recordByBot(Edited, where, m.root, a)
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
	w.recordByBot(Deleted, where, m.root, &schema.Activity{Type: schema.TypeMessageDelete, ID: c.activity})
	return http.StatusOK, nil, nil
}

// reachable finds a conversation that the bot is in.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
func (w *World) reachable(conversationID string) (*place, string, *refusal) {
	where, root, ok := w.at(conversationID)
	if !ok {
		return nil, "", refuse(http.StatusNotFound, "ConversationNotFound", "Conversation not found.")
	}
	if !where.roster.bot {
		return nil, "", refuse(http.StatusForbidden, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
	}
	return where, root, nil
}

// writable finds a conversation that the bot may say something in: one that is reachable, and whose person did not block
// the bot.
func (w *World) writable(conversationID string) (*place, string, *refusal) {
	where, root, problem := w.reachable(conversationID)
	if problem != nil {
		return nil, "", problem
	}
	if where.account.ConversationType == schema.ConversationPersonal && w.blocked[where.roster.people[0]] {
		return nil, "", blockedByUser()
	}
	return where, root, nil
}

func blockedByUser() *refusal {
	return refuse(http.StatusForbidden, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
}

func (w *World) ownMessage(c call) (*place, *message, *refusal) {
	where, root, problem := w.writable(c.conversation)
	if problem != nil {
		return nil, nil, problem
	}
	m, ok := where.find(root, c.activity)
	if !ok {
		return nil, nil, refuse(http.StatusNotFound, "ActivityNotFoundInConversation", "Activity not found in the conversation.")
	}
	if m.activity.From.ID != w.bot.ID {
		return nil, nil, refuse(http.StatusForbidden, "NotEnoughPermissions", "The bot can change only its own messages.")
	}
	return where, m, nil
}

// postByBot puts a message of the bot into a place and fills in what Teams knows of it.
func (w *World) postByBot(where *place, root string, a *schema.Activity) {
	a.ID, root = w.nextMessage(where, root)
	where.messages[a.ID] = &message{root: root, activity: a}
	w.recordByBot(Posted, where, root, a)
}

func (w *World) recordByBot(kind Kind, where *place, root string, a *schema.Activity) {
	a.From, a.Conversation = w.bot, where.conversation(root)
	w.record(Entry{Kind: kind, Bot: true, Who: w.bot.Name, Where: where.name, Activity: a})
}
