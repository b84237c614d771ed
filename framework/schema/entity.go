package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/convobot/convo/framework/internal/wire"
)

// Entity is metadata about an activity: one of the entity types of this package, or an [UnknownEntity] for every type
// that it does not model. The interface is sealed; send an entity of your own as an UnknownEntity. Find one with
// [EntityOf].
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#entity
type Entity interface{ entityType() string }

// EntityOf returns the activity's first entity of type T, such as [StreamInfo], and whether there is one.
func EntityOf[T Entity](a *Activity) (T, bool) {
	for _, e := range a.Entities {
		if found, ok := entityAs[T](e); ok {
			return found, true
		}
	}
	var none T
	return none, false
}

// entityAs takes an entity that a program put in by address as well.
func entityAs[T Entity](e Entity) (T, bool) {
	if p, ok := any(e).(*T); ok && p != nil {
		return *p, true
	}
	v, ok := e.(T)
	return v, ok
}

// UnknownEntity is an entity of any other type, or one that is malformed (A2104, A2105). Raw is the whole entity
// and is written back as it is.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#entity
type UnknownEntity struct{ Raw json.RawMessage }

func (UnknownEntity) entityType() string { return "" }

// MarshalJSON writes Raw.
func (u UnknownEntity) MarshalJSON() ([]byte, error) {
	if len(u.Raw) == 0 {
		return nil, errors.New("schema: UnknownEntity has no Raw; set it to the entity's JSON")
	}
	return u.Raw, nil
}

// UnmarshalJSON keeps data as it is.
func (u *UnknownEntity) UnmarshalJSON(data []byte) error {
	u.Raw = append(json.RawMessage(nil), data...)
	return nil
}

// entityReaders has a reader for every type of entity on the wire.
//
//nolint:gochecknoglobals // an immutable table
var entityReaders = map[string]func(raw []byte, opts jsonv2.Options) (Entity, error){
	EntityMention:             readAs[Mention],
	EntityClientInfo:          readAs[ClientInfo],
	EntityProductInfo:         readAs[ProductInfo],
	EntityContext:             readAs[ContextEntity],
	EntityStreamInfo:          readAs[StreamInfo],
	EntityMessage:             readAs[MessageEntity],
	EntityActivityTreatment:   readAs[ActivityTreatment],
	EntityTargetedMessageInfo: readAs[TargetedMessageInfo],
	EntityQuotedReply:         readAs[QuotedReply],
	EntityPlace:               readAs[Place],
	EntityGeoCoordinates:      readAs[GeoCoordinates],
	EntityThing:               readAs[Thing],
	EntityString:              readAs[StringEntity],
	EntityNumber:              readAs[NumberEntity],
}

func readAs[T Entity, P pointerTo[T]](raw []byte, opts jsonv2.Options) (Entity, error) {
	var v T
	err := wire.Unmarshal(raw, P(&v).twin(), opts)
	return v, err
}

// readEntity never fails: what is not a well-formed entity of a known type is kept as it came. The options are
// those of the decoder that met the entity.
func readEntity(raw []byte, opts jsonv2.Options) Entity {
	kind := typeMember(raw)
	read, known := entityReaders[string(kind)]
	if !known && strings.EqualFold(string(kind), EntityMention) {
		read, known = readAs[Mention], true // the SDKs compare this one type in any letter case
	}
	if known {
		if e, err := read(raw, opts); err == nil {
			return e
		}
	}
	return UnknownEntity{Raw: bytes.Clone(raw)}
}

// typeMember returns the text of the member "type" of a JSON object, or nil. The object must be valid JSON. It spares
// a second parser; a type written with JSON escapes is not found, and the entity stays unknown.
func typeMember(object []byte) []byte {
	const key = `"type"`
	depth, isKey := 0, false
	for i := 0; i < len(object); i++ {
		switch object[i] {
		case '{', '[':
			depth++
			isKey = depth == 1 && object[i] == '{'
		case '}', ']':
			depth--
		case ',':
			isKey = depth == 1
		case '"':
			text := stringAt(object[i:])
			i += len(text) - 1
			if !isKey {
				continue
			}
			isKey = false
			if string(text) == key {
				value := bytes.TrimLeft(object[i+1:], ": \t\r\n")
				if len(value) > 0 && value[0] == '"' {
					text := stringAt(value)
					return text[1 : len(text)-1]
				}
				return nil
			}
		}
	}
	return nil
}

// stringAt returns the JSON string that data starts with, in its quotes.
func stringAt(data []byte) []byte {
	for i := 1; ; i++ {
		quote := bytes.IndexByte(data[i:], '"')
		if quote < 0 {
			return data
		}
		escape := bytes.IndexByte(data[i:i+quote], '\\')
		if escape < 0 {
			return data[:i+quote+1]
		}
		i += escape + 1
	}
}
