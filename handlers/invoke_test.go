package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

type order struct {
	ID int `json:"id"`
}

// answering returns the handler of an invoke without a value that returns out and err.
func answering[Out any](out Out, err error) func(context.Context, *framework.TurnContext, struct{}) (Out, error) {
	return func(context.Context, *framework.TurnContext, struct{}) (Out, error) { return out, err }
}

func TestInvokeAnswers(t *testing.T) {
	t.Parallel()
	conflict := &framework.InvokeError{Status: http.StatusConflict, Body: "taken"}
	tests := []struct {
		name     string
		register func(bot *handlers.ActivityHandler, name string)
		want     framework.InvokeResponse
	}{
		{"a value", register(answering(order{ID: 7}, nil)), framework.InvokeResponse{Status: 200, Body: order{ID: 7}}},
		{"a pointer", register(answering(&order{ID: 7}, nil)), framework.InvokeResponse{Status: 200, Body: &order{ID: 7}}},
		{"a nil pointer", register(answering[*order](nil, nil)), framework.InvokeResponse{Status: 200}},
		{"nil", register(answering[schema.Any](nil, nil)), framework.InvokeResponse{Status: 200}},
		{"a nil pointer in Any", register(answering[schema.Any]((*order)(nil), nil)), framework.InvokeResponse{Status: 200}},
		{"struct{}", register(answering(struct{}{}, nil)), framework.InvokeResponse{Status: 200}},
		{"a zero value", register(answering(0, nil)), framework.InvokeResponse{Status: 200, Body: 0}},
		{"an empty list", register(answering([]order(nil), nil)), framework.InvokeResponse{Status: 200, Body: []order(nil)}},
		{"SkipRest", register(answering(order{ID: 7}, handlers.SkipRest)), framework.InvokeResponse{Status: 200, Body: order{ID: 7}}},
		{"InvokeError", register(answering(order{ID: 7}, conflict)), framework.InvokeResponse{Status: 409, Body: "taken"}},
		{
			"wrapped InvokeError",
			register(answering(order{}, fmt.Errorf("ordering: %w", conflict))),
			framework.InvokeResponse{Status: 409, Body: "taken"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			tt.register(&bot, "vendor/name")
			require.Equal(t, encoded(t, tt.want), invoke(t, &bot, "vendor/name", nil))
		})
	}
}

func register[In, Out any](
	fn func(context.Context, *framework.TurnContext, In) (Out, error),
) func(*handlers.ActivityHandler, string) {
	return func(bot *handlers.ActivityHandler, name string) { handlers.OnInvoke(bot, name, fn) }
}

func TestInvokeHandlerSetsTheAnswerItself(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "vendor/name",
		func(_ context.Context, turn *framework.TurnContext, _ struct{}) (string, error) {
			turn.SetInvokeResponse(http.StatusAccepted, "set")
			return "returned", nil
		})
	require.Equal(t, encoded(t, framework.InvokeResponse{Status: http.StatusAccepted, Body: "set"}), invoke(t, &bot, "vendor/name", nil))
}

func TestInvokeFails(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "vendor/name", answering("", errBroken))
	c := newChannel()
	_, err := c.deliver(t, &bot, &schema.Activity{Type: schema.TypeInvoke, Name: "vendor/name"})
	require.ErrorIs(t, err, errBroken)
}

