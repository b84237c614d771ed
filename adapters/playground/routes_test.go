package playground_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// inTurn is what a handler has that asks the connector for things, in a thread of a channel.
type inTurn struct {
	*connector.Client

	tokens               *connector.TokenClient
	a                    *schema.Activity
	tenant, bob          string
	meeting              world.Meeting
	chat, sent, targeted string
	file, operation      string
}

// routed is a route of the connector or the token service, and what asks for it.
type routed struct {
	route string
	ask   func(ctx context.Context, in *inTurn) error
}

func without[T any](_ T, err error) error { return err }

func conversationRoutes() []routed {
	hello := schema.TextMessage("hello")
	psst := func(in *inTurn) *schema.Activity {
		return &schema.Activity{Type: "message", ID: in.targeted, Text: "psst", Recipient: schema.ChannelAccount{ID: in.bob, IsTargeted: true}}
	}
	return []routed{
		{"GET /v3/conversations", func(ctx context.Context, in *inTurn) error { return without(in.Conversations(ctx, "")) }},
		{"POST /v3/conversations", func(ctx context.Context, in *inTurn) error {
			return without(in.CreateConversation(ctx, teams.NewThread(in.a.Conversation.ID, hello)))
		}},
		{"POST /v3/conversations/{c}/activities", func(ctx context.Context, in *inTurn) error {
			sent, err := in.SendToConversation(ctx, in.a.Conversation.ID, hello)
			in.sent = sent.ID
			return err
		}},
		{"POST /v3/conversations/{c}/activities/{a}", func(ctx context.Context, in *inTurn) error {
			return without(in.ReplyToActivity(ctx, in.a.Conversation.ID, in.a.ID, hello))
		}},
		{"PUT /v3/conversations/{c}/activities/{a}", func(ctx context.Context, in *inTurn) error {
			return without(in.UpdateActivity(ctx, in.a.Conversation.ID, &schema.Activity{Type: "message", ID: in.sent, Text: "new"}))
		}},
		{"PUT /v3/conversations/{c}/activities/{a}/reactions/{r}", func(ctx context.Context, in *inTurn) error {
			return in.AddReaction(ctx, in.a.Conversation.ID, in.a.ID, "like")
		}},
		{"DELETE /v3/conversations/{c}/activities/{a}/reactions/{r}", func(ctx context.Context, in *inTurn) error {
			return in.DeleteReaction(ctx, in.a.Conversation.ID, in.a.ID, "like")
		}},
		{"DELETE /v3/conversations/{c}/activities/{a}", func(ctx context.Context, in *inTurn) error {
			return in.DeleteActivity(ctx, in.a.Conversation.ID, in.sent)
		}},
		{"POST /v3/conversations/{c}/activities?isTargetedActivity=true", func(ctx context.Context, in *inTurn) error {
			sent, err := in.SendToConversation(ctx, in.a.Conversation.ID, psst(in))
			in.targeted = sent.ID
			return err
		}},
		{"PUT /v3/conversations/{c}/activities/{a}?isTargetedActivity=true", func(ctx context.Context, in *inTurn) error {
			return without(in.UpdateActivity(ctx, in.a.Conversation.ID, psst(in)))
		}},
		{"DELETE /v3/conversations/{c}/activities/{a}?isTargetedActivity=true", func(ctx context.Context, in *inTurn) error {
			return in.DeleteTargetedActivity(ctx, in.a.Conversation.ID, in.targeted)
		}},
		{"POST /v3/conversations/{c}/activities/history", func(ctx context.Context, in *inTurn) error {
			return without(in.SendHistory(ctx, in.a.Conversation.ID, []*schema.Activity{hello}))
		}},
		{"GET /v3/conversations/{c}/activities/{a}/members", func(ctx context.Context, in *inTurn) error {
			return without(in.ActivityMembers(ctx, in.a.Conversation.ID, in.a.ID))
		}},
		{"GET /v3/conversations/{c}/members", func(ctx context.Context, in *inTurn) error {
			return without(in.Members(ctx, in.a.Conversation.ID))
		}},
		{"GET /v3/conversations/{c}/members/{m}", func(ctx context.Context, in *inTurn) error {
			return without(in.Member(ctx, in.a.Conversation.ID, in.bob))
		}},
		{"DELETE /v3/conversations/{c}/members/{m}", func(ctx context.Context, in *inTurn) error { return in.DeleteMember(ctx, in.chat, in.bob) }},
		{"GET /v3/conversations/{c}/pagedmembers", func(ctx context.Context, in *inTurn) error {
			return without(in.PagedMembers(ctx, in.a.Conversation.ID, 50, ""))
		}},
		{"POST /v3/conversations/{c}/attachments", func(ctx context.Context, in *inTurn) error {
			sent, err := in.UploadAttachment(ctx, in.a.Conversation.ID, schema.AttachmentData{Type: "image/png", Name: "dot.png", OriginalBase64: []byte("PNG")})
			in.file = sent.ID
			return err
		}},
		{"GET /v3/attachments/{f}", func(ctx context.Context, in *inTurn) error { return without(in.AttachmentInfo(ctx, in.file)) }},
		{"GET /v3/attachments/{f}/views/{v}", func(ctx context.Context, in *inTurn) error {
			return without(in.AttachmentView(ctx, in.file, "original"))
		}},
	}
}

