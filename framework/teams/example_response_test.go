package teams_test

import (
	"encoding/json"
	"fmt"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// A dialog opened by a button of a card, and what its handler answers.
func ExampleShowDialog() {
	card := schema.AdaptiveCard(json.RawMessage(`{"type": "AdaptiveCard", "version": "1.5", "body": [
		{"type": "Input.Text", "id": "note", "label": "Note"}],
		"actions": [{"type": "Action.Submit", "title": "Save", "data": {"dialog_id": "note"}}]}`))
	button := teams.OpenDialogAction("Add a note", "note")
	answer := teams.ShowDialog(teams.CardDialog("Note", card))
	fmt.Println(button.Title, answer.Task.Type)
	// Output: Add a note continue
}

func ExampleTaskModuleRequest_Dialog() {
	request := teams.TaskModuleRequest{Data: json.RawMessage(`{"dialog_id": "note", "note": "late"}`)}
	form, err := schema.As[struct {
		Note string `json:"note"`
	}](request.Data)
	fmt.Println(request.Dialog(), form.Note, err)
	// Output: note late <nil>
}

// A list of cards, each with what stands for it in the list.
func ExampleSearchResults() {
	query := teams.MessagingExtensionQuery{Parameters: []teams.MessagingExtensionParameter{{Name: "text", Value: "engine"}}}
	var results []teams.MessagingExtensionAttachment
	for _, name := range []string{"Difference Engine", "Analytical Engine"} {
		card := schema.HeroCard{Title: name, Text: "Found for " + query.Parameter("text")}.Attachment()
		results = append(results, teams.ResultOf(card, schema.ThumbnailCard{Title: name}.Attachment()))
	}
	answer := teams.SearchResults(results...)
	fmt.Println(answer.ComposeExtension.Type, len(answer.ComposeExtension.Attachments))
	// Output: result 2
}

func ExampleActionPreview() {
	message := schema.AttachmentMessage(schema.AdaptiveCard(json.RawMessage(`{"type": "AdaptiveCard"}`)))
	answer := teams.ActionPreview(message) // comes back with BotMessagePreviewAction edit or send
	fmt.Println(answer.ComposeExtension.Type)
	// Output: botMessagePreview
}

func ExampleTabCards() {
	answer := teams.TabCards(json.RawMessage(`{"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "Orders"}]}`))
	fmt.Println(answer.Tab.Type, len(answer.Tab.Value.Cards))
	// Output: continue 1
}

func ExampleConfigDialog() {
	answer := teams.ConfigDialog(teams.PageDialog("Settings", "https://bot.example.com/settings"))
	fmt.Println(answer.ResponseType, answer.Config.Type)
	// Output: config continue
}

func ExampleFeedback_Text() {
	submitted := teams.MessageSubmitAction{ // the value of message/submitAction
		ActionName:  teams.ActionFeedback,
		ActionValue: json.RawMessage(`{"reaction": "dislike", "feedback": "{\"feedbackText\": \"It is red.\"}"}`),
	}
	feedback, err := submitted.Feedback()
	fmt.Println(feedback.Reaction, feedback.Text(), err)
	// Output: dislike It is red. <nil>
}

func ExampleReadReceipt_IsMessageRead() {
	receipt := teams.ReadReceipt{LastReadMessageID: "1741079727314"}
	fmt.Println(receipt.IsMessageRead("1741079727000"), receipt.IsMessageRead("1741079728000"))
	// Output: true false
}

func ExampleHTMLWidget_Message() {
	widget := teams.HTMLWidget{Name: "Dice", HTML: "<script>...</script>", Domain: "https://bot.example.com"}
	message, err := widget.Message()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(message.TextFormat)
	fmt.Println(message.Text)
	// Output:
	// extendedmarkdown
	// ```html-widget
	// {"type":"widget/mcp-ui","name":"Dice","html":"<script>...</script>","domain":"https://bot.example.com"}
	// ```
}
