package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

const lights = "application/vnd.example.lights"

// commandBot turns the lights on, and off, which fails in two ways.
func commandBot(t *testing.T, heard *[]string) *handlers.ActivityHandler {
	t.Helper()
	return newBot(func(bot *handlers.ActivityHandler) {
		bot.OnCommand(func(_ context.Context, turn *framework.TurnContext) error {
			*heard = append(*heard, "command "+turn.Activity.Name)
			return nil
		})
		handlers.OnCommand(bot, lights, func(_ context.Context, _ *framework.TurnContext, in *order) (*order, error) {
			switch {
			case in == nil:
				return nil, nil //nolint:nilnil // neither data nor an error
			case in.ID == 404:
				return nil, &handlers.CommandError{Code: "NoLamp", Message: "there is no such lamp", Err: errBroken}
			case in.ID == 500:
				return nil, errBroken
			}
			return in, nil
		})
		bot.OnSessionCommand(func(_ context.Context, turn *framework.TurnContext, v schema.SessionValue) (schema.SessionResult, error) {
			*heard = append(*heard, turn.Activity.Name+" "+v.SessionID+v.State+v.Signal+v.Reason)
			switch {
			case v.SessionID == "full":
				return schema.SessionResult{}, &handlers.CommandError{Message: "no room"}
			case turn.Activity.Name == schema.CommandSessionInit:
				return schema.SessionResult{State: schema.SessionListening}, nil
			}
			return schema.SessionResult{}, nil
		})
		bot.OnCommandResult(func(_ context.Context, turn *framework.TurnContext) error {
			*heard = append(*heard, "result "+turn.Activity.Name)
			return nil
		})
	})
}

// result is what is said of a command.
type result struct {
	heard []string // by the bot's handlers
	sent  []string // values of results
	err   error
	last  *schema.Activity
}

func commanded(t *testing.T, bot func(*testing.T, *[]string) *handlers.ActivityHandler, kind, name, value string) result {
	t.Helper()
	var r result
	a := &schema.Activity{Type: kind, ID: "cmd1", Name: name}
	if value != "" {
		a.Value = json.RawMessage(value)
	}
	c := newChannel()
	_, r.err = c.deliver(t, bot(t, &r.heard), a)
	for _, sent := range c.sent {
		require.Equal(t, schema.TypeCommandResult, sent.Type)
		body, err := json.Marshal(sent.Value)
		require.NoError(t, err)
		r.sent, r.last = append(r.sent, string(body)), sent
	}
	return r
}

// Requirements of protocol-activity.md about commands; the name of a subtest is the requirement's.
func TestRequirementsOfCommands(t *testing.T) {
	t.Parallel()
	const command, commandResult = schema.TypeCommand, schema.TypeCommandResult
	tests := []struct {
		requirement, kind, name, value string
		heard                          []string
		sent                           string // the value of the result
		fails                          bool
	}{
		{"A6312", command, "", `{}`, nil, "", false},
		{"A6312", command, "lights", `{}`, nil, "", false},
		{"A6312", command, "a/b/c", `{}`, nil, "", false},
		{"A6312", command, " application/x", `{}`, nil, "", false},
		{"A6322", command, lights, "", nil, "", false},
		{"A6322", command, lights, `null`, nil, "", false},
		{"A6322", command, lights, `"on"`, nil, "", false},
		{"A6322", command, lights, `{"commandId":1}`, nil, "", false},
		{"A6330", command, lights, `{}`, []string{"command " + lights}, `{}`, false},
		{"A10100", command, lights, `{"commandId":"7"}`, []string{"command " + lights}, `{"commandId":"7"}`, false},
		{"A10200", command, lights, `{"commandId":"7","data":null}`, []string{"command " + lights}, `{"commandId":"7"}`, false},
		{"A11100", command, lights, `{"commandId":"7","data":{"id":1}}`, []string{"command " + lights}, `{"commandId":"7","data":{"id":1}}`, false},
		{"A11200", command, lights, `{"commandId":"7","x":1}`, []string{"command " + lights}, `{"commandId":"7"}`, false},
		{
			"A11300", command, lights, `{"data":{"id":404}}`,
			[]string{"command " + lights},
			`{"error":{"code":"NoLamp","message":"there is no such lamp"}}`, false,
		},
		{
			"A11300", command, lights, `{"data":{"id":500}}`,
			[]string{"command " + lights},
			`{"error":{"code":"ServiceError","message":"the command failed"}}`, true,
		},
		{
			"A11300", command, lights, `{"commandId":"7","data":"on"}`,
			[]string{"command " + lights},
			`{"commandId":"7","error":{"code":"BadArgument","message":"the command's value does not have the expected form"}}`, true,
		},
		{"A11301", command, lights, `{"data":{"id":1}}`, []string{"command " + lights}, `{"data":{"id":1}}`, false},
		{"A6412", commandResult, "lights", `{}`, nil, "", false},
		{"A6412", commandResult, "", `{}`, nil, "", false},
		{"A6422", commandResult, lights, "", nil, "", true},
		{"A6422", commandResult, lights, `[]`, nil, "", true},
		{"A6430", commandResult, lights, `{"commandId":"7"}`, []string{"result " + lights}, "", false},
		{
			"A9401", command, "session.init", `{"sessionId":"s"}`,
			[]string{"command session.init", "session.init s"},
			`{"status":"success","sessionId":"s","state":"listening"}`, false,
		},
		{
			"A9401", command, "session.init", `{"sessionId":"full"}`,
			[]string{"command session.init", "session.init full"},
			`{"status":"failure","sessionId":"full","error":{"code":"ServiceError","message":"no room"}}`, false,
		},
		{
			"A9402", command, "session.init", `{"sessionId":"s","commandId":"7"}`,
			[]string{"command session.init", "session.init s"},
			`{"commandId":"7","status":"success","sessionId":"s","state":"listening"}`, false,
		},
		{
			"A9442", command, "session.init", `{"sessionId":"s"}`,
			[]string{"command session.init", "session.init s"},
			`{"status":"success","sessionId":"s","state":"listening"}`, false,
		},
		{
			"A9411", command, "session.update", `{"state":"speaking"}`,
			[]string{"command session.update", "session.update speaking"},
			`{"status":"acknowledged"}`, false,
		},
		{"A9412", command, "session.update", `{}`, []string{"command session.update", "session.update "}, `{"status":"acknowledged"}`, false},
		{
			"A9421", command, "session.update", `{"signal":"bargeIn","origin":"user"}`,
			[]string{"command session.update", "session.update bargeIn"},
			`{"status":"acknowledged","state":"listening"}`, false,
		},
		{
			"A9431", command, "session.end", `{"reason":"timeout"}`,
			[]string{"command session.end", "session.end timeout"},
			`{"status":"acknowledged"}`, false,
		},
		{
			"A9440", command, "session.end", `{"reason":"completed"}`,
			[]string{"command session.end", "session.end completed"},
			`{"status":"acknowledged"}`, false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			got := commanded(t, commandBot, tt.kind, tt.name, tt.value)
			require.Equal(t, tt.fails, got.err != nil, "%v", got.err)
			require.Equal(t, tt.heard, got.heard)
			if tt.sent == "" {
				require.Empty(t, got.sent)
				return
			}
			require.Len(t, got.sent, 1)
			require.JSONEq(t, tt.sent, got.sent[0])
		})
	}
	t.Run("A6413", func(t *testing.T) {
		t.Parallel()
		got := commanded(t, commandBot, command, lights, `{"commandId":"7"}`)
		require.Equal(t, lights, got.last.Name)
		require.Equal(t, "cmd1", got.last.ReplyToID)
	})
	t.Run("A6400", func(t *testing.T) {
		t.Parallel()
		var bot handlers.ActivityHandler
		handlers.OnCommand(&bot, lights, func(ctx context.Context, turn *framework.TurnContext, _ struct{}) (struct{}, error) {
			halfway := schema.CommandResultValue{CommandID: "7", Data: "halfway"}
			_, err := turn.SendActivity(ctx, &schema.Activity{Type: commandResult, Name: lights, Value: halfway})
			return struct{}{}, err
		})
		got := commanded(t, func(*testing.T, *[]string) *handlers.ActivityHandler { return &bot }, command, lights, `{"commandId":"7"}`)
		require.Equal(t, []string{`{"commandId":"7","data":"halfway"}`, `{"commandId":"7"}`}, got.sent)
	})
}

