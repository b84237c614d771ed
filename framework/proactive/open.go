package proactive

import (
	"context"
	"errors"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Open returns the address of a remembered person's private conversation, or of a remembered conversation as it is. If
// the person's is not known yet, it asks the channel for it and remembers it. Teams gives a person one private
// conversation with a bot, so asking twice at once does no harm.
//
// The error is [ErrNotFound] if there is no such record, or a [*framework.ChannelError] if the channel refuses: the class
// Stop means that the person does not have the bot's app, or blocked it, which the record's [Reach] then says.
func Open(ctx context.Context, adapter framework.Adapter, store Store, key Key) (schema.ConversationReference, error) {
	record, err := store.Load(ctx, key)
	if err != nil {
		return schema.ConversationReference{}, err
	}
	ref, err := open(ctx, adapter, store, record)
	if err == nil {
		return ref, nil // whether messages arrive is not known yet
	}
	return ref, errors.Join(err, heed(ctx, store, record, err))
}

func open(ctx context.Context, adapter framework.Adapter, store Store, record Record) (schema.ConversationReference, error) {
	if record.Reference.Conversation.ID != "" {
		return record.Reference, nil
	}
	created, err := create(ctx, adapter, record.Reference)
	if err != nil {
		return schema.ConversationReference{}, err
	}
	var opened schema.ConversationReference
	err = store.Update(ctx, record.Key, func(r *Record) error {
		if !r.hasAddress() {
			return ErrNotFound // deleted meanwhile
		}
		if r.Reference.Conversation.ID == "" { // the person may have written meanwhile
			r.Reference.Conversation, r.Reference.ServiceURL = created.Conversation, created.ServiceURL
			r.touch(time.Now())
		}
		opened = r.Reference
		return nil
	})
	return opened, err
}

// create makes the private conversation of the bot and the user that a reference names.
func create(ctx context.Context, adapter framework.Adapter, ref schema.ConversationReference) (schema.ConversationReference, error) {
	created, err := inTurn(ctx, adapter, ref, func(ctx context.Context, turn *framework.TurnContext) (framework.Created, error) {
		return turn.CreateConversation(ctx, schema.ConversationParameters{Members: []schema.ChannelAccount{ref.User}})
	})
	return created.Reference, err
}

// reopen forgets a private conversation that the channel no longer knows, and opens it anew.
func reopen(
	ctx context.Context, adapter framework.Adapter, store Store, key Key, dead schema.ConversationReference,
) (schema.ConversationReference, error) {
	err := store.Update(ctx, key, func(r *Record) error {
		if r.Reference.Conversation.ID != dead.Conversation.ID {
			return ErrSkip // done by another, or deleted
		}
		r.Reference.Conversation = schema.ConversationAccount{TenantID: r.Key.TenantID}
		return nil
	})
	if err != nil {
		return schema.ConversationReference{}, err
	}
	record, err := store.Load(ctx, key)
	if err != nil {
		return schema.ConversationReference{}, err
	}
	return open(ctx, adapter, store, record)
}

// Find returns the record of a person by either of their ids: the one on the channel or the Entra object id. Key says
// where to look; its UserID is the id.
func Find(ctx context.Context, store Store, key Key) (Record, error) {
	key = key.Canonical()
	if key.isTenant() { // nobody is named
		return Record{}, ErrNotFound
	}
	record, err := store.Load(ctx, key)
	if !errors.Is(err, ErrNotFound) {
		return record, err
	}
	if key.UserID == "" {
		return Record{}, ErrNotFound
	}
	filter := Filter{AppID: key.AppID, ChannelID: key.ChannelID, TenantID: key.TenantID, UserID: key.UserID}
	for r, err := range store.All(ctx, filter) {
		if err != nil {
			return Record{}, err
		}
		if r.Key.Tenant() == key.Tenant() { // "" in a filter is any
			return r, nil
		}
	}
	return Record{}, ErrNotFound
}
