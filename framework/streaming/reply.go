package streaming

import (
	"context"
	"errors"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wait"
	"github.com/convobot/convo/framework/schema"
)

// ErrStopped is why nothing more can be written: the person pressed Stop.
var ErrStopped = errors.New("streaming: the person stopped the message")

var errEnded = errors.New("streaming: the message has been sent; call Reply for another one")

// Streamed is what came of a stream.
type Streamed struct {
	// ActivityID is the message's id, to update or delete it; "" if nothing was sent or the channel named none.
	ActivityID string
	// Stopped says that the person pressed Stop: the message is what they had seen by then.
	Stopped bool
}

// Reply sends the message that write writes to the turn's conversation, and shows it bit by bit while it is written. It returns
// when all of it is sent. If nothing is written, nothing is sent.
//
// The error is write's, or that of sending the message, as [framework.TurnContext.SendActivity] has it, or both; when write
// fails because the person stopped the message, there is none. A part that cannot be sent is no error: the next one has its
// text too. The last one is tried again, as long as the channel says when.
func Reply(ctx context.Context, turn *framework.TurnContext, write func(ctx context.Context, w *Writer) error) (Streamed, error) {
	writing, cancel := context.WithCancelCause(ctx)
	defer cancel(errEnded)
	w := &Writer{wake: make(chan struct{}, 1), closed: func() error { return context.Cause(writing) }}
	parts := &parts{turn: turn, from: w, stop: cancel, done: make(chan struct{})}
	more, enough := context.WithCancel(writing)
	begun, undo := outliving(ctx)
	defer undo()
	go parts.run(begun, more)
	end := func() {
		enough()
		<-parts.done
	}
	defer end() // when write panics

	err := write(writing, w)
	end()
	if parts.stopped {
		return Streamed{ActivityID: parts.id, Stopped: true}, unlessStopped(err)
	}
	last, undo := outliving(ctx)
	defer undo()
	streamed, problem := parts.finish(last)
	return streamed, errors.Join(err, problem)
}

// unlessStopped passes over the errors that Stop brings about.
func unlessStopped(err error) error {
	if errors.Is(err, ErrStopped) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// outliving is ctx for what must be sent to its end: it lives for a while when ctx has ended, so that nobody is left with half a
// message.
func outliving(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	unwatch := context.AfterFunc(ctx, func() {
		defer close(ended)
		if wait.For(longer, grace) == nil {
			cancel(context.Cause(ctx))
		}
	})
	return longer, func() {
		cancel(nil)
		if !unwatch() {
			<-ended
		}
	}
}

// streams reports whether the conversation may show a text while it is written. On a channel that is not known to, the
// framework passes the parts over.
func streams(a *schema.Activity) bool {
	group := a.Conversation.IsGroup || a.Conversation.ConversationType != "" && a.Conversation.ConversationType != schema.ConversationPersonal
	return a.ChannelID != schema.ChannelTeams || !group
}
