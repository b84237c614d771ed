package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

const (
	help       = "Say `list`, `explain {\"locale\":\"de\"}`, or `send {\"locale\":\"de\"} Hello!`. I remember whoever writes to me."
	notOwner   = "Only my owner may ask for that. I remember you, and `forget me` ends it."
	forgotten  = "Done: I know nothing of you, until you write again."
	mostListed = 20
)

// newBot returns the bot as production and tests run it. Its commands are the owner's: what they show, and whom they
// write to, is everybody.
func newBot(store proactive.Store, owner string) framework.Handler {
	b := bot{store: store, owner: owner}
	var on handlers.ActivityHandler
	on.OnMessageText("forget me", b.forget)
	on.OnMessage(b.command)
	return framework.Chain(&on, proactive.Remember(store))
}

type bot struct {
	store proactive.Store
	owner string
}

func (b bot) command(ctx context.Context, turn *framework.TurnContext) error {
	who := turn.Activity.From
	if b.owner == "" || b.owner != who.ID && !strings.EqualFold(b.owner, who.AADObjectID) {
		return turn.SendText(ctx, notOwner)
	}
	name, rest, _ := strings.Cut(strings.TrimSpace(turn.Activity.Text), " ")
	mine := proactive.Filter{AppID: turn.Identity().AppID}
	var answer strings.Builder
	var err error
	switch name {
	case "list":
		err = b.list(ctx, mine, &answer)
	case "explain":
		err = explain(ctx, b.store, mine, rest, &answer)
	case "send":
		err = b.send(ctx, turn, mine, rest, &answer)
	default:
		answer.WriteString(help)
	}
	if err != nil {
		answer.WriteString(err.Error())
	}
	return turn.SendText(ctx, strings.TrimSpace(answer.String()))
}

// list says whom the bot knows, the first of them.
func (b bot) list(ctx context.Context, mine proactive.Filter, answer *strings.Builder) error {
	n := 0
	for r, err := range b.store.All(ctx, mine) {
		if err != nil {
			return err
		}
		if n++; n > mostListed {
			answer.WriteString("and more")
			break
		}
		answer.WriteString(describe(r) + "\n\n")
	}
	return nil
}

// send says something to each of an audience. (A bot that tells many, and goes on after a restart, uses a Notifier.)
func (b bot) send(ctx context.Context, turn *framework.TurnContext, mine proactive.Filter, rest string, answer *strings.Builder) error {
	audience, text, ok := cutJSON(rest)
	var to proactive.Audience
	if !ok || strings.TrimSpace(text) == "" {
		answer.WriteString(help)
		return nil
	}
	if err := to.UnmarshalJSON([]byte(audience)); err != nil {
		return err
	}
	sent, failed := 0, 0
	for r, err := range proactive.Members(ctx, b.store, mine, to) {
		if err != nil {
			return err
		}
		if _, err := proactive.Tell(ctx, turn.Adapter(), b.store, r.Key, schema.TextMessage(strings.TrimSpace(text))); err != nil {
			failed++
			continue
		}
		sent++
	}
	fmt.Fprintf(answer, "sent to %d, failed for %d", sent, failed)
	return nil
}

// cutJSON splits a text after the JSON that it begins with.
func cutJSON(text string) (value, rest string, ok bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	var raw json.RawMessage
	if decoder.Decode(&raw) != nil {
		return "", "", false
	}
	return string(raw), text[decoder.InputOffset():], true
}

// forget erases whoever asks for it.
func (b bot) forget(ctx context.Context, turn *framework.TurnContext) error {
	key := proactive.PersonKey(turn.Identity().AppID, turn.ConversationReference())
	filter := proactive.Filter{AppID: key.AppID, ChannelID: key.ChannelID, TenantID: key.TenantID, UserID: turn.Activity.From.ID}
	if _, err := proactive.ErasePerson(ctx, b.store, filter); err != nil {
		return err
	}
	return turn.SendText(ctx, forgotten)
}
