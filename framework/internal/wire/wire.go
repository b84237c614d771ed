// Package wire is the one place where Convo's wire types meet a JSON library.
//
// It holds github.com/go-json-experiment/json, the coming encoding/json/v2, to one strict reading: member
// names match exactly, a repeated name, invalid UTF-8 or trailing data is an error. That is what the Activity
// protocol asks of receivers (A2001, A2003) and what keeps a second parser from seeing another message.
//
// A wire type keeps the members that it does not know in a map field tagged `json:",embed,unknown"`: the
// library and the standard encoding/json/v2 of Go 1.26 use different words for it, and each ignores the other's.
package wire

import "github.com/go-json-experiment/json"

// Unmarshal reads the single JSON value in data into v.
func Unmarshal(data []byte, v any, opts ...json.Options) error {
	return json.Unmarshal(data, v, with(standardReaders, opts)...)
}

// RefuseUnknown is an option of [Unmarshal] that makes a member which v has no place for an error.
func RefuseUnknown(on bool) json.Options { return json.RejectUnknownMembers(on) }

// Marshal writes v as JSON. Map members are written in sorted order, so that equal values give equal bytes.
func Marshal(v any, opts ...json.Options) ([]byte, error) {
	return json.Marshal(v, with(standardWriters, opts)...)
}

// with puts options behind the standard ones, on the stack.
func with(standard json.Options, opts []json.Options) []json.Options {
	return append(append(make([]json.Options, 0, 4), standard), opts...)
}
