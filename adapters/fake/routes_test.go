package fake_test

import (
	"cmp"
	"context"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// at is a turn in a thread of a team, of which Ann and Bob are members, and what stands around it.
type at struct {
	*connector.Client

	tokens          *connector.TokenClient
	a               *schema.Activity
	tenant          string
	ann, bob        world.Person
	meeting         world.Meeting
	chat, operation string
	sent, targeted  string // ids of messages of the bot
	file            string
	code            string
}

// tried is a method of a client in that turn, and what it has to come to.
type tried struct {
	method string
	do     func(ctx context.Context, at *at) (any, error)
	want   any
}

func idOf(r schema.ResourceResponse, err error) (string, error) { return r.ID, err }

func namesOf(members []schema.ChannelAccount, err error) (any, error) {
	var names []string
	for _, m := range members {
		names = append(names, m.Name)
	}
	slices.Sort(names)
	return strings.Join(names, ", "), err
}

func collected(members iter.Seq2[schema.ChannelAccount, error]) (any, error) {
	var all []schema.ChannelAccount
	for m, err := range members {
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return namesOf(all, nil)
}

// triedMethods are all of the two clients, those that send before those that need what was sent.
func triedMethods() []tried {
	return append(triedOnConversations(), append(triedOnTeams(), triedOnTokens()...)...)
}

func triedOnConversations() []tried {
	hello := schema.TextMessage("hello")
	return []tried{
		{"CreateConversation", func(ctx context.Context, at *at) (any, error) {
			created, err := at.CreateConversation(ctx, teams.NewThread(at.a.Conversation.ID, hello))
			_, root := teams.SplitThreadID(created.ID)
			return root == created.ActivityID && root != "", err
		}, true},
		{"SendToConversation", func(ctx context.Context, at *at) (_ any, err error) {
			at.sent, err = idOf(at.SendToConversation(ctx, at.a.Conversation.ID, hello))
			return at.sent != "", err
		}, true},
		{"SendToConversation, one recipient", func(ctx context.Context, at *at) (_ any, err error) {
			psst := schema.TextMessage("psst")
			psst.Recipient = schema.ChannelAccount{ID: at.bob.ID, IsTargeted: true}
			at.targeted, err = idOf(at.SendToConversation(ctx, at.a.Conversation.ID, psst))
			return at.targeted != "", err
		}, true},
		{"ReplyToActivity", func(ctx context.Context, at *at) (any, error) {
			id, err := idOf(at.ReplyToActivity(ctx, at.a.Conversation.ID, at.a.ID, hello))
			return id != "", err
		}, true},
		{"UpdateActivity", func(ctx context.Context, at *at) (any, error) {
			id, err := idOf(at.UpdateActivity(ctx, at.a.Conversation.ID, &schema.Activity{Type: "message", ID: at.sent, Text: "new"}))
			return id == at.sent, err
		}, true},
		{"UpdateActivity, one recipient", func(ctx context.Context, at *at) (any, error) {
			psst := &schema.Activity{Type: "message", ID: at.targeted, Text: "pssst", Recipient: schema.ChannelAccount{ID: at.bob.ID, IsTargeted: true}}
			id, err := idOf(at.UpdateActivity(ctx, at.a.Conversation.ID, psst))
			return id == at.targeted, err
		}, true},
		{"AddReaction", func(ctx context.Context, at *at) (any, error) {
			return nil, at.AddReaction(ctx, at.a.Conversation.ID, at.a.ID, "like")
		}, nil},
		{"DeleteReaction", func(ctx context.Context, at *at) (any, error) {
			return nil, at.DeleteReaction(ctx, at.a.Conversation.ID, at.a.ID, "like")
		}, nil},
		{"DeleteTargetedActivity", func(ctx context.Context, at *at) (any, error) {
			return nil, at.DeleteTargetedActivity(ctx, at.a.Conversation.ID, at.targeted)
		}, nil},
		{"DeleteActivity", func(ctx context.Context, at *at) (any, error) {
			return nil, at.DeleteActivity(ctx, at.a.Conversation.ID, at.sent)
		}, nil},
		{"SendHistory", func(ctx context.Context, at *at) (any, error) {
			_, err := at.SendHistory(ctx, at.a.Conversation.ID, []*schema.Activity{hello})
			return nil, err
		}, nil},
		{"Members", func(ctx context.Context, at *at) (any, error) {
			return namesOf(at.Members(ctx, teams.RosterID(at.a)))
		}, "Ann, Bob"},
		{"ActivityMembers", func(ctx context.Context, at *at) (any, error) {
			return namesOf(at.ActivityMembers(ctx, at.a.Conversation.ID, at.a.ID))
		}, "Ann, Bob"},
		{"PagedMembers", func(ctx context.Context, at *at) (any, error) {
			page, err := at.PagedMembers(ctx, teams.RosterID(at.a), 50, "")
			return namesOf(page.Members, err)
		}, "Ann, Bob"},
		{"AllMembers", func(ctx context.Context, at *at) (any, error) {
			return collected(at.AllMembers(ctx, teams.RosterID(at.a)))
		}, "Ann, Bob"},
		{"Member", func(ctx context.Context, at *at) (any, error) {
			bob, err := at.Member(ctx, teams.RosterID(at.a), at.bob.ID)
			return []any{bob.Name, bob.AADObjectID == at.bob.AADObjectID, teams.MemberOf(bob).UserPrincipalName != ""}, err
		}, []any{"Bob", true, true}},
		{"DeleteMember", func(ctx context.Context, at *at) (any, error) {
			return nil, at.DeleteMember(ctx, at.chat, at.bob.ID)
		}, nil},
		{"Conversations", func(ctx context.Context, at *at) (any, error) {
			page, err := at.Conversations(ctx, "")
			return len(page.Conversations) > 2, err
		}, true},
		{"AllConversations", func(ctx context.Context, at *at) (any, error) {
			for c, err := range at.AllConversations(ctx) {
				if err != nil || c.ID == at.chat {
					return c.ID == at.chat, err
				}
			}
			return "no such chat", nil
		}, true},
		{"UploadAttachment", func(ctx context.Context, at *at) (_ any, err error) {
			at.file, err = idOf(at.UploadAttachment(ctx, at.a.Conversation.ID, schema.AttachmentData{Type: "image/png", Name: "dot.png", OriginalBase64: []byte("PNG")}))
			return at.file != "", err
		}, true},
		{"AttachmentInfo", func(ctx context.Context, at *at) (any, error) {
			info, err := at.AttachmentInfo(ctx, at.file)
			return []any{info.Name, info.Views}, err
		}, []any{"dot.png", []schema.AttachmentView{{ViewID: "original", Size: 3}}}},
		{"AttachmentView", func(ctx context.Context, at *at) (any, error) {
			return at.AttachmentView(ctx, at.file, "original")
		}, connector.AttachmentContent{ContentType: "image/png", Data: []byte("PNG")}},
	}
}

func triedOnTeams() []tried {
	hello := schema.TextMessage("hello")
	started := func(at *at, id string, err error) (any, error) {
		at.operation = id
		return id != "", err
	}
	return []tried{
		{"TeamDetails", func(ctx context.Context, at *at) (any, error) {
			team, err := at.TeamDetails(ctx, teams.TeamID(at.a))
			return []any{team.Name, team.ChannelCount, team.MemberCount}, err
		}, []any{"Contoso", 2, 2}},
		{"TeamChannels", func(ctx context.Context, at *at) (any, error) {
			channels, err := at.TeamChannels(ctx, teams.TeamID(at.a))
			var names []string
			for _, c := range channels {
				names = append(names, cmp.Or(c.Name, "(General)"))
			}
			return names, err
		}, []string{"(General)", "Plans"}},
		{"Meeting", func(ctx context.Context, at *at) (any, error) {
			m, err := at.Meeting(ctx, at.meeting.ID)
			return []any{m.Details.Title, m.Organizer.Name, m.Organizer.AADObjectID == at.ann.AADObjectID}, err
		}, []any{"Stand-up", "Ann", true}},
		{"MeetingParticipant", func(ctx context.Context, at *at) (any, error) {
			p, err := at.MeetingParticipant(ctx, at.meeting.ID, at.bob.AADObjectID, at.tenant)
			return []any{p.User.Name, p.Meeting.InMeeting}, err
		}, []any{"Bob", true}},
		{"SendMeetingNotification", func(ctx context.Context, at *at) (any, error) {
			got, err := at.SendMeetingNotification(ctx, at.meeting.ID, teams.MeetingNotification{Value: teams.MeetingNotificationValue{
				Recipients: []string{at.bob.ID, "29:stranger"}, Surfaces: []teams.MeetingSurface{{Surface: "meetingTabIcon", TabEntityID: "votes"}},
			}})
			return len(got.RecipientsFailureInfo), err
		}, 1},
		{"SendToTenant", func(ctx context.Context, at *at) (any, error) {
			id, err := at.SendToTenant(ctx, at.tenant, hello)
			return started(at, id, err)
		}, true},
		{"SendToTeam", func(ctx context.Context, at *at) (any, error) {
			id, err := at.SendToTeam(ctx, at.tenant, teams.TeamID(at.a), hello)
			return started(at, id, err)
		}, true},
		{"SendToChannels", func(ctx context.Context, at *at) (any, error) {
			id, err := at.SendToChannels(ctx, at.tenant, []string{teams.ChannelID(at.a)}, hello)
			return started(at, id, err)
		}, true},
		{"SendToUsers", func(ctx context.Context, at *at) (any, error) {
			id, err := at.SendToUsers(ctx, at.tenant, []string{at.ann.ID, "29:stranger"}, hello)
			return started(at, id, err)
		}, true},
		{"BatchState", func(ctx context.Context, at *at) (any, error) {
			state, err := at.BatchState(ctx, at.operation)
			return []any{state.TotalEntriesCount, len(state.StatusMap)}, err
		}, []any{2, 2}},
		{"BatchFailed", func(ctx context.Context, at *at) (any, error) {
			page, err := at.BatchFailed(ctx, at.operation, "")
			return len(page.FailedEntries), err
		}, 1},
		{"AllBatchFailed", func(ctx context.Context, at *at) (any, error) {
			var ids []string
			for entry, err := range at.AllBatchFailed(ctx, at.operation) {
				if err != nil {
					return nil, err
				}
				ids = append(ids, entry.ID)
			}
			return ids, nil
		}, []string{"29:stranger"}},
		{"CancelBatch", func(ctx context.Context, at *at) (any, error) {
			return nil, at.CancelBatch(ctx, at.operation)
		}, nil},
	}
}

func triedOnTokens() []tried {
	tokenOf := func(t schema.TokenResponse, err error) (any, error) { return t.Token, err }
	return []tried{
		{"SignInState", func(_ context.Context, at *at) (any, error) {
			state, err := at.tokens.SignInState("graph")
			return state != "", err
		}, true},
		{"SignInURL", func(ctx context.Context, at *at) (any, error) {
			link, err := at.tokens.SignInURL(ctx, "graph", connector.SignInOptions{})
			return strings.HasPrefix(link, "https://"), err
		}, true},
		{"SignInResource", func(ctx context.Context, at *at) (any, error) {
			resource, err := at.tokens.SignInResource(ctx, "graph", connector.SignInOptions{})
			return resource.TokenExchangeResource.URI, err
		}, "api://bot"},
		{"TokenOrSignInResource", func(ctx context.Context, at *at) (any, error) {
			found, err := at.tokens.TokenOrSignInResource(ctx, "graph", "", "")
			return []any{found.TokenResponse.Token, found.SignInResource.SignInLink != ""}, err
		}, []any{"", true}},
		{"Exchange", func(ctx context.Context, at *at) (any, error) {
			return tokenOf(at.tokens.Exchange(ctx, "graph", schema.TokenExchangeRequest{Token: "offered"}))
		}, "exchanged"},
		{"GetToken", func(ctx context.Context, at *at) (any, error) {
			return tokenOf(at.tokens.GetToken(ctx, "mail", at.code))
		}, "by code"},
		{"AADTokens", func(ctx context.Context, at *at) (any, error) {
			got, err := at.tokens.AADTokens(ctx, "mail", "https://mail.example/")
			return tokenOf(got["https://mail.example/"], err)
		}, "for mail"},
		{"TokenStatus", func(ctx context.Context, at *at) (any, error) {
			status, err := at.tokens.TokenStatus(ctx, "mail")
			return []any{len(status), status[0].HasToken}, err
		}, []any{1, true}},
		{"SignOut", func(ctx context.Context, at *at) (any, error) {
			return nil, at.tokens.SignOut(ctx, "mail")
		}, nil},
	}
}

// TestEveryRoute: whatever a handler asks the connector or the token service for, the simulated Teams answers as the client
// reads it, so such a handler can be unit-tested.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	w.SilenceLint("A2061") // what goes straight to a client is addressed by nobody
	sim := w.Teams()
	sim.AllowAllRoutes()
	var here *at
	conv := w.Connect(framework.HandlerFunc(func(_ context.Context, turn *framework.TurnContext) error {
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		tokens, err := connector.TokensFromTurn(turn)
		here = &at{Client: client, tokens: tokens, a: turn.Activity}
		return err
	}))
	conv.As("Bob").InChannel("Plans").Says("hi")
	conv.InChannel("Plans").Says("hi")
	require.NotNil(t, here)
	here.tenant, here.ann, here.bob = sim.TenantID(), conv.Person(), conv.As("Bob").Person()
	here.chat = sim.AddGroupChat("Launch", here.ann, here.bob)
	here.meeting = sim.AddMeeting("Stand-up", here.ann, here.bob)
	_, err := sim.StartMeeting(here.ann, here.meeting.ID)
	require.NoError(t, err)
	_, err = sim.JoinMeeting(here.bob, here.meeting.ID)
	require.NoError(t, err)
	sim.AddConnection(world.Connection{Name: "graph", Resource: "api://bot"})
	sim.AllowExchange(here.ann, "graph", "offered", "exchanged")
	sim.AllowExchange(here.ann, "mail", "https://mail.example/", "for mail")
	here.code = sim.SignInWithCode(here.ann, "mail", "by code")

	methods := map[string]bool{}
	for _, tt := range triedMethods() {
		got, err := tt.do(t.Context(), here)
		require.NoError(t, err, tt.method)
		require.Equal(t, tt.want, got, tt.method)
		name, _, _ := strings.Cut(tt.method, ",")
		methods[name] = true
	}
	for _, client := range []reflect.Type{reflect.TypeFor[*connector.Client](), reflect.TypeFor[*connector.TokenClient]()} {
		for method := range client.Methods() {
			require.True(t, !method.IsExported() || methods[method.Name], "%s is not tried", method.Name)
		}
	}
}
