package proactive

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/convobot/convo/framework/internal/guid"
)

// Drop is the reason why somebody whom an [Audience] is about is no recipient.
type Drop string

// The reasons, in the order in which they are looked for.
const (
	DropRole          Drop = "other role" // a guest, or no guest
	DropUnknownLocale Drop = "unknown language"
	DropLocale        Drop = "other language"
	DropTopic         Drop = "not following the topic"
	DropNotSeen       Drop = "not seen since"
	DropExcepted      Drop = "excepted"
	DropRemoved       Drop = "removed"           // the bot, from there
	DropDisabled      Drop = "disabled by admin" // for them, or for their organization
	DropBlocked       Drop = "blocked by user"
	DropNotInstalled  Drop = "not installed" // says the channel: the app is to be installed for them
	DropNotFound      Drop = "not found"     // the conversation is gone
	DropOptedOut      Drop = "opted out"     // of everything, or of the audience's topic
	DropMuted         Drop = "muted"         // for now
	DropQuiet         Drop = "quiet hours"   // at this hour
)

// Explanation says what becomes of those whom an audience is about.
type Explanation struct {
	Included int
	Dropped  map[Drop]int // each counted under the first of its reasons
}

// Members yields the records of an audience in the order of their keys: each is one message. Left out is who cannot be
// reached, as far as is known (see [Record.Reachable]; an organization that disabled the bot counts for all in it),
// who opted out of everything or of the audience's topic, and who is muted or in quiet hours now; [Audience] has fields
// to take in all but those who opted out.
//
// The filter narrows the audience down: its AppID is the bot that speaks, and with its After, Members goes on after a
// key. What the audience says of users, organization and place is looked up, the rest is read through; memory does not grow
// with the audience. Writes meanwhile do no harm, as for [Store.All]. An error, the store's, is yielded last.
func Members(ctx context.Context, store Store, filter Filter, audience Audience) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		w := newWalk(store, audience)
		for c, err := range w.candidates(ctx, filter) {
			if err == nil && (!c.among || c.dropped != "") {
				continue
			}
			if !yield(c.Record, err) || err != nil {
				return
			}
		}
	}
}

// Count returns how many records [Members] yields.
func Count(ctx context.Context, store Store, filter Filter, audience Audience) (int, error) {
	explained, err := Explain(ctx, store, filter, audience)
	return explained.Included, err
}

// Explain says how many records [Members] yields, and why it leaves out others that the audience is about: those of its
// users, organization, team, place and attributes.
func Explain(ctx context.Context, store Store, filter Filter, audience Audience) (Explanation, error) {
	explained := Explanation{Dropped: make(map[Drop]int)}
	w := newWalk(store, audience)
	for c, err := range w.candidates(ctx, filter) {
		switch {
		case err != nil:
			return explained, err
		case !c.among:
		case c.dropped == "":
			explained.Included++
		default:
			explained.Dropped[c.dropped]++
		}
	}
	return explained, nil
}

// candidate is a record that an audience was held against.
type candidate struct {
	Record

	among   bool // the audience is about it
	dropped Drop // if it is among them: why it is left out all the same, or ""
}

// walk goes through a store in search of an audience.
type walk struct {
	store    Store
	audience matcher
	now      time.Time

	tenant   Key // the last one that was looked up
	disabled bool

	zones map[string]*time.Location
}

func newWalk(store Store, audience Audience) *walk {
	return &walk{store: store, audience: audience.compile(), now: time.Now(), zones: make(map[string]*time.Location)}
}

