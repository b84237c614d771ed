package main

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// topicMessages is what people opt out of who want no messages of their colleagues through the bot.
const topicMessages = "messages"

// message writes to somebody in private for whoever asks: message @name hello.
func (b *convoBot) message(ctx context.Context, turn *framework.TurnContext, args string) error {
	to, words, err := b.addressed(ctx, turn, args)
	if err == nil {
		err = b.passOn(ctx, turn, to, words)
	}
	if err != nil {
		return b.explain(ctx, turn, err)
	}
	return b.reply(ctx, turn, "message.done", cmp.Or(to.Name, to.ID), words)
}

// addressed returns whom a command names, and what to tell them.
func (b *convoBot) addressed(ctx context.Context, turn *framework.TurnContext, args string) (to schema.ChannelAccount, words string, err error) {
	people := b.directory(turn)
	if !people.isName(args) {
		return to, "", toSay("message.usage")
	}
	to, words, err = people.next(ctx, args)
	words = strings.TrimSpace(people.withoutMarkup(words))
	switch {
	case err != nil:
		return to, "", err
	case isBot(to) || isSame(to, turn.Activity.Recipient):
		return to, "", toSay("message.bot")
	case isSame(to, turn.Activity.From):
		return to, "", toSay("message.self")
	case words == "":
		return to, "", toSay("message.usage")
	}
	return to, words, nil
}

// passOn tells somebody in private, in their language, who wants to tell them what.
func (b *convoBot) passOn(ctx context.Context, turn *framework.TurnContext, to schema.ChannelAccount, words string) error {
	v, err := b.voice(ctx, turn)
	if err != nil {
		return err
	}
	known, err := b.remembered(ctx, turn, to)
	if err != nil && !errors.Is(err, proactive.ErrNotFound) {
		return err
	}
	name := cmp.Or(to.Name, to.ID)
	switch {
	case known.Preferences.HasOptedOut(topicMessages), time.Now().Before(known.Preferences.MutedUntil):
		return toSay("message.unwanted", name)
	case !known.Reachable():
		return toSay("message.removed", name)
	}
	sender, err := b.nameOf(ctx, turn, v)
	if err != nil {
		return err
	}
	text := b.phrases.voice(cmp.Or(known.Locale(), v.language)).quote("message.text", sender, words)
	key, err := b.chat(ctx, turn, to, known)
	if err != nil {
		return refusal(openingChat, name, err)
	}
	if _, err := proactive.Tell(ctx, turn.Adapter(), b.store, key, schema.TextMessage(text)); err != nil {
		return refusal(sending, name, err)
	}
	return nil
}

// nameOf returns the name of whoever acts in this turn.
func (b *convoBot) nameOf(ctx context.Context, turn *framework.TurnContext, v voice) (string, error) {
	if name := turn.Activity.From.Name; name != "" {
		return name, nil
	}
	known, err := b.store.Load(ctx, person(turn))
	if err != nil && !errors.Is(err, proactive.ErrNotFound) {
		return "", err
	}
	return cmp.Or(known.Reference.User.Name, v.say("message.somebody")), nil
}

// remembered returns the record of somebody who was named.
func (b *convoBot) remembered(ctx context.Context, turn *framework.TurnContext, who schema.ChannelAccount) (proactive.Record, error) {
	here := person(turn)
	for _, id := range []string{who.AADObjectID, who.ID} {
		here.UserID, here.ConversationID = id, ""
		if record, err := proactive.Find(ctx, b.store, here); !errors.Is(err, proactive.ErrNotFound) {
			return record, err
		}
	}
	return proactive.Record{}, proactive.ErrNotFound
}

// chat makes sure that somebody's private conversation is known, and returns the key of their record.
func (b *convoBot) chat(ctx context.Context, turn *framework.TurnContext, to schema.ChannelAccount, known proactive.Record) (proactive.Key, error) {
	if known.Reference.User.ID != "" {
		_, err := proactive.Open(ctx, turn.Adapter(), b.store, known.Key)
		return known.Key, err
	}
	created, err := turn.CreateConversation(ctx, schema.ConversationParameters{
		Members: []schema.ChannelAccount{complete(ctx, turn, to)},
	})
	if err != nil {
		return proactive.Key{}, err
	}
	appID := turn.Identity().AppID
	return proactive.KeyOf(appID, created.Reference), proactive.Save(ctx, b.store, appID, created.Reference, nil)
}

// complete returns an account with what the members of the conversation say of it: a mention lacks the Entra object id,
// by which a person is remembered.
func complete(ctx context.Context, turn *framework.TurnContext, who schema.ChannelAccount) schema.ChannelAccount {
	client, err := connector.FromTurn(turn)
	if err != nil || who.AADObjectID != "" || isPrivate(turn) {
		return who
	}
	if member, err := client.Member(ctx, home(turn), who.ID); err == nil && member.ID == who.ID {
		who.AADObjectID = member.AADObjectID
	}
	return who
}
