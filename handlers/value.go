package handlers

import (
	"encoding/json"
	"errors"
	"reflect"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// maxValue is how many bytes the value of an invoke of the protocol or of Teams may have; as many as package cloud
// takes for a whole activity by default. Values of other invokes are their handlers' business.
const maxValue = 1 << 20

// isTooLarge reports whether a received value has more than maxValue bytes.
func isTooLarge(v schema.Any) bool {
	raw, ok := v.(json.RawMessage)
	return ok && len(raw) > maxValue
}

// valueOf reads the value of a named activity, as the comment of [OnInvoke] says.
func valueOf[T any](a *schema.Activity) (T, error) {
	value, err := read[T](a.Value)
	if err != nil {
		return value, &framework.BadValueError{Name: a.Name, Err: err}
	}
	return value, nil
}

// read reads an open value, which may be absent if T can say so.
func read[T any](v schema.Any) (T, error) {
	var none T
	if _, ignored := any(none).(struct{}); ignored {
		return none, nil
	}
	value, err := schema.As[T](v)
	if errors.Is(err, schema.ErrNoValue) && mayBeAbsent[T]() {
		return none, nil
	}
	return value, err
}

// mayBeAbsent reports whether T can say that there is no value.
func mayBeAbsent[T any]() bool {
	kind := reflect.TypeFor[T]().Kind()
	return kind == reflect.Pointer || kind == reflect.Interface
}
