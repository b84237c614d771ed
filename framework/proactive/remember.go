package proactive

import (
	"cmp"
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
// a person who can be written to in private (see [Open]). In Teams, who comes without an Entra object id and says
// nothing in private is passed over: some updates lack it, and what follows them has it.
//
// It marks the conversation that an activity says the bot is removed from: when it is removed from a team, that is the
// team's General channel, not its threads, where sending then fails with the class Stop. An activity that is older than
// what the store knows changes nothing, so that a late one does not bring a removed bot back.
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
	l := lesson{
		store: store, appID: turn.Identity().AppID, ref: turn.ConversationReference(),
		seen: sentAt(a), teamID: teams.TeamID(a), removed: removesBot(a),
	}
	l.ref.ActivityID = ""
	says := a.Type == schema.TypeMessage || a.Type == schema.TypeInvoke
	if isPrivate(l.ref) && !says && !l.isPerson(l.ref.User) {
		return nil
	}
	err := l.conversation(ctx, l.ref)
	if !isShared(l.ref) {
		return err
	}
	root, _ := teams.SplitThreadID(l.ref.Conversation.ID)
	for _, channel := range []string{root, l.teamID} { // General has the id of its team
		if channel != "" && channel != l.ref.Conversation.ID {
			err = errors.Join(err, l.place(ctx, channel))
		}
	}
	for _, who := range append(slices.Clone(a.MembersAdded), a.From) {
		if who.ID != a.Recipient.ID && who.ID != a.Conversation.ID && l.isPerson(who) {
			err = errors.Join(err, l.person(ctx, who))
		}
	}
	return err
}

// lesson is what one activity teaches.
type lesson struct {
	store   Store
	appID   string
	ref     schema.ConversationReference
	seen    time.Time
	teamID  string
	removed bool
}

// conversation learns where the activity came from: a conversation, or a person in private.
func (l lesson) conversation(ctx context.Context, ref schema.ConversationReference) error {
	return l.update(ctx, KeyOf(l.appID, ref), func(r *Record) error {
		if l.seen.Before(r.SeenAt) {
			return errKnown
		}
		r.meet(ref)
		r.SeenAt, r.Removed, r.TeamID = l.seen, l.removed, cmp.Or(l.teamID, r.TeamID)
		return nil
	})
}

// place learns of a channel that the activity did not come from, but is to be reached by.
func (l lesson) place(ctx context.Context, channelID string) error {
	ref := l.ref
	ref.User, ref.Locale = schema.ChannelAccount{}, ""
	ref.Conversation.ID, ref.Conversation.Name = channelID, ""
	return l.update(ctx, KeyOf(l.appID, ref), func(r *Record) error {
		known := r.Reference.Conversation.ID != "" && r.Reference.ServiceURL == ref.ServiceURL && !r.Removed
		if known || l.seen.Before(r.SeenAt) || l.removed {
			return errKnown
		}
		r.meet(ref)
		r.SeenAt, r.Removed, r.TeamID = l.seen, false, cmp.Or(l.teamID, r.TeamID)
		return nil
	})
}

// isPerson reports whether that is somebody to remember. In Teams people have an Entra object id, and bots and anonymous
// guests have none. Some updates leave it out: under their other id, people would be remembered, and told, twice.
func (l lesson) isPerson(who schema.ChannelAccount) bool {
	return who.ID != "" && who.Role != schema.RoleBot && who.Role != schema.RoleSkill &&
		(who.AADObjectID != "" || l.ref.ChannelID != schema.ChannelTeams)
}

// person learns of somebody who wrote, or came, in a conversation of several.
func (l lesson) person(ctx context.Context, who schema.ChannelAccount) error {
	ref := l.ref
	ref.Conversation = schema.ConversationAccount{TenantID: l.ref.Conversation.TenantID}
	if who.ID != l.ref.User.ID {
		ref.Locale = "" // it is the sender's
	}
	ref.User = who
	return l.update(ctx, personKey(l.appID, ref), func(r *Record) error {
		if l.seen.Before(r.SeenAt) {
			return errKnown
		}
		private := r.Reference
		r.meet(ref)
		if private.Conversation.ID != "" {
			r.Reference.Conversation, r.Reference.ServiceURL = private.Conversation, private.ServiceURL
		}
		r.SeenAt = l.seen
		return nil
	})
}

func (l lesson) update(ctx context.Context, key Key, change func(*Record) error) error {
	if err := l.store.Update(ctx, key, change); !errors.Is(err, errKnown) {
		return err
	}
	return nil
}

// meet takes a newer reference over. What it leaves out, as updates of a conversation leave out names and the locale,
// stays known.
func (r *Record) meet(ref schema.ConversationReference) {
	ref.ActivityID = ""
	ref.Locale = cmp.Or(ref.Locale, r.Reference.Locale)
	if ref.User.ID == r.Reference.User.ID {
		ref.User.Name = cmp.Or(ref.User.Name, r.Reference.User.Name)
		ref.User.AADObjectID = cmp.Or(ref.User.AADObjectID, r.Reference.User.AADObjectID)
	}
	r.Reference = ref
}

// Save remembers the referenced conversation of the bot with that app id: one that the bot has just created, say.
// Change, which may be nil, is called with the record, the new reference in it; it may add to the record, or refuse by
// an error, which Save returns.
func Save(ctx context.Context, store Store, appID string, ref schema.ConversationReference, change func(*Record) error) error {
	return store.Update(ctx, KeyOf(appID, ref), func(r *Record) error {
		r.meet(ref)
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
