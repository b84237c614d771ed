package teams

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/convobot/convo/framework/schema"
)

// MaxMessageSize is how many bytes one message may have: about 100 KB, says Teams' documentation, which advises to stay
// below 80. Versions of it from before 2025 say 40.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
const MaxMessageSize = 100_000

// TooLargeError says that Teams would refuse a message, with status 413 and code MessageSizeTooBig.
type TooLargeError struct {
	Size  int // in bytes, as CheckSize counts
	Limit int
}

// Error names both sizes and what can be done.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("teams: the message has %d bytes and Teams takes %d: send less, or more messages", e.Size, e.Limit)
}

// CheckSize returns a [*TooLargeError] if the activity is larger than [MaxMessageSize]. It counts all of the activity's
// JSON, in UTF-16, without base64 pictures in data URLs. What Teams counts is not documented so exactly: it may
// refuse a message that passes, and one that fails may still go through. An activity without a JSON form is an error too.
func CheckSize(a *schema.Activity) error {
	body, err := a.MarshalJSON()
	if err != nil {
		return fmt.Errorf("teams: the activity has no JSON form: %w", err)
	}
	if size := utf16Size(body) - 2*pictures(body); size > MaxMessageSize {
		return &TooLargeError{Size: size, Limit: MaxMessageSize}
	}
	return nil
}

func utf16Size(text []byte) int {
	units := 0
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		units++
		if r > 0xFFFF {
			units++
		}
	}
	return 2 * units
}

// pictures returns how many characters of body are base64 of pictures.
func pictures(body []byte) int {
	const (
		mark         = ";base64,"
		maxMediaType = 64 // so that a text full of beginnings takes no longer than any other
	)
	sum := 0
	for {
		_, after, found := bytes.Cut(body, []byte("data:image/"))
		if !found {
			return sum
		}
		body = after
		head, _, _ := bytes.Cut(body[:min(len(body), maxMediaType)], []byte(`"`))
		mediaType, _, found := bytes.Cut(head, []byte(mark))
		if !found {
			continue
		}
		body = body[len(mediaType)+len(mark):]
		n := base64Length(body)
		sum += n
		body = body[n:]
	}
}

// base64Length returns how many bytes of base64 text starts with.
func base64Length(text []byte) int {
	for i, c := range text {
		isBase64 := c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '='
		if !isBase64 {
			return i
		}
	}
	return len(text)
}
