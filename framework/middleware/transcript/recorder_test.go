package transcript_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a bot whose conversations are recorded.
type bench struct {
	*transcript.Recorder
	framework.Engine
	store   transcript.Store
	channel *channel
}

func newBench(t *testing.T, cfg transcript.Config) *bench {
	t.Helper()
	if cfg.Store == nil {
		cfg.Store = memory.NewTranscripts(0)
	}
	cfg.Logger = slog.New(slog.DiscardHandler)
	recorder, err := transcript.New(cfg)
	require.NoError(t, err)
	b := &bench{Recorder: recorder, store: cfg.Store, channel: &channel{}}
	b.Logger = cfg.Logger
	b.channel.engine = &b.Engine
	t.Cleanup(func() {
		require.NoError(t, b.Shutdown(context.Background()))
		_ = recorder.Close(context.Background()) // a test may have said what it returns
	})
	return b
}

// hears gives an activity to the bot, whose handler is h; nil says nothing.
func (b *bench) hears(t *testing.T, a *schema.Activity, h framework.HandlerFunc) framework.Result {
	t.Helper()
	if h == nil {
		h = func(context.Context, *framework.TurnContext) error { return nil }
	}
	ctx := framework.WithIdentity(t.Context(), framework.Identity{AppID: "app"})
	res, err := b.Process(ctx, b.channel, a, framework.Chain(h, b.Middleware))
	require.NoError(t, err)
	return res
}

// recorded returns the activities in the one conversation, each of them with its role.
func (b *bench) recorded(t *testing.T) (roles []string, activities []schema.Activity) {
	t.Helper()
	require.NoError(t, b.Flush(t.Context()))
	for e, err := range transcript.All(t.Context(), b.store, lunch(), transcript.Cursor{}) {
		require.NoError(t, err)
		var a schema.Activity
		require.NoError(t, a.UnmarshalJSON(e.Activity))
		roles, activities = append(roles, e.Role), append(activities, a)
	}
	return roles, activities
}

func lunch() transcript.Conversation {
	return transcript.Conversation{TenantID: "tenant", AppID: "app", ChannelID: schema.ChannelTeams, ConversationID: "19:lunch"}
}

const adaInEntra = "1E7A3B52-0000-4F6D-9C11-A5E00000ADA0"

func message(id, text string) *schema.Activity {
	return &schema.Activity{
		Type: schema.TypeMessage, ID: id, Text: text, ServiceURL: "https://smba.example/", ChannelID: schema.ChannelTeams,
		From:         schema.ChannelAccount{ID: "29:ada", Name: "Ada", AADObjectID: adaInEntra},
		Recipient:    schema.ChannelAccount{ID: "28:app", Name: "Bot"},
		Conversation: schema.ConversationAccount{ID: "19:lunch", IsGroup: true, ConversationType: schema.ConversationGroup},
		ChannelData:  json.RawMessage(`{"tenant":{"id":"tenant"}}`),
	}
}

// channel takes what is sent and names it b1, b2, ...; it fails if it has an error.
type channel struct {
	framework.Adapter
	engine *framework.Engine
	sent   int
	err    error
}

func (c *channel) SendActivities(_ context.Context, _ schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if c.err != nil {
		return nil, c.err
	}
	c.sent++
	return []schema.ResourceResponse{{ID: "b" + strconv.Itoa(c.sent)}}, nil
}

func (c *channel) UpdateActivity(_ context.Context, _ schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error) {
	return schema.ResourceResponse{ID: a.ID}, c.err
}

func (c *channel) DeleteActivity(context.Context, schema.ConversationReference, string) error {
	return c.err
}

func (c *channel) CreateConversation(_ context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error) {
	return framework.Created{ActivityID: "first", Reference: schema.ConversationReference{
		ChannelID: channelID, ServiceURL: serviceURL, Bot: p.Bot,
		Conversation: schema.ConversationAccount{ID: "19:lunch", TenantID: p.TenantID},
	}}, c.err
}

