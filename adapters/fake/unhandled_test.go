package fake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// mistyped is a bot whose buttons, forms and commands have other names than its handlers.
func mistyped() framework.Handler {
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		card := cards.Card{Actions: []cards.Action{
			cards.Execute{Title: "Vote", Verb: "vot"},
			cards.Submit{Title: "Open", Data: teams.OpenDialogData("bok")},
			cards.Submit{Title: "Unnamed", Data: map[string]any{"msteams": map[string]any{"type": "task/fetch"}}},
			cards.Submit{Title: "Book", Data: teams.OpenDialogData("book")},
		}}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
		return err
	})
	handlers.OnAdaptiveCardAction(&bot, "vote", func(context.Context, *framework.TurnContext, struct{}) (schema.AdaptiveCardInvokeResponse, error) {
		return schema.MessageResponse("Thanks"), nil
	})
	handlers.OnDialogFetch(&bot, "book", func(context.Context, *framework.TurnContext, struct{}) (*teams.TaskModuleResponse, error) {
		form := cards.Card{Actions: []cards.Action{cards.Submit{Title: "Send"}}}
		return teams.ShowDialog(teams.CardDialog("Book", form.Attachment())), nil
	})
	handlers.OnDialogSubmit(&bot, "book", func(context.Context, *framework.TurnContext, struct{}) (*teams.TaskModuleResponse, error) {
		return teams.DialogMessage("Thanks"), nil
	})
	bot.OnMessagingExtensionQuery(func(context.Context, *framework.TurnContext, teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		return teams.SearchResults(), nil
	}, "find")
	return &bot
}

// An input of a type that the bot does not expect is found by its name, which stands at the end of what it is told.
func TestFailureTellsAllOfARefusal(t *testing.T) {
	t.Parallel()
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		card := cards.Card{
			Body:    []cards.Element{cards.InputNumber{ID: "seats", Label: "Seats"}},
			Actions: []cards.Action{cards.Execute{Title: "Book", Verb: "book"}},
		}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
		return err
	})
	type form struct {
		Seats int `json:"seats"` // clients send texts
	}
	handlers.OnAdaptiveCardAction(&bot, "book", func(context.Context, *framework.TurnContext, form) (schema.AdaptiveCardInvokeResponse, error) {
		return schema.MessageResponse("Booked"), nil
	})
	failure := fails(t, func(t fake.TB) {
		fake.New(t, &bot).Says("hi").Presses("Book", fake.Inputs{"seats": 3}).ExpectAnswer("Booked")
	})
	told, _, _ := strings.Cut(failure, "what happened so far")
	require.Contains(t, told, `a string does not fit at \"/action/data/seats\"`)
}

// What no handler answers says which handler was missing: a name that is mistyped is the commonest mistake.
func TestFailureNamesTheMissingHandler(t *testing.T) {
	t.Parallel()
	const none = "got: an answer with status 501: the bot has no handler for "
	const unnamed = ` without a dialog_id, which the data of the button or form names the dialog by`
	for name, tt := range map[string]struct {
		story func(conv *fake.Conversation)
		want  string
	}{
		"verb":           {func(conv *fake.Conversation) { conv.Presses("Vote").ExpectAnswer("Thanks") }, `"adaptiveCard/action" with the verb "vot"`},
		"refusal":        {func(conv *fake.Conversation) { conv.Presses("Vote").ExpectRefusal(403, "") }, `"adaptiveCard/action" with the verb "vot"`},
		"dialog":         {func(conv *fake.Conversation) { conv.Presses("Open").ExpectDialog("Book") }, `"task/fetch" with the dialog_id "bok"`},
		"unnamed dialog": {func(conv *fake.Conversation) { conv.Presses("Unnamed").ExpectDialog("Book") }, `"task/fetch"` + unnamed},
		"unnamed form":   {func(conv *fake.Conversation) { conv.Presses("Book").Submits().ExpectAnswer("Thanks") }, `"task/submit"` + unnamed},
		"command":        {func(conv *fake.Conversation) { conv.Searches("fnd").ExpectResults("x") }, `"composeExtension/query" with the command "fnd"`},
		"another invoke": {func(conv *fake.Conversation) { conv.Invokes("shop/x", []int{1}); conv.ExpectAnswer("x") }, `"shop/x"` + "\n"},
		"a tab":          {func(conv *fake.Conversation) { conv.OpensTab("home").ExpectAnswer("x") }, `"tab/fetch"` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, fails(t, func(t fake.TB) { tt.story(fake.New(t, mistyped()).Says("hi").ExpectCard("")) }), none+tt.want)
		})
	}
}
