package connector

import (
	"cmp"
	"context"
	"errors"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Profiles looks accounts up among the members of the turn's team, or of its conversation outside a team, and returns
// them in the same order, with what Teams says of each, such as the email. Activities name no more than an id: membersAdded
// for one.
//
// It makes one request for each account but the bot's own, one after the other. An account that Teams does not know there
// comes back as it was; any other error ends it.
func Profiles(ctx context.Context, turn *framework.TurnContext, accounts []schema.ChannelAccount) ([]teams.Member, error) {
	client, err := FromTurn(turn)
	if err != nil {
		return nil, err
	}
	where := teams.RosterID(turn.Activity)
	members := make([]teams.Member, 0, len(accounts))
	for _, account := range accounts {
		member, err := client.profile(ctx, where, turn.Activity.Recipient.ID, account)
		if err != nil {
			return nil, err
		}
		members = append(members, member)
	}
	return members, nil
}

func (c *Client) profile(ctx context.Context, conversationID, botID string, account schema.ChannelAccount) (teams.Member, error) {
	id := cmp.Or(account.ID, account.AADObjectID)
	if id == "" || account.ID == botID {
		return teams.MemberOf(account), nil
	}
	member, err := c.Member(ctx, conversationID, id)
	if isUnknownMember(err) {
		return teams.MemberOf(account), nil
	}
	if err != nil {
		return teams.Member{}, err
	}
	return teams.MemberOf(member), nil
}

func isUnknownMember(err error) bool {
	e, ok := errors.AsType[*framework.ChannelError](err)
	return ok && (e.Code == codeConversationNotFound || e.Code == codeMemberNotFound)
}
