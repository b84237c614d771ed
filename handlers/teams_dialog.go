package handlers

import (
	"context"
	"encoding/json"

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
func OnDialogFetch[Data any](r TeamsRegistrar, name string, fn InvokeFunc[Data, *teams.TaskModuleResponse]) {
	h := r.teamsActivityHandler()
	h.mustAcceptNamed("OnDialogFetch", name, fn != nil)
	h.addDialogFetch("OnDialogFetch", dialog(fn), name)
}

// OnDialogSubmit registers the handler of the form in the dialog of that name being submitted (task/submit): the form's
// data has the name as its member [teams.DialogKey]. Put it into the data of the card's Action.Submit, or into what a page
// submits. The rules of [OnDialogFetch] hold; a nil response closes the dialog, [teams.DialogMessage] shows a text in its
// place, and [teams.ShowDialog] what comes next.
func OnDialogSubmit[Data any](r TeamsRegistrar, name string, fn InvokeFunc[Data, *teams.TaskModuleResponse]) {
	h := r.teamsActivityHandler()
	h.mustAcceptNamed("OnDialogSubmit", name, fn != nil)
	h.addDialogSubmit("OnDialogSubmit", dialog(fn), name)
}

// OnTaskFetch registers the handler of dialogs that are to open (task/fetch) and whose name has no handler of its own, or
// that have no name; see [OnDialogFetch]. A nil response opens nothing.
func (h *TeamsActivityHandler) OnTaskFetch(fn InvokeFunc[teams.TaskModuleRequest, *teams.TaskModuleResponse]) {
	h.addDialogFetch("OnTaskFetch", fn)
}

// OnTaskSubmit registers the handler of forms that are submitted (task/submit) in dialogs whose name has no handler of its
// own, or that have no name; see [OnDialogSubmit]. A nil response closes the dialog.
func (h *TeamsActivityHandler) OnTaskSubmit(fn InvokeFunc[teams.TaskModuleRequest, *teams.TaskModuleResponse]) {
	h.addDialogSubmit("OnTaskSubmit", fn)
}

func (h *TeamsActivityHandler) addDialogFetch(method string, fn taskFunc, names ...string) {
	isFirst := h.dialogFetches.empty()
	addResponders(h, method, &h.dialogFetches, fn, names)
	if isFirst {
		h.answerInvoke(method, teams.InvokeTaskFetch, teamsAnswer(chooseDialog(&h.dialogFetches)))
	}
}

func (h *TeamsActivityHandler) addDialogSubmit(method string, fn taskFunc, names ...string) {
	isFirst := h.dialogSubmits.empty()
	addResponders(h, method, &h.dialogSubmits, fn, names)
	if isFirst {
		h.answerInvoke(method, teams.InvokeTaskSubmit, teamsAnswer(chooseDialog(&h.dialogSubmits)))
	}
}

// dialogs are the handlers of task/fetch or task/submit, by the name of the dialog.
type dialogs = responders[teams.TaskModuleRequest, *teams.TaskModuleResponse]

// taskFunc is a handler of task/fetch or task/submit.
type taskFunc = InvokeFunc[teams.TaskModuleRequest, *teams.TaskModuleResponse]

// chooseDialog chooses by the name in the data. If no dialog has a name, the data is the handler's business alone.
func chooseDialog(d *dialogs) chooser[teams.TaskModuleRequest, *teams.TaskModuleResponse] {
	return func(req *teams.TaskModuleRequest) (taskFunc, finding) {
		if d.named == nil {
			return d.rest, ""
		}
		name, err := dialogName(req)
		if err != nil {
			return nil, "has a " + teams.DialogKey + " in its data that is not a string"
		}
		return d.find(name), ""
	}
}

// dialogName returns the name in the data of a dialog, "" if there is none: a page may submit anything. One that is not a
// string is an error.
func dialogName(req *teams.TaskModuleRequest) (string, error) {
	data, err := schema.As[struct {
		Name json.RawMessage `json:"dialog_id"` // teams.DialogKey
	}](req.Data)
	if err != nil || data.Name == nil || string(data.Name) == "null" {
		return "", nil //nolint:nilerr // data that is no object has no name
	}
	return schema.As[string](data.Name)
}

// dialog makes a responder of a handler that wants the data alone.
func dialog[Data any](fn InvokeFunc[Data, *teams.TaskModuleResponse]) taskFunc {
	return func(
		ctx context.Context, turn *framework.TurnContext, req teams.TaskModuleRequest,
	) (*teams.TaskModuleResponse, error) {
		data, err := read[Data](req.Data)
		if err != nil {
			return nil, &framework.BadValueError{Name: turn.Activity.Name, Member: "data", Err: err}
		}
		return fn(ctx, turn, data)
	}
}