func teamsRoutes() []routed {
	hello := schema.TextMessage("hello")
	started := func(in *inTurn) func(string, error) error {
		return func(id string, err error) error {
			in.operation = id
			return err
		}
	}
	return []routed{
		{"GET /v3/teams/{t}", func(ctx context.Context, in *inTurn) error { return without(in.TeamDetails(ctx, teams.TeamID(in.a))) }},
		{"GET /v3/teams/{t}/conversations", func(ctx context.Context, in *inTurn) error {
			return without(in.TeamChannels(ctx, teams.TeamID(in.a)))
		}},
		{"GET /v1/meetings/{i}", func(ctx context.Context, in *inTurn) error { return without(in.Meeting(ctx, in.meeting.ID)) }},
		{"GET /v1/meetings/{i}/participants/{p}", func(ctx context.Context, in *inTurn) error {
			return without(in.MeetingParticipant(ctx, in.meeting.ID, in.a.From.AADObjectID, in.tenant))
		}},
		{"POST /v1/meetings/{i}/notification", func(ctx context.Context, in *inTurn) error {
			return without(in.SendMeetingNotification(ctx, in.meeting.ID, teams.MeetingNotification{Value: teams.MeetingNotificationValue{
				Recipients: []string{in.bob}, Surfaces: []teams.MeetingSurface{{Surface: "meetingTabIcon", TabEntityID: "votes"}},
			}}))
		}},
		{"POST /v3/batch/conversation/tenant", func(ctx context.Context, in *inTurn) error { return without(in.SendToTenant(ctx, in.tenant, hello)) }},
		{"POST /v3/batch/conversation/team", func(ctx context.Context, in *inTurn) error {
			return without(in.SendToTeam(ctx, in.tenant, teams.TeamID(in.a), hello))
		}},
		{"POST /v3/batch/conversation/channels", func(ctx context.Context, in *inTurn) error {
			return without(in.SendToChannels(ctx, in.tenant, []string{teams.ChannelID(in.a)}, hello))
		}},
		{"POST /v3/batch/conversation/users", func(ctx context.Context, in *inTurn) error {
			return started(in)(in.SendToUsers(ctx, in.tenant, []string{in.bob}, hello))
		}},
		{"GET /v3/batch/conversation/{o}", func(ctx context.Context, in *inTurn) error { return without(in.BatchState(ctx, in.operation)) }},
		{"GET /v3/batch/conversation/failedentries/{o}", func(ctx context.Context, in *inTurn) error {
			return without(in.BatchFailed(ctx, in.operation, ""))
		}},
		{"DELETE /v3/batch/conversation/{o}", func(ctx context.Context, in *inTurn) error { return in.CancelBatch(ctx, in.operation) }},
	}
}

