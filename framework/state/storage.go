package state

import (
	"context"
	"encoding/json"
)

// Storage keeps items by key. Package storagetest holds the contract as tests. Implementations are safe for concurrent
// use; values that they take and give are copies.
//
// It is botbuilder's Storage with three differences: Write stores all of its changes or none; an item without an ETag must
// be new, where botbuilder overwrites, and the last of two writers wins without noticing; and Write can remove items under
// the same conditions as it changes them.
// Source: https://learn.microsoft.com/javascript/api/botbuilder-core/storage
type Storage interface {
	// Read returns the items that are there, by key; keys without one, such as those that Check refuses, are left out.
	Read(ctx context.Context, keys ...string) (map[string]Item, error)

	// Write stores all of the items, or none. It returns the new ETags by key, without those of items that it removed: an
	// item that has no Value shall not be there. It fails with a [*ConflictError] if an item's ETag is not the stored one,
	// and with the errors of [Check].
	Write(ctx context.Context, items map[string]Item) (etags map[string]string, err error)

	// Delete removes the items with these keys, whatever they are. That there is none is no error.
	Delete(ctx context.Context, keys ...string) error
}

// Item is a stored value. The zero Item stands for none: to write it succeeds if there is none, and changes nothing.
type Item struct {
	// Value is JSON of any kind, or empty for an item that is to be removed. Storage keeps what it says, not how it is
	// spaced.
	Value json.RawMessage

	// ETag says which version of the item this is; every Write makes a new one, which no item had before. To write, it is
	// the one that was read, or "" if there must be none yet, or [AnyETag].
	ETag string
}

// AnyETag as an item's ETag overwrites whatever is there.
const AnyETag = "*"

// Limits of what is stored, in bytes.
const (
	MaxValue = 1 << 20 // of a value: 1 MiB
	MaxKey   = 2048    // of a key
)
