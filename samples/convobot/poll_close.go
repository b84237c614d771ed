package main

import (
	"context"
	"errors"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// closePoll ends the newest open poll that the person has in this conversation, and tells everyone the result. If that
// cannot be told, the next "close poll" does.
func (b *convoBot) closePoll(ctx context.Context, turn *framework.TurnContext) error {
	p, err := b.polls.newest(ctx, placeOfPolls(turn), actor(turn))
	switch {
	case err != nil:
		return err
	case p == nil:
		return b.reply(ctx, turn, "poll.close.none")
	case p.Author != actor(turn):
		return b.reply(ctx, turn, "poll.close.other", p.AuthorName)
	}
	line, leave := b.polls.enter(p.ID)
	defer leave()
	p, err = line.change(ctx, (*poll).close)
	switch {
	case errors.Is(err, errPollClosed): // meanwhile, by another process
		return b.reply(ctx, turn, "poll.close.none")
	case err != nil:
		return err
	}
	b.show(ctx, turn, line, p)
	result := p.activity()
	_, err = turn.SendActivity(ctx, result)
	if err != nil && framework.ClassOf(err) != framework.Ambiguous {
		return err
	}
	b.sendResult(ctx, turn, p, result)
	return errors.Join(err, b.polls.remove(ctx, p))
}

// sendResult gives the author the result in private too, unless that is where the poll was. Whom the bot cannot reach
// there, for want of the app, has it from the conversation.
func (b *convoBot) sendResult(ctx context.Context, turn *framework.TurnContext, p *poll, result *schema.Activity) {
	author := person(turn)
	if author == conversation(turn) {
		return
	}
	if _, err := proactive.Tell(ctx, turn.Adapter(), b.store, author, result); err != nil {
		b.log.WarnContext(ctx, "poll result not sent to its author", "poll", p.ID, "class", framework.ClassOf(err).String(), "error", err)
	}
}
