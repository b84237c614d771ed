package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

type vote struct {
	Poll   string `json:"poll"`
	Option int    `json:"option"`
}

// cardAnswer is what handlers of card actions return.
type cardAnswer = schema.AdaptiveCardInvokeResponse

// pressed is the value of a pressed Action.Execute with this verb and data.
func pressed(verb, data string) json.RawMessage {
	return json.RawMessage(`{"action":{"type":"Action.Execute","verb":"` + verb + `","data":` + data + `},"trigger":"manual"}`)
}

// votingBot has a handler for one verb.
func votingBot() *handlers.ActivityHandler {
	var bot handlers.ActivityHandler
	handlers.OnAdaptiveCardAction(&bot, "vote",
		func(_ context.Context, _ *framework.TurnContext, v vote) (cardAnswer, error) {
			return schema.MessageResponse(fmt.Sprintf("poll %s: %d", v.Poll, v.Option)), nil
		})
	return &bot
}

// otherVerbs adds a handler of all other verbs.
func otherVerbs(bot *handlers.ActivityHandler) *handlers.ActivityHandler {
	bot.OnAdaptiveCardInvoke(
		func(_ context.Context, _ *framework.TurnContext, value schema.AdaptiveCardInvokeValue) (cardAnswer, error) {
			return schema.MessageResponse("other " + value.Action.Verb + " " + value.Trigger), nil
		})
	return bot
}

func TestCardActions(t *testing.T) {
	t.Parallel()
	const name = schema.InvokeAdaptiveCardAction
	tests := []struct {
		name  string
		value json.RawMessage
		want  string
	}{
		{"a verb with its data", pressed("vote", `{"poll":"7","option":2}`), "poll 7: 2"},
		{"inputs merged into the data", pressed("vote", `{"poll":"7","option":2,"comment":"yes","Poll":8}`), "poll 7: 2"},
		{"a verb without a handler", pressed("mute", `{}`), "other mute manual"},
		{"a verb in another letter case", pressed("Vote", `{}`), "other Vote manual"},
		{"no verb", json.RawMessage(`{"action":{"type":"Action.Execute"}}`), "other  "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conv := fake.New(t, otherVerbs(votingBot()))
			answer := fake.Invoke[cardAnswer](conv, name, tt.value)
			answer.Value = textOf(t, answer.Value)
			require.Equal(t, schema.MessageResponse(tt.want), answer)
		})
	}
	notImplemented := framework.InvokeResponse{Status: http.StatusNotImplemented}
	require.Equal(t, notImplemented, invoke(t, votingBot(), name, pressed("mute", `{}`)))
	require.Equal(t, notImplemented, invoke(t, &handlers.ActivityHandler{}, name, pressed("vote", `{}`)))
}

func textOf(t *testing.T, v schema.Any) string {
	t.Helper()
	text, err := schema.As[string](v)
	require.NoError(t, err)
	return text
}

func TestDataOfCardActions(t *testing.T) {
	t.Parallel()
	raw := json.RawMessage(`{"id":7,"more":true}`)
	tests := []struct {
		name  string
		serve func(t *testing.T, data string) framework.InvokeResponse
		data  string
		want  schema.Any // of the echo
	}{
		{"struct", echoData[order], string(raw), order{ID: 7}},
		{"pointer", echoData[*order], string(raw), order{ID: 7}},
		{"pointer, absent", echoData[*order], "null", json.RawMessage("null")},
		{"text", echoData[string], `"seven"`, "seven"},
		{"Any", echoData[schema.Any], string(raw), raw},
		{"struct{}", echoData[struct{}], `[1]`, struct{}{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := schema.CardResponse([]schema.Any{tt.want})
			require.Equal(t, encoded(t, ok(want)), tt.serve(t, tt.data))
		})
	}
}

// echoData answers a card action with a list of the data that its handler got.
func echoData[Data any](t *testing.T, data string) framework.InvokeResponse {
	t.Helper()
	var bot handlers.ActivityHandler
	handlers.OnAdaptiveCardAction(&bot, "echo",
		func(_ context.Context, _ *framework.TurnContext, data Data) (cardAnswer, error) {
			return schema.CardResponse([]Data{data}), nil
		})
	return invoke(t, &bot, schema.InvokeAdaptiveCardAction, pressed("echo", data))
}

