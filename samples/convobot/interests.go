package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
)

// A person follows at most so many topics, with names of at most so many characters, and opts out of so many.
const (
	maxTopics    = 20
	maxTopicName = 50
	maxOptedOut  = 100
)

// topicName is how a topic is kept: "Release  2" and "release 2" are one.
func topicName(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

var errTooManyTopics = errors.New("the person follows too many topics")

// follow adds to what a person wants to hear of; without a topic, it says what that is.
func (b *convoBot) follow(ctx context.Context, turn *framework.TurnContext, args string) error {
	topic := topicName(args)
	if utf8.RuneCountInString(topic) > maxTopicName {
		return b.reply(ctx, turn, "follow.name", maxTopicName)
	}
	followed, err := b.prefer(ctx, person(turn), func(p *proactive.Preferences) error {
		if topic == "" {
			return nil
		}
		if topic != proactive.AllTopics { // only start takes stop back
			delete(p.OptedOut, topic)
		}
		if slices.Contains(p.Topics, topic) {
			return nil
		}
		if len(p.Topics) >= maxTopics {
			return errTooManyTopics
		}
		p.Topics = append(p.Topics, topic)
		slices.Sort(p.Topics)
		return nil
	})
	switch {
	case errors.Is(err, errTooManyTopics):
		return b.reply(ctx, turn, "follow.many", maxTopics)
	case err != nil:
		return err
	case topic == "" && len(followed.Topics) == 0:
		return b.reply(ctx, turn, "follow.none")
	case topic == "":
		return b.reply(ctx, turn, "follow.list", strings.Join(followed.Topics, ", "))
	case followed.HasOptedOut(topic):
		return b.reply(ctx, turn, "follow.stopped", topic)
	}
	return b.reply(ctx, turn, "follow.done", topic)
}

func (b *convoBot) unfollow(ctx context.Context, turn *framework.TurnContext, args string) error {
	topic := topicName(args)
	followed := false
	_, err := b.prefer(ctx, person(turn), func(p *proactive.Preferences) error {
		i := slices.Index(p.Topics, topic)
		if followed = i >= 0; followed {
			p.Topics = slices.Delete(p.Topics, i, i+1)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case !followed:
		return b.reply(ctx, turn, "unfollow.unknown", clip(topic, maxTopicName))
	}
	return b.reply(ctx, turn, "unfollow.done", topic)
}

// language chooses the language in which the bot speaks to a person from now on.
func (b *convoBot) language(ctx context.Context, turn *framework.TurnContext, args string) error {
	choice := strings.ToLower(args)
	spoken := b.phrases.languages()
	if !slices.Contains(spoken, choice) {
		return b.reply(ctx, turn, "language.unknown", strings.Join(spoken, ", "))
	}
	_, err := b.prefer(ctx, person(turn), func(p *proactive.Preferences) error {
		p.Locale = choice
		return nil
	})
	if err != nil {
		return err
	}
	return b.reply(ctx, turn, "language.done")
}

// stop ends everything that nobody asked for: in private for a person, elsewhere for the conversation.
func (b *convoBot) stop(ctx context.Context, turn *framework.TurnContext) error {
	_, err := b.prefer(ctx, audienceOf(turn), func(p *proactive.Preferences) error {
		optOut(p, proactive.AllTopics)
		return nil
	})
	if err != nil {
		return err
	}
	return b.reply(ctx, turn, "stop.done")
}

// start takes back what stop and the buttons of notices said.
func (b *convoBot) start(ctx context.Context, turn *framework.TurnContext) error {
	_, err := b.prefer(ctx, audienceOf(turn), func(p *proactive.Preferences) error {
		p.OptedOut, p.MutedUntil = nil, time.Time{}
		return nil
	})
	if err != nil {
		return err
	}
	return b.reply(ctx, turn, "start.done")
}

// optOut ends what nobody asked for on a topic; for whoever is tired of very many topics, on all.
func optOut(p *proactive.Preferences, topic string) {
	if len(p.OptedOut) >= maxOptedOut || utf8.RuneCountInString(topic) > maxTopicName {
		topic = proactive.AllTopics
	}
	if topic == proactive.AllTopics || p.OptedOut == nil {
		p.OptedOut = make(map[string]time.Time)
	}
	p.OptedOut[topic] = time.Now()
}

// prefer changes the preferences of a person or conversation, and returns them.
func (b *convoBot) prefer(ctx context.Context, of proactive.Key, change func(*proactive.Preferences) error) (proactive.Preferences, error) {
	var changed proactive.Preferences
	err := b.store.Update(ctx, of, func(r *proactive.Record) error {
		err := change(&r.Preferences)
		changed = r.Preferences
		return err
	})
	return changed, err
}
