package cloud

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/convobot/convo/framework/schema"
)

const (
	maxKeptBody = 64 << 10 // bytes of a buffer for bodies that is kept for the next request
	maxDepth    = 128      // objects and arrays within each other; cards of Teams have some ten levels
	objectSize  = 192      // bytes that an object or array may take in memory, though it be two characters
	freeObjects = 16       // of a message; an everyday one has no more
	maxID       = 2048     // bytes; the connector's client sends no longer ones, so nobody could be answered
)

// readActivity reads at most maxBody bytes; a longer body closes the connection instead of being read on.
func (a *Adapter) readActivity(w http.ResponseWriter, body *meteredBody) (*schema.Activity, *refusal) {
	buffer, _ := a.bodies.Get().(*bytes.Buffer)
	if buffer == nil {
		buffer = new(bytes.Buffer)
	}
	defer func() {
		if buffer.Cap() <= maxKeptBody { // one large message must not hold its memory for ever
			buffer.Reset()
			a.bodies.Put(buffer)
		}
	}()
	_, err := buffer.ReadFrom(http.MaxBytesReader(w, body, a.maxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooLarge(a.maxBody)
	}
	if errors.Is(err, errReading) {
		return nil, overloaded()
	}
	if err != nil {
		return nil, badActivity("the body could not be read", err)
	}
	objects, tooDeep := survey(buffer.Bytes())
	if tooDeep {
		return nil, badActivity(fmt.Sprintf("the body is nested deeper than %d levels", maxDepth), nil)
	}
	if !body.charge(int64(max(objects-freeObjects, 0)) * objectSize) {
		return nil, overloaded()
	}
	activity := new(schema.Activity)
	if err := activity.UnmarshalJSON(buffer.Bytes()); err != nil { // it keeps nothing of the buffer
		return nil, badActivity("the body is not an activity in JSON", err)
	}
	if err := activity.CheckReceived(); err != nil {
		return nil, badActivity(err.Error(), nil)
	}
	for _, id := range [...]string{activity.ID, activity.ReplyToID, activity.Conversation.ID, activity.From.ID, activity.Recipient.ID} {
		if len(id) > maxID {
			return nil, badActivity(fmt.Sprintf("an id is longer than %d bytes", maxID), nil)
		}
	}
	return activity, nil
}

// survey returns how many objects and arrays there are in JSON, and whether they nest deeper than maxDepth. It is asked before
// the body is decoded: what a handler later does with a value may recurse, and no stack should be the sender's to choose.
func survey(data []byte) (objects int, tooDeep bool) {
	objects = bytes.Count(data, []byte{'{'}) + bytes.Count(data, []byte{'['})
	if objects <= maxDepth {
		return objects, false // as nearly every message; counting those in strings too is many times faster
	}
	objects = 0
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			inString = !inString
		case '\\':
			i++ // the escaped character; outside a string it is no JSON, which the decoder finds
		case '{', '[':
			if inString {
				continue
			}
			objects++
			if depth++; depth > maxDepth {
				return objects, true
			}
		case '}', ']':
			if !inString {
				depth--
			}
		}
	}
	return objects, false
}
