package state

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// ValueError says that what is stored cannot be read as the type that it is asked for. It stays as it is.
type ValueError struct {
	Key      string // of the item
	Scope    string // of the item, such as "user"; "" if it is none
	Property string // "" if the whole item cannot be read
	Err      error  // the decoder's
}

// Error says what cannot be read and what to do.
func (e *ValueError) Error() string {
	switch {
	case e.Scope == "":
		return fmt.Sprintf("state: the item %q does not fit the type it is read as, and stays stored as it is: "+
			"let the type read the old form too (UnmarshalJSON), or delete the item: %v", clip(e.Key), e.Err)
	case e.Property == "":
		return fmt.Sprintf("state: what is stored in the %s scope, %q, does not hold properties, and stays as it is: "+
			"restore it, or call Delete of the scope: %v", e.Scope, clip(e.Key), e.Err)
	}
	return fmt.Sprintf("state: property %q of the %s scope, %q, does not fit the type it is read as, and stays stored as it is: "+
		"let the type read the old form too (UnmarshalJSON), or Set or Delete the property: %v", e.Property, e.Scope, clip(e.Key), e.Err)
}

// Unwrap returns Err.
func (e *ValueError) Unwrap() error { return e.Err }

func decode[T any](of ValueError, stored json.RawMessage) (T, error) {
	var value T
	if err := json.Unmarshal(stored, &value); err != nil {
		var zero T
		of.Err = err
		return zero, &of
	}
	return value, nil
}

// encode returns the JSON of a *T, so that a method of the pointer counts.
func encode(of ValueError, pointer any) (json.RawMessage, error) {
	encoded, err := json.Marshal(pointer)
	if err != nil && of.Property != "" {
		return nil, fmt.Errorf("state: the value of property %q of the %s scope has no JSON form: %w", of.Property, of.Scope, err)
	}
	if err != nil {
		return nil, fmt.Errorf("state: the value of the item %q has no JSON form: %w", clip(of.Key), err)
	}
	return encoded, nil
}

// isNull reports whether a stored value is none.
func isNull(stored json.RawMessage) bool { return len(stored) == 0 || string(stored) == "null" }

// isNil reports whether a value would be stored as null, and so is none.
func isNil[T any](value *T) bool {
	switch v := reflect.ValueOf(value).Elem(); v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
		return v.IsNil()
	default:
		return false
	}
}
