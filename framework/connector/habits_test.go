package connector_test

import (
	"context"
	"iter"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// call is what a row of the table in the package documentation is tried on.
type call struct {
	clients

	turn    *framework.TurnContext
	a       *schema.Activity
	message *schema.Activity
}

// habit is a row of that table: what it does in a turn of a team's meeting, and which request that makes.
type habit struct {
	row, wants string
	do         func(ctx context.Context, c call) error
}

// first takes what a request came to, of which these tests see the request only.
func first[T any](_ T, err error) error { return err }

func each[T any](all iter.Seq2[T, error]) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

func habits() []habit {
	const team, chat = "conversations/19%3Ageneral%40thread.tacv2", "conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D"
	return []habit{
		{"TeamsInfo.getTeamDetails(context)", "GET v3/teams/19%3Ageneral%40thread.tacv2", func(ctx context.Context, c call) error {
			return first(c.TeamDetails(ctx, teams.TeamID(c.a)))
		}},
		{"TeamsInfo.getTeamChannels(context)", "GET v3/teams/19%3Ageneral%40thread.tacv2/conversations", func(ctx context.Context, c call) error {
			return first(c.TeamChannels(ctx, teams.TeamID(c.a)))
		}},
		{"TeamsInfo.getMembers(context)", "GET v3/" + team + "/pagedmembers", func(ctx context.Context, c call) error {
			return each(c.AllMembers(ctx, teams.RosterID(c.a)))
		}},
		{"TeamsInfo.getPagedMembers(context, 50, next)", "GET v3/" + team + "/pagedmembers?pageSize=50&continuationToken=next", func(ctx context.Context, c call) error {
			return first(c.PagedMembers(ctx, teams.RosterID(c.a), 50, "next"))
		}},
		{"TeamsInfo.getTeamMembers(context, team)", "GET v3/conversations/team/pagedmembers", func(ctx context.Context, c call) error {
			return each(c.AllMembers(ctx, "team"))
		}},
		{"TeamsInfo.getPagedTeamMembers(context, team)", "GET v3/conversations/team/pagedmembers", func(ctx context.Context, c call) error {
			return first(c.PagedMembers(ctx, "team", 0, ""))
		}},
		{"TeamsInfo.getMember(context, user)", "GET v3/" + team + "/members/29%3Abob", func(ctx context.Context, c call) error {
			return first(c.Member(ctx, teams.RosterID(c.a), "29:bob"))
		}},
		{"TeamsInfo.getTeamMember(context, team, user)", "GET v3/conversations/team/members/29%3Abob", func(ctx context.Context, c call) error {
			return first(c.Member(ctx, "team", "29:bob"))
		}},
		{"member.email", "GET v3/conversations/team/members/29%3Abob", func(ctx context.Context, c call) error {
			member, err := c.Member(ctx, "team", "29:bob")
			if teams.MemberOf(member).Email != "bob@contoso.example" {
				return os.ErrNotExist
			}
			return err
		}},
		{"onTeamsMembersAdded: profiles are filled in", "GET v3/" + team + "/members/29%3Abob", func(ctx context.Context, c call) error {
			return first(connector.Profiles(ctx, c.turn, []schema.ChannelAccount{{ID: "29:bob"}}))
		}},
		{"TeamsInfo.getMeetingInfo(context)", "GET v1/meetings/MCMx%2B%2FY%3D", func(ctx context.Context, c call) error {
			return first(c.Meeting(ctx, teams.MeetingID(c.a)))
		}},
		{"TeamsInfo.getMeetingParticipant(context)", "GET v1/meetings/MCMx%2B%2FY%3D/participants/ann-oid?tenantId=tenant", func(ctx context.Context, c call) error {
			return first(c.MeetingParticipant(ctx, teams.MeetingID(c.a), c.a.From.AADObjectID, teams.TenantID(c.a)))
		}},
		{"TeamsInfo.sendMeetingNotification(context, n)", "POST v1/meetings/MCMx%2B%2FY%3D/notification", func(ctx context.Context, c call) error {
			return first(c.SendMeetingNotification(ctx, teams.MeetingID(c.a), vote()))
		}},
		{"TeamsInfo.sendMessageToTeamsChannel(...)", "POST v3/conversations", func(ctx context.Context, c call) error {
			return first(c.turn.CreateConversation(ctx, teams.NewThread("19:other@thread.tacv2", c.message)))
		}},
		{"TeamsInfo.sendMessageToListOfUsers(...)", "POST v3/batch/conversation/users", func(ctx context.Context, c call) error {
			return first(c.SendToUsers(ctx, "tenant", []string{"29:bob"}, c.message))
		}},
		{"TeamsInfo.sendMessageToAllUsersInTenant(...)", "POST v3/batch/conversation/tenant", func(ctx context.Context, c call) error {
			return first(c.SendToTenant(ctx, "tenant", c.message))
		}},
		{"TeamsInfo.sendMessageToAllUsersInTeam(...)", "POST v3/batch/conversation/team", func(ctx context.Context, c call) error {
			return first(c.SendToTeam(ctx, "tenant", "team", c.message))
		}},
		{"TeamsInfo.sendMessageToListOfChannels(...)", "POST v3/batch/conversation/channels", func(ctx context.Context, c call) error {
			return first(c.SendToChannels(ctx, "tenant", []string{"19:other@thread.tacv2"}, c.message))
		}},
		{"TeamsInfo.getOperationState(context, id)", "GET v3/batch/conversation/op", func(ctx context.Context, c call) error {
			return first(c.BatchState(ctx, "op"))
		}},
		{"TeamsInfo.getFailedEntries(context, id)", "GET v3/batch/conversation/failedentries/op", func(ctx context.Context, c call) error {
			return each(c.AllBatchFailed(ctx, "op"))
		}},
		{"TeamsInfo.cancelOperation(context, id)", "DELETE v3/batch/conversation/op", func(ctx context.Context, c call) error {
			return c.CancelBatch(ctx, "op")
		}},
		{"reply in another thread", "POST v3/" + chat + "2/activities", func(ctx context.Context, c call) error {
			return first(c.SendToConversation(ctx, teams.ThreadID(c.a.Conversation.ID, "2"), c.message))
		}},
		{"continueConversation in another thread", "POST v3/" + chat + "2/activities", func(ctx context.Context, c call) error {
			ref := teams.InThread(c.turn.ConversationReference(), "2")
			return c.turn.Adapter().ContinueConversation(ctx, ref, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
				return first(turn.SendActivity(ctx, c.message))
			}))
		}},
		{"userTokenClient.getUserToken(...)", "GET api/usertoken/GetToken?userId=29%3Aann&channelId=msteams&connectionName=graph&code=123456", func(ctx context.Context, c call) error {
			return first(c.tokens.GetToken(ctx, "graph", "123456"))
		}},
		{"userTokenClient.getSignInResource(...)", "GET api/botsignin/GetSignInResource?state=*", func(ctx context.Context, c call) error {
			return first(c.tokens.SignInResource(ctx, "graph", connector.SignInOptions{}))
		}},
		{"userTokenClient.signOutUser(...)", "DELETE api/usertoken/SignOut?userId=29%3Aann&channelId=msteams&connectionName=graph", func(ctx context.Context, c call) error {
			return c.tokens.SignOut(ctx, "graph")
		}},
		{"userTokenClient.getTokenStatus(...)", "GET api/usertoken/GetTokenStatus?userId=29%3Aann&channelId=msteams", func(ctx context.Context, c call) error {
			return first(c.tokens.TokenStatus(ctx))
		}},
		{"userTokenClient.getAadTokens(...)", "POST api/usertoken/GetAadTokens?userId=29%3Aann&channelId=msteams&connectionName=graph", func(ctx context.Context, c call) error {
			return first(c.tokens.AADTokens(ctx, "graph", "https://mail.example/"))
		}},
		{"userTokenClient.exchangeToken(...)", "POST api/usertoken/exchange?userId=29%3Aann&channelId=msteams&connectionName=graph", func(ctx context.Context, c call) error {
			return first(c.tokens.Exchange(ctx, "graph", schema.TokenExchangeRequest{Token: "offered"}))
		}},
		{"TeamsSSOTokenExchangeMiddleware", "POST api/usertoken/exchange?userId=29%3Aann&channelId=msteams&connectionName=graph", func(ctx context.Context, c call) error {
			request := schema.TokenExchangeInvokeRequest{ID: "card-1", ConnectionName: "graph", Token: "offered"}
			use := func(context.Context, schema.TokenResponse) error { return nil }
			if err := connector.ExchangeOnce(ctx, c.turn, request, use); err != nil {
				return err
			}
			return connector.ExchangeOnce(ctx, c.turn, request, use) // of another device: nothing is asked
		}},
	}
}

