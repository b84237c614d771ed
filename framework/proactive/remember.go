package proactive

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Remember returns middleware that keeps every conversation the bot meets in the store, and marks the one that an
// activity says the bot is removed from: when it is removed from a team, that is the team's General channel, not its
// threads, where sending then fails with the class Stop. An activity that is older than what the store knows changes nothing, so that a late one
// does not bring a removed bot back.
//
// A store that fails does not keep the bot from answering: the failure is logged to slog.Default and the turn goes
// on.
func Remember(store Store) framework.Middleware {
	return func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			if err := learn(ctx, store, turn); err != nil {
				slog.Default().ErrorContext(ctx, "conversation not remembered", "error", err)
			}
			return next.OnTurn(ctx, turn)
		})
	}
}

// errKnown ends an update that has nothing to store.
var errKnown = errors.New("proactive: nothing new")

func learn(ctx context.Context, store Store, turn *framework.TurnContext) error {
	a := turn.Activity
	if a.Type == schema.TypeEvent && a.Name == schema.EventContinueConversation {
		return nil // the bot's own turn: it came from a reference
	}
	seen, now := a.Timestamp.Time, time.Now()
	if seen.IsZero() || seen.After(now) { // a clock that is ahead must not make everything after it late
		seen = now
	}
	err := Save(ctx, store, turn.Identity().AppID, turn.ConversationReference(), func(r *Record) error {
		if seen.Before(r.SeenAt) {
			return errKnown
		}
		r.SeenAt = seen
		r.Removed = removesBot(a)
		r.TeamID = teams.TeamID(a)
		return nil
	})
	if errors.Is(err, errKnown) {
		return nil
	}
	return err
}

// Save remembers the referenced conversation of the bot with that app id: one that the bot has just created, say.
// Change, which may be nil, is called with the record, the new reference in it; it may add to the record, or refuse by
// an error, which Save returns.
func Save(ctx context.Context, store Store, appID string, ref schema.ConversationReference, change func(*Record) error) error {
	ref.ActivityID = ""
	return store.Update(ctx, KeyOf(appID, ref), func(r *Record) error {
		r.Reference = ref
		if change == nil {
			return nil
		}
		return change(r)
	})
}

// removesBot reports whether the activity says that the bot is no longer in the conversation.
func removesBot(a *schema.Activity) bool {
	switch a.Type {
	case schema.TypeInstallationUpdate:
		return strings.HasPrefix(a.Action, "remove") && a.Action != "remove-upgrade"
	case schema.TypeConversationUpdate:
		return slices.ContainsFunc(a.MembersRemoved, func(m schema.ChannelAccount) bool { return m.ID == a.Recipient.ID })
	default:
		return false
	}
}
