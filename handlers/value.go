package handlers

import (
	"errors"
	"reflect"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

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
