package lint_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/lint"
	"github.com/convobot/convo/framework/schema"
)

// silent is an adapter that takes whatever it is given.
type silent struct{ framework.Adapter }

func (silent) SendActivities(context.Context, schema.ConversationReference, []*schema.Activity) ([]schema.ResourceResponse, error) {
	return []schema.ResourceResponse{{ID: "1"}}, nil
}

func (silent) UpdateActivity(context.Context, schema.ConversationReference, *schema.Activity) (schema.ResourceResponse, error) {
	return schema.ResourceResponse{ID: "1"}, nil
}

// reads an activity.
func activity(t *testing.T, raw string) *schema.Activity {
	t.Helper()
	a := new(schema.Activity)
	require.NoError(t, a.UnmarshalJSON([]byte(raw)))
	return a
}

// heardBy runs a handler behind the middleware and returns what was reported.
func heardBy(t *testing.T, a *schema.Activity, handle framework.HandlerFunc, silenced ...string) []string {
	t.Helper()
	var (
		mu    sync.Mutex
		found []lint.Finding
	)
	report := func(_ context.Context, f lint.Finding) {
		mu.Lock()
		defer mu.Unlock()
		found = append(found, f)
	}
	handler := framework.Chain(handle, lint.Middleware(report, silenced...))
	require.NoError(t, handler.OnTurn(t.Context(), framework.NewTurnContext(silent{}, a)))
	return numbers(found)
}

func nothing(context.Context, *framework.TurnContext) error { return nil }

func TestMiddlewareChecksWhatIsReceived(t *testing.T) {
	t.Parallel()
	require.Empty(t, heardBy(t, activity(t, received), nothing))
	require.Equal(t, []string{"A3010"}, heardBy(t, activity(t, string(with(t, received, `{"textFormat":"html"}`))), nothing))
	require.Empty(t, heardBy(t, activity(t, string(with(t, received, `{"textFormat":"html"}`))), nothing, "A3010"), "silenced")

	t.Run("callerId is the adapter's", func(t *testing.T) {
		t.Parallel()
		a := activity(t, received)
		a.CallerID = "urn:botframework:azure"
		require.Empty(t, heardBy(t, a, nothing))
		require.NotEmpty(t, a.CallerID)
	})
	t.Run("a turn that the bot began", func(t *testing.T) {
		t.Parallel()
		ref := activity(t, received).Reference()
		require.Empty(t, heardBy(t, ref.ContinuationActivity(), nothing))
	})
}

func TestMiddlewareChecksWhatIsSent(t *testing.T) {
	t.Parallel()
	t.Run("an answer", func(t *testing.T) {
		t.Parallel()
		require.Empty(t, heardBy(t, activity(t, received), func(ctx context.Context, turn *framework.TurnContext) error {
			return turn.SendText(ctx, "Hi")
		}), "the framework takes away what a bot does not send")
	})
	t.Run("a mistake", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []string{"A7440", "A3060"}, heardBy(t, activity(t, received), func(ctx context.Context, turn *framework.TurnContext) error {
			a := schema.TextMessage("Call us")
			a.SuggestedActions.Actions = []schema.CardAction{{Type: schema.ActionCall, Value: "112"}}
			if _, err := turn.SendActivity(ctx, a); err != nil {
				return err
			}
			a = schema.TextMessage("Look")
			a.ID, a.AttachmentLayout = "1", "pile"
			_, err := turn.UpdateActivity(ctx, a)
			return err
		}))
	})
	t.Run("typing too often", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []string{"A6001"}, heardBy(t, activity(t, received), func(ctx context.Context, turn *framework.TurnContext) error {
			_, err := turn.SendActivities(ctx, &schema.Activity{Type: schema.TypeTyping}, &schema.Activity{Type: schema.TypeTyping})
			return err
		}))
	})
	t.Run("the result of another command", func(t *testing.T) {
		t.Parallel()
		asked := activity(t, string(with(t, received, command)))
		require.Equal(t, []string{"A6413"}, heardBy(t, asked, func(ctx context.Context, turn *framework.TurnContext) error {
			_, err := turn.SendActivity(ctx, &schema.Activity{
				Type: schema.TypeCommandResult, Name: "application/y", Value: schema.CommandResultValue{CommandID: "1"},
			})
			return err
		}))
	})
}

// logged is where slog's default logger writes while a test runs; it is not parallel.
func TestMiddlewareLogs(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	a := activity(t, string(with(t, received, `{"text":"my secret","textFormat":"html"}`)))
	handler := framework.Chain(framework.HandlerFunc(nothing), lint.Middleware(nil))
	require.NoError(t, handler.OnTurn(t.Context(), framework.NewTurnContext(silent{}, a)))
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "requirement=A3010")
	require.Contains(t, log.String(), "member=textFormat")
	require.NotContains(t, log.String(), "secret")
}

// The form that is checked is the one that package connector puts on the wire.
func TestWire(t *testing.T) {
	t.Parallel()
	var got []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, _ = io.ReadAll(r.Body)
		_, _ = io.WriteString(w, `{"id":"1"}`)
	}))
	defer server.Close()
	a := activity(t, received)
	a.ServiceURL = server.URL
	a.CallerID = "urn:botframework:azure"
	a.Conversation = schema.ConversationAccount{ID: "c", Name: "C", ConversationType: "personal", TenantID: "t", IsGroup: true}
	a.ChannelID, a.From.Name = schema.ChannelTeams, "Bot"
	a.Timestamp = schema.NewTime(time.Now())
	for _, kind := range []string{schema.TypeMessage, schema.TypeSuggestion} {
		a.Type = kind
		_, err := (&connector.Outbound{}).SendActivities(t.Context(), schema.ConversationReference{}, []*schema.Activity{a})
		require.NoError(t, err)
		want, err := lint.Wire(a).MarshalJSON()
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(got))
		require.Empty(t, numbers(lint.CheckJSON(got, out)))
	}
	require.Equal(t, "Bot", a.From.Name, "the activity does not change")
}
