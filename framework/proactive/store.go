package proactive

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/convobot/convo/framework/internal/guid"
)

// ErrNotFound is what [Store.Load] returns for a conversation that is not in the store.
var ErrNotFound = errors.New("proactive: the conversation is not remembered")

// ErrSkip is what the change of [Store.Update] returns to leave the record as it is. Update then returns nil.
var ErrSkip = errors.New("proactive: nothing to store")

// Store keeps records. Package storagetest holds the contract as tests. Implementations are safe for concurrent
// use; records that they take and give are copies.
type Store interface {
	// Load returns the record of a person or conversation, or [ErrNotFound].
	Load(ctx context.Context, key Key) (Record, error)

	// Update calls change with the record of a person or conversation, or with a new one that has only the key, and
	// stores what change made of it. Nothing else writes the record meanwhile. The record's key stays as it is. If
	// change returns an error, nothing is stored and Update returns that error; [ErrSkip] is none. Change may be called
	// again if the store has to retry, and must not call the store.
	Update(ctx context.Context, key Key, change func(*Record) error) error

	// UpdateAll is Update for several records at once, which is faster. A key that is there twice is an error. If change
	// returns an error other than ErrSkip, or the store fails, none of them is stored.
	UpdateAll(ctx context.Context, keys []Key, change func(*Record) error) error

	// Delete removes a record. That there is none is no error.
	Delete(ctx context.Context, key Key) error

	// All yields the records that the filter lets through, in the order of their keys. Writes meanwhile neither block nor
	// end it: a record is yielded as it was or as it is, and one that is neither added nor removed meanwhile is yielded
	// exactly once. An error is yielded last.
	All(ctx context.Context, filter Filter) iter.Seq2[Record, error]
}

// Filter narrows down [Store.All] by what stores can look up. Everything that is set must hold; the zero value lets every
// record through. An [Audience] says more.
type Filter struct {
	AppID, ChannelID, TenantID string // of the key

	UserID         string // a person with this id: the one on the channel, or the Entra object id in any letter case
	ConversationID string // of the key
	TeamID         string // of the record
	Waiting        bool   // something waits for them: a TopicState has Waiting

	After Key // only what comes after this key, to go on where All was left; the zero value is the beginning
}

// Includes reports whether the filter lets the record through.
func (f Filter) Includes(r Record) bool {
	return (f.AppID == "" || r.Key.AppID == f.AppID) &&
		(f.ChannelID == "" || r.Key.ChannelID == f.ChannelID) &&
		(f.TenantID == "" || r.Key.TenantID == f.TenantID) &&
		(f.UserID == "" || r.isNamed(f.UserID)) &&
		(f.ConversationID == "" || r.Key.ConversationID == f.ConversationID) &&
		(f.TeamID == "" || r.TeamID == f.TeamID) &&
		(!f.Waiting || r.IsWaitedFor()) &&
		(f.After == Key{} || r.Key.Compare(f.After) > 0)
}

// IsWaitedFor reports whether something waits for the record's people, to be said later.
func (r Record) IsWaitedFor() bool {
	for _, state := range r.Notices {
		if len(state.Waiting) > 0 {
			return true
		}
	}
	return false
}

// Names returns the ids that [Filter].UserID finds the record by: those of its person, in one letter case. Stores index
// them.
func (r Record) Names() []string {
	var names []string
	for _, id := range r.ids() {
		if id = guid.Fold(id); id != "" && !slices.Contains(names, id) {
			names = append(names, id)
		}
	}
	return names
}
