package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// A person may ask for a group of at most so many others.
const maxGroup = 20

var errTooMany = errors.New("convobot: the conversation has more members than are read")

// group asks the channel for a conversation of several people: group "Release" @name @name.
func (b *convoBot) group(ctx context.Context, turn *framework.TurnContext, args string) error {
	topic, others, err := b.invited(ctx, turn, args)
	if err != nil {
		return b.explain(ctx, turn, err)
	}
	members := append([]schema.ChannelAccount{turn.Activity.From}, others...)
	created, err := turn.CreateConversation(ctx, schema.ConversationParameters{IsGroup: true, Members: members, TopicName: topic})
	if err != nil {
		return b.explain(ctx, turn, refusal(openingGroup, topic, err))
	}
	if err := proactive.Save(ctx, b.store, turn.Identity().AppID, created.Reference, nil); err != nil {
		return err
	}
	v, err := b.voice(ctx, turn)
	if err != nil {
		return err
	}
	sender, err := b.nameOf(ctx, turn, v)
	if err != nil {
		return err
	}
	hello := schema.TextMessage(v.quote("group.hello", sender, topic, names(others)))
	if _, err := proactive.Send(ctx, turn.Adapter(), created.Reference, hello); err != nil {
		if err := b.explain(ctx, turn, refusal(sending, topic, err)); err != nil {
			return err
		}
	}
	missing, err := absent(ctx, turn, created.Reference, members)
	switch {
	case err != nil:
		return b.reply(ctx, turn, "group.unread", topic)
	case len(missing) > 0:
		return b.reply(ctx, turn, "group.missing", topic, names(missing))
	}
	return b.reply(ctx, turn, "group.done", topic)
}

// invited returns the topic of the group that a command asks for, and whom it names beside who asks.
func (b *convoBot) invited(ctx context.Context, turn *framework.TurnContext, args string) (topic string, others []schema.ChannelAccount, err error) {
	people := b.directory(turn)
	topic, rest := cutTopic(args)
	if topic == "" || people.isName(args) {
		return "", nil, toSay("group.usage")
	}
	for named := 0; rest != ""; named++ {
		if !people.isName(rest) {
			return "", nil, toSay("group.usage")
		}
		if named == maxGroup {
			return "", nil, toSay("group.many", maxGroup)
		}
		who, after, err := people.next(ctx, rest)
		if err != nil {
			return "", nil, err
		}
		rest = after
		known := append([]schema.ChannelAccount{turn.Activity.From, turn.Activity.Recipient}, others...)
		if !slices.ContainsFunc(known, func(other schema.ChannelAccount) bool { return isSame(who, other) }) {
			others = append(others, who)
		}
	}
	if len(others) == 0 {
		return "", nil, toSay("group.usage")
	}
	return topic, others, nil
}

// cutTopic splits what is said of a group after its topic: what is in quotes, of any kind that keyboards write, or one
// word.
func cutTopic(args string) (topic, rest string) {
	first, size := utf8.DecodeRuneInString(args)
	if closing, quoted := map[rune]string{'"': `"`, '“': "”“", '„': "“”\"", '«': "»", '”': "”"}[first]; quoted {
		end := strings.IndexAny(args[size:], closing)
		if end < 0 {
			return "", ""
		}
		topic, rest = args[size:size+end], args[size+end:]
		_, size = utf8.DecodeRuneInString(rest)
		return strings.TrimSpace(topic), trimName(rest[size:])
	}
	fields := strings.Fields(args)
	if len(fields) == 0 {
		return "", ""
	}
	return fields[0], trimName(strings.TrimPrefix(args, fields[0]))
}

// absent returns who of the wanted is not among the members of a conversation. Bots are not listed as members, so
// nothing is said of them.
func absent(
	ctx context.Context, turn *framework.TurnContext, in schema.ConversationReference, wanted []schema.ChannelAccount,
) (missing []schema.ChannelAccount, err error) {
	err = turn.Adapter().ContinueConversation(ctx, in, framework.HandlerFunc(func(ctx context.Context, there *framework.TurnContext) error {
		members, cut, err := roster(ctx, there, in.Conversation.ID)
		if err == nil && cut {
			err = errTooMany
		}
		if err != nil {
			return err
		}
		for _, who := range wanted {
			joined := slices.ContainsFunc(members, func(m schema.ChannelAccount) bool { return isSame(m, who) })
			if !joined && !isBot(who) {
				missing = append(missing, who)
			}
		}
		return nil
	}))
	return missing, err
}
