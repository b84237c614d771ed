package handlers

import (
	"context"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// CommandError is an error of a command's handler that says how to answer the command. The turn does not fail with it.
type CommandError struct {
	Code    string // for programs
	Message string // for people
	Err     error  // what went wrong; not told to the sender
}

// Error returns the code, the message and the cause.
func (e *CommandError) Error() string {
	text := fmt.Sprintf("handlers: command answered with error %q: %s", e.Code, e.Message)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Err.
func (e *CommandError) Unwrap() error { return e.Err }

// OnCommand registers the handler of commands with that name, a media type such as application/vnd.example.lights, which
// is matched exactly. A command has one handler: OnCommand panics if the name has one, if it is no media type, and for a
// session command, for which see [ActivityHandler.OnSessionCommand].
//
// The command's data is read as [OnInvoke] reads an invoke's value, and what fn returns is sent as the data of the
// commandResult, which has the command's name and id (A6413, A11100). With an error of fn the result has no data but an
// error: that of a [*CommandError], which ends the turn without an error, BadArgument for data that does not fit In, for
// which fn does not run, and for any other error ServiceError without its text. The latter two are returned too.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#command-activity
func OnCommand[In, Out any](r Registrar, name string, fn InvokeFunc[In, Out]) {
	h := r.activityHandler()
	h.mustAcceptNamed("OnCommand", name, fn != nil)
	if !schema.IsCommandName(name) || schema.IsSessionCommand(name) {
		panic(fmt.Sprintf("handlers: OnCommand(%q): the name must be a media type, such as application/vnd.example.lights", name))
	}
	h.answerCommand(of("OnCommand", name), name, func(ctx context.Context, turn *framework.TurnContext) error {
		command, err := valueOf[schema.CommandValue](turn.Activity)
		if err != nil {
			return err
		}
		var out Out
		in, err := read[In](command.Data)
		if err != nil {
			err = &framework.BadValueError{Name: name, Err: err}
		} else {
			out, err = fn(ctx, turn, in)
		}
		result := schema.CommandResultValue{CommandID: command.CommandID}
		problem, err := problemOf(err)
		if result.Error = problem; problem.Code == "" {
			result.Data = bodyOf(out)
		}
		return errors.Join(err, sendResult(ctx, turn, result))
	})
}

// OnSessionCommand registers the handler of session.init, session.update and session.end, by which a stream of voice
// begins, changes its state and ends; fn tells them apart by turn.Activity.Name. It panics if there is one already.
//
// What fn returns is sent as the commandResult (A9401, A9440). Where they are empty, Status, CommandID and SessionID are
// filled in, and after an interruption (signal bargeIn) State becomes listening (A9421). Errors are handled as those of the
// function [OnCommand], with the status failure.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#session-lifecycle-commands
func (h *ActivityHandler) OnSessionCommand(fn InvokeFunc[schema.SessionValue, schema.SessionResult]) {
	h.mustAccept("OnSessionCommand", fn != nil)
	answer := func(ctx context.Context, turn *framework.TurnContext) error {
		command, err := valueOf[schema.SessionValue](turn.Activity)
		var result schema.SessionResult
		if err == nil {
			result, err = fn(ctx, turn, command)
		}
		problem, err := problemOf(err)
		return errors.Join(err, sendResult(ctx, turn, sessionResult(turn.Activity, command, result, problem)))
	}
	for _, name := range [...]string{schema.CommandSessionInit, schema.CommandSessionUpdate, schema.CommandSessionEnd} {
		h.answerCommand("OnSessionCommand", name, answer)
	}
}

// sessionResult fills in what the protocol wants of the result of a session command.
func sessionResult(a *schema.Activity, command schema.SessionValue, result schema.SessionResult, problem schema.Error) schema.SessionResult {
	if problem.Code != "" {
		result = schema.SessionResult{Status: schema.SessionFailure, Error: problem}
	}
	if result.Status == "" && a.Name == schema.CommandSessionInit {
		result.Status = schema.SessionSuccess
	}
	if result.Status == "" {
		result.Status = schema.SessionAcknowledged
	}
	if result.SessionID == "" {
		result.SessionID = command.SessionID
	}
	if id, err := valueOf[schema.CommandValue](a); err == nil && result.CommandID == "" {
		result.CommandID = id.CommandID
	}
	if result.State == "" && command.Signal == schema.SessionBargeIn && problem.Code == "" {
		result.State = schema.SessionListening
	}
	return result
}

// answerCommand sets the one function that answers commands of a name.
func (h *ActivityHandler) answerCommand(where, name string, answer framework.HandlerFunc) {
	if _, taken := h.namedCommands[name]; taken {
		panic(fmt.Sprintf("handlers: %s: the command %q has a handler already", where, name))
	}
	if h.namedCommands == nil {
		h.namedCommands = make(map[string]framework.HandlerFunc)
	}
	h.namedCommands[name] = named(where, answer)
}

// onCommand ignores a command without a name or a value of the protocol's form, and answers one that the bot has no
// handler for.
func (h *ActivityHandler) onCommand(ctx context.Context, turn *framework.TurnContext) error {
	name := turn.Activity.Name
	value, err := valueOf[schema.CommandValue](turn.Activity)
	if err != nil || !schema.IsCommandName(name) {
		return nil //nolint:nilerr // the protocol wants it ignored
	}
	if err := h.run(ctx, turn, command); err != nil {
		return err
	}
	answer, ok := h.namedCommands[name]
	switch {
	case ok:
		return answer(ctx, turn)
	case len(h.notifications[command]) > 0: // one of which answers
		return nil
	}
	unsupported := schema.Error{Code: "NotSupported", Message: "the command " + name + " is not supported"}
	if schema.IsSessionCommand(name) {
		session, _ := valueOf[schema.SessionValue](turn.Activity) // else without its id
		return sendResult(ctx, turn, sessionResult(turn.Activity, session, schema.SessionResult{}, unsupported))
	}
	return sendResult(ctx, turn, schema.CommandResultValue{CommandID: value.CommandID, Error: unsupported})
}

// onCommandResult ignores a result without a name of the protocol's form, and refuses one without such a value.
func (h *ActivityHandler) onCommandResult(ctx context.Context, turn *framework.TurnContext) error {
	if !schema.IsCommandName(turn.Activity.Name) {
		return nil
	}
	if _, err := valueOf[schema.CommandResultValue](turn.Activity); err != nil {
		return err
	}
	return h.run(ctx, turn, commandResult)
}

// problemOf returns what the sender of a command is told of an error, and what is left of it for the turn.
func problemOf(err error) (told schema.Error, left error) {
	err = withoutSkipRest(err)
	if err == nil {
		return schema.Error{}, nil
	}
	if e, ok := errors.AsType[*CommandError](err); ok {
		if e.Code == "" {
			return schema.Error{Code: "ServiceError", Message: e.Message}, nil
		}
		return schema.Error{Code: e.Code, Message: e.Message}, nil
	}
	if _, ok := errors.AsType[*framework.BadValueError](err); ok {
		return schema.Error{Code: "BadArgument", Message: "the command's value does not have the expected form"}, err
	}
	return schema.Error{Code: "ServiceError", Message: "the command failed"}, err
}

// sendResult answers the turn's command.
func sendResult(ctx context.Context, turn *framework.TurnContext, value schema.Any) error {
	_, err := turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeCommandResult, Name: turn.Activity.Name, Value: value})
	return err
}
