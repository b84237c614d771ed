// Package items reads what samples keep in a state.Storage, and changes several items at once.
package items

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/convobot/convo/framework/state"
)

// maxTries is how often a change is tried that others keep coming before; each time, one of them has got through.
const maxTries = 20

// Read returns an item and its ETag, which is "" if there is none.
func Read[T any](ctx context.Context, storage state.Storage, key string) (value T, etag string, err error) {
	found, err := storage.Read(ctx, key)
	item, ok := found[key]
	if err != nil || !ok {
		return value, "", err
	}
	return value, item.ETag, json.Unmarshal(item.Value, &value)
}

// Removed is what stands for an item that shall not be there any more, whatever it is.
func Removed() state.Item { return state.Item{ETag: state.AnyETag} }

// Update is [state.Update] for an item that belongs together with others: those that change puts into others are written
// with it, or nothing is. Others is empty whenever change is called. A value that is null in JSON is removed.
//
// If somebody was faster with the item, change is called again; with one of the others, the error is a
// [*state.ConflictError] that names it.
func Update[T any](ctx context.Context, storage state.Storage, key string, change func(value *T, others map[string]state.Item) error) error {
	for tries := 1; ; tries++ {
		value, etag, err := Read[T](ctx, storage, key)
		if err != nil {
			return err
		}
		changed := make(map[string]state.Item)
		if err := change(&value, changed); err != nil {
			return err
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if string(encoded) == "null" {
			encoded = nil
		}
		changed[key] = state.Item{Value: encoded, ETag: etag}
		_, err = storage.Write(ctx, changed)
		conflict, ok := errors.AsType[*state.ConflictError](err)
		if !ok || conflict.Key != key || tries == maxTries {
			return err
		}
	}
}
