package main

import (
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/teams"
)

// startCard has the buttons that open the dialogs.
func startCard() cards.Card {
	return cards.Card{
		Body: []cards.Element{cards.TextBlock{Text: "Where would you like to sit?", Weight: cards.Bolder, Wrap: true}},
		Actions: []cards.Action{
			cards.Submit{Title: "Book a desk", Data: teams.OpenDialogData(dialogBook)},
			cards.Submit{Title: "Floor plan", Data: teams.OpenDialogData(dialogPlan)},
		},
	}
}

// submitted is the data of a dialog's button: which dialog it is, and what it is about. The form's inputs are added to it.
type submitted struct {
	Dialog string `json:"dialog_id"` // teams.DialogKey
	booking
}

// showForm answers with the form, filled in as it was, and with what is wrong with that.
func showForm(in booking, problem string) (*teams.TaskModuleResponse, error) {
	choices := make([]cards.Choice, len(desks))
	for i, desk := range desks {
		choices[i] = cards.Choice{Title: "Desk " + desk, Value: desk}
	}
	form := cards.Card{
		Body: []cards.Element{
			cards.InputChoiceSet{
				ID: "desk", Label: "Desk", Choices: choices, Value: in.Desk, IsRequired: true, ErrorMessage: "Please choose a desk.",
			},
			cards.InputDate{ID: "day", Label: "Day", Value: in.Day, IsRequired: true, ErrorMessage: "Please choose a day."},
		},
		Actions: []cards.Action{cards.Submit{Title: "Next", Data: map[string]any{teams.DialogKey: dialogBook}}},
	}
	if problem != "" {
		form.Body = append([]cards.Element{cards.TextBlock{Text: problem, Color: cards.Attention, Wrap: true}}, form.Body...)
	}
	return show("Book a desk", form)
}

// confirmCard is the second step. What the first one said goes along in the buttons' data.
func confirmCard(in booking) cards.Card {
	return cards.Card{
		Body: []cards.Element{cards.TextBlock{Text: "Desk " + in.String(), Size: cards.Large, Wrap: true}},
		Actions: []cards.Action{
			cards.Submit{Title: "Book it", Style: cards.Positive, Data: submitted{dialogConfirm, in}},
			cards.Submit{Title: "Back", Data: submitted{dialogChange, in}},
		},
	}
}

func show(title string, card cards.Card) (*teams.TaskModuleResponse, error) {
	attachment := card.Attachment()
	return teams.ShowDialog(teams.TaskModuleInfo{Title: title, Width: "small", Height: "small", Card: &attachment}), nil
}
