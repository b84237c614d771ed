package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// verbVote is what the buttons of a poll ask for.
const verbVote = "poll/vote"

// ballot is the data of a poll's button.
type ballot struct {
	Poll   string `json:"poll"`
	Option *int   `json:"option"` // index; nil if it is missing, which is not the first

	// A button names no voter. These are here to be refused.
	Voter schema.Any `json:"voter,omitzero"`
	User  schema.Any `json:"user,omitzero"`
	From  schema.Any `json:"from,omitzero"`
}

func (b ballot) namesVoter() bool { return b.Voter != nil || b.User != nil || b.From != nil }

// vote counts the vote of who pressed the button, whom the channel names; whatever the button's data says of that is
// refused. The answer is the card as it is then; a vote that changes nothing is answered in the voter's language.
func (b *convoBot) vote(ctx context.Context, turn *framework.TurnContext, in ballot) (schema.AdaptiveCardInvokeResponse, error) {
	v, err := b.voice(ctx, turn)
	if err != nil {
		return schema.AdaptiveCardInvokeResponse{}, err
	}
	if in.namesVoter() {
		return schema.ErrorResponse(http.StatusForbidden, "Forbidden", v.say("poll.vote.other")), nil
	}
	p := b.polls.find(in.Poll)
	switch {
	case p == nil:
		return schema.MessageResponse(v.say("poll.vote.closed")), nil
	case p.place != conversation(turn):
		return schema.ErrorResponse(http.StatusForbidden, "Forbidden", v.say("poll.vote.elsewhere")), nil
	case in.Option == nil || *in.Option < 0 || *in.Option >= len(p.options):
		return schema.ErrorResponse(http.StatusBadRequest, "BadRequest", v.say("poll.vote.option")), nil
	}
	p.seen(turn.Activity.ReplyToID)
	change, err := p.vote(actor(turn), *in.Option)
	switch {
	case errors.Is(err, errSameVote):
		return schema.MessageResponse(v.say("poll.vote.again", p.options[*in.Option])), nil
	case errors.Is(err, errPollClosed):
		return schema.MessageResponse(v.say("poll.vote.closed")), nil
	case errors.Is(err, errPollFull):
		return schema.MessageResponse(v.say("poll.vote.full", maxVoters)), nil
	case err != nil:
		return schema.AdaptiveCardInvokeResponse{}, err
	}
	b.show(ctx, turn, p, change)
	return schema.CardResponse(p.card(p.tally())), nil
}
