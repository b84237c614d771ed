package teams

import (
	"encoding/json"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// wireType is a wire type with its twin, as in package schema.
type wireType interface {
	twin() any // a *plainT that points to what the *T points to

	json.Marshaler
	json.Unmarshaler
}

func decode(data []byte, v wireType) error {
	if err := wire.Unmarshal(data, v.twin(), readers); err != nil {
		return fmt.Errorf("teams: %w", err)
	}
	return nil
}

func encode(v wireType) ([]byte, error) { return wire.Marshal(v.twin(), writers) }

// readers and writers are built once and never change. The types of package schema inside those of this package go
// through their own methods.
//
//nolint:gochecknoglobals // immutable tables: building them for every activity would cost more than reading it
var (
	readers = jsonv2.WithUnmarshalers(jsonv2.JoinUnmarshalers(
		jsonv2.UnmarshalFromFunc(readAny),
		wire.Readers,
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v wireType) error { return wire.ReadTwin(d, v, v.twin()) }),
	))
	writers = jsonv2.WithMarshalers(jsonv2.JoinMarshalers(
		wire.Writers,
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v wireType) error { return wire.WriteTwin(e, v, v.twin()) }),
	))
)

// readAny keeps an open value byte for byte; null is nil.
func readAny(d *jsontext.Decoder, v *schema.Any) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	*v = nil
	if raw.Kind() != 'n' {
		*v = json.RawMessage(raw.Clone())
	}
	return nil
}