func tokenRoutes() []routed {
	return []routed{
		{"GET /api/botsignin/GetSignInUrl", func(ctx context.Context, in *inTurn) error {
			return without(in.tokens.SignInURL(ctx, "graph", connector.SignInOptions{}))
		}},
		{"GET /api/botsignin/GetSignInResource", func(ctx context.Context, in *inTurn) error {
			return without(in.tokens.SignInResource(ctx, "graph", connector.SignInOptions{}))
		}},
		{"GET /api/usertoken/GetTokenOrSignInResource", func(ctx context.Context, in *inTurn) error {
			return without(in.tokens.TokenOrSignInResource(ctx, "graph", "", ""))
		}},
		{"GET /api/usertoken/GetToken", func(ctx context.Context, in *inTurn) error { return without(in.tokens.GetToken(ctx, "mail", "")) }},
		{"POST /api/usertoken/GetAadTokens", func(ctx context.Context, in *inTurn) error {
			return without(in.tokens.AADTokens(ctx, "mail", "https://mail.example/"))
		}},
		{"POST /api/usertoken/exchange", func(ctx context.Context, in *inTurn) error {
			return without(in.tokens.Exchange(ctx, "graph", schema.TokenExchangeRequest{Token: "offered"}))
		}},
		{"GET /api/usertoken/GetTokenStatus", func(ctx context.Context, in *inTurn) error { return without(in.tokens.TokenStatus(ctx, "")) }},
		{"DELETE /api/usertoken/SignOut", func(ctx context.Context, in *inTurn) error { return in.tokens.SignOut(ctx, "mail") }},
	}
}

// Every route of the Bot Connector and of the token service is there for a bot that proves who it is, and the inspector sees
// it; without the token there is none of them.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	got := make(chan *inTurn, 1)
	p := serve(t, framework.HandlerFunc(func(_ context.Context, turn *framework.TurnContext) error {
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		tokens, err := connector.TokensFromTurn(turn)
		got <- &inTurn{Client: client, tokens: tokens, a: turn.Activity}
		return err
	}))
	w := p.play.World()
	w.AllowAllRoutes()
	ann, bob := w.People()[0], w.People()[1]
	mention := schema.NewMention(w.Bot())
	p.act(m{"do": "send", "person": ann.ID, "conversation": channelOf(w), "activity": m{"type": "message", "text": mention.Text, "entities": []any{mention}}}, nil)
	in := <-got
	in.tenant, in.bob, in.chat = w.TenantID(), bob.ID, w.AddGroupChat("Launch", ann, bob)
	in.meeting = w.AddMeeting("Stand-up", ann, bob)
	_, err := w.StartMeeting(ann, in.meeting.ID)
	require.NoError(t, err)
	_, err = w.JoinMeeting(bob, in.meeting.ID)
	require.NoError(t, err)
	w.AddConnection(world.Connection{Name: "graph"})
	w.AllowExchange(ann, "graph", "offered", "exchanged")
	w.AllowExchange(ann, "mail", "https://mail.example/", "for mail")
	w.SignIn(ann, "mail", "token")

	for _, routes := range [][]routed{conversationRoutes(), teamsRoutes(), tokenRoutes()} {
		for _, tt := range routes {
			require.NoError(t, tt.ask(t.Context(), in), tt.route)
			traffic := trafficOf(t, p.play, p.token)
			x := traffic[len(traffic)-1]
			require.Equal(t, tt.route, x.Method+" "+patternOf(x.URL))
			require.Less(t, x.Status, 300, tt.route)
			require.Empty(t, x.Problem, tt.route)
			status, _ := p.request(x.Method, x.URL, nil)
			require.Equal(t, http.StatusUnauthorized, status, tt.route)
		}
	}
}

// patternOf returns a path with names in place of ids.
func patternOf(uri string) string {
	for _, one := range []struct{ ids, name string }{
		{`(/conversations/)[^/?]+`, "{c}"},
		{`(/activities/)(?:[0-9][^/?]*)`, "{a}"},
		{`(/reactions/)[^/?]+`, "{r}"},
		{`(/members/)[^/?]+`, "{m}"},
		{`(/attachments/)[^/?]+`, "{f}"},
		{`(/views/)[^/?]+`, "{v}"},
		{`(/v3/teams/)[^/?]+`, "{t}"},
		{`(/meetings/)[^/?]+`, "{i}"},
		{`(/participants/)[^/?]+`, "{p}"},
		{`(/batch/conversation/(?:failedentries/)?)[0-9a-f-]{36}`, "{o}"},
	} {
		uri = regexp.MustCompile(one.ids).ReplaceAllString(uri, "${1}"+one.name)
	}
	path, query, _ := strings.Cut(strings.TrimPrefix(uri, "/teams"), "?")
	if strings.Contains(query, "isTargetedActivity") {
		path += "?" + query
	}
	return path
}
