package framework

import (
	"context"

	"github.com/convobot/convo/framework/schema"
)

// Adapter sends what a bot says to one channel service, as one bot (one app id). Package adaptertest holds the
// contract as tests.
//
// Methods are safe for concurrent use and honour their context. What the channel refuses is a [*ChannelError].
type Adapter interface {
	// SendActivities sends the activities in order to the referenced conversation and returns one response for
	// each. If one fails, those after it are not sent, and the responses of those before it are returned with the
	// error. The activities carry their full address and are not changed.
	SendActivities(ctx context.Context, ref schema.ConversationReference, activities []*schema.Activity) ([]schema.ResourceResponse, error)

	// UpdateActivity replaces the activity with a's ID.
	UpdateActivity(ctx context.Context, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error)

	// DeleteActivity deletes the activity with that id.
	DeleteActivity(ctx context.Context, ref schema.ConversationReference, activityID string) error

	// CreateConversation starts a conversation. An answer without a conversation id is an error.
	CreateConversation(ctx context.Context, channelID, serviceURL string, p schema.ConversationParameters) (Created, error)

	// ContinueConversation runs h in a turn of the referenced conversation that the bot starts. The turn's activity
	// is an event named ContinueConversation. It returns h's error, or a [*PanicError]. The turn does not wait in
	// the conversation's queue, so a handler may continue its own conversation.
	ContinueConversation(ctx context.Context, ref schema.ConversationReference, h Handler) error
}

// Created is a conversation that was just started.
type Created struct {
	Reference  schema.ConversationReference // where to speak in it
	ActivityID string                       // its first message, or "" if it has none yet
}
