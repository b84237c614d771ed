package main

import (
	"context"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// opened marks the conversations that the bot started itself.
const opened = "opened"

// remember keeps a thread that the bot has just opened.
func (b convoBot) remember(ctx context.Context, turn *framework.TurnContext, created framework.Created) error {
	return proactive.Save(ctx, b.store, turn.Identity().AppID, created.Reference, func(r *proactive.Record) error {
		r.Attributes = map[string]string{opened: "true"}
		return nil
	})
}

// continueThreads speaks in every thread that the bot opened in the user's organization.
func (b convoBot) continueThreads(ctx context.Context, turn *framework.TurnContext) error {
	here := proactive.KeyOf(turn.Identity().AppID, turn.ConversationReference())
	sent := 0
	for record, err := range b.store.All(ctx) {
		if err != nil {
			return err
		}
		if record.Attributes[opened] == "" || record.Key.AppID != here.AppID || record.Key.TenantID != here.TenantID {
			continue
		}
		_, err = proactive.Send(ctx, turn.Adapter(), record.Reference, schema.TextMessage("Still here"))
		switch {
		case framework.ClassOf(err) == framework.ForgetAddress:
			err = b.store.Delete(ctx, record.Key)
		case err == nil:
			sent++
		}
		if err != nil {
			return err
		}
	}
	return turn.SendText(ctx, fmt.Sprintf("Threads that I spoke in: %d", sent))
}
