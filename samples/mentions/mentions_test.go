package main

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestMentions(t *testing.T) {
	t.Parallel()
	lunch := fake.New(t, newBot()).InGroup("Lunch", "Bob")
	lunch.Says("greet me").ExpectActivity(func(a *schema.Activity) error {
		require.Equal(t, "Hello <at>Ann</at>", a.Text)
		require.Equal(t, lunch.Person().ID, a.Mentions()[0].Mentioned.ID)
		return nil
	})
	lunch.Says("who").ExpectText("You mentioned nobody").ExpectNothing()

	question := schema.TextMessage("who")
	for _, name := range []string{"Bob", "Ann"} {
		person := lunch.As(name).Person()
		question.AddMention(schema.ChannelAccount{ID: person.ID, Name: person.Name})
	}
	lunch.InPrivate().Sends(question).ExpectText("You mentioned <at>Bob</at> <at>Ann</at>").ExpectNothing()
}

// TestOwnMessages: what the bot does with messages of its own.
func TestOwnMessages(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Says("edit").ExpectText("Working ...").ExpectUpdate("Done.")
	conv.Says("delete").ExpectText("You do not see this for long.").ExpectDelete()
	conv.Says("secret").ExpectText("We are alone here. Say that in a group chat or channel.")
	conv.Says("like").ExpectReaction(schema.ReactionLike)
	conv.Says("hi").ExpectText(help).ExpectNothing()

	lunch := conv.InGroup("Lunch", "Bob")
	lunch.Says("secret").ExpectTargeted("Only you see this.").ExpectNothing()
}

// TestOthersMessages: what the bot hears of other people's messages, and of what they do to its own.
func TestOthersMessages(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Says("quote").ExpectActivity(func(a *schema.Activity) error {
		require.Contains(t, a.Text, "You said that.")
		require.Len(t, a.Quotes(), 1)
		return nil
	})
	conv.Edits("quota").ExpectContains("You changed that.")
	conv.Deletes().ExpectText("You took a message back.")
	conv.Undeletes().ExpectContains("You said that after all.")
	conv.Reacts(schema.ReactionHeart).ExpectContains("Thank you for the heart.")
	conv.Says("hi").ExpectText(help)
	conv.Reacts(schema.ReactionLike).ExpectContains("Thank you for the like.").ExpectNothing()
}

func TestAI(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conv := fake.New(t, newBot())
		conv.Says("ai").ExpectStreamed(
			"Asking the kitchen ...", "The canteen opens at ", "The canteen opens at noon, and closes when ",
			"The canteen opens at noon, and closes when the soup is ",
		).ExpectActivity(func(a *schema.Activity) error {
			entity, ok := schema.EntityOf[schema.MessageEntity](a)
			require.True(t, ok)
			require.Equal(t, []string{schema.AIGenerated}, entity.AdditionalType)
			require.Equal(t, "Opening hours", entity.Citation[0].Appearance.Name)
			require.Equal(t, "General", entity.UsageInfo.Name)
			return nil
		})
		conv.Rates(teams.FeedbackDislike, "too early").ExpectText("You judged my answer: dislike too early")
		conv.Says("ai").ExpectContains("noon").Rates(teams.FeedbackLike).ExpectText("You judged my answer: like").ExpectNothing()
		conv.StopsAt("The canteen").Says("ai").ExpectContains("The canteen").ExpectNothing()
		conv.InGroup("Lunch", "Bob").Says("ai").ExpectContains("noon").ExpectNothing()
	})
}
