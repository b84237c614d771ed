package streaming_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/handlers"
)

// writing returns a bot that answers with what write writes, and where it tells what came of that.
func writing(write func(ctx context.Context, w *streaming.Writer) error) (framework.Handler, *streaming.Streamed) {
	var bot handlers.ActivityHandler
	var streamed streaming.Streamed
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) (err error) {
		streamed, err = streaming.Reply(ctx, turn, write)
		return err
	})
	return &bot, &streamed
}

// says writes words as a slow model does: one each 0.4 s.
func says(words ...string) func(context.Context, *streaming.Writer) error {
	return func(ctx context.Context, w *streaming.Writer) error {
		for _, word := range words {
			time.Sleep(400 * time.Millisecond)
			if _, err := io.WriteString(w, word); err != nil {
				return err
			}
		}
		return nil
	}
}

// newWorld returns a world with Teams' limits.
func newWorld(t *testing.T) *fake.World {
	t.Helper()
	w := fake.NewWorld(t)
	w.Teams().SetLimits(world.TeamsLimits())
	return w
}

func TestPartsThenTheWhole(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, streamed := writing(says("A", " quick", " brown", " fox", " jumps", " over", " the", " fence"))
		conv := w.Connect(bot).Says("tell").
			ExpectStreamed("A", "A quick brown fox").
			ExpectText("A quick brown fox jumps over the fence").ExpectNothing()
		messages := w.Teams().Messages(conv.Reference().Conversation.ID)
		require.Equal(t, messages[len(messages)-1].ID, streamed.ActivityID)
		require.False(t, streamed.Stopped)
	})
}

func TestRequirementsOfStreaming(t *testing.T) {
	t.Parallel()
	t.Run("A9243", testPartsHaveAllTextSoFar)
	t.Run("A9244", testPartsAreAPaceApart)
}

func testPartsHaveAllTextSoFar(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, _ := writing(says("one", " two", " three", " four", " five", " six"))
		w.Connect(bot).Says("count").ExpectStreamed("one", "one two three four")
	})
}

func testPartsAreAPaceApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, _ := writing(says(strings.Split(strings.Repeat("word ", 60), " ")...))
		w.Connect(bot).Says("tell")
		var last time.Time
		count := 0
		for _, e := range w.Teams().Timeline(0) {
			if _, ok := e.Activity.StreamInfo(); !ok {
				continue
			}
			if count++; count > 1 {
				require.GreaterOrEqual(t, e.Time.Sub(last), time.Second)
			}
			last = e.Time
		}
		require.Greater(t, count, 15)
	})
}

func TestProgressGivesWayToText(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, _ := writing(func(_ context.Context, w *streaming.Writer) error {
			w.Inform("Searching ...")
			time.Sleep(2 * time.Second)
			w.Inform("Reading ...")
			time.Sleep(2 * time.Second)
			fmt.Fprint(w, "Found it.")
			w.Inform("too late")
			time.Sleep(2 * time.Second)
			return nil
		})
		w.Connect(bot).Says("find").ExpectStreamed("Searching ...", "Reading ...", "Found it.").ExpectText("Found it.").ExpectNothing()
	})
}

func TestAQuickAnswerHasNoParts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, streamed := writing(func(_ context.Context, w *streaming.Writer) error {
			w.Inform("Searching ...")
			fmt.Fprint(w, "4")
			return nil
		})
		start := time.Now()
		w.Connect(bot).Says("2 + 2").ExpectText("4").ExpectStreamed().ExpectNothing()
		require.Zero(t, time.Since(start))
		require.NotEmpty(t, streamed.ActivityID)
	})
}

func TestNothingWrittenIsNothingSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, streamed := writing(func(_ context.Context, w *streaming.Writer) error {
			_, err := w.WriteString(" \n")
			time.Sleep(time.Minute)
			return err
		})
		w.Connect(bot).Says("hi").ExpectStreamed().ExpectNothing()
		require.Zero(t, *streamed)
	})
}

func TestFinalHasWhatPartsMayNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, _ := writing(func(ctx context.Context, w *streaming.Writer) error {
			answer := &schema.Activity{}
			answer.MarkAIGenerated()
			w.Final(answer)
			return says("So", " it", " is", ".")(ctx, w)
		})
		w.Connect(bot).Says("why").ExpectActivity(func(a *schema.Activity) error {
			label, _ := schema.EntityOf[schema.MessageEntity](a)
			if a.Text != "So it is." || len(label.AdditionalType) != 1 {
				return errors.New("no label")
			}
			return nil
		})
	})
}

// The person's Stop ends the context of who writes, and is no failure of the turn.
func TestStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var cause error
		bot, streamed := writing(func(ctx context.Context, w *streaming.Writer) error {
			for range 100 {
				fmt.Fprint(w, "blah ")
				select {
				case <-ctx.Done():
					cause = context.Cause(ctx)
					_, err := w.WriteString("more")
					require.ErrorIs(t, err, streaming.ErrStopped)
					return fmt.Errorf("the model: %w", ctx.Err())
				case <-time.After(time.Second):
				}
			}
			return nil
		})
		w.Connect(bot).StopsAt("blah blah").Says("talk").ExpectText("blah blah ").ExpectNothing()
		require.ErrorIs(t, cause, streaming.ErrStopped)
		require.True(t, streamed.Stopped)
		require.NotEmpty(t, streamed.ActivityID)
	})
}

func TestStopJustBeforeTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, streamed := writing(says("a", "b", "c"))
		w.Connect(bot).StopsAt("a").Says("talk").ExpectText("a").ExpectNothing()
		require.True(t, streamed.Stopped)
	})
}

// After two minutes Teams takes no more parts. The message is there all the same, whole and once.
func TestTwoMinutesAreOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		words := strings.Split(strings.Repeat("word,", 400), ",")
		bot, streamed := writing(says(words...))
		conv := w.Connect(bot).Says("tell me all")
		conv.ExpectContains("word").ExpectUpdate(strings.Join(words, "")).ExpectNothing()
		require.NotEmpty(t, streamed.ActivityID)
		require.Len(t, w.Teams().Messages(conv.Reference().Conversation.ID), 2)
	})
}

// Elsewhere people see typing, and then the message.
func TestGroupsSeeTyping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, _ := writing(says(strings.Split(strings.Repeat("word ", 22), " ")...))
		for _, conv := range []*fake.Conversation{w.Connect(bot).InGroup("Lunch", "Bob"), w.Connect(bot).InChannel("General")} {
			before := len(w.Teams().Timeline(0))
			conv.Says("tell").ExpectContains("word").ExpectStreamed().ExpectNothing()
			typed := 0
			for _, e := range w.Teams().Timeline(before) {
				require.NotEqual(t, world.Refused, e.Kind)
				if e.Kind == world.Typed {
					typed++
				}
			}
			require.Equal(t, 3, typed) // in 9 s
		}
	})
}

func TestRepliesInTheAnswerAreWhole(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, _ := writing(says("one", " two", " three", " four", " five", " six"))
		w.Connect(bot).Sends(&schema.Activity{Type: schema.TypeMessage, Text: "count", DeliveryMode: schema.DeliveryExpectReplies}).
			ExpectText("one two three four five six").ExpectNothing()
	})
}

// A character may come in pieces, as bytes of a body that is copied do.
func TestCharactersInPieces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		text := "Grüße, 世界"
		bot, _ := writing(func(_ context.Context, w *streaming.Writer) error {
			for _, b := range []byte(text) {
				time.Sleep(time.Second)
				if _, err := w.Write([]byte{b}); err != nil {
					return err
				}
			}
			_, err := w.Write([]byte{0xff})
			return err
		})
		w.Connect(bot).Says("greet").ExpectText(text).ExpectNothing()
	})
}

// Clients that give up on a silent bot hear from it.
func TestSilence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		bot, _ := writing(func(_ context.Context, w *streaming.Writer) error {
			w.Inform("Thinking ...")
			time.Sleep(75 * time.Second)
			fmt.Fprint(w, "42")
			return nil
		})
		w.Connect(bot).Says("why").ExpectStreamed("Thinking ...", "Thinking ...", "Thinking ...").ExpectText("42").ExpectNothing()
	})
}
