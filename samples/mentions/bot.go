package main

import (
	"context"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

const help = "Say: greet me, who @somebody, edit, delete, quote, secret, like, ai. Or edit your message, delete it, or react to one of mine."

func newBot() framework.Handler {
	var bot handlers.TeamsActivityHandler

	bot.OnMessageText("greet me", greet)
	bot.OnMessageCommand("who", who)
	bot.OnMessageText("edit", edit)
	bot.OnMessageText("delete", remove)
	bot.OnMessageText("quote", func(ctx context.Context, turn *framework.TurnContext) error {
		return quote(ctx, turn, turn.Activity.ID, "You said that.")
	})
	bot.OnMessageText("secret", secret)
	bot.OnMessageText("like", like)
	bot.OnMessageText("ai", ai)
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, help) })

	bot.OnMessageEdit(func(ctx context.Context, turn *framework.TurnContext) error {
		return quote(ctx, turn, turn.Activity.ID, "You changed that.")
	})
	bot.OnMessageSoftDelete(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "You took a message back.")
	})
	bot.OnMessageUndelete(func(ctx context.Context, turn *framework.TurnContext) error {
		return quote(ctx, turn, turn.Activity.ID, "You said that after all.")
	})
	bot.OnReactionsAdded(func(ctx context.Context, turn *framework.TurnContext, added []schema.MessageReaction) error {
		return quote(ctx, turn, turn.Activity.ReplyToID, "Thank you for the "+added[0].Type+".")
	})
	bot.OnReactionsRemoved(func(ctx context.Context, turn *framework.TurnContext, removed []schema.MessageReaction) error {
		return quote(ctx, turn, turn.Activity.ReplyToID, "No "+removed[0].Type+" any more?")
	})
	bot.OnFeedback(func(ctx context.Context, turn *framework.TurnContext, feedback teams.Feedback) error {
		return turn.SendText(ctx, strings.TrimSpace("You judged my answer: "+feedback.Reaction+" "+feedback.Text()))
	})
	return &bot
}

// greet mentions who wrote, who is notified of it.
func greet(ctx context.Context, turn *framework.TurnContext) error {
	message := schema.TextMessage("Hello")
	message.AddMention(turn.Activity.From)
	_, err := turn.SendActivity(ctx, message)
	return err
}

// who lists whom a message mentions besides the bot.
func who(ctx context.Context, turn *framework.TurnContext, _ string) error {
	message := schema.TextMessage("You mentioned")
	for _, m := range turn.Activity.Mentions() {
		if m.Mentioned.ID != turn.Activity.Recipient.ID {
			message.AddMention(m.Mentioned)
		}
	}
	if len(message.Entities) == 0 {
		message.Text += " nobody"
	}
	_, err := turn.SendActivity(ctx, message)
	return err
}

// edit changes a message of the bot, as a bot does that shows how far it is.
func edit(ctx context.Context, turn *framework.TurnContext) error {
	sent, err := turn.SendActivity(ctx, schema.TextMessage("Working ..."))
	if err != nil {
		return err
	}
	done := schema.TextMessage("Done.")
	done.ID = sent.ID
	_, err = turn.UpdateActivity(ctx, done)
	return err
}

func remove(ctx context.Context, turn *framework.TurnContext) error {
	sent, err := turn.SendActivity(ctx, schema.TextMessage("You do not see this for long."))
	if err != nil {
		return err
	}
	return turn.DeleteActivity(ctx, sent.ID)
}

// quote says something about a message.
func quote(ctx context.Context, turn *framework.TurnContext, messageID, text string) error {
	message := schema.TextMessage(text)
	message.Quote(messageID)
	_, err := turn.SendActivity(ctx, message)
	return err
}

// secret is a message that only one person in a chat or channel sees.
func secret(ctx context.Context, turn *framework.TurnContext) error {
	if turn.Activity.Conversation.ConversationType == schema.ConversationPersonal {
		return turn.SendText(ctx, "We are alone here. Say that in a group chat or channel.")
	}
	message := schema.TextMessage("Only you see this.")
	teams.SetTarget(message, turn.Activity.From)
	_, err := turn.SendActivity(ctx, message)
	return err
}

// like puts a reaction of the bot on the message that asks for it.
func like(ctx context.Context, turn *framework.TurnContext) error {
	client, err := connector.FromTurn(turn)
	if err != nil {
		return err
	}
	return client.AddReaction(ctx, turn.Activity.Conversation.ID, turn.Activity.ID, schema.ReactionLike)
}

// ai is an answer that is shown while it is written, and says who wrote it, where it is from and how confidential it is. It can be
// judged, and stopped.
func ai(ctx context.Context, turn *framework.TurnContext) error {
	_, err := streaming.Reply(ctx, turn, func(ctx context.Context, w *streaming.Writer) error {
		w.Final(labels())
		w.Inform("Asking the kitchen ...")
		for _, word := range strings.SplitAfter("The canteen opens at noon, and closes when the soup is out [1].", " ") {
			select { // this stands for a language model
			case <-time.After(400 * time.Millisecond):
			case <-ctx.Done():
				return ctx.Err()
			}
			if _, err := w.WriteString(word); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// labels are what the last part of an answer of AI has besides its text.
func labels() *schema.Activity {
	message := &schema.Activity{}
	message.MarkAIGenerated()
	message.AddCitation(1, schema.Appearance{
		Name: "Opening hours", URL: "https://example.com/canteen", Abstract: "Monday to Friday, 12:00 to 14:00",
	})
	message.SetSensitivity(schema.SensitivityUsageInfo{Name: "General", Description: "For everyone in the house"})
	teams.EnableFeedback(message, teams.FeedbackDefault)
	return message
}
