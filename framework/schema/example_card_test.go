package schema_test

import (
	"fmt"

	"github.com/convobot/convo/framework/schema"
)

// content returns a message with that attachment, as it goes over the wire.
func content(a schema.Attachment) string {
	return indented(&schema.Activity{Attachments: []schema.Attachment{a}})
}

func ExampleThumbnailCard() {
	card := schema.ThumbnailCard{
		Title:  "Order 17",
		Images: []schema.CardImage{{URL: "https://example.com/17.png", Alt: "an engine"}},
		Tap:    schema.CardAction{Type: schema.ActionOpenURL, Value: "https://example.com/orders/17"},
	}
	fmt.Println(schema.AttachmentMessage(card.Attachment()).Attachments[0].ContentType)
	// Output: application/vnd.microsoft.card.thumbnail
}

// AnimationCard and AudioCard have the same fields.
func ExampleVideoCard() {
	card := schema.VideoCard{
		Title:     "How it turns",
		Image:     schema.ThumbnailURL{URL: "https://example.com/engine.png", Alt: "an engine"},
		Media:     []schema.MediaURL{{URL: "https://example.com/engine.mp4"}},
		Duration:  "PT1M30S",
		AutoStart: new(false), // true if it is not said
	}
	fmt.Println(content(card.Attachment()))
	// Output:
	// {
	//   "attachments": [
	//     {
	//       "contentType": "application/vnd.microsoft.card.video",
	//       "content": {
	//         "title": "How it turns",
	//         "image": {
	//           "url": "https://example.com/engine.png",
	//           "alt": "an engine"
	//         },
	//         "media": [
	//           {
	//             "url": "https://example.com/engine.mp4"
	//           }
	//         ],
	//         "duration": "PT1M30S",
	//         "autostart": false
	//       }
	//     }
	//   ]
	// }
}

func ExampleReceiptCard() {
	card := schema.ReceiptCard{
		Title: "Ada Lovelace",
		Facts: []schema.Fact{{Key: "Order", Value: "17"}},
		Items: []schema.ReceiptItem{{Title: "Engine", Price: "£ 2 000", Quantity: "1"}},
		Total: "£ 2 000",
	}
	fmt.Println(card.Attachment().ContentType)
	// Output: application/vnd.microsoft.card.receipt
}

func ExampleNewSignInCard() {
	card := schema.NewSignInCard("Orders are private.", "Sign in", "https://example.com/signin")
	fmt.Println(content(card.Attachment()))
	// Output:
	// {
	//   "attachments": [
	//     {
	//       "contentType": "application/vnd.microsoft.card.signin",
	//       "content": {
	//         "text": "Orders are private.",
	//         "buttons": [
	//           {
	//             "type": "signin",
	//             "title": "Sign in",
	//             "value": "https://example.com/signin"
	//           }
	//         ]
	//       }
	//     }
	//   ]
	// }
}

// A picture, or a file, that is somewhere else.
func ExampleLinkedAttachment() {
	picture := schema.LinkedAttachment("https://example.com/17.png", "image/png")
	picture.Name = "17.png"
	message := schema.AttachmentMessage(picture)
	message.Text = "This is it:"
	fmt.Println(message.Text, message.Attachments[0].Name)
	// Output: This is it: 17.png
}

// Buttons of which one changes something without a word from the user: it comes back as the invoke
// suggestedActions/submit, with this value.
func ExampleSuggestedActions() {
	question := schema.TextMessage("Shall I ship order 17?")
	question.SuggestedActions = schema.SuggestedActions{
		To: []string{"29:ada"},
		Actions: []schema.CardAction{
			{Type: schema.ActionSubmit, Title: "Ship it", Value: map[string]any{"ship": 17}},
			{Type: schema.ActionIMBack, Title: "Tell me more", Value: "tell me more about order 17"},
		},
	}
	for _, button := range question.SuggestedActions.Actions {
		fmt.Println(button.Type, button.Title)
	}
	// Output:
	// Action.Submit Ship it
	// imBack Tell me more
}
