package world

import (
	"net/http"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// create starts what Teams lets a bot start: a thread in a channel, or its chat with one person. There are no new
// group chats and no new channels.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#create-conversation
func (w *World) create(c call) (int, any, *refusal) {
	p, problem := readParameters(c.body)
	if problem != nil {
		return 0, nil, problem
	}
	data, _ := schema.As[teams.ChannelData](p.ChannelData)
	switch {
	case p.IsGroup && data.Channel.ID != "":
		return w.createThread(data.Channel.ID, p.Activity)
	case !p.IsGroup && len(p.Members) == 1:
		return w.createPersonal(p.Members[0].ID, p.Activity)
	}
	return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "Incorrect conversation creation parameters")
}

func (w *World) createThread(channelID string, first *schema.Activity) (int, any, *refusal) {
	where, root, problem := w.reachable(channelID)
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

func (w *World) createPersonal(memberID string, first *schema.Activity) (int, any, *refusal) {
	p, ok := w.people[memberID]
	if !ok {
		return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "Bad format of conversation ID")
	}
	if !w.canWriteTo(p) {
		return 0, nil, refuse(http.StatusForbidden, "ForbiddenOperationException", "The app is not installed for this user.")
	}
	chat := w.personalChat(p)
	created := schema.ConversationResourceResponse{ID: chat.account.ID}
	if first != nil {
		w.postByBot(chat, "", first)
		created.ActivityID = first.ID
	}
	return http.StatusCreated, created, nil
}

// canWriteTo reports whether the app is installed for the person or, unless they removed it, in a team or chat that
// they are in.
func (w *World) canWriteTo(p Person) bool {
	if chat, ok := w.personal[p.ID]; ok {
		return chat.roster.bot
	}
	for _, where := range w.places {
		if where.roster.bot && where.roster.has(p) {
			return true
		}
	}
	return false
}
