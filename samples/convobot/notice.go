package main

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const (
	maxLinks   = 4              // buttons of a notice; Teams shows six in a row
	maxSummary = 100            // characters
	muteFor    = 24 * time.Hour // what the mute button does
)

// The buttons of every notice, and what they carry.
const (
	verbMute        = "notice/mute"
	verbUnsubscribe = "notice/unsubscribe"
)

type noticeData struct {
	Topic string `json:"topic"`
}

// renderNotices makes a card of one notice, or of several that came within a short time: what happened, why the reader
// is told, what they can do about it, and how they can stop it. The oldest are left out if Teams has no room for all.
func (b *convoBot) renderNotices(to proactive.Record, notices []proactive.Notice, omitted int) (*schema.Activity, error) {
	for {
		message, err := b.noticeMessage(to, notices, omitted)
		if err == nil {
			err = teams.CheckSize(message)
		}
		if _, tooBig := errors.AsType[*teams.TooLargeError](err); !tooBig || len(notices) == 1 {
			return message, err
		}
		notices, omitted = notices[1:], omitted+1
	}
}

func (b *convoBot) noticeMessage(to proactive.Record, notices []proactive.Notice, omitted int) (*schema.Activity, error) {
	v := b.phrases.voice(to.Locale())
	var body []cards.Element
	var summary string
	for i, notice := range notices {
		var c content
		if err := json.Unmarshal(notice.Body, &c); err != nil {
			return nil, err
		}
		shown := c.elements(v, to, notice.Topic)
		shown.Separator = i > 0
		body = append(body, shown)
		summary = c.summary(to.Locale())
	}
	if omitted > 0 {
		body = append(body, cards.TextBlock{Text: v.say("notice.omitted", omitted), Wrap: true})
	}
	data := noticeData{Topic: notices[0].Topic}
	card := adaptiveCard(v, summary, body,
		cards.Execute{Title: v.say("notice.mute"), Verb: verbMute, Data: data},
		cards.Execute{Title: v.say("notice.unsubscribe"), Verb: verbUnsubscribe, Data: data},
	)
	message := schema.AttachmentMessage(card.Attachment())
	message.Summary = summary
	return message, nil
}

// summary is what a list of messages shows.
func (c content) summary(locale string) string {
	if len(c.Title) > 0 {
		return c.Title.in(locale)
	}
	return clip(c.Text.in(locale), maxSummary)
}

// elements shows one notice.
func (c content) elements(v voice, to proactive.Record, topic string) cards.Container {
	locale := to.Locale()
	var items []cards.Element
	if len(c.Title) > 0 {
		items = append(items, cards.TextBlock{Text: c.Title.in(locale), Weight: cards.Bolder, Size: cards.Medium, Wrap: true})
	}
	items = append(items, cards.TextBlock{Text: c.Text.in(locale), Wrap: true})
	why := v.say("notice.reason")
	switch {
	case len(c.Reason) > 0:
		why = c.Reason.in(locale)
	case slices.Contains(to.Preferences.Topics, topic):
		why = v.say("notice.followed", topic)
	case topic != "":
		why = v.say("notice.topic", topic)
	}
	items = append(items, cards.TextBlock{Text: v.say("notice.why", why), IsSubtle: true, Size: cards.Small, Wrap: true})
	if len(c.Actions) > 0 {
		var actions []cards.Action
		for _, action := range c.Actions {
			actions = append(actions, cards.OpenURL{Title: action.Title.in(locale), URL: action.URL})
		}
		items = append(items, cards.ActionSet{Actions: actions})
	}
	return cards.Container{Items: items}
}

// mute keeps quiet for a day, where the button was pressed.
func (b *convoBot) mute(ctx context.Context, turn *framework.TurnContext, _ noticeData) (schema.AdaptiveCardInvokeResponse, error) {
	return b.quieten(ctx, turn, "notice.muted", func(p *proactive.Preferences) { p.MutedUntil = time.Now().Add(muteFor) })
}

// unsubscribe ends the notices on a topic, where the button was pressed.
func (b *convoBot) unsubscribe(ctx context.Context, turn *framework.TurnContext, data noticeData) (schema.AdaptiveCardInvokeResponse, error) {
	topic := data.Topic
	if topic == "" {
		topic = proactive.AllTopics
	}
	return b.quieten(ctx, turn, "notice.unsubscribed", func(p *proactive.Preferences) { optOut(p, topic) })
}

func (b *convoBot) quieten(ctx context.Context, turn *framework.TurnContext, answer string, change func(*proactive.Preferences)) (schema.AdaptiveCardInvokeResponse, error) {
	_, err := b.prefer(ctx, audienceOf(turn), func(p *proactive.Preferences) error {
		change(p)
		return nil
	})
	if err != nil {
		return schema.AdaptiveCardInvokeResponse{}, err
	}
	v, err := b.voice(ctx, turn)
	return schema.MessageResponse(v.say(answer)), err
}

// audienceOf is the key of whom notices are for that are shown in this turn's conversation: the person in private, else
// the whole chat or channel.
func audienceOf(turn *framework.TurnContext) proactive.Key {
	key := proactive.KeyOf(turn.Identity().AppID, turn.ConversationReference())
	key.ThreadID = ""
	return key
}
