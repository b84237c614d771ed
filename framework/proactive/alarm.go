package proactive

import (
	"context"
	"errors"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// Alarm is a message that a conversation has asked for, for a time. [Alarms] sets and rings them.
type Alarm struct {
	ID     string `json:"id"`     // unique and not to be guessed: for buttons
	Number int    `json:"number"` // short: for people; unique within the conversation
	Place  Key    `json:"place"`  // the conversation in which it rings
	By     Key    `json:"by"`     // the person who set it

	Reference schema.ConversationReference `json:"reference"` // the address; its User is who set it
	Activity  *schema.Activity             `json:"activity"`  // what to say

	Due  time.Time `json:"due"`           // the time that it is set for
	Rule string    `json:"rule,omitzero"` // of a recurring one: see [ParseCron]
	Zone string    `json:"zone"`          // in which its people tell the time: see [LoadZone]

	Created time.Time  `json:"created"`
	State   AlarmState `json:"state"`
	Rings   int        `json:"rings"` // how often it was tried to ring: the number of the last ring

	Tries   int       `json:"tries,omitzero"`   // to ring for Due, refused so far
	RetryAt time.Time `json:"retryAt,omitzero"` // of the next try, after the first; zero before it

	Rang     time.Time    `json:"rang,omitzero"`     // when it rang last
	Outcome  AlarmOutcome `json:"outcome,omitzero"`  // of the last ring
	Error    string       `json:"error,omitzero"`    // why it did not ring
	Answered bool         `json:"answered,omitzero"` // the last ring was snoozed or dismissed
	Snoozed  time.Time    `json:"snoozed,omitzero"`  // until when, while the ring's outcome is awaited
}

// AlarmState is what an alarm is doing.
type AlarmState string

// The states of an alarm.
const (
	AlarmWaiting AlarmState = "waiting" // for its time
	AlarmRinging AlarmState = "ringing" // it is being said; this is stored before that begins
	AlarmDone    AlarmState = "done"    // it does not ring any more; kept for a day, in which it can be snoozed
)

// AlarmOutcome is what became of a ring.
type AlarmOutcome string

// The outcomes of a ring; "" is an alarm's that has not rung yet.
const (
	AlarmRang    AlarmOutcome = "rang"
	AlarmUnclear AlarmOutcome = "may have rung" // the channel's answer, or the process, was lost; it is not rung again for that time
	AlarmRefused AlarmOutcome = "refused"       // by the channel, for good, or for as long as it made sense
)

// Errors of setting and of answering alarms.
var (
	ErrAlarmNotFound = errors.New("proactive: there is no such alarm in this conversation")
	ErrAlarmOver     = errors.New("proactive: this ring of the alarm was answered, or is not its last")
	ErrTooManyAlarms = errors.New("proactive: the conversation has as many alarms as it can have; cancel one first")
	ErrAlarmTooLong  = errors.New("proactive: the alarm's activity is too big; shorten it")
	ErrAlarmPast     = errors.New("proactive: the alarm's time has passed; set it for a time to come")
	ErrAlarmTooFar   = errors.New("proactive: the alarm's time is too far in the future")
)

// RingsAt returns when the alarm, which is waiting, is to ring.
func (a Alarm) RingsAt() time.Time {
	if a.RetryAt.IsZero() {
		return a.Due
	}
	return a.RetryAt
}

// StoredAt is the time by which stores order and find alarms of the same state: when one that is waiting is to ring, and
// when the others rang.
func (a Alarm) StoredAt() time.Time {
	if a.State == AlarmWaiting {
		return a.RingsAt()
	}
	return a.Rang
}

// Local returns a time as the alarm's people tell it; in UTC if their zone is not known here.
func (a Alarm) Local(t time.Time) time.Time {
	zone, err := LoadZone(a.Zone)
	if err != nil {
		return t.UTC()
	}
	return t.In(zone)
}

// AlarmStore keeps alarms. Package storagetest holds the contract as tests. Implementations are safe for concurrent use;
// alarms that they take and give are copies.
//
// Several processes may use one store: each rings those that it has claimed. A claim ends with the process, or with
// Update.
type AlarmStore interface {
	// Add stores a new alarm, and returns it with its Number: one more than the highest in its Place. A Place has at most
	// limit alarms: to make room, those that are AlarmDone go, and where that is not enough, the error is
	// [ErrTooManyAlarms].
	Add(ctx context.Context, a Alarm, limit int) (Alarm, error)

	// Load returns the alarm with that ID, or [ErrAlarmNotFound].
	Load(ctx context.Context, id string) (Alarm, error)

	// Update calls change with the alarm, and stores what change made of it; nothing else writes it meanwhile. ID, Number,
	// Place and By stay as they are. If there is no such alarm, the error is [ErrAlarmNotFound]; if change returns an
	// error, nothing is stored and Update returns that error. Change may be called again if the store has to retry, and
	// must not call the store.
	//
	// An alarm that change leaves AlarmRinging is claimed by this process, any other by none.
	Update(ctx context.Context, id string, change func(*Alarm) error) error

	// Delete removes an alarm. If there is none, the error is [ErrAlarmNotFound].
	Delete(ctx context.Context, id string) error

	// In returns the alarms of a conversation, by Number.
	In(ctx context.Context, place Key) ([]Alarm, error)

	// SetBy returns the alarms that a person has set, in whatever conversation, by Place and Number: the first 1,000.
	SetBy(ctx context.Context, person Key) ([]Alarm, error)

	// Claim claims alarms for this process and returns them, earliest first, at most so many: those that are AlarmRinging,
	// and those that are AlarmWaiting and ring before a time. It passes over those that a living process, this one
	// included, has claimed.
	Claim(ctx context.Context, before time.Time, most int) ([]Alarm, error)

	// Forget removes everything that was set in a conversation, or by a person.
	Forget(ctx context.Context, key Key) error

	// Purge removes those that are AlarmDone and rang before a time.
	Purge(ctx context.Context, before time.Time) error
}
