package state

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/convobot/convo/framework/internal/wait"
)

// maxTries is how often a change is tried while others are faster: in all some seconds at most, besides what the
// storage takes.
const maxTries = 40

// Update changes an item, outside turns or beside them: it reads the item as a T, the zero T if there is none, calls
// change with it, and stores what change made of it, unless that is the same. If others have written meanwhile, it does
// all of that again, change included, up to 40 times within a few seconds; it then fails with a [*ConflictError]. An error
// of change ends it, is returned, and nothing is stored.
//
// The item's JSON is what encoding/json makes of a T. If what is stored does not fit T, the error is a [*ValueError].
// Nothing is kept of a nil pointer, map or slice: if change makes it that, the item is removed.
func Update[T any](ctx context.Context, storage Storage, key string, change func(*T) error) error {
	return swap(ctx, storage, key, func(stored Item) (json.RawMessage, error) {
		return revise(ValueError{Key: key}, stored.Value, change)
	})
}

// revise returns what change makes of a stored value: the stored one if nothing changed, and nil if nothing is left.
func revise[T any](of ValueError, stored json.RawMessage, change func(*T) error) (json.RawMessage, error) {
	var value T
	var err error
	if len(stored) > 0 {
		if value, err = decode[T](of, stored); err != nil {
			return nil, err
		}
	}
	before, err := encode(of, &value)
	if err != nil {
		return nil, err
	}
	if err := change(&value); err != nil {
		return nil, err
	}
	after, err := encode(of, &value)
	switch {
	case err != nil:
		return nil, err
	case bytes.Equal(before, after):
		return stored, nil
	case isNull(after):
		return nil, nil
	}
	return after, nil
}

// swap replaces the value of an item by what change returns, which is called again as long as others are faster.
func swap(ctx context.Context, storage Storage, key string, change func(Item) (json.RawMessage, error)) error {
	return persist(ctx, func(int) (outrun bool, err error) {
		items, err := storage.Read(ctx, key)
		if err != nil {
			return false, err
		}
		stored := items[key]
		value, err := change(stored)
		if err != nil || bytes.Equal(value, stored.Value) {
			return false, err
		}
		_, err = storage.Write(ctx, map[string]Item{key: {Value: value, ETag: stored.ETag}})
		return errors.Is(err, ErrConflict), err
	})
}

// persist calls do again as long as it fails because another was faster.
func persist(ctx context.Context, do func(try int) (outrun bool, err error)) error {
	for try := 1; ; try++ {
		outrun, err := do(try)
		if !outrun {
			return err
		}
		if try == maxTries {
			return fmt.Errorf("state: gave up after %d tries, in each of which another was faster: %w", try, err)
		}
		longest := min(time.Millisecond<<min(try, 10), 200*time.Millisecond)
		if ended := wait.Upto(ctx, longest); ended != nil {
			return errors.Join(ended, err)
		}
	}
}
