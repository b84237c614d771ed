package fake_test

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/handlers"
)

// newWriter returns a bot that says back, word by word with two seconds between, what it is told.
func newWriter() framework.Handler {
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := streaming.Reply(ctx, turn, func(_ context.Context, w *streaming.Writer) error {
			for _, letter := range turn.Activity.Text {
				if _, err := io.WriteString(w, string(letter)); err != nil {
					return err
				}
				time.Sleep(2 * time.Second)
			}
			return nil
		})
		return err
	})
	return &bot
}

func TestStreamsInAStory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conv := fake.New(t, newWriter())
		conv.Says("ab").ExpectText("ab")
		conv.Says("abc").ExpectStreamed("a", "ab").ExpectStreamed("a", "ab", "abc").ExpectStreamed().ExpectText("abc")
		conv.StopsAt("ab").Says("abc").ExpectStreamed("a", "ab").ExpectText("ab").ExpectNothing()
		require.Equal(t, `Ann's chat   Ann: "ab"
Ann's chat   Bot: typing "a"
Ann's chat   Bot: typing "ab"
Ann's chat   Bot: "ab"
Ann's chat   Ann: "abc"
Ann's chat   Bot: typing "a"
Ann's chat   Bot: typing "ab"
Ann's chat   Bot: typing "abc"
Ann's chat   Bot: "abc"
Ann's chat   Ann: "abc"
Ann's chat   Bot: typing "a"
Ann's chat   Bot: typing "ab"
Ann's chat   Ann: stop
Ann's chat   Bot: "ab"
Ann's chat   Bot: refused: POST /emea/v3/conversations/a%3Achat-2/activities/1700000000007: 403 ContentStreamNotAllowed: Content stream was canceled by user.
`, conv.World().Transcript())
	})
}

func TestStreamsThatFailAStory(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		story func(conv *fake.Conversation)
		want  string
	}{
		"another text": {
			func(conv *fake.Conversation) { conv.Says("ab").ExpectStreamed("a", "b") },
			"fake: in Ann's chat, as Ann:\n got: bit by bit [\"a\" \"ab\"]\nwant: bit by bit [\"a\" \"b\"]",
		},
		"too much": {
			func(conv *fake.Conversation) { conv.Says("ab").ExpectStreamed() },
			"want: bit by bit []",
		},
		"a stop that never comes": {
			func(conv *fake.Conversation) { conv.StopsAt("abc").Says("ab").ExpectText("ab") },
			`fake: nobody pressed Stop: the bot showed no part that begins with "abc"`,
		},
		"a stop of somebody else": {
			func(conv *fake.Conversation) {
				conv.StopsAt("abc").As("Bob").StopsAt("b").Says("bc").ExpectText("b")
			},
			`fake: nobody pressed Stop: the bot showed no part that begins with "abc"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				require.Contains(t, fails(t, func(t fake.TB) { tt.story(fake.New(t, newWriter())) }), tt.want)
			})
		})
	}
}

// What somebody stopped before a story is none of its stops.
func TestStopsOfAnEarlierStory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		simulated := world.New(world.Config{})
		fake.Join(t, simulated).Connect(newWriter()).StopsAt("a").Says("abc").ExpectText("a").ExpectNothing()
		require.Contains(t, fails(t, func(t fake.TB) {
			fake.Join(t, simulated).Connect(newWriter()).StopsAt("x").Says("abc").ExpectText("a").ExpectText("abc").ExpectNothing()
		}), `fake: nobody pressed Stop: the bot showed no part that begins with "x"`)
	})
}
