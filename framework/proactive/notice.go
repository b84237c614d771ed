package proactive

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Notice is a message that nobody asked for.
type Notice struct {
	Topic string          // what it is about; "" is a topic of its own
	Body  json.RawMessage // what to say, for [Notifier.Render]
}

// TopicState is what a recipient heard on one topic, and what waits.
type TopicState struct {
	SentAt  time.Time // of the last message
	Waiting []Notice  // to be folded into the next message, oldest first
	Omitted int       // older ones for which there was no room
}

// maxWaiting bounds what waits for one recipient on one topic.
const maxWaiting = 20

// Outcome is what became of a notice for one recipient: one of those below, or the [framework.Class] of the channel's
// refusal in words, such as "retry later".
type Outcome string

// The outcomes other than a refusal by the channel.
const (
	Delivered Outcome = "delivered"
	Held      Outcome = "held"      // to be folded into the next message on the topic
	OptedOut  Outcome = "opted out" // the recipient does not want to hear of the topic, or of anything
	Muted     Outcome = "muted"     // the recipient wants to hear nothing for now
	Gone      Outcome = "removed"   // the bot was removed, or is blocked
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
}

// claim decides about a notice: whether it may be sent now, together with what waited, or waits itself. What is claimed
// is to be sent, or given back by unclaim.
func (r *Record) claim(notice Notice, now time.Time, interval time.Duration) (bundle, Outcome) {
	if unwanted := r.unwanted(notice.Topic, now); unwanted != "" {
		return bundle{}, unwanted
	}
	r.prune(now, interval)
	state := r.Notices[notice.Topic]
	if now.Before(state.SentAt.Add(interval)) {
		r.hold(notice.Topic, bundle{notices: []Notice{notice}})
		return bundle{}, Held
	}
	r.setState(notice.Topic, TopicState{SentAt: now})
	return bundle{slices.Concat(state.Waiting, []Notice{notice}), state.Omitted}, Delivered
}

// claimWaiting is claim for what waited only. What has become unwanted meanwhile is dropped.
func (r *Record) claimWaiting(topic string, now time.Time) bundle {
	state := r.Notices[topic]
	if r.unwanted(topic, now) != "" {
		r.setState(topic, TopicState{SentAt: state.SentAt})
		return bundle{}
	}
	if len(state.Waiting) > 0 {
		r.setState(topic, TopicState{SentAt: now})
	}
	return bundle{state.Waiting, state.Omitted}
}

// unclaim puts back what was not sent, before what has come since; the next message may be sent at once.
func (r *Record) unclaim(topic string, unsent bundle) {
	since := r.Notices[topic]
	r.setState(topic, TopicState{Omitted: since.Omitted})
	r.hold(topic, bundle{slices.Concat(unsent.notices, since.Waiting), unsent.omitted})
}

// hold adds to what waits on a topic; the oldest go where there is no room.
func (r *Record) hold(topic string, more bundle) {
	state := r.Notices[topic]
	state.Waiting = append(state.Waiting, more.notices...)
	excess := max(0, len(state.Waiting)-maxWaiting)
	state.Waiting = slices.Clone(state.Waiting[excess:])
	state.Omitted += more.omitted + excess
	r.setState(topic, state)
}

func (r *Record) unwanted(topic string, now time.Time) Outcome {
	switch {
	case r.Preferences.HasOptedOut(topic):
		return OptedOut
	case now.Before(r.Preferences.MutedUntil):
		return Muted
	case r.Removed:
		return Gone
	}
	return ""
}

func (r *Record) setState(topic string, state TopicState) {
	if r.Notices == nil {
		r.Notices = make(map[string]TopicState)
	}
	r.Notices[topic] = state
}

// prune forgets topics that hold nothing back.
func (r *Record) prune(now time.Time, interval time.Duration) {
	maps.DeleteFunc(r.Notices, func(_ string, state TopicState) bool {
		return len(state.Waiting) == 0 && !now.Before(state.SentAt.Add(interval))
	})
}
