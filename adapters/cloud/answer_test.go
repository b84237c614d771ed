package cloud_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// What a turn came to, and how the channel is answered.
func TestAnswer(t *testing.T) {
	t.Parallel()
	const jsonType = "application/json; charset=utf-8"
	badValue := &framework.BadValueError{Name: "test/invoke", Err: errors.New("no number")}
	tests := map[string]struct {
		body        string
		handler     framework.HandlerFunc
		status      int
		contentType string
		answer      string
	}{
		"message":              {body: activity(t, nil), handler: echo, status: 200},
		"event, bad value":     {body: activity(t, map[string]any{"type": "event", "name": "e"}), handler: fails(badValue), status: 400, contentType: jsonType, answer: `{"error":{"code":"BadArgument","message":"the activity's value does not have the expected form"}}`},
		"invoke":               {body: invoke(t, nil), handler: answers(200, map[string]any{"a": 1}), status: 200, contentType: jsonType, answer: `{"a":1}`},
		"invoke, no body":      {body: invoke(t, nil), handler: answers(200, nil), status: 200},
		"invoke, raw body":     {body: invoke(t, nil), handler: answers(207, json.RawMessage(`{"a":12345678901234567890}`)), status: 207, contentType: jsonType, answer: `{"a":12345678901234567890}`},
		"invoke, not handled":  {body: invoke(t, nil), handler: nil, status: 501},
		"invoke, bad value":    {body: invoke(t, nil), handler: fails(badValue), status: 400, contentType: jsonType, answer: `{"error":{"code":"BadArgument","message":"the value of \"test/invoke\" does not have the expected form"}}`},
		"invoke, own error":    {body: invoke(t, nil), handler: fails(&framework.InvokeError{Status: 412, Body: map[string]any{"failureDetail": "x"}}), status: 412, contentType: jsonType, answer: `{"failureDetail":"x"}`},
		"expectReplies":        {body: activity(t, map[string]any{"deliveryMode": "expectReplies"}), handler: says("one", "two"), status: 200, contentType: jsonType, answer: `{"activities":[` + reply(t, "one") + `,` + reply(t, "two") + `]}`},
		"expectReplies, none":  {body: activity(t, map[string]any{"deliveryMode": "expectReplies"}), handler: nil, status: 200, contentType: jsonType, answer: `{"activities":[]}`},
		"expectReplies invoke": {body: invoke(t, map[string]any{"deliveryMode": "expectReplies"}), handler: answers(201, "b"), status: 201, contentType: jsonType, answer: `{"activities":[],"body":"b"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, tt.handler)
			w := b.post(t, tt.body)
			require.Equal(t, tt.status, w.Code, w.Body)
			require.Equal(t, tt.contentType, w.Header().Get("Content-Type"))
			if tt.answer == "" {
				require.Empty(t, w.Body.String())
				return
			}
			require.JSONEq(t, tt.answer, w.Body.String())
		})
	}
}

// Every failure of the bot looks the same from outside, also one that sounds like the caller's; its text is in the log.
func TestFailureKeepsItsText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body    string
		handler framework.HandlerFunc
	}{
		"error":              {activity(t, nil), fails(errors.New("the secret text"))},
		"unauthorized":       {activity(t, nil), fails(&framework.ChannelError{Class: framework.Unauthorized, Status: 401, Message: "the secret text"})},
		"panic":              {activity(t, nil), func(context.Context, *framework.TurnContext) error { panic("the secret text") }},
		"invoke":             {invoke(t, nil), fails(errors.New("the secret text"))},
		"invoke, bad status": {invoke(t, nil), answers(99, "the secret text")},
		"expectReplies":      {activity(t, map[string]any{"deliveryMode": "expectReplies"}), fails(errors.New("the secret text"))},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, tt.handler)
			w := b.post(t, tt.body)
			require.Equal(t, http.StatusInternalServerError, w.Code)
			require.JSONEq(t, `{"error":{"code":"ServiceError","message":"the bot failed"}}`, w.Body.String())
			require.Len(t, b.logs.lines(t, "turn failed"), 1)

			b.post(t, activity(t, map[string]any{"id": "2"}))
			require.EqualValues(t, 2, b.turns.Load(), "the bot goes on")
		})
	}
}

// What the handler answered with may have no JSON form; then nothing half is sent.
func TestAnswerWithoutJSONForm(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"normal", "expectReplies", "stream"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, answers(200, func() {}))
			w := b.post(t, invoke(t, map[string]any{"deliveryMode": mode}))
			require.Equal(t, http.StatusInternalServerError, w.Code)
			require.Len(t, b.logs.lines(t, "turn failed"), 1)
		})
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	streamed := map[string]any{"deliveryMode": "stream"}

	w := newBot(t, says("one\ntwo", "three")).post(t, activity(t, streamed))
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "text/event-stream", w.Header().Get("Content-Type"))
	events := readEvents(t, w.Body.String())
	require.Len(t, events, 2)
	require.Equal(t, "activity", events[0].name)
	require.JSONEq(t, reply(t, "one\ntwo"), events[0].data)
	require.JSONEq(t, reply(t, "three"), events[1].data)

	w = newBot(t, answers(207, "b")).post(t, invoke(t, streamed))
	require.Equal(t, []event{{"invokeResponse", `{"body":"b","status":207}`}}, readEvents(t, w.Body.String()))
}

type event struct{ name, data string }

// readEvents reads server-sent events of one data line each.
func readEvents(t *testing.T, stream string) []event {
	t.Helper()
	var events []event
	for block := range strings.SplitSeq(strings.TrimSuffix(stream, "\r\n\r\n"), "\r\n\r\n") {
		name, data, ok := strings.Cut(block, "\r\n")
		require.True(t, ok, block)
		require.True(t, strings.HasPrefix(name, "event: ") && strings.HasPrefix(data, "data: "), block)
		require.NotContains(t, data, "\n")
		events = append(events, event{name[len("event: "):], data[len("data: "):]})
	}
	return events
}

// reply is the answer to activity's message, as it stands in an HTTP answer.
func reply(t *testing.T, text string) string {
	t.Helper()
	var a schema.Activity
	require.NoError(t, json.Unmarshal([]byte(activity(t, nil)), &a))
	ref := a.Reference()
	raw, err := json.Marshal(ref.Address(schema.TextMessage(text)).Outbound())
	require.NoError(t, err)
	return string(raw)
}

func fails(err error) framework.HandlerFunc {
	return func(context.Context, *framework.TurnContext) error { return err }
}

// answers returns a handler that answers an invoke.
func answers(status int, body any) framework.HandlerFunc {
	return func(_ context.Context, turn *framework.TurnContext) error {
		turn.SetInvokeResponse(status, body)
		return nil
	}
}

func says(texts ...string) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		for _, text := range texts {
			if err := turn.SendText(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}
}
