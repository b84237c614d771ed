package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/convobot/convo/framework/state"
)

func currentETag(t *testing.T, s state.Storage) {
	first := write(t, s, "a", value(`1`))
	second := write(t, s, "a", as(first, value(`2`)))
	if second == first {
		t.Errorf("the ETag %q stays after a change", first)
	}
	if got := holds(t, s, "a", `2`); got != second {
		t.Errorf("Read gives the ETag %q, Write gave %q", got, second)
	}
}

func staleETag(t *testing.T, s state.Storage) {
	first := write(t, s, "a", value(`1`))
	write(t, s, "a", as(first, value(`2`)))
	for _, etag := range []string{first, "unknown", first + " ", "' OR 1=1 --"} {
		conflicts(t, s, "a", as(etag, value(`3`)))
	}
	holds(t, s, "a", `2`)
}

func goneETag(t *testing.T, s state.Storage) {
	conflicts(t, s, "never", as("1", value(`1`)))
	etag := write(t, s, "a", value(`1`))
	deleteAll(t, s, "a")
	conflicts(t, s, "a", as(etag, value(`2`)))
	holds(t, s, "a", "")
	holds(t, s, "never", "")
}

func anyETag(t *testing.T, s state.Storage) {
	write(t, s, "a", as(state.AnyETag, value(`1`)))
	write(t, s, "a", as(state.AnyETag, value(`2`)))
	holds(t, s, "a", `2`)
}

func noETag(t *testing.T, s state.Storage) {
	write(t, s, "a", value(`1`))
	conflicts(t, s, "a", value(`2`))
	holds(t, s, "a", `1`)
}

func conflictOfBatch(t *testing.T, s state.Storage) {
	etag := write(t, s, "b", value(`1`))
	_, err := s.Write(t.Context(), map[string]state.Item{
		"a": value(`2`), "b": as("stale", value(`2`)), "c": as(state.AnyETag, value(`2`)),
	})
	wantConflict(t, err, "b")
	holds(t, s, "a", "")
	holds(t, s, "c", "")
	if got := holds(t, s, "b", `1`); got != etag {
		t.Errorf("a conflict changed the ETag from %q to %q", etag, got)
	}
}

func refusalOfBatch(t *testing.T, s state.Storage) {
	for _, bad := range []map[string]state.Item{
		{"a": value(`1`), "b": value(`{`)},
		{"a": value(`1`), "": value(`1`)},
		{"a": value(`1`), "b": value(`"` + strings.Repeat("x", state.MaxValue) + `"`)},
	} {
		if _, err := s.Write(t.Context(), bad); err == nil {
			t.Errorf("a batch with a bad item was written")
		}
		holds(t, s, "a", "")
	}
}

func removes(t *testing.T, s state.Storage) {
	etag := write(t, s, "a", value(`1`))
	write(t, s, "b", value(`1`))
	etags, err := s.Write(t.Context(), map[string]state.Item{"a": {ETag: etag}, "b": {ETag: state.AnyETag}, "c": value(`1`)})
	if err != nil {
		t.Fatalf("Write: %v", err)
	}
	if len(etags) != 1 || etags["c"] == "" {
		t.Errorf("Write returned the ETags %q, want one for c, which is there", etags)
	}
	if items := read(t, s, "a", "b", "c"); len(items) != 1 {
		t.Errorf("left are %v, want c alone", items)
	}
	write(t, s, "a", state.Item{})
	write(t, s, "a", state.Item{ETag: state.AnyETag})
	write(t, s, "a", value(`2`))
	holds(t, s, "a", `2`)
}

func removalConflicts(t *testing.T, s state.Storage) {
	write(t, s, "a", value(`1`))
	conflicts(t, s, "a", state.Item{ETag: "stale"})
	conflicts(t, s, "a", state.Item{})
	conflicts(t, s, "never", state.Item{ETag: "stale"})
	holds(t, s, "a", `1`)
}

func deleteAll(t *testing.T, s state.Storage, keys ...string) {
	t.Helper()
	if err := s.Delete(t.Context(), keys...); err != nil {
		t.Fatalf("Delete(%q): %v", keys, err)
	}
}

func deletesItems(t *testing.T, s state.Storage) {
	write(t, s, "a", value(`1`))
	write(t, s, "b", value(`1`))
	deleteAll(t, s, "a", "unknown")
	deleteAll(t, s, "a")
	holds(t, s, "a", "")
	holds(t, s, "b", `1`)
}