// anything answers every request with what it may be about.
func anything(r *http.Request) (*http.Response, error) {
	body := `{"id": "29:bob", "email": "bob@contoso.example", "operationId": "op", "token": "t", "signInLink": "https://token.example/"}`
	if strings.HasSuffix(r.URL.Path, "GetTokenStatus") {
		body = `[]`
	}
	if strings.HasSuffix(r.URL.Path, "GetAadTokens") {
		body = `{}`
	}
	return answer(http.StatusOK, body)(r)
}

func TestHabits(t *testing.T) {
	t.Parallel()
	for _, tt := range habits() {
		t.Run(tt.row, func(t *testing.T) {
			t.Parallel()
			service := answering(anything)
			turn := framework.NewTurnContext(continuing{adapter{service.outbound()}}, &schema.Activity{
				Type: schema.TypeMessage, ID: "question", ChannelID: schema.ChannelTeams, ServiceURL: serviceURL,
				From: schema.ChannelAccount{ID: "29:ann", AADObjectID: "ann-oid"}, Recipient: schema.ChannelAccount{ID: "28:bot"},
				Conversation: schema.ConversationAccount{ID: threadID},
				ChannelData: teams.ChannelData{
					Team: teams.TeamInfo{ID: teamID}, Meeting: teams.MeetingInfo{ID: meetingID}, Tenant: teams.TenantInfo{ID: "tenant"},
				},
			})
			client, err := connector.FromTurn(turn)
			require.NoError(t, err)
			tokens, err := connector.TokensFromTurn(turn)
			require.NoError(t, err)
			require.NoError(t, tt.do(t.Context(), call{clients{client, tokens}, turn, turn.Activity, hello()}))

			require.Len(t, service.seen, 1)
			got := service.seen[0].method + " " + strings.TrimPrefix(service.seen[0].url, serviceURL)
			if wants, open := strings.CutSuffix(tt.wants, "*"); open {
				got = got[:min(len(got), len(wants))] + "*"
			}
			require.Equal(t, tt.wants, got)
		})
	}
}

