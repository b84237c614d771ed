package handlers_test

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

const botID = "28:bot"

// channel is an adapter whose channel keeps what the bot says.
type channel struct {
	framework.Adapter // panics where a test uses what is not below
	engine            framework.Engine

	mu   sync.Mutex
	sent []*schema.Activity
}

func newChannel() *channel {
	c := &channel{}
	c.engine.Logger = slog.New(slog.DiscardHandler)
	return c
}

func (c *channel) SendActivities(
	_ context.Context, _ schema.ConversationReference, activities []*schema.Activity,
) ([]schema.ResourceResponse, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = append(c.sent, activities...)
	return make([]schema.ResourceResponse, len(activities)), nil
}

func (c *channel) ContinueConversation(
	ctx context.Context, ref schema.ConversationReference, h framework.Handler,
) error {
	return c.engine.Continue(ctx, c, ref, h)
}

// said returns the texts that the bot sent, and the types of what it attached in brackets.
func (c *channel) said() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var said []string
	for _, a := range c.sent {
		line := a.Text
		for _, attachment := range a.Attachments {
			line += "[" + attachment.ContentType + "]"
		}
		said = append(said, line)
	}
	return said
}

// deliver gives the bot an activity of a channel and returns how the channel is answered.
func (c *channel) deliver(t *testing.T, bot framework.Handler, a *schema.Activity) (framework.Result, error) {
	t.Helper()
	return c.engine.Process(t.Context(), c, received(a), bot)
}

// received returns a copy of the activity with what every activity of a channel has.
func received(a *schema.Activity) *schema.Activity {
	out := *a
	out.ChannelID = cmp.Or(a.ChannelID, "test")
	out.ServiceURL = "https://channel.example"
	out.Conversation.ID = "conversation"
	out.From.ID = "user"
	out.Recipient.ID = botID
	return &out
}

// says runs one message through the bot and returns what the bot answers.
func says(t *testing.T, bot framework.Handler, text string) []string {
	t.Helper()
	return answers(t, bot, schema.TextMessage(text))
}

// answers runs one activity through the bot and returns what the bot answers.
func answers(t *testing.T, bot framework.Handler, a *schema.Activity) []string {
	t.Helper()
	c := newChannel()
	_, err := c.deliver(t, bot, a)
	require.NoError(t, err)
	return c.said()
}

// invoke runs one invoke through the bot and returns how it is answered.
func invoke(t *testing.T, bot framework.Handler, name string, value schema.Any) framework.InvokeResponse {
	t.Helper()
	c := newChannel()
	result, err := c.deliver(t, bot, &schema.Activity{Type: schema.TypeInvoke, Name: name, Value: value})
	require.NoError(t, err)
	require.NotNil(t, result.Invoke)
	return *result.Invoke
}

func event(name string, value schema.Any) *schema.Activity {
	return &schema.Activity{Type: schema.TypeEvent, Name: name, Value: value}
}

// newBot returns a bot for tables, where there is no place for statements.
func newBot(register func(bot *handlers.ActivityHandler)) *handlers.ActivityHandler {
	var bot handlers.ActivityHandler
	register(&bot)
	return &bot
}

// say returns a handler that says text and returns err.
func say(text string, err error) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		if sendErr := turn.SendText(ctx, text); sendErr != nil {
			return sendErr
		}
		return err
	}
}

func members(ids ...string) []schema.ChannelAccount {
	accounts := make([]schema.ChannelAccount, 0, len(ids))
	for _, id := range ids {
		accounts = append(accounts, schema.ChannelAccount{ID: id})
	}
	return accounts
}

func ids(accounts []schema.ChannelAccount) []string {
	out := make([]string, 0, len(accounts))
	for _, account := range accounts {
		out = append(out, account.ID)
	}
	return out
}

// encoded is an answer as the engine gives it to the adapter.
func encoded(t *testing.T, answer framework.InvokeResponse) framework.InvokeResponse {
	t.Helper()
	if answer.Body != nil {
		body, err := json.Marshal(answer.Body)
		require.NoError(t, err)
		answer.Body = json.RawMessage(body)
	}
	return answer
}
