package fake_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// careless answers with what Teams takes and the protocol forbids: attachments are a list or a carousel.
func careless(ctx context.Context, turn *framework.TurnContext) error {
	a := schema.TextMessage("Choose")
	a.AttachmentLayout = "grid"
	_, err := turn.SendActivity(ctx, a)
	return err
}

func TestLint(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(careless)
	failure := fails(t, func(t fake.TB) { fake.New(t, bot).Says("hi").ExpectText("Choose") })
	require.Contains(t, failure, "fake: the bot sends what the activity protocol forbids: A3060 (")
	require.Contains(t, failure, "attachmentLayout")
	require.Contains(t, failure, "World.SilenceLint")
	require.Contains(t, failure, "what happened so far")
}

// What nobody looks at fails the test at its end.
func TestLintAtTheEnd(t *testing.T) {
	t.Parallel()
	failure := fails(t, func(t fake.TB) { fake.New(t, framework.HandlerFunc(careless)).Says("hi") })
	require.Contains(t, failure, "attachmentLayout")
}

func TestLintOfUpdates(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		sent, err := turn.SendActivity(ctx, schema.TextMessage("Choose"))
		if err != nil {
			return err
		}
		a := schema.TextMessage("Choose now")
		a.ID, a.AttachmentLayout = sent.ID, "grid"
		_, err = turn.UpdateActivity(ctx, a)
		return err
	})
	failure := fails(t, func(t fake.TB) { fake.New(t, bot).Says("hi").ExpectText("Choose") })
	require.Contains(t, failure, "attachmentLayout")
	require.NotContains(t, failure, "A2031", "an update has an id")
}

func TestSilenceLint(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, framework.HandlerFunc(careless))
	conv.World().SilenceLint()
	conv.Says("hi").ExpectText("Choose").ExpectNothing()

	failure := fails(t, func(t fake.TB) {
		conv := fake.New(t, framework.HandlerFunc(careless))
		conv.World().SilenceLint("A1")
		conv.Says("hi").ExpectText("Choose")
	})
	require.Contains(t, failure, "attachmentLayout")
}

func TestLintOfClients(t *testing.T) {
	t.Parallel()
	voice := &schema.Activity{Type: schema.TypeMessage, Text: "hi", ValueType: schema.ValueTypeVoiceMessage, Value: map[string]any{"durationMs": 7}}
	failure := fails(t, func(t fake.TB) { fake.New(t, newBot()).Sends(voice).ExpectText("Echo: hi") })
	require.Contains(t, failure, "fake: Ann's client sends what the activity protocol forbids: A5251 (MUST): value")
	nameless := &schema.Activity{Type: schema.TypeInvoke, Value: map[string]any{"n": 1}}
	fake.New(t, newCardBot(nil)).Sends(nameless).ExpectNothing()
}
