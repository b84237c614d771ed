package proactive

import (
	"context"
	"errors"
	"iter"
)

// ErrNotFound is what [Store.Load] returns for a conversation that is not in the store.
var ErrNotFound = errors.New("proactive: the conversation is not remembered")

// Store keeps records. Package storagetest holds the contract as tests. Implementations are safe for concurrent
// use; records that they take and give are copies.
type Store interface {
	// Load returns the record of a person or conversation, or [ErrNotFound].
	Load(ctx context.Context, key Key) (Record, error)

	// Update calls change with the record of a person or conversation, or with a new one that has only the key, and
	// stores what change made of it. Nothing else writes the record meanwhile. The record's key stays as it is. If
	// change returns an error, nothing is stored and Update returns that error. Change may be called again if the
	// store has to retry, and must not call the store.
	Update(ctx context.Context, key Key, change func(*Record) error) error

	// Delete removes a record. That there is none is no error.
	Delete(ctx context.Context, key Key) error

	// All yields every record in the order of their keys. Writes meanwhile neither block nor end it: a record is
	// yielded as it was or as it is, and one that is neither added nor removed meanwhile is yielded exactly once.
	// An error is yielded last.
	All(ctx context.Context) iter.Seq2[Record, error]
}