// continuing is an adapter that continues conversations, as all others do with the framework's engine.
type continuing struct{ adapter }

func (a continuing) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return new(framework.Engine).Continue(ctx, a, ref, h)
}

// TestHabitsOutsideATeam: what TeamsInfo refuses outside a team or a meeting is refused here too, and a roster is that of
// the chat.
func TestHabitsOutsideATeam(t *testing.T) {
	t.Parallel()
	service := answering(answer(200, `{}`))
	client, a := service.client(t), &schema.Activity{Conversation: schema.ConversationAccount{ID: "chat"}}
	var e *connector.InvalidIDError
	require.ErrorAs(t, first(client.TeamDetails(t.Context(), teams.TeamID(a))), &e)
	require.ErrorAs(t, first(client.TeamChannels(t.Context(), teams.TeamID(a))), &e)
	require.ErrorAs(t, first(client.Meeting(t.Context(), teams.MeetingID(a))), &e)
	require.Empty(t, service.seen)
	require.NoError(t, each(client.AllMembers(t.Context(), teams.RosterID(a))))
	require.Equal(t, serviceURL+"v3/conversations/chat/pagedmembers", service.seen[0].url)
}

func TestHabitsAreDocumented(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(source), "# Coming from TeamsInfo\n")
	require.True(t, found)
	var documented []string
	for _, row := range regexp.MustCompile(`(?m)^//\t(.+?) {2,}\S`).FindAllStringSubmatch(table, -1) {
		documented = append(documented, row[1])
	}
	tested := []string{"botbuilder"} // the heading
	for _, h := range habits() {
		tested = append(tested, h.row)
	}
	require.ElementsMatch(t, tested, documented)
}
