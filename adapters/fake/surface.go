package fake

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// surface is what Teams shows a person in place of the conversation, because the bot answered an invoke with it: a dialog,
// a tab, the results of a search, the preview of a message.
type surface struct {
	asked *schema.Activity // the invoke

	isDialog bool
	title    string
	url      string // of the page that a dialog shows
	cards    []map[string]any

	listed  bool // there are results, if only none
	results []teams.MessagingExtensionAttachment
	preview *schema.Activity
}

// surface is what is in front of the person: the answer to what they did last.
func (c *Conversation) surface() (surface, bool) {
	d, ok := c.w.answers[c.person.ID]
	if !ok || d.result.Invoke == nil || d.result.Invoke.Body == nil {
		return surface{}, false
	}
	body := d.result.Invoke.Body
	s := surface{asked: d.activity}
	switch d.activity.Name {
	case teams.InvokeTaskFetch, teams.InvokeTaskSubmit, teams.InvokeMessageFetchTask:
		answer, _ := schema.As[teams.TaskModuleResponse](body)
		s.dialog(answer.Task.Type, answer.Task.Value)
	case teams.InvokeConfigFetch, teams.InvokeConfigSubmit:
		answer, _ := schema.As[teams.ConfigResponse](body)
		s.dialog(answer.Config.Type, answer.Config.Value)
	case teams.InvokeTabFetch, teams.InvokeTabSubmit:
		answer, _ := schema.As[teams.TabResponse](body)
		s.tab(answer.Tab)
	default:
		if isMessageExtension(d.activity.Name) {
			answer, _ := schema.As[teams.MessagingExtensionActionResponse](body)
			s.dialog(answer.Task.Type, answer.Task.Value)
			s.result(answer.ComposeExtension)
		}
	}
	return s, s.isDialog || s.cards != nil || s.listed || s.preview != nil
}

func (s *surface) dialog(kind string, value schema.Any) {
	info, err := schema.As[teams.TaskModuleInfo](value)
	if kind != "continue" || err != nil {
		return
	}
	s.isDialog, s.title, s.url = true, info.Title, info.URL
	if info.Card != nil {
		s.card(info.Card.Content)
	}
}

func (s *surface) tab(payload teams.TabResponsePayload) {
	if payload.Type != "continue" {
		return
	}
	for _, c := range payload.Value.Cards {
		s.card(c.Card)
	}
}

func (s *surface) card(content schema.Any) {
	if card, ok := plain(content).(map[string]any); ok {
		s.cards = append(s.cards, card)
	}
}

func (s *surface) result(r teams.MessagingExtensionResult) {
	s.listed, s.results = r.Type == "result", r.Attachments
	if r.Type == "botMessagePreview" {
		s.preview = r.ActivityPreview
	}
}

// texts are what the surface shows, its title first.
func (s *surface) texts() []string {
	texts := []string{s.title, s.url}
	for _, card := range s.cards {
		texts = visible(card, texts)
	}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// describeFront says in one line what is in front of the person, or else what the bot answered.
func (c *Conversation) describeFront(answer framework.InvokeResponse) string {
	s, ok := c.surface()
	switch {
	case ok && s.isDialog:
		return cut("the dialog " + listed(s.texts()))
	case ok && s.preview != nil:
		return cut("the preview " + content(s.preview))
	case ok && s.listed && s.results == nil:
		return "no results"
	case ok && s.listed:
		var parts []string
		for _, r := range s.results {
			parts = append(parts, "["+strings.Join(resultTexts(r), " | ")+"]")
		}
		return cut("the results " + strings.Join(parts, " "))
	}
	return describeAnswer(answer)
}

// buttons are what can be pressed on the surface.
func (s *surface) buttons() []button {
	var found []button
	for _, card := range s.cards {
		found = adaptiveButtons(card, card, found)
	}
	return found
}

// submit is the invoke by which the form goes back to the bot.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
func (s *surface) submit(data any) *schema.Activity {
	a := &schema.Activity{Type: schema.TypeInvoke}
	value, _ := plain(s.asked.Value).(map[string]any)
	if value == nil {
		value = make(map[string]any)
	}
	delete(value, "data")
	delete(value, "state")
	if data != nil {
		value["data"] = data
	}
	switch s.asked.Name {
	case teams.InvokeTabFetch, teams.InvokeTabSubmit:
		a.Name, value["data"] = teams.InvokeTabSubmit, typed(data, teams.InvokeTabSubmit)
	case teams.InvokeConfigFetch, teams.InvokeConfigSubmit:
		a.Name, value["data"] = teams.InvokeConfigSubmit, typed(data, teams.InvokeConfigSubmit)
	case teams.InvokeMessageFetchTask:
		a.Name, value = teams.InvokeMessageSubmitAction, s.judgement(data)
	case teams.InvokeTaskFetch, teams.InvokeTaskSubmit:
		a.Name = teams.InvokeTaskSubmit
	default:
		a.Name = teams.InvokeMessagingExtensionSubmitAction
		delete(value, "botMessagePreviewAction")
		delete(value, "botActivityPreview")
	}
	a.Value, a.ReplyToID = value, s.asked.ReplyToID
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
func (s *surface) judgement(data any) map[string]any {
	asked, _ := schema.As[teams.MessageFetchTask](s.asked.Value)
	given, _ := asked.Action().Feedback()
	return feedback(given.Reaction, data)
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
