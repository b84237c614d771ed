package teams

import (
	"encoding/json"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// Names of the invokes of what a user does with a message of the bot: judge it, or choose a suggested prompt.
const (
	InvokeMessageFetchTask       = "message/fetchTask"       // value: MessageFetchTask, answer: TaskModuleResponse
	InvokeMessageSubmitAction    = "message/submitAction"    // value: MessageSubmitAction, answer: none
	InvokeSuggestedActionsSubmit = "suggestedActions/submit" // value: any, answer: none
)

// ActionFeedback is the ActionName of a [MessageSubmitAction] that judges a message.
const ActionFeedback = "feedback"

// Values of [Feedback.Reaction].
const (
	FeedbackLike    = "like"
	FeedbackDislike = "dislike"
)

// Values of [FeedbackLoop.Type].
const (
	FeedbackDefault = "default" // Teams' own form
	FeedbackCustom  = "custom"  // a dialog of the bot, which Teams asks for with the invoke message/fetchTask
)

// MessageSubmitAction is something that was done with a message; the activity's ReplyToID names the message. The answer
// must be empty: Teams refuses any other.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type MessageSubmitAction struct {
	ActionName  string     `json:"actionName,omitempty"` // feedback, or another
	ActionValue schema.Any `json:"actionValue,omitzero"` // of feedback, a Feedback

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Feedback is how a user judges a message.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type Feedback struct {
	Reaction string `json:"reaction,omitempty"` // like or dislike
	Feedback string `json:"feedback,omitempty"` // JSON as text: the inputs of the form; see Text

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Feedback reads the action's value as that of [ActionFeedback]. The error says why it is none; an absent value is
// [schema.ErrNoValue].
func (m MessageSubmitAction) Feedback() (Feedback, error) { return schema.As[Feedback](m.ActionValue) }

// Text returns what the user wrote into Teams' own form; "" if they wrote nothing or the form was another. Feedback that
// is no JSON object is the text itself.
func (f Feedback) Text() string {
	form := f.Form()
	if form == nil {
		return f.Feedback
	}
	own, _ := schema.As[struct {
		FeedbackText string `json:"feedbackText"`
	}](form)
	return own.FeedbackText
}

// Form returns the inputs of the form: [schema.As] reads those of a custom one. It is nil if Feedback is no JSON object.
func (f Feedback) Form() schema.Any {
	raw := json.RawMessage(strings.TrimSpace(f.Feedback))
	if len(raw) == 0 || raw[0] != '{' || !json.Valid(raw) {
		return nil
	}
	return raw
}

// MessageFetchTask asks for the dialog in which a user judges a message whose [FeedbackLoop] is of type custom. It comes in
// two forms, with the action itself or with the action in Data: read either with [MessageFetchTask.Action].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type MessageFetchTask struct {
	ActionName  string              `json:"actionName,omitempty"` // as the documentation has it
	ActionValue schema.Any          `json:"actionValue,omitzero"`
	Data        MessageSubmitAction `json:"data,omitzero,omitempty"` // as Microsoft's SDKs have it

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Action returns what the user did: of its value, Reaction is set.
func (m MessageFetchTask) Action() MessageSubmitAction {
	if m.ActionName == "" && m.ActionValue == nil {
		return m.Data
	}
	return MessageSubmitAction{ActionName: m.ActionName, ActionValue: m.ActionValue}
}
