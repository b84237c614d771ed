package main

import (
	"context"
	"log/slog"
	"regexp"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/handlers"
)

// convoBot is the bot as production and tests run it.
type convoBot struct {
	framework.Handler

	store   proactive.Store
	phrases phrases
	polls   polls
	log     *slog.Logger
}

// newBot returns a bot that keeps what it remembers in the store.
func newBot(store proactive.Store) *convoBot {
	b := &convoBot{store: store, phrases: loadPhrases(), log: slog.Default()}
	var on handlers.ActivityHandler
	on.OnInstallationAdd(b.installed)
	on.OnConversationUpdate(b.joined)
	on.OnMessageCommand("help", b.help)
	on.OnMessageCommand("message", b.message)
	on.OnMessageCommand("group", b.group)
	on.OnMessageCommand("poll", b.poll) // before what looks at the end of a text, which may be an option
	on.OnMessageText("close poll", b.closePoll)
	on.OnMessageRegexp(regexp.MustCompile(`(?i)newconversation$`), b.newConversation)
	on.OnMessageText("continue", b.continueThreads)
	on.OnMessageCommand("follow", b.follow)
	on.OnMessageCommand("unfollow", b.unfollow)
	on.OnMessageCommand("language", b.language)
	on.OnMessageText("stop", b.stop)
	on.OnMessageText("start", b.start)
	on.OnMessage(b.echo)
	handlers.OnAdaptiveCardAction(&on, verbMute, b.mute)
	handlers.OnAdaptiveCardAction(&on, verbUnsubscribe, b.unsubscribe)
	handlers.OnAdaptiveCardAction(&on, verbVote, b.vote)
	b.Handler = framework.Chain(&on, proactive.Remember(store))
	return b
}

func (b *convoBot) help(ctx context.Context, turn *framework.TurnContext, _ string) error {
	return b.reply(ctx, turn, "help")
}

func (b *convoBot) echo(ctx context.Context, turn *framework.TurnContext) error {
	v, err := b.voice(ctx, turn)
	if err != nil {
		return err
	}
	return turn.SendText(ctx, v.say("echo", turn.Activity.TextWithoutRecipient())) // markup and all
}
