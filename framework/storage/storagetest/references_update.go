package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"github.com/convobot/convo/framework/proactive"
)

// updateAll is several records in one call: some new, some known, one left as it is.
func updateAll(t *testing.T, s proactive.Store) {
	put(t, s, record(key(1)))
	put(t, s, record(key(3)))
	all := []proactive.Key{key(3), key(2), key(1)}
	err := s.UpdateAll(t.Context(), all, func(r *proactive.Record) error {
		switch {
		case r.Key == key(1):
			r.TeamID = "skipped"
			return proactive.ErrSkip
		case r.Key == key(2) && r.TeamID != "", r.Key == key(3) && r.TeamID != "19:team":
			t.Errorf("the update of %v sees the team %q, not what was stored", r.Key, r.TeamID)
		}
		r.TeamID = "updated"
		r.Key = key(9) // it stays as it is
		return nil
	})
	if err != nil {
		t.Fatalf("UpdateAll: %v", err)
	}
	for k, want := range map[proactive.Key]string{key(1): "19:team", key(2): "updated", key(3): "updated"} {
		if got := load(t, s, k); got.TeamID != want || got.Key != k {
			t.Errorf("%v has the team %q and the key %v, want the team %q", k, got.TeamID, got.Key, want)
		}
	}
	if _, err := s.Load(t.Context(), key(9)); !errors.Is(err, proactive.ErrNotFound) {
		t.Errorf("Load of a key that a change made up: error %v, want ErrNotFound", err)
	}
	if err := s.UpdateAll(t.Context(), nil, nil); err != nil {
		t.Errorf("UpdateAll of no keys: %v", err)
	}
}

func updateAllSkips(t *testing.T, s proactive.Store) {
	err := s.UpdateAll(t.Context(), []proactive.Key{key(1), key(2)}, func(*proactive.Record) error { return proactive.ErrSkip })
	if err != nil {
		t.Errorf("UpdateAll that skips: %v", err)
	}
	err = s.Update(t.Context(), key(1), func(*proactive.Record) error { return fmt.Errorf("nothing new: %w", proactive.ErrSkip) })
	if err != nil {
		t.Errorf("Update that skips: %v", err)
	}
	if got := keys(t, s); len(got) != 0 {
		t.Errorf("skipped records were stored: %v", got)
	}
}

func updateAllOrNothing(t *testing.T, s proactive.Store) {
	put(t, s, record(key(1)))
	refused := errors.New("refused")
	err := s.UpdateAll(t.Context(), []proactive.Key{key(1), key(2), key(3)}, func(r *proactive.Record) error {
		r.TeamID = "changed"
		if r.Key == key(3) {
			return refused
		}
		return nil
	})
	if !errors.Is(err, refused) {
		t.Errorf("UpdateAll returned %v, want the error of change", err)
	}
	if err := s.UpdateAll(t.Context(), []proactive.Key{key(1), key(2), key(1)}, func(r *proactive.Record) error {
		r.TeamID = "changed"
		return nil
	}); err == nil {
		t.Error("UpdateAll with a key twice: no error")
	}
	if got := load(t, s, key(1)).TeamID; got != "19:team" {
		t.Errorf("a failed update changed the team to %q", got)
	}
	if got := keys(t, s); len(got) != 1 {
		t.Errorf("a failed update stored new records: %v", got)
	}
}

// updateAllAtOnce lets writers of overlapping batches, in different orders, and of single records run into each other.
func updateAllAtOnce(t *testing.T, s proactive.Store) {
	const writers = 10
	add := func(r *proactive.Record) error {
		r.TeamID += "x"
		return nil
	}
	var wg sync.WaitGroup
	for n := range writers {
		batch := []proactive.Key{key(1), key(2), key(3)}
		if n%2 == 1 {
			batch[0], batch[2] = batch[2], batch[0]
		}
		wg.Go(func() {
			if err := s.UpdateAll(t.Context(), batch, add); err != nil {
				t.Errorf("UpdateAll: %v", err)
			}
		})
		wg.Go(func() {
			if err := s.Update(t.Context(), key(2), add); err != nil {
				t.Errorf("Update: %v", err)
			}
		})
	}
	wg.Wait()
	for n, want := range map[int]int{1: writers, 2: 2 * writers, 3: writers} {
		if got := len(load(t, s, key(n)).TeamID); got != want {
			t.Errorf("%d of %d updates are in record %d", got, want, n)
		}
	}
}

// keepsJSON compares what is loaded as JSON, the form that exports have, after a check that the record has every field set.
func keepsJSON(t *testing.T, s proactive.Store) {
	want := record(key(1))
	if name := unset(reflect.ValueOf(want), "Record"); name != "" {
		t.Fatalf("the record that is tested with lacks %s", name)
	}
	put(t, s, want)
	got := load(t, s, want.Key)
	gotJSON, err := inUTC(got).MarshalJSON()
	if err != nil {
		t.Fatalf("MarshalJSON: %v", err)
	}
	wantJSON, err := want.MarshalJSON()
	if err != nil {
		t.Fatalf("MarshalJSON: %v", err)
	}
	if !bytes.Equal(gotJSON, wantJSON) {
		t.Errorf("loaded record differs\n got %s\nwant %s", gotJSON, wantJSON)
	}
	var again proactive.Record
	if err := again.UnmarshalJSON(gotJSON); err != nil {
		t.Fatalf("UnmarshalJSON: %v", err)
	}
	if g, w := fmt.Sprintf("%+v", inUTC(again)), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("read record differs\n got %s\nwant %s", g, w)
	}
}

// unset returns the path of a field of package proactive's structs that is zero, or "". Key has a user or a conversation.
func unset(v reflect.Value, path string) string {
	for field, value := range v.Fields() {
		name := path + "." + field.Name
		isOurs := field.Type.Kind() == reflect.Struct && field.Type.PkgPath() == v.Type().PkgPath()
		switch {
		case name == "Record.Key":
		case value.IsZero():
			return name
		case isOurs:
			if name := unset(value, name); name != "" {
				return name
			}
		}
	}
	return ""
}
