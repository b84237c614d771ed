package client

import (
	"encoding/json"
	"maps"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// SubmitForm returns the invoke by which the form goes back to the bot that it opened in answer to asked: a dialog, a tab,
// a configuration, an action of a message extension, or the bot's form of feedback.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
func SubmitForm(asked *schema.Activity, data any) *schema.Activity {
	a := &schema.Activity{Type: schema.TypeInvoke}
	value, _ := Plain(asked.Value).(map[string]any)
	if value == nil {
		value = make(map[string]any)
	}
	delete(value, "data")
	delete(value, "state")
	if data != nil {
		value["data"] = data
	}
	switch asked.Name {
	case teams.InvokeTabFetch, teams.InvokeTabSubmit:
		a.Name, value["data"] = teams.InvokeTabSubmit, typed(data, teams.InvokeTabSubmit)
	case teams.InvokeConfigFetch, teams.InvokeConfigSubmit:
		a.Name, value["data"] = teams.InvokeConfigSubmit, typed(data, teams.InvokeConfigSubmit)
	case teams.InvokeMessageFetchTask:
		a.Name, value = teams.InvokeMessageSubmitAction, judgement(asked, data)
	case teams.InvokeTaskFetch, teams.InvokeTaskSubmit:
		a.Name = teams.InvokeTaskSubmit
	default:
		a.Name = teams.InvokeMessagingExtensionSubmitAction
		delete(value, "botMessagePreviewAction")
		delete(value, "botActivityPreview")
	}
	a.Value, a.ReplyToID = raw(value), asked.ReplyToID
	return a
}

// typed is the data with the type that tabs and configurations have in it.
func typed(data any, kind string) any {
	object, ok := data.(map[string]any)
	if !ok && data != nil {
		return data
	}
	with := map[string]any{"type": kind}
	maps.Copy(with, object)
	return with
}

// judgement is what a bot's own form of feedback submits: its inputs as a text that is JSON.
func judgement(asked *schema.Activity, data any) map[string]any {
	fetch, _ := schema.As[teams.MessageFetchTask](asked.Value)
	given, _ := fetch.Action().Feedback()
	return feedback(given.Reaction, data)
}

// Rate judges a message, in Teams' own form of feedback. Comment is nil without one.
func Rate(reaction string, comment *string) *schema.Activity {
	var form any
	if comment != nil {
		form = map[string]string{"feedbackText": *comment}
	}
	return Invoke(teams.InvokeMessageSubmitAction, feedback(reaction, form))
}

// FetchRating asks for the bot's own form of feedback.
func FetchRating(reaction string) *schema.Activity {
	return Invoke(teams.InvokeMessageFetchTask,
		teams.MessageFetchTask{ActionName: "feedback", ActionValue: teams.Feedback{Reaction: reaction}})
}

// feedback is the value of message/submitAction.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
func feedback(reaction string, form any) map[string]any {
	text := "{}"
	if raw, err := json.Marshal(form); err == nil && form != nil {
		text = string(raw)
	}
	return map[string]any{
		"actionName": "feedback", "actionValue": map[string]any{"reaction": reaction, "feedback": text},
	}
}
