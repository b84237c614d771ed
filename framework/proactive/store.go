package proactive

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"time"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// ErrNotFound is what [Store.Load] returns for a conversation that is not in the store.
var ErrNotFound = errors.New("proactive: the conversation is not remembered")

// Key identifies a conversation of a bot. Every thread of a Teams channel is a conversation of its own.
type Key struct {
	AppID          string // the bot's app id; "" in local runs
	ChannelID      string // msteams, webchat, ...
	TenantID       string // "" where the channel has no tenants
	ConversationID string // without the thread
	ThreadID       string // the thread's first message; "" outside threads
}

// KeyOf returns the key of the referenced conversation of the bot with that app id.
func KeyOf(appID string, ref schema.ConversationReference) Key {
	root, thread := teams.SplitThreadID(ref.Conversation.ID)
	return Key{
		AppID:          appID,
		ChannelID:      ref.ChannelID,
		TenantID:       ref.Conversation.TenantID,
		ConversationID: root,
		ThreadID:       thread,
	}
}

// Compare orders keys field by field; it is the order of [Store.All].
func (k Key) Compare(other Key) int {
	return cmp.Or(
		cmp.Compare(k.AppID, other.AppID),
		cmp.Compare(k.ChannelID, other.ChannelID),
		cmp.Compare(k.TenantID, other.TenantID),
		cmp.Compare(k.ConversationID, other.ConversationID),
		cmp.Compare(k.ThreadID, other.ThreadID),
	)
}

// Record is what is remembered of a conversation.
type Record struct {
	Key       Key
	Reference schema.ConversationReference // its ActivityID is empty: what is sent there answers nothing

	TeamID  string    // Teams: the team of a channel conversation
	SeenAt  time.Time // when the activity that taught this was sent
	Removed bool      // the bot was removed from the conversation and cannot be heard there

	Attributes map[string]string // the bot's own notes; [Remember] keeps them as they are
}

// Store keeps records. Package storagetest holds the contract as tests. Implementations are safe for concurrent
// use; records that they take and give are copies.
type Store interface {
	// Load returns the record of a conversation, or [ErrNotFound].
	Load(ctx context.Context, key Key) (Record, error)

	// Update calls change with the record of a conversation, or with a new one that has only the key, and stores
	// what change made of it. Nothing else writes the record meanwhile. The record's key stays as it is. If change
	// returns an error, nothing is stored and Update returns that error. Change may be called again if the store
	// has to retry, and must not call the store.
	Update(ctx context.Context, key Key, change func(*Record) error) error

	// Delete removes the record of a conversation. That there is none is no error.
	Delete(ctx context.Context, key Key) error

	// All yields every record in the order of their keys. Writes meanwhile neither block nor end it: a record is
	// yielded as it was or as it is, and one that is neither added nor removed meanwhile is yielded exactly once.
	// An error is yielded last.
	All(ctx context.Context) iter.Seq2[Record, error]
}
