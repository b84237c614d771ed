package connector_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

func offer(id, user, token string) *schema.Activity {
	return &schema.Activity{
		Type: schema.TypeInvoke, Name: schema.InvokeSignInTokenExchange, ID: id, ChannelID: schema.ChannelTeams, ServiceURL: serviceURL,
		From: schema.ChannelAccount{ID: user}, Recipient: schema.ChannelAccount{ID: "28:bot"}, Conversation: schema.ConversationAccount{ID: "c"},
		Value: schema.TokenExchangeInvokeRequest{ID: "card-1", ConnectionName: "graph", Token: token},
	}
}

// signIn is a bot that uses the token which it gets for the one that is offered.
func signIn(use func(ctx context.Context, token schema.TokenResponse) error) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		request, err := schema.As[schema.TokenExchangeInvokeRequest](turn.Activity.Value)
		if err != nil {
			return err
		}
		if err := connector.ExchangeOnce(ctx, turn, request, use); err != nil {
			return err
		}
		turn.SetInvokeResponse(http.StatusOK, nil)
		return nil
	})
}

// TestExchangeOnce: the devices of a user come at once, and again later; the token is exchanged and used once for each user.
func TestExchangeOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := answering(func(r *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return answer(200, golden(t, "token.json"))(r)
		})
		out := service.outbound()
		out.TokenServiceURL = tokenURL
		var mu sync.Mutex
		used := 0
		bot := signIn(func(_ context.Context, token schema.TokenResponse) error {
			mu.Lock()
			defer mu.Unlock()
			used++
			assert.Equal(t, userToken, token.Token)
			return nil
		})
		var engine framework.Engine
		var devices sync.WaitGroup
		for i, user := range []string{"29:ann", "29:ann", "29:ann", "29:bob"} {
			devices.Go(func() {
				result, err := engine.Process(t.Context(), adapter{out}, offer(fmt.Sprint(i), user, "offered"), bot)
				if assert.NoError(t, err) {
					assert.Equal(t, 200, result.Invoke.Status)
				}
			})
		}
		devices.Wait()
		result, err := engine.Process(t.Context(), adapter{out}, offer("later", "29:ann", "offered"), bot)
		require.NoError(t, err)
		require.Equal(t, 200, result.Invoke.Status)
		require.Len(t, service.seen, 2, "one for Ann, one for Bob")
		require.Equal(t, 2, used)
		require.NoError(t, engine.Shutdown(t.Context()))
	})
}

// TestExchangeOnceRefused: without a token in exchange the client is told to show its button, and may try again.
func TestExchangeOnceRefused(t *testing.T) {
	t.Parallel()
	service := answering(answer(400, `{"error": {"code": "ConsentRequired", "message": "no offered.token here"}}`), answer(200, golden(t, "token.json")))
	out := service.outbound()
	out.TokenServiceURL = tokenURL
	used := 0
	errUse := errors.New("the handler failed")
	bot := signIn(func(context.Context, schema.TokenResponse) error { used++; return errUse })
	var engine framework.Engine
	result, err := engine.Process(t.Context(), adapter{out}, offer("1", "29:ann", "offered.token"), bot)
	require.NoError(t, err)
	require.Equal(t, 412, result.Invoke.Status)
	body, err := schema.As[schema.TokenExchangeInvokeResponse](result.Invoke.Body)
	require.NoError(t, err)
	require.Equal(t, schema.TokenExchangeInvokeResponse{
		ID: "card-1", ConnectionName: "graph", FailureDetail: "The token cannot be exchanged; the user has to sign in.",
	}, body)
	require.Zero(t, used)

	for i := range 2 { // what failed did not count
		_, err = engine.Process(t.Context(), adapter{out}, offer(fmt.Sprint("again", i), "29:ann", "offered.token"), bot)
		require.ErrorIs(t, err, errUse)
	}
	require.Equal(t, 2, used)

	turn := framework.NewTurnContext(bare{}, offer("2", "29:ann", "offered.token"))
	require.ErrorContains(t, connector.ExchangeOnce(t.Context(), turn, schema.TokenExchangeInvokeRequest{}, nil), "has no token service")
}
