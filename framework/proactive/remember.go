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

// Remember returns middleware that keeps everyone the bot meets in the store: the conversation of the activity, for a
// thread also the channel and the team's General channel, and in a group or channel who wrote and who was added, each as
// a person who can be written to in private (see [Open]). In Teams, who comes without an Entra object id, is not known by
// another id, and says nothing in private, is passed over: some updates lack it, and what follows them has it.
//
// It follows what becomes of them: apps that are installed and removed, teams and channels that are renamed, archived,
// deleted and restored. When the bot is removed from a team, or the team is deleted, nothing in it can be reached any
// more; that ends when the bot is back. Somebody who blocked the bot can be reached again once they write to it in
// private, and an organization whose administrator disabled the bot, at most a minute after anybody in it is heard of.
//
// # Order
//
// Activities may come late. One that is older than what the store knows changes nothing, so that a late message does not
// bring a removed bot back, nor a late removal take away one that was installed again.
//
// What teaches nothing new is not written, which makes a usual turn cost one read and no write, two reads where there are
// several people: SeenAt is then up to an hour old, and what channels around a thread are like is looked up once a minute.
// That is safe because whether the bot is there never hangs on it: installations and removals are always written with
// their exact time. A late removal is compared with the last installation, and between a removal and a later message
// there is always an installation; on a channel that does not report those, the next message mends it. A late message
// may, within that hour, bring back an old name or language until the next one.
//
// # Other bots
//
// What another bot brings that may call this one (see adapters/cloud) teaches nothing. It chooses whom it speaks for and
// in which conversation, and must not move where the bot speaks to people of its own accord. Who wants to speak to it
// later keeps [framework.TurnContext.ConversationReference] elsewhere.
//
// # Service URL
//
// The URL that a conversation is reached by is replaced when none is known, when the last message to it failed, or when
// it comes in a better way (see [LearnedBy]). The adapter has checked its host, and checks it again when it sends.
//
// A store that fails does not keep the bot from answering: the failure is logged to slog.Default and the turn goes
// on.
func Remember(store Store) framework.Middleware {
	lately := newLately()
	return func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			if err := learn(ctx, store, turn, lately); err != nil {
				slog.Default().ErrorContext(ctx, "conversation not remembered", "error", err)
			}
			return next.OnTurn(ctx, turn)
		})
	}
}

func learn(ctx context.Context, store Store, turn *framework.TurnContext, lately lately) error {
	a := turn.Activity
	if a.Type == schema.TypeEvent && a.Name == schema.EventContinueConversation {
		return nil // the bot's own turn: it came from a reference
	}
	if isAnotherBots(a, turn.Identity().AppID) {
		return nil
	}
	l := newLesson(store, turn)
	l.lately = lately
	if l.change.removes() {
		return l.removal(ctx)
	}
	return errors.Join(l.presence(ctx), l.tenant(ctx))
}

// isAnotherBots reports whether an app brought the activity that is neither a channel nor the bot's own, whose id local
// clients use.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#caller-id
func isAnotherBots(a *schema.Activity, appID string) bool {
	caller, isApp := strings.CutPrefix(a.CallerID, "urn:botframework:aadappid:")
	return isApp && !strings.EqualFold(caller, appID)
}

// presence learns from an activity that shows that the bot is there.
func (l lesson) presence(ctx context.Context) error {
	if !isShared(l.ref) {
		return l.private(ctx)
	}
	err := errors.Join(l.conversation(ctx, KeyOf(l.appID, l.ref)), l.back(ctx))
	root, _ := teams.SplitThreadID(l.ref.Conversation.ID)
	for _, channel := range slices.Compact([]string{root, l.data.Team.ID, l.changed()}) { // General has the id of its team
		if channel != "" && channel != l.ref.Conversation.ID {
			err = errors.Join(err, l.place(ctx, channel))
		}
	}
	for _, who := range append(slices.Clone(l.activity.MembersAdded), l.activity.From) {
		if l.isPerson(who) {
			err = errors.Join(err, l.person(ctx, who))
		}
	}
	if l.data.EventType == teams.EventTeamMemberRemoved {
		err = errors.Join(err, l.left(ctx))
	}
	return err
}

// changed returns the id of the channel that the activity is about, other than the one it came from.
func (l lesson) changed() string {
	switch l.data.EventType {
	case teams.EventChannelCreated, teams.EventChannelRenamed, teams.EventChannelRestored:
		return l.data.Channel.ID
	}
	return ""
}

// Save remembers the referenced conversation of the bot with that app id: one that the bot has just created, say.
// Change, which may be nil, is called with the record, the new reference in it; it may add to the record, or refuse by
// an error, which Save returns.
func Save(ctx context.Context, store Store, appID string, ref schema.ConversationReference, change func(*Record) error) error {
	return store.Update(ctx, KeyOf(appID, ref), func(r *Record) error {
		url := ref.ServiceURL
		r.meet(ref)
		if url != "" {
			r.Reference.ServiceURL, r.LearnedBy = url, ""
		}
		r.touch(time.Now())
		if change == nil {
			return nil
		}
		return change(r)
	})
}

// sentAt returns when the activity was sent. A clock that is ahead must not make everything after it late.
func sentAt(a *schema.Activity) time.Time {
	now := time.Now()
	if a.Timestamp.Time.IsZero() || a.Timestamp.After(now) {
		return now
	}
	return a.Timestamp.Time
}
