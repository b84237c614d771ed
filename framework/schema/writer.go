package schema

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/wire"
)

// writer writes activities member by member, in the order of the struct, which takes a third of what the library's
// reflection takes. It gives up where something is rare or wrong: a member that no field is for (Extra), a text that is not
// UTF-8. Then the tables of codec.go write the activity, or say what is wrong with it. What both write is the same, byte for
// byte; a test holds that, for every member.
type writer struct {
	text   []byte
	gaveUp bool
}

// newWriter returns a writer with room for what most messages take.
func newWriter(a *Activity) writer {
	parts := min(len(a.Entities)+len(a.Attachments), 16) // an empty one takes three bytes in what arrives
	return writer{text: make([]byte, 0, 512+len(a.Text)+384*parts)}
}

// begin begins an object and returns where, for end, which takes it away if nothing came into it.
func (w *writer) begin(name string) (before int) {
	before = len(w.text)
	w.name(name)
	w.text = append(w.text, '{')
	return before
}

func (w *writer) end(before int) {
	if w.text[len(w.text)-1] == '{' {
		w.text = w.text[:before]
		return
	}
	w.text = append(w.text, '}')
}

func (w *writer) name(name string) {
	if w.text[len(w.text)-1] != '{' {
		w.text = append(w.text, ',')
	}
	w.text = append(w.text, '"')
	w.text = append(w.text, name...)
	w.text = append(w.text, `":`...)
}

func (w *writer) string(name, value string) {
	if value == "" {
		return
	}
	w.name(name)
	if isPlain(value) {
		w.text = append(w.text, '"')
		w.text = append(w.text, value...)
		w.text = append(w.text, '"')
		return
	}
	text, err := jsontext.AppendQuote(w.text, value)
	w.text, w.gaveUp = text, w.gaveUp || err != nil
}

// isPlain reports whether a text stands in JSON as it is.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

func (w *writer) time(name string, t *Time) {
	switch {
	case t.IsZero():
	case t.text != "":
		w.string(name, t.text)
	default:
		w.name(name)
		w.text = append(w.text, '"')
		w.text = t.AppendFormat(w.text, time.RFC3339Nano)
		w.text = append(w.text, '"')
	}
}

func (w *writer) bool(name string, value bool) {
	if value {
		w.name(name)
		w.text = append(w.text, "true"...)
	}
}

// value writes an open value that there is.
func (w *writer) value(name string, v Any) {
	if v != nil {
		w.name(name)
		w.any(v)
	}
}

// saying is value for one that says something: more than null, or something empty.
func (w *writer) saying(name string, v Any) {
	before := len(w.text)
	w.value(name, v)
	_, written, _ := bytes.Cut(w.text[before:], []byte(":"))
	switch string(written) {
	case `null`, `""`, `{}`, `[]`:
		w.text = w.text[:before]
	}
}

// other writes a member of any type that there is.
func (w *writer) other(name string, v any) {
	w.name(name)
	w.any(v)
}

// any writes any value, as the tables do.
func (w *writer) any(v any) {
	if raw, ok := v.(json.RawMessage); ok {
		text, err := jsontext.AppendFormat(w.text, raw)
		w.text, w.gaveUp = text, w.gaveUp || err != nil
		return
	}
	raw, err := wire.Marshal(v, writers)
	w.text, w.gaveUp = append(w.text, raw...), w.gaveUp || err != nil
}
