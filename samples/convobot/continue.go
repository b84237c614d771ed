package main

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// opened marks the conversations that the bot started itself.
const opened = "opened"

// remember keeps a thread that the bot has just opened.
func (b *convoBot) remember(ctx context.Context, turn *framework.TurnContext, created framework.Created) error {
	return proactive.Save(ctx, b.store, turn.Identity().AppID, created.Reference, func(r *proactive.Record) error {
		r.Attributes = map[string]string{opened: "true"}
		return nil
	})
}

// continueThreads speaks in every thread that the bot opened in the user's organization.
func (b *convoBot) continueThreads(ctx context.Context, turn *framework.TurnContext) error {
	v, err := b.voice(ctx, turn)
	if err != nil {
		return err
	}
	here := proactive.KeyOf(turn.Identity().AppID, turn.ConversationReference())
	spoke, failed := 0, 0
	for record, err := range b.store.All(ctx, proactive.Filter{AppID: here.AppID, TenantID: here.TenantID}) {
		if err != nil {
			return err
		}
		if record.Attributes[opened] == "" || !record.Reachable() || record.Key.AppID != here.AppID || record.Key.TenantID != here.TenantID {
			continue
		}
		// A thread that is gone, or that the bot was removed from, is not tried again.
		_, err = proactive.Tell(ctx, turn.Adapter(), b.store, record.Key, schema.TextMessage(v.say("continue.still")))
		if err != nil {
			b.log.WarnContext(ctx, "could not continue a thread", "thread", record.Reference.Conversation.ID, "error", err)
			failed++
			continue
		}
		spoke++
	}
	return turn.SendText(ctx, v.say("continue.done", spoke, failed))
}
