package connector

import (
	"context"
	"net/http"

	"github.com/convobot/convo/framework/teams"
)

// TeamDetails returns a team, with the numbers of its channels and members. The team of a turn is teams.TeamID of its
// activity; outside a team that is empty, which is an [InvalidIDError].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#get-teams-details
func (c *Client) TeamDetails(ctx context.Context, teamID string) (teams.TeamInfo, error) {
	return call[teams.TeamInfo](ctx, c, "get team", http.MethodGet, teamRoute(c, teamID), nil)
}

// TeamChannels returns the channels of a team. That of the team's id is General, whose name is empty.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#get-the-list-of-channels-in-a-team
func (c *Client) TeamChannels(ctx context.Context, teamID string) ([]teams.ChannelInfo, error) {
	type list struct {
		Conversations []teams.ChannelInfo `json:"conversations"`
	}
	found, err := call[list](ctx, c, "list channels", http.MethodGet, teamRoute(c, teamID).path("/conversations"), nil)
	return found.Conversations, err
}

func teamRoute(c *Client, teamID string) *route {
	return c.route("/v3/teams").id("team", teamID)
}