func TestRefusedCardActions(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, value, code string }{
		{"no value", ``, "BadRequest"},
		{"null", `null`, "BadRequest"},
		{"list", `[]`, "BadRequest"},
		{"number", `1`, "BadRequest"},
		{"long text", `"` + strings.Repeat("x", 1<<20) + `"`, "BadRequest"},
		{"not JSON", `{`, "BadRequest"},
		{"no action", `{"trigger":"manual"}`, "BadRequest"},
		{"action null", `{"action":null}`, "BadRequest"},
		{"action empty", `{"action":{}}`, "BadRequest"},
		{"action a list", `{"action":[]}`, "BadRequest"},
		{"action a text", `{"action":"vote"}`, "BadRequest"},
		{"verb a number", `{"action":{"type":"Action.Execute","verb":1}}`, "BadRequest"},
		{"action twice", `{"action":{},"action":{"type":"Action.Execute"}}`, "BadRequest"},
		{"no type", `{"action":{"verb":"vote"}}`, "NotSupported"},
		{"another type", `{"action":{"type":"Action.Submit","verb":"vote"}}`, "NotSupported"},
		{"type in another letter case", `{"action":{"type":"action.execute"}}`, "NotSupported"},
		{"no data", `{"action":{"type":"Action.Execute","verb":"vote"}}`, "BadRequest"},
		{"data null", string(pressed("vote", `null`)), "BadRequest"},
		{"data a list", string(pressed("vote", `[]`)), "BadRequest"},
		{"data with a member of another type", string(pressed("vote", `{"option":"2"}`)), "BadRequest"},
		{"long data", string(pressed("vote", `"`+strings.Repeat("x", 1<<20)+`"`)), "BadRequest"},
		{"deep data", string(pressed("vote", strings.Repeat("[", 20000))), "BadRequest"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var value schema.Any
			if tt.value != "" {
				value = json.RawMessage(tt.value)
			}
			got := invoke(t, otherVerbs(votingBot()), schema.InvokeAdaptiveCardAction, value)
			requireRefused(t, tt.code, got)
		})
	}
}

// A 400 names the member that does not fit, as those of Teams' invokes do.
func TestWhatIsWrongWithACardAction(t *testing.T) {
	t.Parallel()
	const form = `the value of "adaptiveCard/action" does not have the expected form`
	for value, want := range map[string]string{
		string(pressed("vote", `{"option":"2"}`)):                form + `: a string does not fit at "/action/data/option"`,
		string(pressed("vote", `null`)):                          `the value of "adaptiveCard/action" has no action/data`,
		`{"action":{"type":"Action.Execute","verb":1}}`:          form + `: a number does not fit at "/action/verb"`,
		`{"action":{"type":"Action.Execute"},"trigger":["now"]}`: form + `: an array does not fit at "/trigger"`,
	} {
		got := invoke(t, votingBot(), schema.InvokeAdaptiveCardAction, json.RawMessage(value))
		require.Equal(t, encoded(t, framework.InvokeResponse{
			Status: http.StatusBadRequest, Body: schema.ErrorResponse(http.StatusBadRequest, "BadRequest", want),
		}), got, value)
	}
}

// requireRefused requires the answer to an invoke that no handler has seen.
func requireRefused(t *testing.T, code string, got framework.InvokeResponse) {
	t.Helper()
	require.Equal(t, http.StatusBadRequest, got.Status)
	body, err := schema.As[cardAnswer](got.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusBadRequest, body.StatusCode)
	require.Equal(t, schema.ContentTypeError, body.Type)
	refusal, err := schema.As[schema.Error](body.Value)
	require.NoError(t, err)
	require.Equal(t, code, refusal.Code)
	require.NotEmpty(t, refusal.Message)
	require.Less(t, len(refusal.Message), 200, "what the client sent is not sent back")
}

