package proactive

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Notice is a message that nobody asked for.
type Notice struct {
	Topic string          `json:"topic,omitempty"` // what it is about; "" is a topic of its own
	Body  json.RawMessage `json:"body,omitempty"`  // what to say, for [Notifier.Render]
}

// TopicState is what a recipient heard on one topic, and what waits.
type TopicState struct {
	SentAt  time.Time `json:"sentAt,omitzero"`   // of the last message
	Waiting []Notice  `json:"waiting,omitempty"` // to be folded into the next message, oldest first
	Omitted int       `json:"omitted,omitzero"`  // older ones for which there was no room
}

// What is kept of one recipient is bounded: beyond this, the oldest goes.
const (
	maxWaiting = 20  // notices on a topic; [TopicState.Omitted] counts the others
	maxTopics  = 100 // topics; one on which nothing waits goes first
)

// Outcome is what became of a notice for one recipient: one of those below, or the [framework.Class] of the channel's
// refusal in words, such as "retry later".
type Outcome string

// The outcomes other than a refusal by the channel.
const (
	Delivered Outcome = "delivered"
	Held      Outcome = "held"      // to be folded into the next message on the topic, or said when quiet hours end
	OptedOut  Outcome = "opted out" // the recipient does not want to hear of the topic, or of anything
	Muted     Outcome = "muted"     // the recipient wants to hear nothing for now
	Gone      Outcome = "removed"   // the bot was removed, or is blocked, or nothing arrives there: see [Record.Reachable]
	Unknown   Outcome = "unknown"   // named in [Audience.Users], but not remembered, and there is no way to find them
)

// Report is what became of a notice.
type Report struct {
	Counts  map[Outcome]int // recipients by outcome
	Results []Result        // of the first recipients, at most 100
}

// Result is what became of a notice for one recipient.
type Result struct {
	Key            Key
	ConversationID string // on the channel; "" if there was none to write to
	ActivityID     string // of the message, if it was delivered
	Outcome        Outcome
}

const maxResults = 100

// bundle is what one message is to say.
type bundle struct {
	notices []Notice
	omitted int
	at      time.Time // when it was claimed
}

// without is what was claimed besides the fresh notices, which are its last.
func (b bundle) without(fresh []Notice) bundle {
	b.notices = b.notices[:max(0, len(b.notices)-len(fresh))]
	return b
}

// claim decides what may be said on a topic now: what waits there and the fresh notices, which is then to be sent or
// given back by unclaim. If it is too early, or the hour is quiet, the fresh ones wait too, until the returned time. What
// is not wanted is dropped.
func (r *Record) claim(topic string, now time.Time, interval time.Duration, fresh ...Notice) (_ bundle, due time.Time, _ Outcome) {
	if unwanted := r.unwanted(topic, now); unwanted != "" {
		r.setState(topic, TopicState{SentAt: r.Notices[topic].SentAt})
		return bundle{}, time.Time{}, unwanted
	}
	r.prune(topic, now, interval)
	state := r.Notices[topic]
	due = r.quietUntil(now)
	if due.IsZero() && state.holdsBack(now, interval) {
		due = state.SentAt.Add(interval)
	}
	if !due.IsZero() {
		r.hold(topic, bundle{notices: fresh})
		return bundle{}, due, Held
	}
	claimed := bundle{slices.Concat(state.Waiting, fresh), state.Omitted, now}
	if len(claimed.notices) > 0 {
		r.setState(topic, TopicState{SentAt: now})
	}
	return claimed, time.Time{}, Delivered
}

// quietUntil returns when the quiet hours end that a person, or the people of a place, are in; zero if they are in none.
func (r *Record) quietUntil(now time.Time) time.Time {
	if r.Preferences.QuietHours == (QuietHours{}) {
		return time.Time{} // a time zone is dear to look up
	}
	return r.Preferences.QuietHours.Until(now.In(r.Location()))
}

// hasClaimed reports whether the last message on a topic is the one that was claimed for.
func (r *Record) hasClaimed(topic string, b bundle) bool { return r.Notices[topic].SentAt.Equal(b.at) }

// unclaim puts back what was not sent, before what has come since; the next message may be sent at once, unless one was
// sent since.
func (r *Record) unclaim(topic string, unsent bundle) {
	since := r.Notices[topic]
	state := TopicState{Omitted: since.Omitted}
	if since.SentAt.After(unsent.at) {
		state.SentAt = since.SentAt
	}
	r.setState(topic, state)
	r.hold(topic, bundle{notices: slices.Concat(unsent.notices, since.Waiting), omitted: unsent.omitted})
}

// hold adds to what waits on a topic; the oldest go where there is no room.
func (r *Record) hold(topic string, more bundle) {
	state := r.Notices[topic]
	waiting := slices.Concat(state.Waiting, more.notices)
	excess := max(0, len(waiting)-maxWaiting)
	state.Waiting = slices.Clone(waiting[excess:])
	state.Omitted += more.omitted + excess
	r.setState(topic, state)
}

func (r *Record) unwanted(topic string, now time.Time) Outcome {
	switch {
	case r.Preferences.HasOptedOut(topic):
		return OptedOut
	case now.Before(r.Preferences.MutedUntil):
		return Muted
	case !r.Reachable():
		return Gone
	}
	return ""
}

// holdsBack reports whether it is too early for another message. One that was sent far in the future, by a clock that
// was wrong, does not hold back for ever.
func (s TopicState) holdsBack(now time.Time, interval time.Duration) bool {
	return now.Sub(s.SentAt).Abs() < interval
}

// setState keeps a state that says something.
func (r *Record) setState(topic string, state TopicState) {
	if state.SentAt.IsZero() && len(state.Waiting) == 0 {
		delete(r.Notices, topic)
		return
	}
	if r.Notices == nil {
		r.Notices = make(map[string]TopicState)
	}
	r.Notices[topic] = state
}

// prune forgets topics that hold nothing back, and makes room for another one.
func (r *Record) prune(topic string, now time.Time, interval time.Duration) {
	maps.DeleteFunc(r.Notices, func(_ string, state TopicState) bool {
		return len(state.Waiting) == 0 && !state.holdsBack(now, interval)
	})
	if _, known := r.Notices[topic]; known {
		return
	}
	for len(r.Notices) >= maxTopics {
		delete(r.Notices, slices.MinFunc(slices.Collect(maps.Keys(r.Notices)), func(a, b string) int {
			one, other := r.Notices[a], r.Notices[b]
			return cmp.Or(cmp.Compare(min(1, len(one.Waiting)), min(1, len(other.Waiting))), one.SentAt.Compare(other.SentAt))
		}))
	}
}
