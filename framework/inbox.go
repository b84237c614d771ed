package framework

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// Errors of an [Inbox], and of turns that need one.
var (
	// ErrInboxUnavailable says that the inbox could not take the activity, or could not keep it. Nothing ran, or what runs
	// was not acknowledged: an adapter answers 503.
	ErrInboxUnavailable = errors.New("framework: the inbox cannot take this activity now")
	// ErrClaimLost says that another process has taken over what this one had claimed.
	ErrClaimLost = errors.New("framework: the claim is another process's now")
	// ErrNotSetAside says that the inbox has set no such activity aside.
	ErrNotSetAside = errors.New("framework: no such activity is set aside")
	// ErrTurnFailed is the error of a redelivery whose turn said something and failed, in another process or long ago.
	ErrTurnFailed = errors.New("framework: the turn of this activity failed")
)

// Inbox remembers durably which activities were taken, what their turns came to, and which turns must not be lost. With
// one, [Engine.Inbox], the engine's promises outlive the process and hold across processes. Package storage/sqlstore has
// one, storage/memory another for tests, and storage/storagetest the contract as tests.
//
// What an inbox keeps for an activity is two things. A claim, under the activity's key, says who runs it, and later what
// came of it. An entry, for turns that were acknowledged before their end, is the activity itself; it is there until its
// turn has ended. Both belong to a process, their owner. What a dead process owned is free: a claim for whoever asks for it
// next, unless there is an entry; an entry for [Inbox.Recover].
//
// Methods are safe for concurrent use and honour their context. After an error, what was asked for may have been done or
// not; all of them may be called again with the same arguments.
type Inbox interface {
	// Claim takes the key for this process, if it is free.
	Claim(ctx context.Context, c Claim) (Claimed, error)
	// Settle ends claims, and the entries of the same ID: all of them or, with an error, none. What is no longer this
	// process's, or not there, stays as it is, which is no error.
	Settle(ctx context.Context, ended ...Settlement) error

	// Journal keeps an activity until it is settled. The entry belongs to this process. [ErrClaimLost] says that the
	// key's claim does not.
	Journal(ctx context.Context, e Entry) error
	// Attempt counts that the entry's turn begins. [ErrClaimLost] says that the entry is not this process's.
	Attempt(ctx context.Context, id int64) error
	// Recover takes for this process at most limit entries of the bot that belong to no living process and are due, and
	// returns them in the order of Received. Of a conversation of which another living process has an earlier one, it
	// takes none.
	Recover(ctx context.Context, appID string, limit int) ([]Entry, error)

	// AllSetAside yields the entries that were set aside, the longest there first. It may leave out or show what changes
	// meanwhile. An inbox forgets them after [SetAsideRetention], and the oldest where there are more than
	// [SetAsideLimit].
	AllSetAside(ctx context.Context) iter.Seq2[Entry, error]
	// CountSetAside counts them.
	CountSetAside(ctx context.Context) (int, error)
	// Retry has an entry that was set aside run again, as if it had not been tried, by a process that runs
	// [Engine.Resume]. The error is [ErrNotSetAside] if there is none.
	Retry(ctx context.Context, id int64) error
	// Delete forgets an entry that was set aside. The error is [ErrNotSetAside] if there is none.
	Delete(ctx context.Context, id int64) error
}

// What an [Inbox] keeps of the activities that were set aside.
const (
	SetAsideRetention = 30 * 24 * time.Hour // for how long
	SetAsideLimit     = 10_000              // how many, about
)

// Claim is the wish of one turn, or of one call of [Once], for a key.
type Claim struct {
	Key string // at most 32 bytes, of any value; "" for an entry whose activity has no id, which cannot be claimed
	ID  int64  // positive; tells this claim from all others, whoever makes them
}

// Claimed is what came of a [Claim].
type Claimed struct {
	State     ClaimState
	Journaled bool   // Running: there is an entry, so that it will not be lost
	Answer    []byte // Done: what it was settled with
}

// ClaimState says whose a key is.
type ClaimState int

// The states of a claim.
const (
	Mine    ClaimState = iota // this claim's: run it, then settle it
	Running                   // another claim's, which is not settled
	Done                      // settled with an answer
)

// Settlement is what a claim came to.
type Settlement struct {
	Claim
	Ending    Ending
	Journaled bool          // there may be an entry
	Answer    []byte        // EndDone, EndSetAside: what later claims of the key get
	Keep      time.Duration // EndDone, EndSetAside: for how long
	After     time.Duration // EndLater: when the entry is due, from now
	Error     string        // EndLater, EndSetAside: why
}

// Ending is how a claim ends.
type Ending int

// The endings.
const (
	EndDone     Ending = iota // the turn is over; its entry goes
	EndReleased               // the key is free again; there is no entry
	EndLater                  // the entry is free for Recover once it is due; the claim stays
	EndSetAside               // the entry is set aside; the claim is done
)

// Entry is a received activity that an [Inbox] keeps.
type Entry struct {
	Claim
	Identity      Identity         // who sent it
	CorrelationID string           // of the request that brought it
	Conversation  string           // which of the bot's it came in: at most 32 bytes, of any value
	Received      time.Time        // in microseconds; of a conversation's, no two from one process are the same
	Activity      *schema.Activity // as it came
	Attempts      int              // turns that have begun
	Error         string           // of the last of them, "" if it has none or its process died
	SetAside      time.Time        // when it was set aside; zero if it was not
}
