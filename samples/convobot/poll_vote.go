package main

import (
	"cmp"
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
	p, err := b.polls.find(ctx, in.Poll)
	switch {
	case err != nil:
		return schema.AdaptiveCardInvokeResponse{}, err
	case p == nil:
		return schema.MessageResponse(v.say("poll.vote.closed")), nil
	case p.Place != placeOfPolls(turn):
		return schema.ErrorResponse(http.StatusForbidden, "Forbidden", v.say("poll.vote.elsewhere")), nil
	case in.Option == nil || *in.Option < 0 || *in.Option >= len(p.Options):
		return schema.ErrorResponse(http.StatusBadRequest, "BadRequest", v.say("poll.vote.option")), nil
	}
	shown, err := b.count(ctx, turn, p.ID, *in.Option)
	switch {
	case errors.Is(err, errSameVote):
		return schema.MessageResponse(v.say("poll.vote.again", p.Options[*in.Option])), nil
	case errors.Is(err, errPollClosed):
		return schema.MessageResponse(v.say("poll.vote.closed")), nil
	case errors.Is(err, errPollFull):
		return schema.MessageResponse(v.say("poll.vote.full", maxVoters)), nil
	case err != nil:
		return schema.AdaptiveCardInvokeResponse{}, err
	}
	return schema.CardResponse(shown.card()), nil
}

// count takes a vote, shows it to everyone, and returns the poll as it is then.
func (b *convoBot) count(ctx context.Context, turn *framework.TurnContext, id string, option int) (*poll, error) {
	line, leave := b.polls.enter(id)
	defer leave()
	p, err := line.change(ctx, func(p *poll) error {
		p.MessageID = cmp.Or(p.MessageID, turn.Activity.ReplyToID) // the vote may be here before the channel has said it
		return p.vote(actor(turn), option)
	})
	if err != nil {
		return nil, err
	}
	b.show(ctx, turn, line, p)
	if now, err := b.polls.find(ctx, id); err == nil && now != nil {
		p = now
	}
	return p, nil
}
