package framework_test

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestZeroEngineIsReady(t *testing.T) {
	t.Parallel()
	var e framework.Engine
	adapter := &recorder{}
	res, err := e.Process(context.Background(), adapter, message("1"), says("hi"))
	require.NoError(t, err)
	require.Equal(t, framework.Result{}, res)
	require.Equal(t, []string{"hi"}, adapter.texts())
}

func TestFailedTurnReturnsTheHandlersErrorAndIsLoggedOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		failed := errors.New("no database")
		ctx := framework.WithCorrelationID(context.Background(), "corr-1")
		d := b.deliverCtx(ctx, message("act-1"), does(func(context.Context, *framework.TurnContext) error { return failed })).wait()
		require.Equal(b, failed, d.err)
		require.Equal(b, framework.Result{}, d.Result)
		require.Len(b, b.logs.lines(), 1)
		for _, want := range []string{
			"level=ERROR", "no database", "type=message", "channel=msteams", "conversation=19:chat", "activity=act-1", "correlation=corr-1",
		} {
			require.Contains(b, b.logs.lines()[0], want)
		}
		require.NotContains(b, b.logs.lines()[0], "stack=")
	})
}

func TestPanicEndsItsTurnOnly(t *testing.T) {
	t.Parallel()
	tests := map[string]framework.Handler{
		"in the handler": does(func(context.Context, *framework.TurnContext) error { panic("oops") }),
		"in middleware": framework.Chain(nothing(), func(framework.Handler) framework.Handler {
			return does(func(context.Context, *framework.TurnContext) error { panic("oops") })
		}),
		"in a hook": does(func(ctx context.Context, turn *framework.TurnContext) error {
			turn.OnSend(func(framework.SendFunc) framework.SendFunc { panic("oops") })
			return turn.SendText(ctx, "hi")
		}),
	}
	for name, h := range tests {
		for kind, a := range map[string]*schema.Activity{"message": message("1"), "invoke": invoke("1")} {
			t.Run(name+", "+kind, func(t *testing.T) {
				t.Parallel()
				inBubble(t, func(b *bench) {
					d := b.run(a, h)
					var p *framework.PanicError
					require.ErrorAs(b, d.err, &p)
					require.Equal(b, "oops", p.Value)
					require.Contains(b, string(p.Stack), "framework_test.", "the stack leads to the panic")
					require.Equal(b, framework.Result{}, d.Result)
					require.Len(b, b.logs.lines(), 1)
					require.Contains(b, b.logs.lines()[0], "stack=")
					require.NoError(b, b.run(message("2"), nothing()).err)
				})
			})
		}
	}
}

// TestGoexitEndsItsTurnOnly: FailNow in a handler is what every user's first test does, and it ends the goroutine.
func TestGoexitEndsItsTurnOnly(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]*schema.Activity{"message": message("1"), "invoke": invoke("1")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				first := b.deliver(a, does(func(context.Context, *framework.TurnContext) error {
					time.Sleep(time.Second)
					runtime.Goexit()
					return nil
				}))
				second := b.deliver(message("2"), nothing())
				require.ErrorContains(b, first.wait().err, "ended its goroutine")
				require.Equal(b, time.Second, first.after)
				require.NoError(b, second.wait().err)
			})
		})
	}
}

func TestContinuedTurnThatGoexitsIsForgotten(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		go func() {
			_ = b.Continue(context.Background(), b.adapter, schema.ConversationReference{}, does(func(context.Context, *framework.TurnContext) error {
				runtime.Goexit()
				return nil
			}))
		}()
		synctest.Wait()
		b.requireNoLeftovers()
	})
}

func TestHandlerSeesWhoSentTheActivity(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		type key struct{}
		id := framework.Identity{AppID: "app", Issuer: "https://issuer.example"}
		ctx := context.WithValue(context.Background(), key{}, "value")
		ctx = framework.WithCorrelationID(framework.WithIdentity(ctx, id), "corr-1")
		ran := false
		b.deliverCtx(ctx, message("1"), does(func(ctx context.Context, turn *framework.TurnContext) error {
			ran = true
			require.Equal(b, id, turn.Identity())
			require.True(b, turn.Identity().Authenticated())
			require.Equal(b, "corr-1", framework.CorrelationID(ctx))
			require.Equal(b, "value", ctx.Value(key{}))
			require.Same(b, b.adapter, turn.Adapter())
			return nil
		})).wait()
		require.True(b, ran)
	})
}

func TestNobodyIsVerifiedByDefault(t *testing.T) {
	t.Parallel()
	require.False(t, framework.NewTurnContext(&recorder{}, message("1")).Identity().Authenticated())
	require.False(t, framework.Identity{AppID: "app"}.Authenticated())
	require.Empty(t, framework.CorrelationID(context.Background()))
}

func TestContextOfAnEndedTurnIsCancelled(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		var kept context.Context
		b.run(message("1"), does(func(ctx context.Context, _ *framework.TurnContext) error {
			kept = ctx
			return ctx.Err()
		}))
		synctest.Wait()
		require.ErrorIs(b, kept.Err(), context.Canceled)
	})
}

func TestMiddlewareMayReplaceTheActivity(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		received := message("1")
		upper := func(next framework.Handler) framework.Handler {
			return does(func(ctx context.Context, turn *framework.TurnContext) error {
				replaced := *turn.Activity
				replaced.Text = strings.ToUpper("hi")
				turn.Activity = &replaced
				return next.OnTurn(ctx, turn)
			})
		}
		echo := does(func(ctx context.Context, turn *framework.TurnContext) error {
			return turn.SendText(ctx, turn.Activity.Text)
		})
		require.NoError(b, b.run(received, framework.Chain(echo, upper)).err)
		require.Equal(b, []string{"HI"}, b.adapter.texts())
		require.Empty(b, received.Text)
	})
}

// TestHowAnInvokeIsAnsweredIsDecidedByWhatArrived: middleware may show handlers another activity, or harm itself.
func TestHowAnInvokeIsAnsweredIsDecidedByWhatArrived(t *testing.T) {
	t.Parallel()
	for name, replacement := range map[string]*schema.Activity{"message": message("1"), "nothing": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				h := does(func(_ context.Context, turn *framework.TurnContext) error {
					turn.Activity = replacement
					turn.SetInvokeResponse(200, nil)
					return nil
				})
				require.Equal(b, &framework.InvokeResponse{Status: 200}, b.run(invoke("1"), h).Invoke)
			})
		})
	}
}

func TestDefaultLoggerIsSlogs(t *testing.T) { //nolint:paralleltest // replaces the process's logger
	logs := &lockedBuffer{}
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(logs, nil)))
	defer slog.SetDefault(before)
	var e framework.Engine
	_, err := e.Process(context.Background(), &recorder{}, message("1"), does(func(context.Context, *framework.TurnContext) error {
		return errors.New("failed")
	}))
	require.Error(t, err)
	require.Len(t, logs.lines(), 1)
}
