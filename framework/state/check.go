package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/convobot/convo/framework/internal/text"
)

// Check reports why no [Storage] keeps such an item: a [*BadKeyError], a [*TooLargeError] or an [*InvalidError]. It is for
// implementations, whose Write calls it with every item.
func Check(key string, item Item) error {
	if err := checkKey(key); err != nil {
		return err
	}
	if len(item.Value) > MaxValue {
		return &TooLargeError{Key: key, Size: len(item.Value)}
	}
	if len(item.Value) > 0 && !json.Valid(item.Value) {
		return &InvalidError{Key: key}
	}
	return nil
}

// checkKey refuses what a database cannot hold as a text, or not in an index.
func checkKey(key string) error {
	switch {
	case key == "":
		return &BadKeyError{Key: key, Problem: "it is empty"}
	case len(key) > MaxKey:
		return &BadKeyError{Key: key, Problem: fmt.Sprintf("it has %d bytes; at most %d are stored", len(key), MaxKey)}
	case !utf8.ValidString(key) || strings.Contains(key, "\x00"):
		return &BadKeyError{Key: key, Problem: "it must be UTF-8 without U+0000"}
	}
	return nil
}

// ErrConflict is what every [*ConflictError] is.
var ErrConflict = errors.New("state: the item was changed by another")

// ConflictError says that an item is not what its writer has read. Read it again, make the change again, and write; or
// use [Update], which does.
type ConflictError struct {
	Key      string
	Property string // the property that both changed, when a turn was saved; else ""
}

// Error names the item, and the property if it was one.
func (e *ConflictError) Error() string {
	if e.Property == "" {
		return fmt.Sprintf("%v: %q", ErrConflict, clip(e.Key))
	}
	return fmt.Sprintf("%v: property %q of %q", ErrConflict, e.Property, clip(e.Key))
}

// Is reports whether target is [ErrConflict].
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// TooLargeError says that a value has more than [MaxValue] bytes.
type TooLargeError struct {
	Key  string
	Size int // bytes
}

// Error names the item and its size.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("state: the value of %q has %d bytes; at most %d are stored: keep less, or keep it elsewhere", clip(e.Key), e.Size, MaxValue)
}

// InvalidError says that a value is not JSON.
type InvalidError struct{ Key string }

// Error names the item.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("state: the value of %q is not JSON: encode it first, a text too", clip(e.Key))
}

// BadKeyError says that nothing can be stored under a key. Keys have 1 to [MaxKey] bytes and are UTF-8 without U+0000.
type BadKeyError struct{ Key, Problem string }

// Error names the key and what is wrong with it.
func (e *BadKeyError) Error() string {
	return fmt.Sprintf("state: the key %q cannot be used: %s", clip(e.Key), e.Problem)
}

// clip keeps an id from outside from filling a log.
func clip(s string) string { return text.Clip(s, 200) }
