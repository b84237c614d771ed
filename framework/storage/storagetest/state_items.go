package storagetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/convobot/convo/framework/state"
)

func readsUnknown(t *testing.T, s state.Storage) {
	write(t, s, "known", value(`1`))
	items := read(t, s, "unknown", "known")
	if len(items) != 1 || string(items["known"].Value) != `1` {
		t.Errorf("Read returned %v, want the known item alone", items)
	}
}

func nothingToDo(t *testing.T, s state.Storage) {
	if items, err := s.Read(t.Context()); err != nil || len(items) != 0 {
		t.Errorf("Read of no keys returned %v, %v", items, err)
	}
	for _, none := range []map[string]state.Item{nil, {}} {
		if etags, err := s.Write(t.Context(), none); err != nil || len(etags) != 0 {
			t.Errorf("Write of no items returned %v, %v", etags, err)
		}
	}
	if err := s.Delete(t.Context()); err != nil {
		t.Errorf("Delete of no keys: %v", err)
	}
}

func writesAndReads(t *testing.T, s state.Storage) {
	const text = `{"name":"Ann","n":[1,2.5,-3e7],"deep":{"é😀":null,"t":true},"big":12345678901234567890}`
	etag := write(t, s, "a", value(text))
	if got := holds(t, s, "a", text); got != etag {
		t.Errorf("Read gives the ETag %q, Write gave %q", got, etag)
	}
	if items := read(t, s, "a", "a"); len(items) != 1 {
		t.Errorf("a key that is asked for twice gave %d items", len(items))
	}
}

func anyJSON(t *testing.T, s state.Storage) {
	for i, text := range []string{`{}`, `[]`, `null`, `true`, `0`, `""`, `"a\u0000b"`, ` { "spaced" : [ 1 ] } `} {
		key := fmt.Sprint(i)
		write(t, s, key, value(text))
		holds(t, s, key, text)
	}
}

func oddKeys(t *testing.T, s state.Storage) {
	odd := []string{
		" ", "/", "//", "a/b", "a%2Fb", "A/b", "a/b/", "%", "_", `'"\`, "a:1;b=c@d", "é", "e\u0301", "\u2028", "😀", "a\nb", "\x01", "*", "null", `{"a":1}`,
	}
	for i, key := range odd {
		write(t, s, key, value(fmt.Sprint(i)))
	}
	for i, key := range odd {
		holds(t, s, key, fmt.Sprint(i))
	}
	if items := read(t, s, odd...); len(items) != len(odd) {
		t.Errorf("%d of %d keys are read together", len(items), len(odd))
	}
}

func longKeys(t *testing.T, s state.Storage) {
	// Random letters, since a database may compress what it measures.
	key := randomText(state.MaxKey)
	write(t, s, key, value(`1`))
	holds(t, s, key, `1`)
	if err := refuses(t, s, key+"x", value(`1`)); !isBadKey(err) {
		t.Errorf("a key that is too long: error %v, want a *state.BadKeyError", err)
	}
}

func badKeys(t *testing.T, s state.Storage) {
	for _, key := range []string{"", "a\x00b", "a\xffb"} {
		if err := refuses(t, s, key, value(`1`)); !isBadKey(err) {
			t.Errorf("key %q: error %v, want a *state.BadKeyError", key, err)
		}
		if items := read(t, s, key); len(items) != 0 {
			t.Errorf("key %q holds %v", key, items)
		}
		if err := s.Delete(t.Context(), key); err != nil {
			t.Errorf("Delete(%q): %v", key, err)
		}
	}
}

func isBadKey(err error) bool {
	_, ok := errors.AsType[*state.BadKeyError](err)
	return ok
}

func copiesValues(t *testing.T, s state.Storage) {
	item := value(`"abc"`)
	write(t, s, "a", item)
	item.Value[1] = 'X'
	items := read(t, s, "a")
	items["a"].Value[2] = 'X'
	items["b"] = item
	holds(t, s, "a", `"abc"`)
	holds(t, s, "b", "")
}

func largeValue(t *testing.T, s state.Storage) {
	text := `"` + randomText(state.MaxValue-2) + `"`
	write(t, s, "a", value(text))
	holds(t, s, "a", text)
}

func tooLarge(t *testing.T, s state.Storage) {
	err := refuses(t, s, "a", value(`"`+strings.Repeat("x", state.MaxValue-1)+`"`))
	if large, ok := errors.AsType[*state.TooLargeError](err); !ok || large.Key != "a" || large.Size != state.MaxValue+1 {
		t.Errorf("error %v, want a *state.TooLargeError of %d bytes", err, state.MaxValue+1)
	}
	holds(t, s, "a", "")
}

func invalidValue(t *testing.T, s state.Storage) {
	for _, text := range []string{`{`, `hello`, ` `, `{} {}`, "\x01{}", `{"a":}`} {
		err := refuses(t, s, "a", value(text))
		if invalid, ok := errors.AsType[*state.InvalidError](err); !ok || invalid.Key != "a" {
			t.Errorf("value %q: error %v, want a *state.InvalidError", text, err)
		}
	}
	holds(t, s, "a", "")
}
