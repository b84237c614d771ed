package framework

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/convobot/convo/framework/internal/text"
	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// Errors of the engine. An adapter answers the first three with 503, and so [ErrInboxUnavailable].
var (
	ErrShutdown        = errors.New("framework: the bot is shutting down")
	ErrQueueFull       = errors.New("framework: too many activities of this conversation are waiting")
	ErrOverloaded      = errors.New("framework: too many activities are running or waiting")
	ErrTurnTimeout     = errors.New("framework: the turn took longer than its limit")
	ErrSuperseded      = errors.New("framework: a newer message took this turn's place")            // cause of a context cancelled by [Latest]
	ErrAnswerForgotten = errors.New("framework: the answer to this activity was too large to keep") // on a redelivery
	ErrTurnEnded       = errors.New("framework: the turn has ended and its replies were already answered")
)

// Class says what to do about an error of the channel.
type Class int

// The classes of a [ChannelError].
const (
	Failed        Class = iota // nothing more is known; do not repeat blindly
	RetryLater                 // nothing was delivered, or once more does no harm; try again after RetryAfter
	Stop                       // do not write here again until the user speaks or the bot is added again
	ForgetAddress              // the address is dead: delete the reference
	NotAllowed                 // the channel does not allow this here; no retry will help
	TooBig                     // the message is too big: shrink it
	Rejected                   // the channel does not accept the request as it is: fix it
	Unauthorized               // the channel does not accept the bot's credentials: check the configuration
	Ambiguous                  // the message may have been delivered; sending it again may double it
)

// String returns the class in words.
func (c Class) String() string {
	names := [...]string{
		"failed", "retry later", "stop", "forget address", "not allowed", "too big", "rejected", "unauthorized",
		"may have been delivered",
	}
	if c < 0 || int(c) >= len(names) {
		return fmt.Sprintf("Class(%d)", int(c))
	}
	return names[c]
}

// ChannelError is what the channel, or the way to it, made of a request. Nothing in it is secret.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
type ChannelError struct {
	Class         Class
	Op            string        // what was attempted, such as "send activity"
	Status        int           // HTTP status; 0 if there was no answer
	Code          string        // the channel's own code, such as BotNotInConversationRoster
	Message       string        // the channel's own words, cut to a sensible length
	RetryAfter    time.Duration // when to try again, if the channel said so; 0 if not
	CorrelationID string        // what to tell the channel's support
	Err           error         // what went wrong when there was no answer
}

// Error says what was attempted, what came back, and the class.
func (e *ChannelError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "connector: %s: ", e.Op)
	if e.Status != 0 {
		fmt.Fprintf(&b, "the channel answered %d", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " %s", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %q", e.Message)
	}
	if e.Err != nil {
		if e.Status != 0 {
			b.WriteString(": ")
		}
		fmt.Fprintf(&b, "%v", e.Err)
	}
	fmt.Fprintf(&b, " (%s)", e.Class)
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, ", retry after %s", e.RetryAfter)
	}
	if e.CorrelationID != "" {
		fmt.Fprintf(&b, ", correlation id %q", e.CorrelationID)
	}
	return b.String()
}

// Unwrap returns Err.
func (e *ChannelError) Unwrap() error { return e.Err }

// ClassOf returns the class of the [ChannelError] in err's chain, or Failed if there is none.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*ChannelError](err); ok {
		return e.Class
	}
	return Failed
}

// InvokeError is an error of an invoke's handler that says how to answer the invoke.
type InvokeError struct {
	Status int // HTTP status, 200 to 599
	Body   any // JSON body, or nil for none
	Err    error
}

// Error returns the status and the cause.
func (e *InvokeError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("framework: invoke answered with status %d", e.Status)
	}
	return fmt.Sprintf("framework: invoke answered with status %d: %v", e.Status, e.Err)
}

// Unwrap returns Err.
func (e *InvokeError) Unwrap() error { return e.Err }

// BadValueError says that the value of a named activity does not have the form that its handler expects. The
// channel is answered 400, with the member that does not fit where Err is of [schema.As].
type BadValueError struct {
	Name   string // of the event or invoke
	Member string // of the value, such as data, where Err is about that one; "" is the whole value
	Err    error
}

// Error returns the name, the member and the decoder's words.
func (e *BadValueError) Error() string {
	if e.Member != "" {
		return fmt.Sprintf("framework: the value of %q does not have the expected form: %s: %v", e.Name, e.Member, e.Err)
	}
	return fmt.Sprintf("framework: the value of %q does not have the expected form: %v", e.Name, e.Err)
}

// Answer says what is wrong to the one who sent the value. The decoder's own words name Go types; they are logged.
func (e *BadValueError) Answer() string {
	switch {
	case !errors.Is(e.Err, schema.ErrNoValue):
	case e.Member == "":
		return fmt.Sprintf("%q has no value", e.Name)
	default:
		return fmt.Sprintf("the value of %q has no %s", e.Name, e.Member)
	}
	form := fmt.Sprintf("the value of %q does not have the expected form", e.Name)
	problem := wire.ProblemOf(e.Err)
	switch {
	case problem.Place == "" && e.Member == "":
		return form
	case problem.Place == "":
		return fmt.Sprintf("%s at %q", form, "/"+e.Member)
	case e.Member == "":
		return fmt.Sprintf("%s: %s at %q", form, problem.Reason, text.Clip(problem.Place, maxPlace))
	default:
		return fmt.Sprintf("%s: %s at %q", form, problem.Reason, text.Clip("/"+e.Member+problem.Place, maxPlace))
	}
}

// maxPlace is how much of a place in a value an answer names, in bytes.
const maxPlace = 64

// Unwrap returns Err.
func (e *BadValueError) Unwrap() error { return e.Err }

// PanicError is a panic of a handler.
type PanicError struct {
	Value any
	Stack []byte
}

// Error returns the panic's value; the stack is in Stack.
func (e *PanicError) Error() string { return fmt.Sprintf("framework: a handler panicked: %v", e.Value) }
