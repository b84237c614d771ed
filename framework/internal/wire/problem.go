package wire

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/text"
)

// maxPlace is how much of a place is named, in bytes: member names are as long as the sender likes.
const maxPlace = 128

// Problem says why [Unmarshal] refused what it read, in words for the one who sent it: they quote no value and name no
// Go type.
type Problem struct {
	Reason string // names nothing that was sent
	Place  string // JSON Pointer, cut to a sensible length; "" for the whole, or where the place is not known
	Offset int64  // bytes that precede the place, or a little less
}

// ProblemOf explains an error of [Unmarshal].
func ProblemOf(err error) Problem {
	p := Problem{Reason: "it is not one JSON value in UTF-8"}
	var place jsontext.Pointer
	// What a type's own UnmarshalJSON says of a place is relative to its value, whose place the error around it has.
	rest := err
	for {
		e, ok := errors.AsType[*json.SemanticError](rest)
		if !ok {
			break
		}
		place += e.JSONPointer
		p.Reason, p.Offset, rest = kindName(e.JSONKind)+" does not fit", p.Offset+e.ByteOffset, e.Err
	}
	if e, ok := errors.AsType[*jsontext.SyntacticError](rest); ok {
		place += e.JSONPointer
		p.Offset += e.ByteOffset
	}
	p.Place = cutPlace(place)
	if errors.Is(err, jsontext.ErrDuplicateName) {
		p.Reason = "a member name stands there twice"
	} else if errors.Is(err, json.ErrUnknownName) {
		p.Reason = "there is no such member"
	}
	return p
}

// String returns the reason and the place.
func (p Problem) String() string {
	if p.Place == "" {
		return fmt.Sprintf("%s (byte %d)", p.Reason, p.Offset)
	}
	return fmt.Sprintf("%s at %q (byte %d)", p.Reason, p.Place, p.Offset)
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "a boolean"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '{', '}':
		return "an object"
	case '[', ']':
		return "an array"
	default:
		return "a value"
	}
}

func cutPlace(p jsontext.Pointer) string { return text.Clip(string(p), maxPlace) }
