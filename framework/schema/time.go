package schema

import (
	"time"

	"github.com/convobot/convo/framework/internal/wire"
)

// Time is a point in time as ISO 8601 text.
//
// A received time keeps its text, precision and offset, also when the text is not a time: then the embedded
// [time.Time] is zero and [Time.Text] still has what was sent, because a message is never refused for its
// timestamp (A2042). The zero value is absent and is not written.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#timestamp
type Time struct {
	time.Time

	text string // as received
}

// NewTime returns t as the protocol writes it: RFC 3339 with as many fractional digits as needed.
func NewTime(t time.Time) Time { return Time{Time: t} }

// Text returns the time as it stands on the wire; "" for the zero value.
func (t Time) Text() string {
	if t.text != "" || t.Time.IsZero() {
		return t.text
	}
	return t.Format(time.RFC3339Nano)
}

// IsZero reports whether the time is absent.
func (t Time) IsZero() bool { return t.text == "" && t.Time.IsZero() }

// MarshalJSON writes the text.
func (t Time) MarshalJSON() ([]byte, error) { return wire.Marshal(t.Text()) }

// UnmarshalJSON reads a string, whatever it says. Any other JSON type but null is an error.
func (t *Time) UnmarshalJSON(data []byte) error {
	var text string
	if err := wire.Unmarshal(data, &text); err != nil {
		return err
	}
	*t = parseTime(text)
	return nil
}

func parseTime(text string) Time {
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return Time{text: text}
	}
	return Time{Time: parsed, text: text}
}