func batch(t *testing.T, s state.Storage) {
	items := make(map[string]state.Item)
	var keys []string
	for i := range 50 {
		keys = append(keys, fmt.Sprintf("key-%02d", i))
		items[keys[i]] = value(fmt.Sprint(i))
	}
	etags, err := s.Write(t.Context(), items)
	if err != nil || len(etags) != len(keys) {
		t.Fatalf("Write returned %d ETags of %d, %v", len(etags), len(keys), err)
	}
	stored := read(t, s, keys...)
	if len(stored) != len(keys) {
		t.Errorf("%d of %d are read", len(stored), len(keys))
	}
	for i, key := range keys {
		if item := stored[key]; string(item.Value) != fmt.Sprint(i) || item.ETag != etags[key] {
			t.Errorf("%s is %s with the ETag %q, want %d with %q", key, item.Value, item.ETag, i, etags[key])
		}
	}
	deleteAll(t, s, keys...)
	if stored := read(t, s, keys...); len(stored) != 0 {
		t.Errorf("%d are left after Delete", len(stored))
	}
}

func etagsAreNew(t *testing.T, s state.Storage) {
	seen := make(map[string]bool)
	for range 20 {
		for _, key := range []string{"a", "b"} {
			for _, etag := range []string{write(t, s, key, value(`1`)), write(t, s, key, as(state.AnyETag, value(`1`)))} {
				if seen[etag] {
					t.Fatalf("the ETag %q came twice", etag)
				}
				seen[etag] = true
			}
		}
		deleteAll(t, s, "a")
		write(t, s, "b", state.Item{ETag: state.AnyETag})
	}
}

// atOnce runs do in many goroutines.
func atOnce(n int, do func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

func writersAtOnce(t *testing.T, s state.Storage) {
	const writers, each = 8, 5
	atOnce(writers, func(int) {
		for range each {
			increment(t, s, "a")
		}
	})
	holds(t, s, "a", fmt.Sprint(writers*each))
}

// increment adds one to a number, by compare-and-swap.
func increment(t *testing.T, s state.Storage, key string) {
	for {
		items, err := s.Read(t.Context(), key)
		if err != nil {
			t.Errorf("Read: %v", err)
			return
		}
		item, n := items[key], 0
		if item.ETag != "" {
			if err := json.Unmarshal(item.Value, &n); err != nil {
				t.Errorf("the number is %q: %v", item.Value, err)
				return
			}
		}
		_, err = s.Write(t.Context(), map[string]state.Item{key: as(item.ETag, value(fmt.Sprint(n+1)))})
		if err == nil {
			return
		}
		if !errors.Is(err, state.ErrConflict) {
			t.Errorf("Write: %v", err)
			return
		}
	}
}

func creatorsAtOnce(t *testing.T, s state.Storage) {
	var mu sync.Mutex
	created := 0
	atOnce(10, func(i int) {
		_, err := s.Write(t.Context(), map[string]state.Item{"a": value(fmt.Sprint(i))})
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			created++
		} else if !errors.Is(err, state.ErrConflict) {
			t.Errorf("Write: %v", err)
		}
	})
	if created != 1 {
		t.Errorf("%d of 10 created the item, want 1", created)
	}
}

func batchesAtOnce(t *testing.T, s state.Storage) {
	keys := []string{"a", "b", "c", "d", "e"}
	atOnce(10, func(i int) {
		items := make(map[string]state.Item)
		for _, key := range keys {
			items[key] = as(state.AnyETag, value(fmt.Sprint(i)))
		}
		if _, err := s.Write(t.Context(), items); err != nil {
			t.Errorf("Write: %v", err)
		}
	})
	items := read(t, s, keys...)
	for _, key := range keys {
		if string(items[key].Value) != string(items["a"].Value) {
			t.Errorf("%s is %s and a is %s: two batches are mixed", key, items[key].Value, items["a"].Value)
		}
	}
}

func contextEnds(t *testing.T, s state.Storage) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, readErr := s.Read(ctx, "a")
	_, writeErr := s.Write(ctx, map[string]state.Item{"a": value(`1`)})
	for op, err := range map[string]error{"Read": readErr, "Write": writeErr, "Delete": s.Delete(ctx, "a")} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want that the context ended", op, err)
		}
	}
	holds(t, s, "a", "")
}
