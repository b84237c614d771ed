package framework_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

func TestInvokeAnswer(t *testing.T) {
	t.Parallel()
	failed := errors.New("no database")
	type answer struct {
		status int
		body   string // JSON
	}
	tests := map[string]struct {
		set     []int // statuses that the handler sets, in order
		returns error
		want    answer
		wantErr string
	}{
		"set":           {set: []int{200}, want: answer{status: 200, body: `"body"`}},
		"set twice":     {set: []int{200, 202}, want: answer{status: 202, body: `"body"`}},
		"lowest":        {set: []int{200}, want: answer{status: 200, body: `"body"`}},
		"highest":       {set: []int{599}, want: answer{status: 599, body: `"body"`}},
		"not set":       {want: answer{status: 501, body: `null`}},
		"error":         {returns: failed, wantErr: "no database"},
		"set and error": {set: []int{200}, returns: failed, wantErr: "no database"},
		"InvokeError": {
			returns: fmt.Errorf("saving: %w", &framework.InvokeError{Status: 409, Body: "taken", Err: failed}),
			want:    answer{status: 409, body: `"taken"`},
		},
		"InvokeError wins over what was set": {
			set: []int{200}, returns: &framework.InvokeError{Status: 400},
			want: answer{status: 400, body: `null`},
		},
		"BadValueError": {
			returns: fmt.Errorf("reading: %w", &framework.BadValueError{Name: "task/fetch", Err: errors.New("no data")}),
			want: answer{
				status: 400,
				body:   `{"error":{"code":"BadArgument","message":"the value of \"task/fetch\" does not have the expected form"}}`,
			},
		},
		"InvokeError wins over the BadValueError in it": {
			returns: &framework.InvokeError{Status: 422, Err: &framework.BadValueError{}},
			want:    answer{status: 422, body: `null`},
		},
		"too low":              {set: []int{199}, wantErr: "status 199; use 200 to 599"},
		"too high":             {set: []int{600}, wantErr: "status 600; use 200 to 599"},
		"InvokeError, too low": {returns: &framework.InvokeError{}, wantErr: "status 0; use 200 to 599"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				d := b.run(invoke("1"), does(func(_ context.Context, turn *framework.TurnContext) error {
					_, isSet := turn.InvokeResponse()
					require.False(b, isSet)
					for _, status := range tt.set {
						turn.SetInvokeResponse(status, "body")
						got, isSet := turn.InvokeResponse()
						require.True(b, isSet)
						require.Equal(b, framework.InvokeResponse{Status: status, Body: "body"}, got)
					}
					return tt.returns
				}))
				require.Nil(b, d.Replies)
				if tt.wantErr != "" {
					require.ErrorContains(b, d.err, tt.wantErr)
					require.Nil(b, d.Invoke)
					require.Len(b, b.logs.lines(), 1)
					return
				}
				require.NoError(b, d.err)
				require.Equal(b, tt.want.status, d.Invoke.Status)
				require.JSONEq(b, tt.want.body, asJSON(b, d.Invoke.Body))
				require.Equal(b, d.Invoke, b.run(invoke("1"), nothing()).Invoke, "a redelivery gets the same")
			})
		})
	}
}

func TestNotificationHasNoInvokeAnswer(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1"), does(func(_ context.Context, turn *framework.TurnContext) error {
			turn.SetInvokeResponse(200, "ignored")
			return nil
		}))
		require.NoError(b, d.err)
		require.Nil(b, d.Invoke)

		bad := &framework.BadValueError{Name: "vendor/x", Err: errors.New("no data")}
		require.Equal(b, bad, b.run(activity(schema.TypeEvent, "2"), does(func(context.Context, *framework.TurnContext) error {
			return bad
		})).err, "only an invoke is answered with its error")
	})
}

func TestRepliesInTheResponse(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{schema.DeliveryExpectReplies, schema.DeliveryStream} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(b *bench) {
				var turn *framework.TurnContext
				d := b.run(message("1", delivered(mode)), does(func(ctx context.Context, tc *framework.TurnContext) error {
					turn = tc
					require.False(b, turn.Responded())
					responses, err := turn.SendActivities(ctx, schema.TextMessage("one"), &schema.Activity{Type: schema.TypeTyping})
					require.NoError(b, err)
					require.Equal(b, make([]schema.ResourceResponse, 2), responses)
					require.True(b, turn.Responded())
					require.NoError(b, traces(ctx, turn))
					return turn.SendText(ctx, "two")
				}))
				require.NoError(b, d.err)
				require.Equal(b, []string{"one", "", "two"}, textsOf(replies(b, d.Result)))
				require.Equal(b, "1", replies(b, d.Result)[0].ReplyToID)
				require.Empty(b, b.adapter.sent)

				require.ErrorIs(b, turn.SendText(context.Background(), "late"), framework.ErrTurnEnded)
				require.Len(b, d.Replies, 3)
				again := b.run(message("1", delivered(mode)), nothing())
				require.True(b, again.Duplicate)
				require.Equal(b, d.Replies, again.Replies)
			})
		})
	}
}

func TestNoRepliesIsAnEmptyList(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1", delivered(schema.DeliveryExpectReplies)), nothing())
		require.NotNil(b, d.Replies)
		require.Empty(b, d.Replies)
		require.Nil(b, b.run(message("2"), nothing()).Replies, "not asked for")
	})
}

func TestRepliesOfAFailedTurnAreNotGiven(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1", delivered(schema.DeliveryExpectReplies)), does(func(ctx context.Context, turn *framework.TurnContext) error {
			require.NoError(b, turn.SendText(ctx, "half"))
			return errors.New("failed")
		}))
		require.Error(b, d.err)
		require.Nil(b, d.Replies)
	})
}

func TestInvokeWithRepliesInTheResponseHasBoth(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(invoke("1", delivered(schema.DeliveryExpectReplies)), says("hi"))
		require.Equal(b, 501, d.Invoke.Status)
		require.Equal(b, []string{"hi"}, textsOf(replies(b, d.Result)))
	})
}

func TestTraceIsCollectedForTheEmulator(t *testing.T) {
	t.Parallel()
	inBubble(t, func(b *bench) {
		d := b.run(message("1", onChannel(schema.ChannelEmulator), delivered(schema.DeliveryExpectReplies)), does(
			func(ctx context.Context, turn *framework.TurnContext) error {
				require.NoError(b, traces(ctx, turn))
				require.False(b, turn.Responded())
				return nil
			}))
		require.Len(b, d.Replies, 1)
	})
}
