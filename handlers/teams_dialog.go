package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// TeamsRegistrar is what [OnDialogFetch] and [OnDialogSubmit] register with: a [TeamsActivityHandler], or a type that
// embeds one.
type TeamsRegistrar interface {
	teamsActivityHandler() *TeamsActivityHandler
}

func (h *TeamsActivityHandler) teamsActivityHandler() *TeamsActivityHandler { return h }

// OnDialogFetch registers the handler that opens the dialog of that name (task/fetch): the data of the button that was
// pressed has the name as its member [teams.DialogKey], as [teams.OpenDialogData] and [teams.OpenDialogAction] put it
// there. It panics if the dialog has a handler.
//
// The button's data is read as [OnInvoke] reads a value; data that Data does not fit is answered 400. All of it is what
// the client sent: who pressed is turn.Activity.From, never a member of the data. The dialog is shown with
// [teams.ShowDialog]; a nil response opens nothing.
//
// Other SDKs name the member otherwise: Agents for JavaScript "task", and the Teams SDK "action" when a dialog is
// submitted. Convo looks at one name only, for opening and submitting alike, so that no input of a form chooses the handler
// by accident; buttons of such bots are to get a member dialog_id.
func OnDialogFetch[Data any](
	r TeamsRegistrar,
	name string,
	fn func(ctx context.Context, turn *framework.TurnContext, data Data) (*teams.TaskModuleResponse, error),
) {
	h := r.teamsActivityHandler()
	h.mustAcceptNamed("OnDialogFetch", name, fn != nil)
	h.addDialogFetch("OnDialogFetch", dialog(fn), name)
}

// OnDialogSubmit registers the handler of the form in the dialog of that name being submitted (task/submit): the form's
// data has the name as its member [teams.DialogKey]. Put it into the data of the card's Action.Submit, or into what a page
// submits. The rules of [OnDialogFetch] hold; a nil response closes the dialog, [teams.DialogMessage] shows a text in its
// place, and [teams.ShowDialog] what comes next.
func OnDialogSubmit[Data any](
	r TeamsRegistrar,
	name string,
	fn func(ctx context.Context, turn *framework.TurnContext, data Data) (*teams.TaskModuleResponse, error),
) {
	h := r.teamsActivityHandler()
	h.mustAcceptNamed("OnDialogSubmit", name, fn != nil)
	h.addDialogSubmit("OnDialogSubmit", dialog(fn), name)
}

// OnTaskFetch registers the handler of dialogs that are to open (task/fetch) and whose name has no handler of its own, or
// that have no name; see [OnDialogFetch]. A nil response opens nothing.
func (h *TeamsActivityHandler) OnTaskFetch(
	fn func(ctx context.Context, turn *framework.TurnContext, req teams.TaskModuleRequest) (*teams.TaskModuleResponse, error),
) {
	h.addDialogFetch("OnTaskFetch", fn)
}

// OnTaskSubmit registers the handler of forms that are submitted (task/submit) in dialogs whose name has no handler of its
// own, or that have no name; see [OnDialogSubmit]. A nil response closes the dialog.
func (h *TeamsActivityHandler) OnTaskSubmit(
	fn func(ctx context.Context, turn *framework.TurnContext, req teams.TaskModuleRequest) (*teams.TaskModuleResponse, error),
) {
	h.addDialogSubmit("OnTaskSubmit", fn)
}

func (h *TeamsActivityHandler) addDialogFetch(
	method string, fn responder[teams.TaskModuleRequest, *teams.TaskModuleResponse], names ...string,
) {
	isFirst := h.dialogFetches.empty()
	addRoutes(h, method, &h.dialogFetches, fn, names)
	if isFirst {
		h.answerInvoke(method, teams.InvokeTaskFetch, answerDialog(&h.dialogFetches))
	}
}

func (h *TeamsActivityHandler) addDialogSubmit(
	method string, fn responder[teams.TaskModuleRequest, *teams.TaskModuleResponse], names ...string,
) {
	isFirst := h.dialogSubmits.empty()
	addRoutes(h, method, &h.dialogSubmits, fn, names)
	if isFirst {
		h.answerInvoke(method, teams.InvokeTaskSubmit, answerDialog(&h.dialogSubmits))
	}
}

// answerDialog answers task/fetch or task/submit.
func answerDialog(dialogs *responders[teams.TaskModuleRequest, *teams.TaskModuleResponse]) framework.HandlerFunc {
	check := func(req *teams.TaskModuleRequest) finding {
		if _, err := dialogName(req); dialogs.named != nil && err != nil {
			return "has a " + teams.DialogKey + " in its data that is not a string"
		}
		return ""
	}
	return teamsAnswer(check, func(req *teams.TaskModuleRequest) responder[teams.TaskModuleRequest, *teams.TaskModuleResponse] {
		if dialogs.named == nil {
			return dialogs.rest // the data is nobody's business but the handler's
		}
		name, _ := dialogName(req)
		return dialogs.find(name)
	})
}

// dialogName returns the name in the data of a dialog, "" if there is none: a page may submit anything. One that is not a
// string is an error.
func dialogName(req *teams.TaskModuleRequest) (string, error) {
	data, err := schema.As[map[string]json.RawMessage](req.Data)
	if err != nil {
		return "", nil //nolint:nilerr // data that is no object has no name
	}
	name, err := schema.As[string](data[teams.DialogKey])
	if data[teams.DialogKey] == nil || errors.Is(err, schema.ErrNoValue) {
		return "", nil
	}
	return name, err
}

// dialog makes a responder of a handler that wants the data alone.
func dialog[Data any](
	fn func(ctx context.Context, turn *framework.TurnContext, data Data) (*teams.TaskModuleResponse, error),
) responder[teams.TaskModuleRequest, *teams.TaskModuleResponse] {
	return func(
		ctx context.Context, turn *framework.TurnContext, req teams.TaskModuleRequest,
	) (*teams.TaskModuleResponse, error) {
		data, err := read[Data](req.Data)
		if err != nil {
			return nil, &framework.BadValueError{Name: turn.Activity.Name, Err: fmt.Errorf("data: %w", err)}
		}
		return fn(ctx, turn, data)
	}
}
