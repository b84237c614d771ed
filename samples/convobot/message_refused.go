package main

import (
	"cmp"
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"

	"github.com/convobot/convo/framework"
)

// spokenError is a failure that the bot explains in a sentence to whoever asked.
type spokenError struct {
	key   string // of the text
	args  []any
	cause error // for the log; nil if it is of the asker's making
}

// Error names the text.
func (e *spokenError) Error() string { return "convobot: " + e.key }

// Unwrap returns the cause.
func (e *spokenError) Unwrap() error { return e.cause }

func toSay(key string, args ...any) *spokenError { return &spokenError{key: key, args: args} }

// explain says a [spokenError] to whoever asked. Any other error is returned.
func (b *convoBot) explain(ctx context.Context, turn *framework.TurnContext, err error) error {
	spoken, ok := errors.AsType[*spokenError](err)
	if !ok {
		return err
	}
	if spoken.cause != nil {
		b.log.WarnContext(ctx, "refused by the channel", "error", spoken.cause)
	}
	return b.reply(ctx, turn, spoken.key, spoken.args...)
}

// attempt is what the channel was asked to do.
type attempt int

const (
	openingChat attempt = iota // a private conversation, nothing said yet
	sending                    // a message to a person
	openingGroup
)

// refusal makes a sentence of what the channel answered when something was attempted; who is the person or the name of
// the group. What is no answer of the channel stays as it is.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
func refusal(doing attempt, who string, err error) error {
	e, ok := errors.AsType[*framework.ChannelError](err)
	if !ok {
		return err
	}
	spoken := sentence(doing, who, e)
	spoken.cause = err
	return spoken
}

// sentence is what to say of a refusal.
func sentence(doing attempt, who string, e *framework.ChannelError) *spokenError {
	switch {
	case e.Class == framework.RetryLater && e.RetryAfter > 0:
		return toSay("refused.seconds", int(math.Ceil(e.RetryAfter.Seconds())))
	case e.Class == framework.RetryLater, e.Class == framework.Ambiguous && doing == openingChat:
		return toSay("refused.later")
	case e.Class == framework.Ambiguous && doing == openingGroup:
		return toSay("refused.maybe.group", who)
	case e.Class == framework.Ambiguous:
		return toSay("refused.maybe", who)
	case e.Class == framework.TooBig:
		return toSay("refused.big")
	case e.Status == http.StatusMethodNotAllowed, e.Status == http.StatusNotImplemented:
		return toSay("refused.here")
	}
	if doing == openingGroup {
		return refusedGroup(e)
	}
	return refusedPerson(doing, who, e)
}

// refusedPerson is sentence for what is about one person.
func refusedPerson(doing attempt, who string, e *framework.ChannelError) *spokenError {
	switch e.Code {
	case "ConversationBlockedByUser", "MessageWritesBlocked":
		return toSay("refused.blocked", who)
	case "ForbiddenOperationException":
		return toSay("refused.noapp", who)
	case "BotNotInConversationRoster":
		return toSay("refused.unreachable", who)
	}
	if e.Status == http.StatusNotFound || e.Status == http.StatusBadRequest && doing == openingChat {
		return toSay("refused.unreachable", who)
	}
	return toSay("refused.other", code(e))
}

// refusedGroup is sentence for what is about a group.
func refusedGroup(e *framework.ChannelError) *spokenError {
	switch e.Code {
	case "BadSyntax":
		return toSay("refused.group")
	case "ForbiddenOperationException":
		return toSay("refused.here")
	}
	return toSay("refused.other", code(e))
}

// code is what an administrator can look up: the channel's code, else the HTTP status, else the class.
func code(e *framework.ChannelError) string {
	if e.Status == 0 {
		return cmp.Or(e.Code, e.Class.String())
	}
	return cmp.Or(e.Code, strconv.Itoa(e.Status))
}
