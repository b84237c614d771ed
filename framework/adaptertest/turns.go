package adaptertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

var errHandler = errors.New("adaptertest: the handler's own error")

func continuesConversation(ctx context.Context, s Setup) error {
	var got *schema.Activity
	var adapter framework.Adapter
	err := s.Adapter.ContinueConversation(ctx, s.Reference, framework.HandlerFunc(
		func(ctx context.Context, turn *framework.TurnContext) error {
			got, adapter = turn.Activity, turn.Adapter()
			return turn.SendText(ctx, "by the way")
		}))
	switch {
	case err != nil:
		return fmt.Errorf("ContinueConversation: %w", err)
	case got == nil:
		return errors.New("ContinueConversation did not run the handler")
	case got.Type != schema.TypeEvent || got.Name != schema.EventContinueConversation:
		return fmt.Errorf("the turn's activity is a %q named %q, want an event named ContinueConversation", got.Type, got.Name)
	case got.Conversation.ID != s.Reference.Conversation.ID || got.ServiceURL != s.Reference.ServiceURL ||
		got.ChannelID != s.Reference.ChannelID || got.Recipient.ID != s.Reference.Bot.ID || got.From.ID != s.Reference.User.ID:
		return fmt.Errorf("the turn's activity is not addressed as the reference: %+v", got)
	case adapter != s.Adapter:
		return fmt.Errorf("the turn's adapter is a %T, want the one that was asked", adapter)
	}
	return s.expectTexts(s.Reference, "by the way")
}

func returnsHandlerError(ctx context.Context, s Setup) error {
	err := s.Adapter.ContinueConversation(ctx, s.Reference, framework.HandlerFunc(
		func(context.Context, *framework.TurnContext) error { return errHandler }))
	if !errors.Is(err, errHandler) {
		return fmt.Errorf("ContinueConversation returned error %w, want the handler's", orNone(err))
	}
	return nil
}

func returnsHandlerPanic(ctx context.Context, s Setup) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the handler's panic came through ContinueConversation: %v", v)
		}
	}()
	err = s.Adapter.ContinueConversation(ctx, s.Reference, framework.HandlerFunc(
		func(context.Context, *framework.TurnContext) error { panic("on purpose") }))
	if _, ok := errors.AsType[*framework.PanicError](err); !ok {
		return fmt.Errorf("ContinueConversation returned error %w, want a *framework.PanicError", orNone(err))
	}
	return nil
}

// continuesWithinTurn would hang if turns that the bot starts waited for the conversation's running turn.
func continuesWithinTurn(ctx context.Context, s Setup) error {
	inner := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "inner")
	})
	outer := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		if err := turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), inner); err != nil {
			return err
		}
		return turn.SendText(ctx, "outer")
	})
	if err := s.Adapter.ContinueConversation(ctx, s.Reference, outer); err != nil {
		return fmt.Errorf("ContinueConversation within a turn: %w", err)
	}
	return s.expectTexts(s.Reference, "inner", "outer")
}

func honoursContext(ctx context.Context, s Setup) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.send(ctx, "too late"); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("SendActivities with a cancelled context returned error %w, want context.Canceled", orNone(err))
	}
	return s.expectTexts(s.Reference)
}