// A receiver is expected to reject what it does not support: a bot that has no handler of commands does.
func TestUnsupportedCommand(t *testing.T) {
	t.Parallel()
	nobody := func(*testing.T, *[]string) *handlers.ActivityHandler { return new(handlers.ActivityHandler) }
	got := commanded(t, nobody, schema.TypeCommand, lights, `{"commandId":"7"}`)
	require.NoError(t, got.err)
	require.Equal(t, []string{`{"commandId":"7","error":{"code":"NotSupported","message":"the command ` + lights + ` is not supported"}}`}, got.sent)
	got = commanded(t, nobody, schema.TypeCommand, "session.init", `{"sessionId":"s"}`)
	require.NoError(t, got.err)
	require.Len(t, got.sent, 1)
	require.JSONEq(t, `{"status":"failure","sessionId":"s","error":{"code":"NotSupported","message":"the command session.init is not supported"}}`, got.sent[0])
	got = commanded(t, nobody, schema.TypeCommandResult, lights, `{}`)
	require.NoError(t, got.err)
	require.Empty(t, got.sent)
	// One that answers itself is left alone.
	general := func(*testing.T, *[]string) *handlers.ActivityHandler {
		return newBot(func(bot *handlers.ActivityHandler) {
			bot.OnCommand(func(context.Context, *framework.TurnContext) error { return nil })
		})
	}
	require.Empty(t, commanded(t, general, schema.TypeCommand, lights, `{}`).sent)
}

func TestCommandMistakesPanic(t *testing.T) {
	t.Parallel()
	do := func(context.Context, *framework.TurnContext, struct{}) (struct{}, error) { return struct{}{}, nil }
	session := func(context.Context, *framework.TurnContext, schema.SessionValue) (schema.SessionResult, error) {
		return schema.SessionResult{}, nil
	}
	var bot handlers.ActivityHandler
	handlers.OnCommand(&bot, lights, do)
	bot.OnSessionCommand(session)
	require.Panics(t, func() { handlers.OnCommand(&bot, lights, do) })
	require.Panics(t, func() { handlers.OnCommand(&bot, "lights", do) })
	require.Panics(t, func() { handlers.OnCommand(&bot, "", do) })
	require.Panics(t, func() { handlers.OnCommand(&bot, "session.init", do) })
	require.Panics(t, func() { handlers.OnCommand[struct{}, struct{}](&bot, "a/b", nil) })
	require.Panics(t, func() { bot.OnSessionCommand(session) })
	require.Panics(t, func() { bot.OnSessionCommand(nil) })
}

func TestCommandErrorText(t *testing.T) {
	t.Parallel()
	err := &handlers.CommandError{Code: "NoLamp", Message: "there is no such lamp", Err: errBroken}
	require.ErrorIs(t, err, errBroken)
	require.ErrorContains(t, err, `"NoLamp": there is no such lamp: `+errBroken.Error())
	require.NotContains(t, (&handlers.CommandError{Code: "NoLamp"}).Error(), "%!")
	require.NoError(t, errors.Unwrap(&handlers.CommandError{}))
}
