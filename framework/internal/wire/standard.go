package wire

import (
	stdjson "encoding/json"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Readers and Writers read and write types of the standard library as encoding/json does, where the library is of another
// mind, or of two: without GOEXPERIMENT=jsonv2 a json.Number is a text to it, and it refuses a time.Duration. Options of a
// caller that has readers or writers of its own take the place of these, so they are to be joined.
//
//nolint:gochecknoglobals // immutable tables
var (
	Readers = json.JoinUnmarshalers(json.UnmarshalFromFunc(readNumber), json.UnmarshalFromFunc(readDuration))
	Writers = json.JoinMarshalers(json.MarshalToFunc(writeNumber), json.MarshalToFunc(writeDuration))

	standardReaders = json.WithUnmarshalers(Readers)
	standardWriters = json.JoinOptions(json.WithMarshalers(Writers), json.Deterministic(true))
)

func readNumber(d *jsontext.Decoder, n *stdjson.Number) error {
	if d.PeekKind() != '0' {
		return json.UnmarshalDecode(d, (*string)(n))
	}
	raw, err := d.ReadValue()
	*n = stdjson.Number(raw)
	return err
}

func writeNumber(e *jsontext.Encoder, n stdjson.Number) error {
	if kind, length := e.StackIndex(e.StackDepth()); kind == '{' && length%2 == 0 {
		return e.WriteToken(jsontext.String(string(n))) // the name of a member
	}
	if n == "" {
		n = "0"
	}
	if jsontext.Value(n).Kind() != '0' {
		return fmt.Errorf("%.20q is no number", n)
	}
	return e.WriteValue(jsontext.Value(n))
}

func readDuration(d *jsontext.Decoder, v *time.Duration) error {
	return json.UnmarshalDecode(d, (*int64)(v))
}

func writeDuration(e *jsontext.Encoder, v time.Duration) error {
	return json.MarshalEncode(e, int64(v))
}
