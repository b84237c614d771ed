package proactive

import (
	"context"
	"errors"
	"log/slog"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Tell says something to whoever is remembered under the key: to a person in private (see [Open]), or in a conversation.
// A private conversation that the channel no longer knows is opened anew, once. What the channel says of the address is
// remembered in the record's [Reach], and of an organization, in that of the organization.
//
// Tell looks neither at Reach nor at [Preferences]: it is for what was asked for. The error is [ErrNotFound] if there is no such
// record, or a [*framework.ChannelError]; Tell itself never sends twice. That the store fails after the message was sent is no
// error, for it might be sent again then: it is logged to slog.Default.
func Tell(ctx context.Context, adapter framework.Adapter, store Store, key Key, a *schema.Activity) (schema.ResourceResponse, error) {
	record, err := store.Load(ctx, key)
	if err != nil {
		return schema.ResourceResponse{}, err
	}
	d := delivery{adapter: adapter, store: store, message: a}
	err = d.to(ctx, record)
	problem := heed(ctx, store, record, err)
	if err == nil && problem != nil {
		slog.Default().ErrorContext(ctx, "that a message arrived is not recorded", "error", problem)
		return d.sent, nil
	}
	return d.sent, errors.Join(err, problem)
}

// delivery is one message on its way to one recipient.
type delivery struct {
	adapter framework.Adapter
	store   Store
	message *schema.Activity

	ref   schema.ConversationReference // where it went
	sent  schema.ResourceResponse
	tried bool // the message itself was given to the channel
}

func (d *delivery) to(ctx context.Context, recipient Record) error {
	var err error
	if d.ref, err = open(ctx, d.adapter, d.store, recipient); err != nil {
		return err
	}
	err = d.send(ctx)
	if !d.tried || framework.ClassOf(err) != framework.ForgetAddress || recipient.Key.UserID == "" {
		return err
	}
	d.tried = false // it was refused
	if d.ref, err = reopen(ctx, d.adapter, d.store, recipient.Key, d.ref); err != nil {
		return err
	}
	return d.send(ctx)
}

func (d *delivery) send(ctx context.Context) error {
	var err error
	d.sent, err = inTurn(ctx, d.adapter, d.ref, func(ctx context.Context, turn *framework.TurnContext) (schema.ResourceResponse, error) {
		if err := ctx.Err(); err != nil {
			return schema.ResourceResponse{}, err
		}
		d.tried = true
		return turn.SendActivity(ctx, d.message)
	})
	return err
}
