package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/handlers"
)

// profile is what the bot knows of a person.
type profile struct {
	Name, City string
}

// bot counts messages, and asks for a profile in two turns.
type bot struct {
	handlers.ActivityHandler

	state *state.State

	count   *state.Property[int]     // messages of a conversation
	said    *state.Property[int]     // messages of a person, wherever they are
	profile *state.Property[profile] // of a person
	asked   *state.Property[string]  // what a person was asked in a conversation, and has not answered
}

func newBot(storage state.Storage) framework.Handler {
	s := state.New(storage)
	b := &bot{
		state:   s,
		count:   state.NewProperty[int](s.Conversation(), "count"),
		said:    state.NewProperty[int](s.User(), "said"),
		profile: state.NewProperty[profile](s.User(), "profile"),
		asked:   state.NewProperty[string](s.Private(), "asked"),
	}
	b.OnMessageText("profile", b.askFor("name", "What is your name?"))
	b.OnMessageText("forget me", b.forget)
	b.OnMessage(b.onMessage)
	return framework.Chain(b, s.AutoSave)
}

func (b *bot) onMessage(ctx context.Context, turn *framework.TurnContext) error {
	asked, err := b.asked.Get(ctx, turn)
	if err != nil {
		return err
	}
	who, err := b.profile.Get(ctx, turn)
	if err != nil {
		return err
	}
	switch text := turn.Activity.TextWithoutRecipient(); asked {
	case "name":
		who.Name = text
		return errors.Join(b.profile.Set(ctx, turn, who), b.askFor("city", "And where do you live?")(ctx, turn))
	case "city":
		who.City = text
		return errors.Join(b.profile.Set(ctx, turn, who), b.asked.Delete(ctx, turn),
			turn.SendText(ctx, fmt.Sprintf("Nice to meet you, %s from %s.", who.Name, who.City)))
	}
	return b.counts(ctx, turn, who)
}

func (b *bot) counts(ctx context.Context, turn *framework.TurnContext, who profile) error {
	// Messages of one conversation come one after the other, so nobody else counts here meanwhile.
	count, err := b.count.Get(ctx, turn)
	if err != nil {
		return err
	}
	count++
	// But a person may write in two conversations at once.
	said := 0
	err = b.said.Update(ctx, turn, func(n *int) error {
		*n++
		said = *n
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(b.count.Set(ctx, turn, count),
		turn.SendText(ctx, fmt.Sprintf("Message %d here, %d from you, %s.", count, said, cmp.Or(who.Name, "whoever you are"))))
}

// askFor asks a person, whose next message here is the answer.
func (b *bot) askFor(what, question string) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		return errors.Join(b.asked.Set(ctx, turn, what), turn.SendText(ctx, question))
	}
}

// forget deletes what is kept of a person, also if the rest of the turn fails.
func (b *bot) forget(ctx context.Context, turn *framework.TurnContext) error {
	return errors.Join(b.state.User().Delete(ctx, turn), b.state.Private().Delete(ctx, turn), turn.SendText(ctx, "Who are you?"))
}
