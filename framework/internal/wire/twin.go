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

// ReadTwin and WriteTwin read and write v through its twin, if v is of the package with that path. A type of a program that
// embeds one of that package has a twin too, which is that of the embedded one: it is read and written by its JSON methods,
// which may be its own.
func ReadTwin(d *jsontext.Decoder, v twinned, pkgPath string, twin any) error {
	if isOf(v, pkgPath) {
		return json.UnmarshalDecode(d, twin)
	}
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	return v.UnmarshalJSON(raw)
}

// WriteTwin is what [ReadTwin] is for reading.
func WriteTwin(e *jsontext.Encoder, v twinned, pkgPath string, twin any) error {
	if isOf(v, pkgPath) {
		return json.MarshalEncode(e, twin)
	}
	raw, err := v.MarshalJSON()
	if err != nil {
		return err
	}
	return e.WriteValue(raw)
}

// isOf reports whether v, or what it points to, is of a type of that package.
func isOf(v any, pkgPath string) bool {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.PkgPath() == pkgPath
}
