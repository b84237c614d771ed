package fake_test

import (
	"cmp"
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// formWithoutID asks for a date in an input that has no id, so clients refuse the card.
func formWithoutID() schema.Attachment {
	return schema.Attachment{ContentType: schema.ContentTypeAdaptiveCard, Content: json.RawMessage(
		`{"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Date", "label": "Until when?"}]}`)}
}

// newFormBot shows the form in a message, an update and a dialog.
func newFormBot() *handlers.TeamsActivityHandler {
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("")
		if turn.Activity.Text != "update" {
			a.Attachments = []schema.Attachment{formWithoutID()}
			_, err := turn.SendActivity(ctx, a)
			return err
		}
		sent, err := turn.SendActivity(ctx, schema.TextMessage("Wait"))
		if err != nil {
			return err
		}
		a.ID, a.Attachments = sent.ID, []schema.Attachment{formWithoutID()}
		_, err = turn.UpdateActivity(ctx, a)
		return err
	})
	bot.OnTaskFetch(func(context.Context, *framework.TurnContext, teams.TaskModuleRequest) (*teams.TaskModuleResponse, error) {
		return teams.ShowDialog(teams.CardDialog("Absence", formWithoutID())), nil
	})
	return &bot
}

func formStories() map[string]func(conv *fake.Conversation) {
	return map[string]func(conv *fake.Conversation){
		"message": func(conv *fake.Conversation) { conv.Says("form").ExpectCard("Until when?") },
		"update":  func(conv *fake.Conversation) { conv.Says("update").ExpectText("Wait").ExpectCardUpdate("Until when?") },
		"dialog":  func(conv *fake.Conversation) { conv.Sends(fetch()).ExpectDialog("Until when?") },
	}
}

func fetch() *schema.Activity {
	return &schema.Activity{Type: schema.TypeInvoke, Name: teams.InvokeTaskFetch, Value: map[string]any{"data": map[string]any{}}}
}

func TestCardsAreChecked(t *testing.T) {
	t.Parallel()
	for name, story := range formStories() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failure := fails(t, func(t fake.TB) { story(fake.New(t, newFormBot())) })
			require.Contains(t, failure, `fake: the bot sends the card "Until when?", in which clients find this wrong:`)
			require.Contains(t, failure, "cards: body[0] is of type Input.Date and has no id")
			require.Contains(t, failure, "World.SilenceCards")
		})
	}
}

// The answer to a button is a card, and not an attachment with one, which botbuilder's habit makes of it; a client shows nothing
// of that. Refreshed views and tabs come so, too.
func TestCardsOfAnswersAreChecked(t *testing.T) {
	t.Parallel()
	whole := cards.Card{Body: []cards.Element{cards.TextBlock{Text: "Done"}}}
	broken := cards.Card{Body: []cards.Element{cards.InputText{Label: "Done"}}}
	for name, tt := range map[string]struct {
		answer schema.Any
		want   string
	}{
		"a card":                {whole, ""},
		"an attachment":         {whole.Attachment(), `cards: the card has no "type": "AdaptiveCard"`},
		"a card that is broken": {broken, "cards: body[0] is of type Input.Text and has no id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.TeamsActivityHandler
			handlers.OnAdaptiveCardAction(&bot, "do", func(context.Context, *framework.TurnContext, struct{}) (schema.AdaptiveCardInvokeResponse, error) {
				return schema.CardResponse(tt.answer), nil
			})
			bot.OnTabFetch(func(context.Context, *framework.TurnContext, teams.TabRequest) (*teams.TabResponse, error) {
				return teams.TabCards(tt.answer), nil
			})
			failure := fails(t, func(t fake.TB) {
				conv := fake.New(t, &bot)
				conv.Invokes(schema.InvokeAdaptiveCardAction, schema.AdaptiveCardInvokeValue{
					Action: schema.AdaptiveCardInvokeAction{Type: "Action.Execute", Verb: "do"},
				})
				conv.ExpectAnswer("Done")
				t.Fatalf("held")
			})
			require.Contains(t, failure, cmp.Or(tt.want, "held"))
			if name == "an attachment" {
				return
			}
			failure = fails(t, func(t fake.TB) { fake.New(t, &bot).OpensTab("home").ExpectAnswer("Done"); t.Fatalf("held") })
			require.Contains(t, failure, cmp.Or(tt.want, "held"))
		})
	}
}

func TestSilenceCards(t *testing.T) {
	t.Parallel()
	for name, story := range formStories() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conv := fake.New(t, newFormBot())
			conv.World().SilenceCards()
			story(conv)
			conv.ExpectNothing()
		})
	}
}

func TestExpectO365Card(t *testing.T) {
	t.Parallel()
	card := teams.O365ConnectorCard{
		Title: "Deployed", Summary: "for notifications",
		Sections: []teams.O365Section{{
			ActivityTitle: "Ann", Facts: []teams.O365Fact{{Name: "To", Value: "production"}},
			PotentialAction: []teams.O365Action{{Type: teams.O365HTTPPost, Name: "Roll back"}},
		}},
		PotentialAction: []teams.O365Action{{Type: teams.O365ViewAction, Name: "Look"}},
	}
	bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("")
		a.Attachments = []schema.Attachment{card.Attachment()}
		_, err := turn.SendActivity(ctx, a)
		return err
	})
	conv := fake.New(t, bot)
	for _, part := range []string{"Deployed", "Ann", "production", "Roll back", "Look"} {
		conv.Says("deploy").ExpectCard(part)
	}
	failure := fails(t, func(t fake.TB) { fake.New(t, bot).Says("deploy").ExpectCard("for notifications") })
	require.Contains(t, failure, "[card: Deployed | Ann | To | production | Roll back | Look]")
}