func TestInvokeNames(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "vendor/one", answering(1, nil))
	handlers.OnInvoke(&bot, "vendor/two", answering(2, nil))
	require.Equal(t, encoded(t, ok(2)), invoke(t, &bot, "vendor/two", nil))
	for _, unknown := range []string{"vendor/three", "Vendor/one", "vendor/one ", ""} {
		require.Equal(t, framework.InvokeResponse{Status: http.StatusNotImplemented}, invoke(t, &bot, unknown, nil), unknown)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	raw := json.RawMessage(`{"id":7,"more":true}`)
	bad := framework.InvokeResponse{Status: http.StatusBadRequest}
	tests := []struct {
		name  string
		serve func(t *testing.T, value schema.Any) framework.InvokeResponse
		value schema.Any
		want  framework.InvokeResponse
	}{
		{"struct", echo[order], raw, ok(order{ID: 7})},
		{"struct from a Go value", echo[order], map[string]int{"id": 7}, ok(order{ID: 7})},
		{"struct, absent", echo[order], nil, bad},
		{"struct, other JSON type", echo[order], json.RawMessage(`"seven"`), bad},
		{"struct, other member type", echo[order], json.RawMessage(`{"id":"7"}`), bad},
		{"struct, not JSON", echo[order], json.RawMessage(`{`), bad},
		{"pointer", echo[*order], raw, ok(&order{ID: 7})},
		{"pointer, absent", echo[*order], nil, ok(nil)},
		{"pointer, other JSON type", echo[*order], json.RawMessage(`[]`), bad},
		{"Any", echo[schema.Any], raw, ok(raw)},
		{"Any, absent", echo[schema.Any], nil, ok(nil)},
		{"any", echo[any], raw, ok(raw)},
		{"slice, absent", echo[[]order], nil, bad},
		{"struct{}", echo[struct{}], raw, ok(nil)},
		{"struct{}, absent", echo[struct{}], nil, ok(nil)},
		{"struct{}, other JSON type", echo[struct{}], json.RawMessage(`[1]`), ok(nil)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.serve(t, tt.value)
			if tt.want.Status == http.StatusBadRequest {
				got.Body = nil // the decoder's words
			}
			require.Equal(t, encoded(t, tt.want), got)
		})
	}
}

func ok(body schema.Any) framework.InvokeResponse {
	return framework.InvokeResponse{Status: http.StatusOK, Body: body}
}

// echo answers an invoke with the value that its handler got.
func echo[In any](t *testing.T, value schema.Any) framework.InvokeResponse {
	t.Helper()
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "vendor/echo",
		func(_ context.Context, _ *framework.TurnContext, in In) (In, error) { return in, nil })
	return invoke(t, &bot, "vendor/echo", value)
}

func TestBadValueNamesTheInvoke(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "vendor/order", func(context.Context, *framework.TurnContext, order) (order, error) {
		panic("ran without its value")
	})
	err := bot.OnTurn(t.Context(), framework.NewTurnContext(nil, &schema.Activity{Type: schema.TypeInvoke, Name: "vendor/order"}))
	var bad *framework.BadValueError
	require.ErrorAs(t, err, &bad)
	require.Equal(t, "vendor/order", bad.Name)
	require.ErrorIs(t, err, schema.ErrNoValue)
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		returns error
		want    framework.InvokeResponse
	}{
		{"done", nil, framework.InvokeResponse{Status: http.StatusOK}},
		{"SkipRest", handlers.SkipRest, framework.InvokeResponse{Status: http.StatusOK}},
		{
			"refused", &framework.InvokeError{Status: http.StatusPreconditionFailed},
			framework.InvokeResponse{Status: http.StatusPreconditionFailed},
		},
	}
	for _, tt := range tests {
		for _, name := range []string{schema.InvokeSignInVerifyState, schema.InvokeSignInTokenExchange} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				var bot handlers.ActivityHandler
				bot.OnSignInInvoke(say(name, tt.returns))
				require.Equal(t, tt.want, invoke(t, &bot, name, nil))
			})
		}
	}
}

func TestSignInHandlerSetsTheAnswerItself(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnSignInInvoke(func(_ context.Context, turn *framework.TurnContext) error {
		turn.SetInvokeResponse(http.StatusPreconditionFailed, "set")
		return nil
	})
	want := framework.InvokeResponse{Status: http.StatusPreconditionFailed, Body: "set"}
	require.Equal(t, encoded(t, want), invoke(t, &bot, schema.InvokeSignInTokenExchange, nil))
}
