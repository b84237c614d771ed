package fake_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func TestSpeaking(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, turn.Activity.Locale)
	})
	conv := fake.New(t, bot)
	bob := conv.As("Bob")
	conv.Says("hi").ExpectText("en-US")
	bob.Speaking("de-DE").Says("hi").ExpectText("de-DE").InChannel("General").Says("hi").ExpectText("de-DE")
	conv.InGroup("Release").As("Bob").Says("hi").ExpectText("de-DE")
}

// The bot writes to Bob, in whose chat the story was not before.
func TestInPrivate(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		members, err := client.Members(ctx, turn.Activity.Conversation.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			created, err := turn.CreateConversation(ctx, schema.ConversationParameters{Members: []schema.ChannelAccount{{ID: m.ID}}})
			if err != nil {
				return err
			}
			if _, err := proactive.Send(ctx, turn.Adapter(), created.Reference, schema.TextMessage("Psst, "+m.Name)); err != nil {
				return err
			}
		}
		return nil
	})
	group := fake.New(t, bot).InGroup("Release", "Bob")
	group.Says("hi").ExpectNothing().InPrivate().ExpectText("Psst, Ann").ExpectNothing()
	group.As("Bob").InPrivate().ExpectText("Psst, Bob").ExpectNothing()
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	group := conv.InGroup("Release").Blocks()
	group.Says("hi").ExpectText("Echo: hi")
	conv.Says("hi").ExpectError("ConversationBlockedByUser").Unblocks().Says("hi").ExpectText("Echo: hi")
}

// groupBot starts a group chat of these people, and tells how that went.
func groupBot(people ...world.Person) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		parameters := schema.ConversationParameters{IsGroup: true, TopicName: "Launch", Activity: schema.TextMessage("Hello")}
		for _, p := range people {
			parameters.Members = append(parameters.Members, schema.ChannelAccount{ID: p.ID})
		}
		created, err := turn.CreateConversation(ctx, parameters)
		if refusal, ok := errors.AsType[*framework.ChannelError](err); ok {
			return turn.SendText(ctx, fmt.Sprintf("No: %d %s (%s)", refusal.Status, refusal.Code, refusal.Class))
		}
		if err != nil {
			return err
		}
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		members, err := client.Members(ctx, created.Reference.Conversation.ID)
		if err != nil {
			return err
		}
		return turn.SendText(ctx, fmt.Sprintf("%d joined", len(members)))
	})
}

func TestGroups(t *testing.T) {
	t.Parallel()
	start := func(t *testing.T) (*world.World, *fake.Conversation, world.Person) {
		t.Helper()
		w := fake.NewWorld(t)
		conv := w.Connect(newBot())
		bob, carol := conv.As("Bob").Person(), conv.As("Carol").Person()
		return w.Teams(), w.Connect(groupBot(bob, carol)), carol
	}

	t.Run("made", func(t *testing.T) {
		t.Parallel()
		teams, conv, _ := start(t)
		teams.AllowStarting(world.StartGroups)
		conv.Says("group").ExpectText("2 joined").ExpectGroup("Launch", "Carol", "Bob").ExpectText("Hello").ExpectNothing().
			As("Bob").Says("hi").ExpectText("2 joined")
	})
	t.Run("partly made", func(t *testing.T) {
		t.Parallel()
		teams, conv, carol := start(t)
		teams.AllowStarting(world.StartGroups)
		teams.Unreachable(carol)
		conv.Says("group").ExpectText("1 joined").ExpectGroup("Launch", "Bob").ExpectText("Hello")
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		_, conv, _ := start(t)
		conv.Says("group").ExpectText("No: 400 BadSyntax (rejected)").ExpectNothing()
	})
	t.Run("no conversations at all", func(t *testing.T) {
		t.Parallel()
		teams, conv, _ := start(t)
		teams.AllowStarting(world.StartNothing)
		conv.Says("group").ExpectText("No: 405 MethodNotAllowed (not allowed)")
	})
	t.Run("done but not answered", func(t *testing.T) {
		t.Parallel()
		teams, conv, _ := start(t)
		teams.AllowStarting(world.StartGroups)
		teams.Inject(world.Fault{Path: "/v3/conversations", Done: true})
		conv.Says("group").ExpectText("No: 502 BadGateway (may have been delivered)").ExpectGroup("Launch", "Bob", "Carol")
	})
	t.Run("too many requests", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			teams, conv, _ := start(t)
			teams.AllowStarting(world.StartGroups)
			teams.Inject(world.Fault{Status: http.StatusTooManyRequests, RetryAfter: 2 * time.Second})
			begun := time.Now()
			conv.Says("group").ExpectText("2 joined")
			require.GreaterOrEqual(t, time.Since(begun), 2*time.Second)
			teams.Inject(world.Fault{Path: "/v3/conversations", Status: http.StatusTooManyRequests, RetryAfter: time.Hour})
			conv.Says("group").ExpectText("No: 429 Throttled (retry later)")
		})
	})
}

func TestFailuresOfGroups(t *testing.T) {
	t.Parallel()
	story := func(allow world.Starting, members ...string) func(fake.TB) {
		return func(t fake.TB) {
			w := fake.NewWorld(t)
			w.Teams().AllowStarting(allow)
			bob := w.Teams().AddPerson(world.Person{Name: "Bob"})
			w.Connect(groupBot(bob)).Says("group").ExpectGroup("Launch", members...).Says("hi")
		}
	}
	require.Contains(t, fails(t, story(world.StartChats, "Bob")), "got: nothing\nwant: a new group chat \"Launch\" of Bob")
	require.Contains(t, fails(t, story(world.StartGroups, "Carol", "Bob")),
		"got: a new group chat \"Launch\" of Bob\nwant: a new group chat \"Launch\" of Bob, Carol")
	require.Contains(t, fails(t, story(world.StartGroups, "Bob")), "fake: world: Ann is not in Launch")
}
