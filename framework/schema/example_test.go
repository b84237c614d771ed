package schema_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework/schema"
)

// indented returns an activity as it goes over the wire.
func indented(a *schema.Activity) string {
	data, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// A pressed button arrives as a message with a value.
func ExampleAs() {
	var received schema.Activity
	if err := json.Unmarshal([]byte(`{"type": "message", "value": {"order": 9007199254740993, "approve": true}}`), &received); err != nil {
		fmt.Println(err)
		return
	}
	type answer struct {
		Order   int64 `json:"order"`
		Approve bool  `json:"approve"`
	}
	pressed, err := schema.As[answer](received.Value)
	switch {
	case errors.Is(err, schema.ErrNoValue):
		fmt.Println("typed, not pressed")
	case err != nil:
		fmt.Println("another card's button:", err)
	default:
		fmt.Printf("order %d approved: %t\n", pressed.Order, pressed.Approve)
	}
	// Output: order 9007199254740993 approved: true
}

func ExampleHeroCard() {
	card := schema.HeroCard{
		Title: "Order 17",
		Text:  "Two engines, one spare.",
		Buttons: []schema.CardAction{
			{Type: schema.ActionMessageBack, Title: "Approve", Text: "approve 17", DisplayText: "Approved"},
			{Type: schema.ActionOpenURL, Title: "Details", Value: "https://example.com/orders/17"},
		},
	}
	fmt.Println(indented(schema.AttachmentMessage(card.Attachment())))
	// Output:
	// {
	//   "type": "message",
	//   "attachments": [
	//     {
	//       "contentType": "application/vnd.microsoft.card.hero",
	//       "content": {
	//         "title": "Order 17",
	//         "text": "Two engines, one spare.",
	//         "buttons": [
	//           {
	//             "type": "messageBack",
	//             "title": "Approve",
	//             "text": "approve 17",
	//             "displayText": "Approved"
	//           },
	//           {
	//             "type": "openUrl",
	//             "title": "Details",
	//             "value": "https://example.com/orders/17"
	//           }
	//         ]
	//       }
	//     }
	//   ]
	// }
}

func ExampleSuggestedReplies() {
	question := schema.TextMessage("Ship order 17?")
	question.SuggestedActions = schema.SuggestedReplies("Yes", "Later")
	for _, button := range question.SuggestedActions.Actions {
		fmt.Println(button.Type, button.Title)
	}
	// Output:
	// imBack Yes
	// imBack Later
}

func ExampleCarouselMessage() {
	message := schema.CarouselMessage(
		schema.ThumbnailCard{Title: "Order 17", Images: []schema.CardImage{{URL: "https://example.com/17.png", Alt: "an engine"}}}.Attachment(),
		schema.ThumbnailCard{Title: "Order 18", Images: []schema.CardImage{{URL: "https://example.com/18.png", Alt: "cards"}}}.Attachment(),
	)
	fmt.Println(len(message.Attachments), message.AttachmentLayout)
	// Output: 2 carousel
}

func ExampleNewOAuthCard() {
	card := schema.NewOAuthCard("orders", "Sign in to see your orders", "Sign in", "https://token.example.com/signin")
	card.TokenExchangeResource.ID = "1"
	card.TokenExchangeResource.URI = "api://bot.example.com/app"
	fmt.Println(schema.AttachmentMessage(card.Attachment()).Attachments[0].ContentType)
	// Output: application/vnd.microsoft.card.oauth
}

func ExampleActivity_AddCitation() {
	answer := schema.TextMessage("The engine has 25 000 parts [1].")
	answer.MarkAIGenerated()
	answer.AddCitation(1, schema.Appearance{Name: "Notes on the engine", Abstract: "It was never built.", URL: "https://example.com/notes"})

	about, _ := schema.EntityOf[schema.MessageEntity](answer)
	fmt.Println(about.AdditionalType[0], about.Citation[0].Position, about.Citation[0].Appearance.Name)
	// Output: AIGeneratedContent 1 Notes on the engine
}

// A card from the designer is sent as it is.
func ExampleAdaptiveCard() {
	card := json.RawMessage(`{"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Hello"}]}`)
	message := schema.TextMessage("Here it is:")
	message.Attachments = []schema.Attachment{schema.AdaptiveCard(card)}
	fmt.Println(indented(message))
	// Output:
	// {
	//   "type": "message",
	//   "text": "Here it is:",
	//   "attachments": [
	//     {
	//       "contentType": "application/vnd.microsoft.card.adaptive",
	//       "content": {
	//         "type": "AdaptiveCard",
	//         "version": "1.5",
	//         "body": [
	//           {
	//             "type": "TextBlock",
	//             "text": "Hello"
	//           }
	//         ]
	//       }
	//     }
	//   ]
	// }
}

func ExampleNewMention() {
	mention := schema.NewMention(schema.ChannelAccount{ID: "29:ada", Name: "Ada"})
	message := schema.TextMessage("Over to you, " + mention.Text + ".")
	message.Entities = []schema.Entity{mention}

	fmt.Println(message.Text)
	fmt.Println(message.Mentions()[0].Mentioned.ID)
	// Output:
	// Over to you, <at>Ada</at>.
	// 29:ada
}

func ExampleActivity_TextWithoutRecipient() {
	bot := schema.ChannelAccount{ID: "28:convo", Name: "Convo"}
	received := schema.TextMessage("<at>Convo</at>&nbsp;newconversation")
	received.Recipient = bot
	received.Entities = []schema.Entity{schema.NewMention(bot)}

	fmt.Println(received.TextWithoutRecipient())
	// Output: newconversation
}

// A reference is kept as JSON and used in another process, days later.
func ExampleConversationReference() {
	received := schema.Activity{
		Type: schema.TypeMessage, ID: "1741079727314", ChannelID: schema.ChannelTeams, ServiceURL: "https://smba.trafficmanager.net/emea/",
		From: schema.ChannelAccount{ID: "29:ada"}, Recipient: schema.ChannelAccount{ID: "28:convo"},
		Conversation: schema.ConversationAccount{ID: "a:1", ConversationType: schema.ConversationPersonal},
	}
	kept, err := json.Marshal(received.Reference())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(kept))

	var ref schema.ConversationReference
	if err := json.Unmarshal(kept, &ref); err != nil {
		fmt.Println(err)
		return
	}
	reminder := ref.Address(schema.TextMessage("It is Friday."))
	fmt.Println(reminder.Conversation.ID, reminder.Recipient.ID, reminder.Text)
	// Output:
	// {"activityId":"1741079727314","user":{"id":"29:ada"},"bot":{"id":"28:convo"},"conversation":{"id":"a:1","conversationType":"personal"},"channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/"}
	// a:1 29:ada It is Friday.
}

// The parts of a stream as they arrive, the second one late.
func ExampleStreamOrder() {
	part := func(sequence int, kind, text string) *schema.Activity {
		info := schema.StreamInfo{StreamID: "1", StreamSequence: sequence, StreamType: kind}
		return &schema.Activity{Text: text, Entities: []schema.Entity{info}}
	}
	var order schema.StreamOrder
	for _, a := range []*schema.Activity{
		part(1, schema.StreamStreaming, "one"), part(3, schema.StreamStreaming, "three"),
		part(2, schema.StreamStreaming, "two"), part(5, schema.StreamFinal, "the end"),
	} {
		ready, missing := order.Add(a)
		for _, next := range ready {
			fmt.Println(next.Text)
		}
		if missing > 0 {
			fmt.Println("missing:", missing)
		}
	}
	// Output:
	// one
	// two
	// three
	// the end
	// missing: 1
}