func TestAnswersToCardActions(t *testing.T) {
	t.Parallel()
	card := map[string]string{"type": "AdaptiveCard"}
	login := cardAnswer{StatusCode: 401, Type: schema.ContentTypeLoginRequest, Value: card}
	conflict := func(body any) error {
		return fmt.Errorf("voting: %w", &framework.InvokeError{Status: http.StatusConflict, Body: body, Err: errBroken})
	}
	tests := []struct {
		name   string
		answer cardAnswer
		err    error
		want   framework.InvokeResponse
	}{
		{"a card", schema.CardResponse(card), nil, ok(schema.CardResponse(card))},
		{"a failure has HTTP status 200", login, nil, ok(login)},
		{"no status is 200", cardAnswer{Type: schema.ContentTypeMessage, Value: "hi"}, nil, ok(schema.MessageResponse("hi"))},
		{"nothing", cardAnswer{}, nil, ok(schema.MessageResponse("OK"))},
		{"SkipRest", schema.MessageResponse("hi"), handlers.SkipRest, ok(schema.MessageResponse("hi"))},
		{
			"InvokeError with a text",
			cardAnswer{},
			conflict("The poll is closed."),
			ok(schema.ErrorResponse(409, "Conflict", "The poll is closed.")),
		},
		{"InvokeError without a body", cardAnswer{}, conflict(nil), ok(schema.ErrorResponse(409, "Conflict", "Conflict"))},
		{
			"InvokeError with an unknown status",
			cardAnswer{},
			&framework.InvokeError{Status: 499},
			ok(schema.ErrorResponse(499, "Error", "Error")),
		},
		{
			"InvokeError with a body of its own",
			cardAnswer{},
			conflict(card),
			framework.InvokeResponse{Status: 409, Body: card},
		},
		{
			"InvokeError that is none",
			cardAnswer{},
			&framework.InvokeError{Status: http.StatusAccepted},
			framework.InvokeResponse{Status: http.StatusAccepted},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bot := onVote(func(context.Context, *framework.TurnContext, struct{}) (cardAnswer, error) {
				return tt.answer, tt.err
			})
			got := invoke(t, bot, schema.InvokeAdaptiveCardAction, pressed("vote", `{}`))
			require.Equal(t, encoded(t, tt.want), got)
		})
	}
}

func onVote[Data any](
	fn func(context.Context, *framework.TurnContext, Data) (cardAnswer, error),
) *handlers.ActivityHandler {
	return newBot(func(bot *handlers.ActivityHandler) { handlers.OnAdaptiveCardAction(bot, "vote", fn) })
}

func TestCardActionFails(t *testing.T) {
	t.Parallel()
	bot := onVote(func(context.Context, *framework.TurnContext, struct{}) (cardAnswer, error) {
		return schema.MessageResponse("voted"), errBroken
	})
	press := &schema.Activity{
		Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction, Value: pressed("vote", `{}`),
	}
	_, err := newChannel().deliver(t, bot, press)
	require.ErrorIs(t, err, errBroken)
}

func TestErrorOfCardActionKeepsItsCause(t *testing.T) {
	t.Parallel()
	bot := onVote(func(context.Context, *framework.TurnContext, struct{}) (cardAnswer, error) {
		return cardAnswer{}, &framework.InvokeError{Status: http.StatusConflict, Err: errBroken}
	})
	turn := framework.NewTurnContext(nil, &schema.Activity{
		Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction, Value: pressed("vote", `{}`),
	})
	require.ErrorIs(t, bot.OnTurn(t.Context(), turn), errBroken, "middleware sees what happened")
}

func TestHandlerOfCardActionSetsTheAnswerItself(t *testing.T) {
	t.Parallel()
	bot := onVote(func(_ context.Context, turn *framework.TurnContext, _ struct{}) (cardAnswer, error) {
		turn.SetInvokeResponse(http.StatusAccepted, "set")
		return schema.MessageResponse("returned"), nil
	})
	got := invoke(t, bot, schema.InvokeAdaptiveCardAction, pressed("vote", `{}`))
	require.Equal(t, encoded(t, framework.InvokeResponse{Status: http.StatusAccepted, Body: "set"}), got)
}

func FuzzCardAction(f *testing.F) {
	for _, value := range []string{
		``, `null`, `{}`, `[]`, `{"action":{}}`, `{"action":{"type":"Action.Submit"}}`,
		string(pressed("vote", `{"poll":"7","option":2}`)), string(pressed("mute", `null`)),
		`{"action":{"type":"Action.Execute","verb":"vote","data":{"option":1e9}},"authentication":{"id":"1"},"state":"1"}`,
	} {
		f.Add([]byte(value))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		turn := framework.NewTurnContext(nil, &schema.Activity{
			Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction, Value: json.RawMessage(value),
		})
		err := votingBot().OnTurn(t.Context(), turn)
		answer, answered := turn.InvokeResponse()
		if err == nil {
			require.True(t, !answered || answer.Status == http.StatusOK)
			return
		}
		refusal, ok := errors.AsType[*framework.InvokeError](err)
		require.True(t, ok)
		require.Equal(t, http.StatusBadRequest, refusal.Status)
	})
}
