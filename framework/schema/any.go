package schema

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/convobot/convo/framework/internal/wire"
)

// Any is an open value of the protocol: any JSON at all.
//
// A received value is a [json.RawMessage], kept byte for byte, so large numbers stay exact; JSON null and an
// absent member are both nil. A value to send may be any Go value that has a JSON form; JSON that you have as text is a
// json.RawMessage, not a []byte, which is written as base64. Read either with [As].
type Any any

// ErrNoValue is what [As] returns for a value that is absent or null.
var ErrNoValue = errors.New("schema: there is no value")

// As reads an open value as a T: the value itself if it is a T or a *T, else what its JSON says.
//
// It returns [ErrNoValue] when v is nil or null, and the decoder's error when the JSON does not fit T; with an error
// the T is always the zero value. Reading is strict, as everywhere in this package: names match exactly, and wrong
// types are errors. An Any inside of T is read as a json.RawMessage too.
func As[T any](v Any) (T, error) {
	var zero T
	raw, isRaw := v.(json.RawMessage)
	if v == nil || isRaw && isNull(raw) {
		return zero, ErrNoValue
	}
	if own, ok := v.(T); ok {
		return own, nil
	}
	if own, ok := v.(*T); ok && own != nil {
		return *own, nil
	}
	if !isRaw {
		var err error
		if raw, err = wire.Marshal(v); err != nil {
			return zero, err
		}
	}
	if isNull(raw) {
		return zero, ErrNoValue
	}
	var out T
	if err := wire.Unmarshal(raw, &out, readers); err != nil {
		return zero, err
	}
	return out, nil
}

func isNull(raw json.RawMessage) bool { return string(bytes.TrimSpace(raw)) == "null" }
