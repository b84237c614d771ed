package proactive

import "time"

// Preferences are what a person, or the people of a conversation, want to hear from the bot.
type Preferences struct {
	Locale     string               `json:"locale,omitempty"`    // the language they chose, as a BCP 47 tag; "" follows their client
	Topics     []string             `json:"topics,omitempty"`    // what they follow
	OptedOut   map[string]time.Time `json:"optedOut,omitempty"`  // topics they do not want to hear of, and since when; [AllTopics] is every one
	MutedUntil time.Time            `json:"mutedUntil,omitzero"` // nothing unrequested until then
	QuietHours QuietHours           `json:"quietHours,omitzero"` // nothing unrequested then, every day
}

// AllTopics in [Preferences.OptedOut] stands for everything that was not asked for.
const AllTopics = "*"

// HasOptedOut reports whether nothing that was not asked for may be sent on the topic. That is never overridden: not by
// following the topic, nor by being named as a recipient.
func (p Preferences) HasOptedOut(topic string) bool {
	_, all := p.OptedOut[AllTopics]
	_, one := p.OptedOut[topic]
	return all || one
}

// QuietHours are a part of every day, from one minute after midnight to another, in the time zone of the person (see
// [Record.Location]); From may be later than To, which is then on the next day. Equal ones are no quiet hours.
type QuietHours struct {
	From int `json:"from,omitzero"` // minutes after midnight, 0 to 1439
	To   int `json:"to,omitzero"`   // the first minute that is not quiet
}

// Until returns when the quiet hours end that the time is in, in the time's own location; the zero time if it is in
// none. Where clocks change meanwhile, they end when the clock says so.
func (q QuietHours) Until(now time.Time) time.Time {
	const day = 24 * 60
	if q.From == q.To || min(q.From, q.To) < 0 || max(q.From, q.To) >= day {
		return time.Time{}
	}
	minute := now.Hour()*60 + now.Minute()
	today, tomorrow := minute >= q.From && minute < q.To, false
	if q.From > q.To {
		today, tomorrow = minute < q.To, minute >= q.From
	}
	year, month, date := now.Date()
	switch {
	case today:
		return time.Date(year, month, date, 0, q.To, 0, 0, now.Location())
	case tomorrow:
		return time.Date(year, month, date+1, 0, q.To, 0, 0, now.Location())
	}
	return time.Time{}
}
