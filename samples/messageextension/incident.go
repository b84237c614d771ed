package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const (
	commandIncident = "incident" // as in the manifest
	verbResolve     = "resolve"
	maxService      = 80   // characters
	maxNote         = 1000 // likewise
	maxID           = 64   // likewise
)

// incident is what a form says, and the data of the button on its card. A client may send anything in it.
type incident struct {
	ID      string `json:"id,omitempty"` // of the report, so that it is posted once
	Service string `json:"service"`
	Code    string `json:"code"`
	Note    string `json:"note,omitempty"`
}

// problem says, for the person who fills in the form, what is wrong with it; "" if nothing is.
func (i incident) problem() string {
	switch {
	case strings.TrimSpace(i.Service) == "":
		return "Please say which service fails."
	case len([]rune(i.Service)) > maxService || len([]rune(i.Note)) > maxNote:
		return "Please say it shorter."
	case !i.status().isError():
		return "Please choose the status that it answers with."
	default:
		return ""
	}
}

func (i incident) status() status {
	code, _ := strconv.Atoi(i.Code)
	s, _ := statusOf(code)
	return s
}

func (s status) isError() bool { return s.Code >= 400 && s.Text != "" }

// onReport opens the form. What a message says that the action was chosen on becomes the note.
func onReport(
	_ context.Context, _ *framework.TurnContext, action teams.MessagingExtensionAction,
) (*teams.MessagingExtensionActionResponse, error) {
	note := []rune(action.MessagePayload.Body.TextContent)
	return form(incident{Note: string(note[:min(len(note), maxNote)])}, ""), nil
}

// onForm shows what the bot would post, or the form again with what is wrong.
func onForm(
	_ context.Context, turn *framework.TurnContext, action teams.MessagingExtensionAction,
) (*teams.MessagingExtensionActionResponse, error) {
	in, err := schema.As[incident](action.Data)
	if err != nil {
		return nil, &framework.BadValueError{Name: turn.Activity.Name, Err: err}
	}
	if problem := in.problem(); problem != "" {
		return form(in, problem), nil
	}
	in.ID = rand.Text()
	return teams.ActionPreview(in.message("")), nil
}

// onEdit shows the form again with what the preview says.
func onEdit(
	_ context.Context, turn *framework.TurnContext, action teams.MessagingExtensionAction,
) (*teams.MessagingExtensionActionResponse, error) {
	in, err := previewed(turn, action)
	if err != nil {
		return nil, err
	}
	return form(in, ""), nil
}

// onSend posts what was previewed: once, since Teams sends an invoke again whose answer was lost. It makes the card anew: the
// one in the request is what a client says it is.
func onSend(
	ctx context.Context, turn *framework.TurnContext, action teams.MessagingExtensionAction,
) (*teams.MessagingExtensionActionResponse, error) {
	in, err := previewed(turn, action)
	if err != nil {
		return nil, err
	}
	if problem := in.problem(); problem != "" {
		return form(in, problem), nil
	}
	unclear := false
	err = framework.Once(ctx, turn, "incident/"+in.ID+"/"+turn.Activity.From.ID, func(ctx context.Context) error {
		message := in.message("")
		message.ChannelData = teams.ChannelData{OnBehalfOf: []teams.OnBehalfOf{{
			MentionType: "person", MRI: turn.Activity.From.ID, DisplayName: turn.Activity.From.Name,
		}}}
		_, err := turn.SendActivity(ctx, message)
		if unclear = framework.ClassOf(err) == framework.Ambiguous; unclear {
			return nil // it may be there: it counts, so that it is not posted twice
		}
		return err
	})
	if unclear {
		return &teams.MessagingExtensionActionResponse{Task: teams.DialogMessage("It may be posted, or not: look there.").Task}, nil
	}
	if channel, ok := errors.AsType[*framework.ChannelError](err); ok {
		text := "I cannot post here: " + channel.Class.String() + ". Add me to this conversation, and try again."
		return &teams.MessagingExtensionActionResponse{Task: teams.DialogMessage(text).Task}, nil
	}
	return nil, err
}

