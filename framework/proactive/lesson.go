package proactive

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// seenEvery is how old SeenAt gets while there is nothing else to write.
const seenEvery = time.Hour

// lesson is what one activity teaches.
type lesson struct {
	store    Store
	activity *schema.Activity
	appID    string
	ref      schema.ConversationReference
	data     teams.ChannelData // of Teams
	client   schema.ClientInfo // of the sender
	at       time.Time
	change   change
	by       LearnedBy
	lately   lately
}

func newLesson(store Store, turn *framework.TurnContext) lesson {
	a := turn.Activity
	l := lesson{store: store, activity: a, appID: turn.Identity().AppID, ref: turn.ConversationReference(), at: sentAt(a)}
	l.data, _ = teams.Data(a) // another channel's may have any form
	l.data.Channel, l.data.Team = l.data.Place()
	l.client = a.ClientInfo()
	l.change = changeOf(a, l.data.EventType)
	l.by = ByMessage
	switch {
	case l.change == installed:
		l.by = ByInstall
	case a.Type == schema.TypeInvoke:
		l.by = ByInvoke
	}
	l.ref.ActivityID = ""
	l.ref.Locale = cmp.Or(l.ref.Locale, l.client.Locale)
	return l
}

// teach stores what change makes of a record, unless that is nothing new.
func (l lesson) teach(ctx context.Context, key Key, change func(*Record)) error {
	r, err := l.store.Load(ctx, key) // a write, even one of nothing, costs more than a read
	if err == nil && !l.teaches(&r, change) {
		return nil
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return l.store.Update(ctx, key, func(r *Record) error {
		if !l.teaches(r, change) {
			return ErrSkip
		}
		return nil
	})
}

// teaches applies change to a record, and reports whether it is to be stored.
func (l lesson) teaches(r *Record, change func(*Record)) bool {
	if l.at.Before(r.SeenAt) || l.at.Before(r.Install.At) {
		return false
	}
	before := *r
	change(r)
	if r.isLike(before) && l.at.Sub(before.SeenAt) <= seenEvery {
		return false
	}
	r.SeenAt = l.at
	r.keepOrigin(before)
	r.touch(time.Now())
	return true
}

// isLike reports whether nothing differs that an activity can teach.
func (r *Record) isLike(other Record) bool {
	return r.LearnedBy == other.LearnedBy && r.TeamID == other.TeamID && r.Place == other.Place && r.Install == other.Install &&
		r.Reach.State == other.Reach.State && r.Reach.Failures == other.Reach.Failures &&
		reflect.DeepEqual(r.Person, other.Person) && reflect.DeepEqual(r.Reference, other.Reference)
}

// touch notes that a record was changed. Seconds are enough to tell backups apart, and short.
func (r *Record) touch(now time.Time) {
	r.UpdatedAt = now.Truncate(time.Second).UTC()
	if r.CreatedAt.IsZero() {
		r.CreatedAt = r.UpdatedAt
	}
}

// keepOrigin keeps the first address when another takes its place.
func (r *Record) keepOrigin(before Record) {
	was, is := before.Reference, r.Reference
	moved := was.ServiceURL != is.ServiceURL || was.Conversation.ID != is.Conversation.ID
	if len(r.Origin) == 0 && was.ServiceURL != "" && was.Conversation.ID != "" && moved {
		r.Origin, _ = was.MarshalJSON() // what was read can be written
	}
}

// heardFrom notes that the bot is where the record is.
func (l lesson) heardFrom(r *Record) {
	if l.change != unchanged || r.Install.State != Installed {
		r.Install = Install{State: Installed, At: l.at}
	}
	if !l.at.Before(r.Reach.At) {
		r.Reach.clear(l.at)
	}
}

// clear forgets failures.
func (r *Reach) clear(at time.Time) {
	if r.State != ReachOK {
		r.State, r.At = ReachOK, at
	}
	r.Failures, r.Code = 0, ""
}

// address takes the activity's address over, and the service URL if it may replace the known one.
func (l lesson) address(r *Record, ref schema.ConversationReference) {
	known := r.Reference.ServiceURL
	r.meet(ref)
	if known == "" || r.Reach.Failures > 0 || l.by == ByInstall || l.by.rank() < r.LearnedBy.rank() {
		r.LearnedBy = l.by
		return
	}
	r.Reference.ServiceURL = known
}

// rank orders the ways to learn a service URL, the best one first.
func (by LearnedBy) rank() int {
	switch by {
	case ByInstall:
		return 0
	case ByMessage:
		return 1
	case ByInvoke:
		return 2
	case ByDefault:
		return 4
	}
	return 3
}
