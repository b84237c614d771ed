package client

import (
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Surface is what Teams shows a person in place of the conversation, because the bot answered an invoke with it: a dialog,
// a tab, the results of a search, the preview of a message.
type Surface struct {
	Asked *schema.Activity // the invoke

	IsDialog bool
	Title    string
	URL      string // of the page that a dialog shows
	Cards    []map[string]any

	Listed  bool // there are results, if only none
	Results []teams.MessagingExtensionAttachment
	Preview *schema.Activity
}

// SurfaceOf returns what the answer to an invoke puts in front of the person, and whether that is anything.
func SurfaceOf(asked *schema.Activity, body schema.Any) (Surface, bool) {
	s := Surface{Asked: asked}
	switch asked.Name {
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
		if strings.HasPrefix(asked.Name, "composeExtension/") {
			answer, _ := schema.As[teams.MessagingExtensionActionResponse](body)
			s.dialog(answer.Task.Type, answer.Task.Value)
			s.result(answer.ComposeExtension)
		}
	}
	return s, s.IsDialog || s.Cards != nil || s.Listed || s.Preview != nil
}

func (s *Surface) dialog(kind string, value schema.Any) {
	info, err := schema.As[teams.TaskModuleInfo](value)
	if kind != "continue" || err != nil {
		return
	}
	s.IsDialog, s.Title, s.URL = true, info.Title, info.URL
	if info.Card != nil {
		s.card(info.Card.Content)
	}
}

func (s *Surface) tab(payload teams.TabResponsePayload) {
	if payload.Type != "continue" {
		return
	}
	for _, c := range payload.Value.Cards {
		s.card(c.Card)
	}
}

func (s *Surface) card(content schema.Any) {
	if card, ok := Plain(content).(map[string]any); ok {
		s.Cards = append(s.Cards, card)
	}
}

func (s *Surface) result(r teams.MessagingExtensionResult) {
	s.Listed, s.Results = r.Type == "result", r.Attachments
	if r.Type == "botMessagePreview" {
		s.Preview = r.ActivityPreview
	}
}

// Texts are what the surface shows, its title first.
func (s *Surface) Texts() []string {
	texts := []string{s.Title, s.URL}
	for _, card := range s.Cards {
		texts = append(texts, Visible(card)...)
	}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// Buttons are what can be pressed on the surface.
func (s *Surface) Buttons() []Pressable {
	var found []Pressable
	for _, card := range s.Cards {
		found = append(found, AdaptiveButtons(card)...)
	}
	return found
}

// ResultTexts is what a result shows in the list and in a message.
func ResultTexts(r teams.MessagingExtensionAttachment) []string {
	texts := TextsOf(schema.Attachment{ContentType: r.ContentType, Content: r.Content})
	if r.Preview != nil {
		texts = append(texts, TextsOf(*r.Preview)...)
	}
	texts = append(texts, r.Name)
	return slices.Compact(slices.DeleteFunc(texts, func(text string) bool { return text == "" }))
}
