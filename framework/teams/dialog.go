package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// Names of the invokes of dialogs, which were called task modules.
const (
	InvokeTaskFetch  = "task/fetch"  // value: TaskModuleRequest, answer: TaskModuleResponse
	InvokeTaskSubmit = "task/submit" // value: TaskModuleRequest, answer: TaskModuleResponse
)

// TaskModuleRequest is sent when a dialog is to open, and when the form in it is submitted.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
type TaskModuleRequest struct {
	Data       schema.Any        `json:"data,omitzero"` // of the button, with the inputs of the form; as the client sent it
	Context    TaskModuleContext `json:"context,omitzero,omitempty"`
	TabContext TabEntityContext  `json:"tabContext,omitzero,omitempty"` // if it was opened from a tab

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TaskModuleContext says how the client looks: Theme is default, dark or contrast.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.taskmodulerequestcontext
type TaskModuleContext struct {
	Theme string `json:"theme,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TaskModuleResponse answers a [TaskModuleRequest]. Make one with [ShowDialog] or [DialogMessage]; no response closes the
// dialog.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
type TaskModuleResponse struct {
	Task      TaskModuleTask `json:"task,omitzero,omitempty"`
	CacheInfo CacheInfo      `json:"cacheInfo,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TaskModuleTask says how a dialog goes on: Type is continue, with a [TaskModuleInfo] as value, or message, with a text.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.taskmoduleresponsebase
type TaskModuleTask struct {
	Type  string     `json:"type,omitempty"`
	Value schema.Any `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TaskModuleInfo is what a dialog shows: the Card, or else the page at URL.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules#dialog-info-object
type TaskModuleInfo struct {
	Title           string             `json:"title,omitempty"`
	Height          schema.Any         `json:"height,omitzero"` // pixels, or small, medium or large
	Width           schema.Any         `json:"width,omitzero"`  // pixels, or small, medium or large
	URL             string             `json:"url,omitempty"`   // https, of a domain in the app's manifest
	Card            *schema.Attachment `json:"card,omitempty"`  // an Adaptive Card
	FallbackURL     string             `json:"fallbackUrl,omitempty"`
	CompletionBotID string             `json:"completionBotId,omitempty"` // the bot that gets the form, if it is another one

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Values of [TaskModuleInfo.Height] and [TaskModuleInfo.Width], besides numbers of pixels.
const (
	DialogSmall  = "small"
	DialogMedium = "medium"
	DialogLarge  = "large"
)

// CacheInfo says how long a client may keep an answer.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.cacheinfo
type CacheInfo struct {
	CacheType     string `json:"cacheType,omitempty"`
	CacheDuration int    `json:"cacheDuration,omitzero"` // seconds

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// CardDialog is a dialog of medium width that shows an Adaptive Card, as high as the card.
func CardDialog(title string, card schema.Attachment) TaskModuleInfo {
	return TaskModuleInfo{Title: title, Width: DialogMedium, Card: &card}
}

// PageDialog is a dialog of medium size that shows the page at url, whose domain must be in the app's manifest.
func PageDialog(title, url string) TaskModuleInfo {
	return TaskModuleInfo{Title: title, Width: DialogMedium, Height: DialogMedium, URL: url}
}

// ShowDialog answers with what the dialog shows now.
func ShowDialog(info TaskModuleInfo) *TaskModuleResponse {
	return &TaskModuleResponse{Task: TaskModuleTask{Type: "continue", Value: info}}
}

// DialogMessage answers with a text in place of the dialog, which the user then closes.
func DialogMessage(text string) *TaskModuleResponse {
	return &TaskModuleResponse{Task: TaskModuleTask{Type: "message", Value: text}}
}

// DialogKey is the member of a button's or form's data that names the dialog; handlers.TeamsActivityHandler chooses the
// handler of a dialog by it.
const DialogKey = "dialog_id"

// Dialog returns the name of the dialog, which is in the data under [DialogKey]; "" if there is none. The client sends it: it
// says which dialog was open, not that it was allowed to be.
func (r TaskModuleRequest) Dialog() string {
	data, _ := schema.As[map[string]json.RawMessage](r.Data)
	name, _ := schema.As[string](data[DialogKey])
	return name
}

// OpenDialogData returns the data of an Action.Submit in an Adaptive Card that opens the dialog of that name. More
// members may be added to it.
func OpenDialogData(name string) map[string]any {
	return map[string]any{"msteams": map[string]any{"type": InvokeTaskFetch}, DialogKey: name}
}

// OpenDialogAction returns a button of a hero or thumbnail card that opens the dialog of that name.
func OpenDialogAction(title, name string) schema.CardAction {
	return schema.CardAction{
		Type: schema.ActionInvoke, Title: title, Value: map[string]any{"type": InvokeTaskFetch, DialogKey: name},
	}
}
