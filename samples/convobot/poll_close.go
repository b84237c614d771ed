package main

import (
	"context"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// closePoll ends the newest open poll that the person has in this conversation, and tells everyone the result.
func (b *convoBot) closePoll(ctx context.Context, turn *framework.TurnContext) error {
	p := b.polls.newest(conversation(turn), actor(turn))
	switch {
	case p == nil:
		return b.reply(ctx, turn, "poll.close.none")
	case p.author != actor(turn):
		return b.reply(ctx, turn, "poll.close.other", p.authorName)
	case !b.polls.remove(p): // closed meanwhile
		return b.reply(ctx, turn, "poll.close.none")
	}
	b.show(ctx, turn, p, p.close())
	result := p.activity(p.tally())
	_, err := turn.SendActivity(ctx, result)
	b.sendResult(ctx, turn, p, result)
	return err
}

// sendResult gives the author the result in private too, unless that is where the poll was. Whom the bot cannot reach
// there, for want of the app, has it from the conversation.
func (b *convoBot) sendResult(ctx context.Context, turn *framework.TurnContext, p *poll, result *schema.Activity) {
	author := person(turn)
	if author == p.place {
		return
	}
	if _, err := proactive.Tell(ctx, turn.Adapter(), b.store, author, result); err != nil {
		b.log.WarnContext(ctx, "poll result not sent to its author", "poll", p.id, "class", framework.ClassOf(err).String(), "error", err)
	}
}
