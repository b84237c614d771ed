package storagetest

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/convobot/convo/framework/state"
)

// State runs the contract of [state.Storage]. Open returns an empty storage each time; it may register its clean-up with
// t.
func State(t *testing.T, open func(t *testing.T) state.Storage) {
	t.Helper()
	tests := map[string]func(*testing.T, state.Storage){
		"an unknown key is left out":                          readsUnknown,
		"to read, write or delete nothing is fine":            nothingToDo,
		"what was written is read":                            writesAndReads,
		"JSON of any kind is a value":                         anyJSON,
		"odd characters in keys are kept":                     oddKeys,
		"the longest key is kept, and a longer one refused":   longKeys,
		"a key that no database holds is refused":             badKeys,
		"the current ETag updates":                            currentETag,
		"a stale ETag conflicts":                              staleETag,
		"an ETag of an item that is gone conflicts":           goneETag,
		"any ETag overwrites, and creates":                    anyETag,
		"no ETag creates, and never overwrites":               noETag,
		"a conflict writes nothing of its batch":              conflictOfBatch,
		"a refused item writes nothing of its batch":          refusalOfBatch,
		"an item without a value is removed":                  removes,
		"a removal needs the current ETag":                    removalConflicts,
		"deleting removes, and deleting nothing is fine":      deletesItems,
		"a batch is written, read and deleted":                batch,
		"values are copies":                                   copiesValues,
		"a value of 1 MiB is kept":                            largeValue,
		"a larger value is refused":                           tooLarge,
		"a value that is not JSON is refused":                 invalidValue,
		"an ETag is never used again":                         etagsAreNew,
		"many writers at once lose nothing":                   writersAtOnce,
		"of many creators at once one succeeds":               creatorsAtOnce,
		"batches at once, in any order, are whole or nothing": batchesAtOnce,
		"the end of the context is reported":                  contextEnds,
	}
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests[name](t, open(t))
		})
	}
}

func value(text string) state.Item { return state.Item{Value: json.RawMessage(text)} }

func as(etag string, item state.Item) state.Item {
	item.ETag = etag
	return item
}

// write stores one item and returns its new ETag.
func write(t *testing.T, s state.Storage, key string, item state.Item) (etag string) {
	t.Helper()
	etags, err := s.Write(t.Context(), map[string]state.Item{key: item})
	if err != nil {
		t.Fatalf("Write(%.100q): %v", key, err)
	}
	if len(item.Value) > 0 && (len(etags) != 1 || etags[key] == "" || etags[key] == state.AnyETag) {
		t.Fatalf("Write(%.100q) returned the ETags %q, want one for the key", key, etags)
	}
	return etags[key]
}

// refuses wants that an item cannot be written, and returns the error.
func refuses(t *testing.T, s state.Storage, key string, item state.Item) error {
	t.Helper()
	etags, err := s.Write(t.Context(), map[string]state.Item{key: item})
	if err == nil {
		t.Errorf("Write(%.100q) succeeded, with the ETags %q", key, etags)
	}
	return err
}

func conflicts(t *testing.T, s state.Storage, key string, item state.Item) {
	t.Helper()
	wantConflict(t, refuses(t, s, key, item), key)
}

func wantConflict(t *testing.T, err error, key string) {
	t.Helper()
	if conflict, ok := errors.AsType[*state.ConflictError](err); !ok || conflict.Key != key || !errors.Is(err, state.ErrConflict) {
		t.Errorf("error %v, want a *state.ConflictError of %q", err, key)
	}
}

func read(t *testing.T, s state.Storage, keys ...string) map[string]state.Item {
	t.Helper()
	items, err := s.Read(t.Context(), keys...)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return items
}

// holds wants a value, as JSON, under a key, and returns its ETag; an empty text wants none.
func holds(t *testing.T, s state.Storage, key, text string) (etag string) {
	t.Helper()
	item, ok := read(t, s, key)[key]
	if !ok || text == "" {
		if ok || text != "" {
			t.Errorf("%.100q holds %.100q, want %.100q", key, item.Value, text)
		}
		return ""
	}
	if !sameJSON(item.Value, json.RawMessage(text)) {
		t.Errorf("%.100q holds %.100q, want %.100q", key, item.Value, text)
	}
	return item.ETag
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// randomText is of that many letters and digits.
func randomText(n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(rand.Text())
	}
	return b.String()[:n]
}
