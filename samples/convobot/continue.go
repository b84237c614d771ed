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
	for record, err := range b.store.All(ctx) {
		if err != nil {
			return err
		}
		if record.Attributes[opened] == "" || record.Removed || record.Key.AppID != here.AppID || record.Key.TenantID != here.TenantID {
			continue
		}
		_, err = proactive.Send(ctx, turn.Adapter(), record.Reference, schema.TextMessage(v.say("continue.still")))
		if err == nil {
			spoke++
			continue
		}
		failed++
		if err := b.giveUp(ctx, record.Key, err); err != nil {
			return err
		}
	}
	return turn.SendText(ctx, v.say("continue.done", spoke, failed))
}

// giveUp forgets a thread that is gone, and does not try one again that the bot was removed from. Other errors, such as
// too many messages at once, may be over the next time.
func (b *convoBot) giveUp(ctx context.Context, key proactive.Key, err error) error {
	switch framework.ClassOf(err) {
	case framework.ForgetAddress:
		return b.store.Delete(ctx, key)
	case framework.Stop:
		return b.store.Update(ctx, key, func(r *proactive.Record) error {
			r.Removed = true
			return nil
		})
	default:
		return nil
	}
}