// candidates yields every record that may belong to the audience, and some others.
func (w *walk) candidates(ctx context.Context, filter Filter) iter.Seq2[candidate, error] {
	return func(yield func(candidate, error) bool) {
		for r, err := range w.records(ctx, filter) {
			if err == nil && (r.Key.isTenant() || !r.hasAddress()) { // the bot keeps notes also of those it has not met
				continue
			}
			c := candidate{Record: r}
			if err == nil {
				c.among, c.dropped, err = w.judge(ctx, r)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// fewUsers is up to how many named users are looked up each, rather than looked for among all.
const fewUsers = 1000

// records yields what may belong to the audience, by the store's look-ups.
func (w *walk) records(ctx context.Context, filter Filter) iter.Seq2[Record, error] {
	a := w.audience
	switch {
	case a.TenantID == "":
	case filter.TenantID == "":
		filter.TenantID = guid.Fold(a.TenantID)
	case filter.TenantID != guid.Fold(a.TenantID):
		return nothing
	}
	switch place := a.ConversationID; {
	case place == "" && a.TeamID == "":
	case place != "" && a.TeamID != "" && place != a.TeamID:
		return nothing
	case place == "":
		filter.ConversationID = a.TeamID
	default:
		filter.ConversationID = place
	}
	if len(a.Users) > 0 && len(a.users) <= fewUsers && filter.UserID == "" {
		return w.named(ctx, filter)
	}
	return w.store.All(ctx, filter)
}

func nothing(func(Record, error) bool) {}

// named yields the records of the audience's users, who are few.
func (w *walk) named(ctx context.Context, filter Filter) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		found := make(map[Key]Record)
		for id := range w.audience.users {
			filter.UserID = id
			for r, err := range w.store.All(ctx, filter) {
				if err != nil {
					yield(Record{}, err)
					return
				}
				found[r.Key] = r
			}
		}
		keys := make([]Key, 0, len(found))
		for key := range found {
			keys = append(keys, key)
		}
		slices.SortFunc(keys, Key.Compare)
		for _, key := range keys {
			if !yield(found[key], nil) {
				return
			}
		}
	}
}

// judge holds a record against the audience.
func (w *walk) judge(ctx context.Context, r Record) (among bool, dropped Drop, err error) {
	among, dropped = w.audience.judge(r)
	if !among || dropped != "" {
		return among, dropped, nil
	}
	lost, err := w.lost(ctx, r)
	switch {
	case err != nil:
		return false, "", err
	case lost != "" && !w.audience.Unreachable:
		return true, lost, nil
	}
	return true, w.unwanted(r), nil
}

// unwanted returns why somebody does not want to hear from the bot now, or "".
func (w *walk) unwanted(r Record) Drop {
	p := r.Preferences
	switch {
	case p.HasOptedOut(cmp.Or(w.audience.Topic, AllTopics)):
		return DropOptedOut
	case w.audience.Quiet:
		return ""
	case w.now.Before(p.MutedUntil):
		return DropMuted
	case p.QuietHours == QuietHours{}: // a time zone is dear to look up
		return ""
	case !p.QuietHours.Until(w.now.In(w.location(r))).IsZero():
		return DropQuiet
	}
	return ""
}

// location is [Record.Location] for many records: there are few time zones, and reading one takes a file.
func (w *walk) location(r Record) *time.Location {
	const most = 1000
	name := r.Person.TimeZone
	zone, known := w.zones[name]
	if known {
		return zone
	}
	zone = r.Location()
	if name != "" && len(w.zones) < most {
		w.zones[name] = zone
	}
	return zone
}

// lost returns why a record cannot be reached, or "".
func (w *walk) lost(ctx context.Context, r Record) (Drop, error) {
	disabled, err := w.isDisabled(ctx, r.Key)
	switch {
	case err != nil:
		return "", err
	case r.Install.State == Removed:
		return DropRemoved, nil
	case disabled || r.Reach.State == ReachDisabled:
		return DropDisabled, nil
	}
	switch r.Reach.State {
	case ReachOK:
		return "", nil
	case ReachBlocked:
		return DropBlocked, nil
	case ReachNotInstalled:
		return DropNotInstalled, nil
	default:
		return DropNotFound, nil
	}
}

// isDisabled reports whether the organization of a record has disabled the bot. Keys of one organization follow each
// other, so it is looked up once for all.
func (w *walk) isDisabled(ctx context.Context, key Key) (bool, error) {
	if key = key.Tenant(); !key.isTenant() {
		return false, nil
	}
	if key != w.tenant {
		r, err := w.store.Load(ctx, key)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return false, err
		}
		w.tenant, w.disabled = key, err == nil && r.Reach.State == ReachDisabled
	}
	return w.disabled, nil
}
