package connector

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

var errNoConversationID = errors.New("the answer has no conversation id")

// ConversationMembers is a conversation that the bot takes part in.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#conversationmembers-object
type ConversationMembers struct {
	ID      string                  `json:"id"`
	Members []schema.ChannelAccount `json:"members"`
}

// ConversationsPage is a part of the conversations that the bot takes part in.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#conversationsresult-object
type ConversationsPage struct {
	ContinuationToken string                `json:"continuationToken"` // of the next page; "" on the last
	Conversations     []ConversationMembers `json:"conversations"`
}

// CreateConversation starts a conversation. It sends p as it is. If that had to go to another service URL than the
// client's, because the tenant is in GCC, the answer names it.
//
// An answer without a conversation id is a [framework.ChannelError] of class Ambiguous: the channel may have made the
// conversation and posted its first message, and asking again could post it twice.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#create-conversation
func (c *Client) CreateConversation(ctx context.Context, p schema.ConversationParameters) (schema.ConversationResourceResponse, error) {
	const op = "create conversation"
	var created schema.ConversationResourceResponse
	body, err := p.MarshalJSON()
	if err != nil {
		return created, encodingError(op, err)
	}
	data, _ := schema.As[teams.ChannelData](p.ChannelData) // another channel's are none
	to := c.route("/v3/conversations").message(data.Channel.ID, cmp.Or(p.TenantID, data.Tenant.ID))
	a, err := c.do(ctx, op, http.MethodPost, to, body)
	if err != nil {
		return created, err
	}
	if err := a.decode(&created); err != nil {
		return created, err
	}
	if created.ID == "" {
		return created, a.unusable(errNoConversationID)
	}
	if a.request.moved && created.ServiceURL == "" {
		created.ServiceURL = a.request.serviceURL
	}
	return created, nil
}

// Conversations returns one page of the conversations that the bot takes part in, with their members: the first if
// continuationToken is empty. Few channels support it; Teams does not.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-conversations
func (c *Client) Conversations(ctx context.Context, continuationToken string) (ConversationsPage, error) {
	from := c.route("/v3/conversations").query("continuationToken", continuationToken)
	page, err := call[ConversationsPage](ctx, c, "list conversations", http.MethodGet, from, nil)
	for _, with := range page.Conversations {
		setObjectIDs(with.Members)
	}
	return page, err
}

// AllConversations returns the conversations of all pages of [Client.Conversations], fetching a page when it is
// reached. After an error it ends.
func (c *Client) AllConversations(ctx context.Context) iter.Seq2[ConversationMembers, error] {
	return allPages(func(token string) ([]ConversationMembers, string, error) {
		page, err := c.Conversations(ctx, token)
		return page.Conversations, page.ContinuationToken, err
	})
}

func conversationRoute(c *Client, id string) *route {
	return c.route("/v3/conversations").id("conversation", id)
}

// maxEmptyPages is how many pages without an item may follow each other: a channel that leaves items out has some, one
// that is broken has no end of them.
const maxEmptyPages = 100

var (
	errSameToken  = errors.New("connector: the channel answered with a continuation token that it has given before")
	errEmptyPages = errors.New("connector: the channel answered with 100 empty pages, each of which names a next one")
)

// allPages goes through pages until there is no token for a next one.
func allPages[T any](fetch func(token string) (items []T, next string, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		token, seen, empty := "", map[string]bool{}, 0
		for {
			items, next, err := fetch(token)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			empty++
			if len(items) > 0 {
				empty = 0
			}
			if problem := endless(seen[next], empty); problem != nil {
				yield(none, problem)
				return
			}
			seen[next] = true
			token = next
		}
	}
}

// endless says why pages would go on for ever, or nil.
func endless(isKnown bool, empty int) error {
	switch {
	case isKnown:
		return errSameToken
	case empty >= maxEmptyPages:
		return errEmptyPages
	default:
		return nil
	}
}
