package client

import (
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// What presses an Action.Execute.
const (
	Manual    = "manual"
	Automatic = "automatic" // the client, which refreshes the card
)

// Button is what can be pressed: an action of an Adaptive Card, a CardAction, or a suggested action.
type Button struct {
	Kind   string         // its type
	Action map[string]any // as it is in JSON
	Data   any            // of an Adaptive Card's action: its data, with the inputs
}

// Press returns what the client sends for a button, and false if that is nothing. Say makes the message that the person is
// taken to say; trigger is for an Action.Execute.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions
func (b Button) Press(trigger string, say func(text string) *schema.Activity) (*schema.Activity, bool) {
	switch b.Kind {
	case "Action.Execute":
		return Invoke(schema.InvokeAdaptiveCardAction, schema.AdaptiveCardInvokeValue{
			Action: schema.AdaptiveCardInvokeAction{
				Type: b.Kind, ID: text(b.Action, "id"), Verb: text(b.Action, "verb"), Data: raw(b.Data),
			},
			Trigger: trigger,
		}), true
	case "Action.Submit":
		return b.submit(say)
	}
	return pressClassic(b.Kind, b.Action, say)
}

// submit is an Action.Submit: a message without a text, or what the data's msteams asks for.
func (b Button) submit(say func(string) *schema.Activity) (*schema.Activity, bool) {
	object, _ := b.Data.(map[string]any)
	msteams, _ := object["msteams"].(map[string]any)
	switch kind := text(msteams, "type"); kind {
	case "":
		data := b.Data
		if data == nil {
			data = map[string]any{}
		}
		return &schema.Activity{Type: schema.TypeMessage, Value: raw(data)}, true
	case teams.InvokeTaskFetch:
		return FetchTask(b.Data), true
	default:
		return pressClassic(kind, msteams, say)
	}
}

// Shows returns what comes up in the conversation when the button is pressed, and true, if that is not what it sends: the
// displayText of messageBack, "" being nothing. It is for world.World.Press.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#action-type-messageback
func (b Button) Shows() (displayText string, ok bool) {
	action, kind := b.Action, b.Kind
	if kind == "Action.Submit" {
		data, _ := action["data"].(map[string]any)
		action, _ = data["msteams"].(map[string]any)
		kind = text(action, "type")
	}
	return text(action, "displayText"), kind == schema.ActionMessageBack
}

// Suggested returns what the client sends for an Action.Submit among the suggested actions.
func Suggested(value any) *schema.Activity { return Invoke(teams.InvokeSuggestedActionsSubmit, value) }

// pressClassic is what a CardAction sends.
func pressClassic(kind string, action map[string]any, say func(string) *schema.Activity) (*schema.Activity, bool) {
	value := action["value"]
	switch kind {
	case schema.ActionIMBack, schema.ActionPostBack:
		return say(text(action, "value")), true
	case schema.ActionMessageBack:
		return &schema.Activity{Type: schema.TypeMessage, Text: text(action, "text"), Value: raw(value)}, true
	case "invoke":
		if object, _ := value.(map[string]any); text(object, "type") == teams.InvokeTaskFetch {
			return FetchTask(value), true
		}
		return &schema.Activity{Type: schema.TypeInvoke, Value: raw(value)}, true
	}
	return nil, false
}

// ConnectorAction is an HttpPOST of a connector card, which in a bot's card comes to the bot: body is the action's, with what
// was filled in put into it.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#connector-card-for-microsoft-365-groups
func ConnectorAction(actionID, body string) *schema.Activity {
	return Invoke(teams.InvokeO365ConnectorCard, teams.O365ConnectorCardActionQuery{ActionID: actionID, Body: body})
}

// Choices asks for the choices of an input while a person types into it. Others are the inputs that it depends on; nil if
// there are none.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
func Choices(dataset, typed string, options schema.SearchInvokeOptions, others map[string]any) *schema.Activity {
	value := map[string]any{"queryText": typed, "queryOptions": options, "dataset": dataset}
	if others != nil {
		value["data"] = others
	}
	return Invoke(schema.InvokeSearch, value)
}
