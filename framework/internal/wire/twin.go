package wire

import (
	stdjson "encoding/json"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// twinned is a type with JSON methods that writes and reads another type's JSON, its twin's.
type twinned interface {
	stdjson.Marshaler
	stdjson.Unmarshaler
}

// ReadTwin and WriteTwin read and write v through its twin, if that is of the same package. A type of a program that embeds one
// with a twin has it too, that of the embedded one: it is read and written by its JSON methods, which may be its own.
func ReadTwin(d *jsontext.Decoder, v twinned, twin any) error {
	if packageOf(v) == packageOf(twin) {
		return json.UnmarshalDecode(d, twin)
	}
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	return v.UnmarshalJSON(raw)
}

// WriteTwin is what [ReadTwin] is for reading.
func WriteTwin(e *jsontext.Encoder, v twinned, twin any) error {
	if packageOf(v) == packageOf(twin) {
		return json.MarshalEncode(e, twin)
	}
	raw, err := v.MarshalJSON()
	if err != nil {
		return err
	}
	return e.WriteValue(raw)
}

// packageOf returns the path of the package that has the type of v, or of what v points to.
func packageOf(v any) string {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.PkgPath()
}
