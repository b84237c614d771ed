package world

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/convobot/convo/framework/schema"
)

// maxHistory is how many uploaded activities a conversation keeps.
const maxHistory = 1000

// AllowAllRoutes makes the connector answer what Teams has not got and other channels have: listing the bot's
// conversations, removing members, and uploading history. Before that they are refused with 405.
func (w *World) AllowAllRoutes() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.allRoutes = true
	w.touch()
}

func (w *World) beyondTeams() *refusal {
	if w.allRoutes {
		return nil
	}
	return refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "Teams has no such method; other channels do")
}

// listConversations answers with a page of the bot's conversations and who is in them.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversations
func (w *World) listConversations(c call) (int, any, *refusal) {
	if problem := w.beyondTeams(); problem != nil {
		return 0, nil, problem
	}
	type conversation struct {
		ID      string   `json:"id"`
		Members []member `json:"members"`
	}
	var page struct {
		ContinuationToken string         `json:"continuationToken,omitempty"`
		Conversations     []conversation `json:"conversations"`
	}
	start, err := number(c.query.Get("continuationToken"), 0)
	if err != nil || start < 0 {
		return 0, nil, refuse(http.StatusBadRequest, "BadArgument", "continuationToken is not valid")
	}
	places := slices.DeleteFunc(slices.Clone(w.inOrder), func(p *place) bool { return p.gone() || !p.roster.bot })
	start = min(start, len(places)) // the bot may have made the token up, and so large that nothing can be added
	end := min(start+minPage, len(places))
	for _, p := range places[start:end] {
		page.Conversations = append(page.Conversations, conversation{p.account.ID, w.everybody(p.roster)})
	}
	if end < len(places) {
		page.ContinuationToken = strconv.Itoa(end)
	}
	return http.StatusOK, page, nil
}

// deleteMember removes someone from a conversation.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#delete-conversation-member
func (w *World) deleteMember(c call) (int, any, *refusal) {
	if problem := w.beyondTeams(); problem != nil {
		return 0, nil, problem
	}
	where, _, problem := w.reachable(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	p, ok := w.memberOf(where, c.member)
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "MemberNotFoundInConversation", "Member not found in conversation")
	}
	where.roster.remove([]Person{p})
	return http.StatusOK, nil, nil
}

// sendHistory keeps earlier activities; see [World.History].
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#send-conversation-history
func (w *World) sendHistory(c call) (int, any, *refusal) {
	if problem := w.beyondTeams(); problem != nil {
		return 0, nil, problem
	}
	where, _, problem := w.writable(c.conversation)
	if problem != nil {
		return 0, nil, problem
	}
	var t schema.Transcript
	switch err := json.Unmarshal(c.body, &t); {
	case err != nil:
		return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "The body is no transcript: %v", err)
	case len(where.history)+len(t.Activities) > maxHistory:
		return 0, nil, refuse(http.StatusInsufficientStorage, "InsufficientStorage", "A conversation keeps %d activities of history", maxHistory)
	}
	where.history = append(where.history, t.Activities...)
	return http.StatusCreated, schema.ResourceResponse{ID: uuid(w.next())}, nil
}

// History returns the earlier activities that the bot uploaded to a conversation.
func (w *World) History(conversationID string) []schema.Activity {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, ok := w.at(conversationID)
	if !ok {
		return nil
	}
	return slices.Clone(where.history)
}
