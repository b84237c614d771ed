package schema

import (
	"encoding/json"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/wire"
)

// wireType is what every wire type T has besides its JSON methods: its twin, plainT, which has the fields of T without
// the methods. T's own JSON methods go through the twin, and so does a T inside another wire type, because the tables
// below say so: the whole activity is read in one pass, where calling the methods would parse every nested value twice.
// Most activities are written without the tables, see writer.
type wireType interface {
	twin() any // a *plainT that points to what the *T points to

	json.Marshaler
	json.Unmarshaler
}

func decode(data []byte, v wireType) error { return decodeTwin(data, v.twin()) }

func decodeTwin(data []byte, twin any) error {
	if err := wire.Unmarshal(data, twin, readers); err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	return nil
}

func encode(v wireType) ([]byte, error) { return wire.Marshal(v.twin(), writers) }

// readers and writers are built once and never change.
//
//nolint:gochecknoglobals // immutable tables: building them for every activity would cost more than reading it
var (
	readers = jsonv2.WithUnmarshalers(jsonv2.JoinUnmarshalers(
		jsonv2.UnmarshalFromFunc(readAny),
		jsonv2.UnmarshalFromFunc(readEntityFrom),
		jsonv2.UnmarshalFromFunc(readTime),
		jsonv2.UnmarshalFromFunc(readSemanticAction),
		readsOf[ChannelAccount](), readsOf[ConversationAccount](), readsOf[Attachment](),
		wire.Readers,
		jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v wireType) error { return wire.ReadTwin(d, v, v.twin()) }),
	))
	writers = jsonv2.WithMarshalers(jsonv2.JoinMarshalers(
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v Time) error { return e.WriteToken(jsontext.String(v.Text())) }),
		jsonv2.MarshalToFunc(writeSemanticAction),
		writesOf[ChannelAccount](), writesOf[ConversationAccount](), writesOf[Attachment](),
		wire.Writers,
		jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v wireType) error { return wire.WriteTwin(e, v, v.twin()) }),
	))
)

// pointerTo is the pointer to T, a wire type.
type pointerTo[T any] interface {
	*T
	wireType
}

// readsOf and writesOf do for T what the last of the tables' functions does for all, but faster: there the library finds
// out by reflection, for every value, that its pointer is a wireType. The tables name the types that every message has.
func readsOf[T any, P pointerTo[T]]() *jsonv2.Unmarshalers {
	return jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v P) error { return jsonv2.UnmarshalDecode(d, v.twin()) })
}

func writesOf[T any, P pointerTo[T]]() *jsonv2.Marshalers {
	return jsonv2.MarshalToFunc(func(e *jsontext.Encoder, v P) error { return jsonv2.MarshalEncode(e, v.twin()) })
}

func readAny(d *jsontext.Decoder, v *Any) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	if raw.Kind() == 'n' {
		*v = nil
		return nil
	}
	*v = json.RawMessage(raw.Clone())
	return nil
}

func readEntityFrom(d *jsontext.Decoder, v *Entity) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	*v = readEntity(raw, d.Options())
	return nil
}

func readTime(d *jsontext.Decoder, v *Time) error {
	var text string
	if err := jsonv2.UnmarshalDecode(d, &text); err != nil {
		return err
	}
	*v = parseTime(text)
	return nil
}

// readSemanticAction never fails: what has another form is kept as it came.
func readSemanticAction(d *jsontext.Decoder, v *SemanticAction) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	var read plainSemanticAction
	if wire.Unmarshal(raw, &read, d.Options()) != nil {
		read = plainSemanticAction{unread: json.RawMessage(raw.Clone())}
	}
	*v = SemanticAction(read)
	return nil
}

func writeSemanticAction(e *jsontext.Encoder, v *SemanticAction) error {
	if v.isUnread() {
		return e.WriteValue(jsontext.Value(v.unread))
	}
	return jsonv2.MarshalEncode(e, v.twin())
}

// isUnread reports whether all there is came in another form.
func (v *SemanticAction) isUnread() bool {
	return len(v.unread) > 0 && v.ID == "" && v.State == "" && len(v.Entities) == 0 && len(v.Extra) == 0
}
