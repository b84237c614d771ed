package cards

import (
	"fmt"
	"reflect"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/wire"
)

// node is whatever has JSON of its own in a card. A card is written in one pass through wire, where calling MarshalJSON
// would write what is inside an element once for every level above it.
type node interface {
	wire() any // the node without its methods, or something else with the same JSON
}

// typed is a node with its type member, which comes first.
type typed[T any] struct {
	Type string `json:"type"`
	Node T      `json:",embed,inline"` // the library and the standard encoding/json/v2 have different words for it
}

func encode(n node) ([]byte, error) {
	out, err := wire.Marshal(n.wire(), writers)
	if err != nil {
		return nil, fmt.Errorf("cards: %w", err)
	}
	return out, nil
}

// writers is built once and never changes.
//
//nolint:gochecknoglobals // an immutable table
var writers = jsonv2.WithMarshalers(jsonv2.JoinMarshalers(
	jsonv2.MarshalToFunc(writeList[Element]),
	jsonv2.MarshalToFunc(writeList[Action]),
	jsonv2.MarshalToFunc(writeList[Inline]),
	wire.Writers,
	jsonv2.MarshalToFunc(func(e *jsontext.Encoder, n node) error { return jsonv2.MarshalEncode(e, n.wire()) }),
))

// writeList leaves out what is nil, so that a card's literal can hold what it has only sometimes.
func writeList[T node](e *jsontext.Encoder, list []T) error {
	if err := e.WriteToken(jsontext.BeginArray); err != nil {
		return err
	}
	for _, n := range list {
		if isNil(n) {
			continue
		}
		if err := jsonv2.MarshalEncode(e, n); err != nil {
			return err
		}
	}
	return e.WriteToken(jsontext.EndArray)
}

func isNil(n node) bool {
	v := reflect.ValueOf(n)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Map, reflect.Slice:
		return v.IsNil()
	default:
		return false
	}
}
