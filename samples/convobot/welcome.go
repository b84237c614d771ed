package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// greeted marks the people, group chats and teams that were greeted, and since when.
const greeted = "greeted"

// topicWelcome is what people opt out of who want no greeting.
const topicWelcome = "welcome"

// maxNamed bounds how many newcomers one greeting mentions.
const maxNamed = 10

// installed greets who installed the bot, or the group chat or team that it was added to.
func (b *convoBot) installed(ctx context.Context, turn *framework.TurnContext) error {
	if turn.Activity.Action != "add" { // a newer version of the app is no reason to say hello
		return nil
	}
	return b.greet(ctx, turn)
}

// joined greets the people who were added to a group chat or team; in channels that have no installation update, also
// who finds the bot there. In Teams an installation update comes with every conversation update that adds the bot, and
// only the former knows the language of who installed it.
func (b *convoBot) joined(ctx context.Context, turn *framework.TurnContext) error {
	a := turn.Activity
	addsBot := slices.ContainsFunc(a.MembersAdded, func(m schema.ChannelAccount) bool { return m.ID == a.Recipient.ID })
	switch {
	case len(a.MembersAdded) == 0:
		return nil
	case !addsBot && !isPrivate(turn):
		return b.greetNewcomers(ctx, turn)
	case a.ChannelID == schema.ChannelTeams:
		return nil
	}
	return b.greet(ctx, turn)
}

// greet greets, once, the person of a private chat, or everybody of a group chat or team.
func (b *convoBot) greet(ctx context.Context, turn *framework.TurnContext) error {
	key, text := person(turn), "welcome.private"
	if !isPrivate(turn) {
		key, text = placeOf(turn), "welcome.group"
	}
	_, claimed, err := b.claimGreeting(ctx, key)
	if err != nil || !claimed {
		return err
	}
	return b.settleGreeting(ctx, b.reply(ctx, turn, text), key)
}

// greetNewcomers greets, once, each of those who were added to a group chat or team: in one message that mentions them.
func (b *convoBot) greetNewcomers(ctx context.Context, turn *framework.TurnContext) error {
	place, err := b.store.Load(ctx, placeOf(turn))
	if err != nil && !errors.Is(err, proactive.ErrNotFound) || place.Preferences.HasOptedOut(topicWelcome) {
		return err
	}
	var newcomers []proactive.Record
	var keys []proactive.Key
	for _, who := range turn.Activity.MembersAdded {
		if who.ID == "" || isBot(who) {
			continue
		}
		ref := turn.ConversationReference()
		ref.User = who
		key := proactive.PersonKey(turn.Identity().AppID, ref)
		record, claimed, err := b.claimGreeting(ctx, key)
		if err != nil {
			return b.settleGreeting(ctx, err, keys...)
		}
		if claimed {
			record.Reference.User.ID = who.ID
			record.Reference.User.Name = cmp.Or(who.Name, record.Reference.User.Name)
			newcomers, keys = append(newcomers, record), append(keys, key)
		}
	}
	if len(newcomers) == 0 {
		return nil
	}
	v, err := b.voice(ctx, turn)
	if err == nil {
		v = b.voiceOf(newcomers, v)
		_, err = turn.SendActivity(ctx, v.welcome(named(ctx, turn, newcomers), len(newcomers)))
	}
	return b.settleGreeting(ctx, err, keys...)
}

// placeOf is the key of the turn's group chat or team, of which it has one wherever in the team something happens.
func placeOf(turn *framework.TurnContext) proactive.Key {
	ref := turn.ConversationReference()
	ref.Conversation.ID = home(turn)
	return proactive.KeyOf(turn.Identity().AppID, ref)
}

// claimGreeting reports whether a person or place is to be greeted, and by this call: whoever asks next is told no.
func (b *convoBot) claimGreeting(ctx context.Context, key proactive.Key) (record proactive.Record, claimed bool, err error) {
	err = b.store.Update(ctx, key, func(r *proactive.Record) error {
		claimed = r.Attributes[greeted] == "" && !r.Preferences.HasOptedOut(topicWelcome)
		if claimed {
			if r.Attributes == nil {
				r.Attributes = make(map[string]string)
			}
			r.Attributes[greeted] = time.Now().UTC().Format(time.RFC3339)
		}
		record = *r
		return nil
	})
	return record, claimed, err
}

// settleGreeting gives claims back if err says that nobody was greeted. A greeting that may have been delivered is not
// repeated. It returns err.
func (b *convoBot) settleGreeting(ctx context.Context, err error, keys ...proactive.Key) error {
	if err == nil || framework.ClassOf(err) == framework.Ambiguous {
		return err
	}
	for _, key := range keys {
		released := b.store.Update(context.WithoutCancel(ctx), key, func(r *proactive.Record) error {
			delete(r.Attributes, greeted)
			return nil
		})
		err = errors.Join(err, released)
	}
	return err
}

// voiceOf returns how to speak to people: in the language that all of them are known to speak, else as v.
func (b *convoBot) voiceOf(people []proactive.Record, v voice) voice {
	locale := people[0].Locale()
	for _, other := range people {
		if locale == "" || other.Locale() != locale {
			return v
		}
	}
	return b.phrases.voice(locale)
}

// named returns the first of the newcomers with their names, which Teams does not say when it tells of them. Those whose
// name is not to be had are left out: a greeting without it is one, too.
func named(ctx context.Context, turn *framework.TurnContext, newcomers []proactive.Record) []schema.ChannelAccount {
	client, err := connector.FromTurn(turn)
	var people []schema.ChannelAccount
	for _, record := range newcomers[:min(len(newcomers), maxNamed)] {
		who := record.Reference.User
		if who.Name == "" && err == nil {
			var member schema.ChannelAccount
			member, err = client.Member(ctx, home(turn), who.ID)
			who.Name = member.Name
		}
		if who.Name != "" {
			people = append(people, bare(who))
		}
	}
	return people
}

// welcome is the greeting of so many newcomers, of whom some have names.
func (v voice) welcome(people []schema.ChannelAccount, count int) *schema.Activity {
	var a schema.Activity
	var markups []string
	for _, who := range people {
		mention := schema.NewMention(who)
		a.Entities = append(a.Entities, mention)
		markups = append(markups, mention.Text)
	}
	list := strings.Join(markups, ", ")
	switch {
	case len(people) == 0:
		a.Text = v.say("welcome.everybody")
	case len(people) < count:
		a.Text = v.say("welcome.more", list, count-len(people))
	default:
		a.Text = v.say("welcome.newcomers", list)
	}
	a.Text += "\n\n" + v.say("welcome.about")
	return &a
}
