package framework_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestHooksRunInTheOrderTheyWereAdded(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	var order []string
	for _, name := range []string{"a", "b"} {
		turn.OnSend(func(next framework.SendFunc) framework.SendFunc {
			return func(ctx context.Context, as []*schema.Activity) ([]schema.ResourceResponse, error) {
				order = append(order, name+" send")
				return next(ctx, as)
			}
		})
		turn.OnUpdate(func(next framework.UpdateFunc) framework.UpdateFunc {
			return func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
				order = append(order, name+" update "+a.ID)
				return next(ctx, a)
			}
		})
		turn.OnDelete(func(next framework.DeleteFunc) framework.DeleteFunc {
			return func(ctx context.Context, id string) error {
				order = append(order, name+" delete "+id)
				return next(ctx, id)
			}
		})
	}
	for _, act := range []func(context.Context, *framework.TurnContext) error{sends, updates, deletes} {
		require.NoError(t, act(context.Background(), turn))
	}
	require.Equal(t, []string{"a send", "b send", "a update 7", "b update 7", "a delete 7", "b delete 7"}, order)
	require.Len(t, adapter.refs, 3)
}

func TestHooksMayStop(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	stopped := errors.New("stopped")
	turn.OnSend(func(framework.SendFunc) framework.SendFunc {
		return func(context.Context, []*schema.Activity) ([]schema.ResourceResponse, error) { return nil, stopped }
	})
	turn.OnUpdate(func(framework.UpdateFunc) framework.UpdateFunc {
		return func(context.Context, *schema.Activity) (schema.ResourceResponse, error) {
			return schema.ResourceResponse{ID: "kept"}, nil
		}
	})
	turn.OnDelete(func(framework.DeleteFunc) framework.DeleteFunc {
		return func(context.Context, string) error { return stopped }
	})
	response, err := turn.SendActivity(context.Background(), schema.TextMessage("hi"))
	require.Equal(t, stopped, err)
	require.Equal(t, schema.ResourceResponse{}, response)
	response, err = turn.UpdateActivity(context.Background(), &schema.Activity{ID: "3"})
	require.NoError(t, err)
	require.Equal(t, "kept", response.ID)
	require.Equal(t, stopped, deletes(context.Background(), turn))
	require.Empty(t, adapter.refs)
	require.False(t, turn.Responded())
}

func TestHooksSeeAndMayChangeAddressedCopies(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	extra := schema.TextMessage("extra")
	turn.OnSend(func(next framework.SendFunc) framework.SendFunc {
		return func(ctx context.Context, as []*schema.Activity) ([]schema.ResourceResponse, error) {
			require.Equal(t, "29:user", as[0].Recipient.ID)
			as[0].Text += "!"
			return next(ctx, append(as, extra))
		}
	})
	given := schema.TextMessage("hi")
	responses, err := turn.SendActivities(context.Background(), given)
	require.NoError(t, err)
	require.Len(t, responses, 2)
	require.Equal(t, []string{"hi!", "extra"}, adapter.texts())
	require.Equal(t, "hi", given.Text)
}

func TestHooksSeeCollectedReplies(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		var seen []string
		d := b.run(message("1", delivered(schema.DeliveryExpectReplies)), does(func(ctx context.Context, turn *framework.TurnContext) error {
			turn.OnSend(func(next framework.SendFunc) framework.SendFunc {
				return func(ctx context.Context, as []*schema.Activity) ([]schema.ResourceResponse, error) {
					seen = append(seen, textsOf(as)...)
					return next(ctx, as)
				}
			})
			return turn.SendText(ctx, "hi")
		}))
		require.Equal(b, []string{"hi"}, seen)
		require.Len(b, d.Replies, 1)
	})
}

func TestHookAddedLaterSeesLaterSendsOnly(t *testing.T) {
	t.Parallel()
	turn, _ := newTurn(message("7"))
	seen := 0
	require.NoError(t, turn.SendText(context.Background(), "before"))
	turn.OnSend(func(next framework.SendFunc) framework.SendFunc { seen++; return next })
	require.NoError(t, turn.SendText(context.Background(), "after"))
	require.Equal(t, 1, seen)
}

func TestTurnIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(invoke("7"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			turn.OnSend(func(next framework.SendFunc) framework.SendFunc { return next })
			turn.OnUpdate(func(next framework.UpdateFunc) framework.UpdateFunc { return next })
			turn.OnDelete(func(next framework.DeleteFunc) framework.DeleteFunc { return next })
			for _, act := range []func(context.Context, *framework.TurnContext) error{sends, updates, deletes, creates} {
				if err := act(context.Background(), turn); err != nil {
					t.Error(err)
				}
			}
			turn.SetInvokeResponse(200, nil)
			turn.InvokeResponse()
			turn.Responded()
		})
	}
	wg.Wait()
	require.Len(t, adapter.sent, 8)
}