func (c *channel) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	return c.engine.Continue(framework.WithIdentity(ctx, framework.Identity{AppID: "app"}), c, ref, h)
}

func TestNewWithoutStore(t *testing.T) {
	t.Parallel()
	_, err := transcript.New(transcript.Config{})
	require.ErrorContains(t, err, "there is no Store")
}

// A turn is recorded in the order in which it happened, with the ids that the channel gave.
func TestTurn(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	b.hears(t, message("1", "hi"), func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivities(ctx, schema.TextMessage("one"), schema.TextMessage("two"))
		require.NoError(t, err)
		_, err = turn.UpdateActivity(ctx, &schema.Activity{ID: "b1", Text: "changed"})
		require.NoError(t, err)
		return turn.DeleteActivity(ctx, "b2")
	})
	roles, got := b.recorded(t)
	require.Equal(t, []string{"user", "bot", "bot", "bot", "bot"}, roles)
	said := func(typ, id, text string) []string { return []string{typ, id, text} }
	want := [][]string{
		said(schema.TypeMessage, "1", "hi"),
		said(schema.TypeMessage, "b1", "one"),
		said(schema.TypeMessage, "b2", "two"),
		said(schema.TypeMessageUpdate, "b1", "changed"),
		said(schema.TypeMessageDelete, "b2", ""),
	}
	for i, a := range got {
		require.Equal(t, want[i], said(a.Type, a.ID, a.Text))
	}
	require.Equal(t, "Bot", got[4].From.Name, "who deleted it")
	require.Equal(t, "29:ada", got[4].Recipient.ID)
	require.Zero(t, b.Dropped())
}

// What the channel did not take was not said.
func TestRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	b.channel.err = errors.New("refused")
	b.hears(t, message("1", "hi"), func(ctx context.Context, turn *framework.TurnContext) error {
		require.ErrorIs(t, turn.SendText(ctx, "hi"), b.channel.err)
		_, err := turn.UpdateActivity(ctx, &schema.Activity{ID: "b1"})
		require.ErrorIs(t, err, b.channel.err)
		require.ErrorIs(t, turn.DeleteActivity(ctx, "b1"), b.channel.err)
		return nil
	})
	roles, _ := b.recorded(t)
	require.Equal(t, []string{"user"}, roles)
}

// Replies that are the HTTP answer have no id, and are recorded.
func TestExpectReplies(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	a := message("1", "hi")
	a.DeliveryMode = schema.DeliveryExpectReplies
	res := b.hears(t, a, func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "hello") })
	require.Len(t, res.Replies, 1)
	roles, got := b.recorded(t)
	require.Equal(t, []string{"user", "bot"}, roles)
	require.Equal(t, "hello", got[1].Text)
}

// Typing says nothing that lasts; traces and the bot's own turns are no part of a conversation.
func TestNotRecorded(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	typing := message("1", "")
	typing.Type = schema.TypeTyping
	b.hears(t, typing, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivities(ctx, &schema.Activity{Type: schema.TypeTyping}, &schema.Activity{Type: schema.TypeTrace})
		return err
	})
	ref := message("1", "").Reference()
	require.NoError(t, b.channel.ContinueConversation(t.Context(), ref, b.Middleware(framework.HandlerFunc(
		func(context.Context, *framework.TurnContext) error { return nil }))))
	roles, _ := b.recorded(t)
	require.Empty(t, roles)
}

