package teams

import (
	"encoding/json"

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

// MessageSubmitAction is something that was done with a message; the activity's ReplyToID names the message.
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

// MessageFetchTask asks for the dialog in which a user judges a message whose [FeedbackLoop] is of type custom.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
type MessageFetchTask struct {
	Data MessageSubmitAction `json:"data,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
