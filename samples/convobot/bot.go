package main

import (
	"context"
	"errors"
	"log/slog"
	"regexp"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/handlers"
	"github.com/convobot/convo/samples/internal/alarms"
)

// convoBot is the bot as production and tests run it.
type convoBot struct {
	framework.Handler

	store   proactive.Store
	phrases phrases
	polls   polls
	alarms  *alarms.Feature
	log     *slog.Logger
}

// stores are where the bot keeps what it remembers.
type stores struct {
	references proactive.Store
	state      state.Storage
	alarms     proactive.AlarmStore
}

// storesIn are those of a database.
func storesIn(db *sqlstore.DB) stores {
	return stores{references: db.References(), state: db.State(), alarms: db.Alarms()}
}

// newBot returns a bot that remembers what is in the stores.
func newBot(in stores) *convoBot {
	b := &convoBot{store: in.references, phrases: loadPhrases(), log: slog.Default()}
	b.polls = polls{storage: in.state, phrases: b.phrases}
	b.alarms = alarms.New(in.alarms, in.references, b.chosenLanguage)
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
	b.alarms.Register(&on)
	on.OnMessage(b.echo)
	handlers.OnAdaptiveCardAction(&on, verbMute, b.mute)
	handlers.OnAdaptiveCardAction(&on, verbUnsubscribe, b.unsubscribe)
	handlers.OnAdaptiveCardAction(&on, verbVote, b.vote)
	b.Handler = framework.Chain(&on, b.apologize, proactive.Remember(b.store))
	return b
}

// apologize answers a message that the bot failed with: when its database cannot be reached, say. Nobody has to wonder
// then, and the message is not run again, also if the channel delivers it again. What failed at the channel is not answered
// there, and other activities fail in silence: those may be delivered again.
func (b *convoBot) apologize(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		err := next.OnTurn(ctx, turn)
		if err == nil || turn.Activity.Type != schema.TypeMessage || framework.ClassOf(err) != framework.Failed || ctx.Err() != nil {
			return err
		}
		return errors.Join(err, turn.SendText(ctx, b.phrases.voice(turn.Activity.Locale).say("sorry")))
	})
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