// What the bot says first is recorded through the adapter, once.
func TestAdapter(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	adapter := b.Adapter(b.channel, "app")
	ref := message("1", "").Reference()
	ref.Conversation.TenantID = "tenant"
	say := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "in a turn") })
	require.NoError(t, adapter.ContinueConversation(t.Context(), ref, say))
	require.NoError(t, adapter.ContinueConversation(t.Context(), ref, b.Middleware(say)))
	_, err := adapter.SendActivities(t.Context(), ref, []*schema.Activity{ref.Address(schema.TextMessage("without one"))})
	require.NoError(t, err)
	_, err = adapter.UpdateActivity(t.Context(), ref, ref.Address(&schema.Activity{ID: "b3", Text: "changed"}))
	require.NoError(t, err)
	require.NoError(t, adapter.DeleteActivity(t.Context(), ref, "b3"))
	_, err = adapter.CreateConversation(t.Context(), schema.ChannelTeams, "https://smba.example/", schema.ConversationParameters{
		Bot: schema.ChannelAccount{ID: "28:app"}, TenantID: "tenant", Activity: schema.TextMessage("the first message"),
	})
	require.NoError(t, err)
	_, got := b.recorded(t)
	texts := make([]string, len(got))
	for i, a := range got {
		texts[i] = a.Type + " " + a.ID + " " + a.Text
	}
	require.Equal(t, []string{
		"message b1 in a turn", "message b2 in a turn", "message b3 without one", "messageUpdate b3 changed", "messageDelete b3 ",
		"message first the first message",
	}, texts)

	b.channel.err = errors.New("refused")
	_, err = adapter.UpdateActivity(t.Context(), ref, &schema.Activity{ID: "b3"})
	require.Error(t, err)
	require.Error(t, adapter.DeleteActivity(t.Context(), ref, "b3"))
	_, err = adapter.CreateConversation(t.Context(), "", "", schema.ConversationParameters{Activity: schema.TextMessage("lost")})
	require.Error(t, err)
	_, after := b.recorded(t)
	require.Len(t, after, len(got))
}

// Entries are found by everybody whose they are.
func TestPeople(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	b.hears(t, message("1", "hi"), func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "hi Ada") })
	joined := message("2", "")
	joined.Type, joined.Text = schema.TypeConversationUpdate, ""
	joined.From = schema.ChannelAccount{ID: "19:lunch"}
	joined.MembersAdded = []schema.ChannelAccount{{ID: "29:ben"}, {ID: "28:app"}, {ID: "29:cy"}}
	b.hears(t, joined, nil)
	reacted := message("3", "")
	reacted.Type, reacted.From = schema.TypeMessageReaction, schema.ChannelAccount{ID: "29:cy", Role: schema.RoleUser}
	reacted.ReactionsAdded = []schema.MessageReaction{{Type: "like", User: schema.ReactionUser{ID: "cy"}}}
	b.hears(t, reacted, nil)
	fromBot := message("4", "I am a bot")
	fromBot.From = schema.ChannelAccount{ID: "28:other", Role: schema.RoleBot}
	b.hears(t, fromBot, nil)
	require.NoError(t, b.Flush(t.Context()))
	for _, tt := range []struct {
		id   string
		want int
	}{
		{"28:app", 0},
		{"28:other", 0},
		{"19:lunch", 0},
		{strings.ToLower(adaInEntra), 2},
		{"29:ben", 1},
		{"cy", 1},
		{"29:cy", 0}, // went with the others
	} {
		deleted, err := b.store.ErasePerson(t.Context(), tt.id)
		require.NoError(t, err)
		require.Equal(t, tt.want, deleted, tt.id)
	}
	roles, _ := b.recorded(t)
	require.Equal(t, []string{"user"}, roles, "the other bot's")
}

// Times differ and go on, also when the clock does not: entries are told apart by them.
func TestTimesDiffer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, transcript.Config{})
		for n := range 5 { // at one time
			b.hears(t, message(strconv.Itoa(n), "hi"), nil)
		}
		_, got := b.recorded(t)
		require.Len(t, got, 5)
		for n, a := range got {
			require.Equal(t, strconv.Itoa(n), a.ID)
		}
	})
}

// Ids that no database could index are dropped alone.
func TestImpossibleIDs(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	for n, id := range []string{strings.Repeat("a", 3000), "a\x00", "a\xff"} {
		a := message("1", "hi")
		a.Conversation.ID = id
		b.hears(t, a, nil)
		a = message(strconv.Itoa(n), "hi")
		a.From.ID = id
		b.hears(t, a, nil)
	}
	b.hears(t, message("3", "hi"), nil)
	_, got := b.recorded(t)
	require.Len(t, got, 1)
	require.EqualValues(t, 6, b.Dropped())
}