// previewed reads the incident from the preview that Teams sends back: the data of its button has it.
func previewed(turn *framework.TurnContext, action teams.MessagingExtensionAction) (incident, error) {
	none := &framework.BadValueError{Name: turn.Activity.Name, Err: errors.New("there is no preview of an incident")}
	if len(action.BotActivityPreview) == 0 || len(action.BotActivityPreview[0].Attachments) == 0 {
		return incident{}, none
	}
	card, err := schema.As[struct {
		Actions []struct {
			Data json.RawMessage `json:"data"`
		} `json:"actions"`
	}](action.BotActivityPreview[0].Attachments[0].Content)
	if err != nil || len(card.Actions) == 0 {
		return incident{}, none
	}
	in, err := schema.As[incident](card.Actions[0].Data)
	if err != nil || in.ID == "" || len(in.ID) > maxID {
		return incident{}, none
	}
	return in, nil
}

// onResolve changes the card for everyone.
func onResolve(ctx context.Context, turn *framework.TurnContext, in incident) (schema.AdaptiveCardInvokeResponse, error) {
	if in.problem() != "" {
		return schema.AdaptiveCardInvokeResponse{}, &framework.BadValueError{Name: turn.Activity.Name, Err: errors.New("no incident")}
	}
	resolved := in.message(turn.Activity.From.Name)
	resolved.ID = turn.Activity.ReplyToID
	if _, err := turn.UpdateActivity(ctx, resolved); err != nil {
		return schema.AdaptiveCardInvokeResponse{}, err
	}
	return schema.CardResponse(resolved.Attachments[0].Content), nil
}

// message is the card as a message, with who has resolved it, if somebody has.
func (i incident) message(resolvedBy string) *schema.Activity {
	title, style := "Incident", cards.Attention
	if resolvedBy != "" {
		title, style = "Resolved by "+resolvedBy, cards.Good
	}
	card := cards.Card{Body: []cards.Element{
		cards.Container{Style: style, Bleed: true, Items: []cards.Element{
			cards.RichTextBlock{Inlines: []cards.Inline{cards.TextRun{Text: title, Weight: cards.Bolder}}},
			cards.PlainText(i.Service + ": " + i.status().title()),
		}},
		cards.PlainText(cmp.Or(i.Note, "No further details.")),
	}}
	if resolvedBy == "" {
		card.Actions = []cards.Action{cards.Execute{Title: "Resolve", Verb: verbResolve, Data: i}}
	}
	message := schema.AttachmentMessage(card.Attachment())
	message.Summary = i.Service + " answers " + i.status().title()
	return message
}

// form is the dialog, filled in as it was, and with what is wrong with that.
func form(in incident, problem string) *teams.MessagingExtensionActionResponse {
	var choices []cards.Choice
	for _, s := range find("", shownErrors) {
		choices = append(choices, cards.Choice{Title: s.title(), Value: strconv.Itoa(s.Code)})
	}
	card := cards.Card{
		Body: []cards.Element{
			cards.InputText{ID: "service", Label: "Which service fails?", Value: in.Service, MaxLength: maxService, IsRequired: true, ErrorMessage: "Please name it."},
			cards.InputChoiceSet{ID: "code", Label: "What does it answer?", Choices: choices, Value: in.Code, IsRequired: true, ErrorMessage: "Please choose."},
			cards.InputText{ID: "note", Label: "What else?", Value: in.Note, MaxLength: maxNote, IsMultiline: true},
		},
		Actions: []cards.Action{cards.Submit{Title: "Preview"}},
	}
	if problem != "" {
		card.Body = append([]cards.Element{cards.TextBlock{Text: problem, Color: cards.Attention, Wrap: true}}, card.Body...)
	}
	attachment := card.Attachment()
	return teams.ActionDialog(teams.TaskModuleInfo{Title: "Report an incident", Width: "medium", Height: "medium", Card: &attachment})
}
