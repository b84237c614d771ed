package fake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// cardBot shows its card, the JSON of an Adaptive Card, and tells what it hears.
type cardBot struct {
	handlers.ActivityHandler

	show  *schema.Activity
	heard []*schema.Activity
}

func newCardBot(message *schema.Activity) *cardBot {
	b := &cardBot{show: message}
	b.OnMessageText("show", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, b.show)
		return err
	})
	b.OnMessage(func(_ context.Context, turn *framework.TurnContext) error {
		b.heard = append(b.heard, turn.Activity)
		return nil
	})
	return b
}

// OnTurn also hears invokes, with names and without.
func (b *cardBot) OnTurn(ctx context.Context, turn *framework.TurnContext) error {
	if turn.Activity.Type != schema.TypeInvoke {
		return b.ActivityHandler.OnTurn(ctx, turn)
	}
	b.heard = append(b.heard, turn.Activity)
	turn.SetInvokeResponse(http.StatusOK, nil)
	return nil
}

func adaptive(card string) *schema.Activity {
	return schema.AttachmentMessage(schema.AdaptiveCard(json.RawMessage(card)))
}

func TestPresses(t *testing.T) {
	t.Parallel()
	hero := func(action schema.CardAction) *schema.Activity {
		action.Title = "Go"
		return schema.AttachmentMessage(schema.HeroCard{Title: "Card", Buttons: []schema.CardAction{action}}.Attachment())
	}
	tests := []struct {
		name   string
		show   *schema.Activity
		inputs []fake.Inputs
		want   string // of what the bot hears: type, name, text and value
	}{
		{
			"execute", adaptive(`{"actions":[{"type":"Action.Execute","title":"Go","id":"g","verb":"go","data":{"n":9007199254740993}}]}`), nil,
			`invoke adaptiveCard/action "" {"action":{"type":"Action.Execute","id":"g","verb":"go","data":{"n":9007199254740993}},"trigger":"manual"}`,
		},
		{
			"execute without data", adaptive(`{"actions":[{"type":"Action.Execute","title":"Go","verb":"go"}]}`), nil,
			`invoke adaptiveCard/action "" {"action":{"type":"Action.Execute","verb":"go"},"trigger":"manual"}`,
		},
		{
			"execute with inputs", adaptive(`{"body":[{"type":"Input.Text","id":"who","value":"Ann"},{"type":"Input.Toggle","id":"sure"}],
			"actions":[{"type":"Action.Execute","title":"Go","verb":"go","data":{"n":1},"fallback":{"type":"Action.Submit","title":"Go"}}]}`),
			[]fake.Inputs{{"who": "Bob"}},
			`invoke adaptiveCard/action "" {"action":{"type":"Action.Execute","verb":"go","data":{"n":1,"sure":"false","who":"Bob"}},"trigger":"manual"}`,
		},
		{
			"submit", adaptive(`{"body":[{"type":"Input.Text","id":"who"},{"type":"Input.Text","id":"why"}],
			"actions":[{"type":"Action.Submit","title":"Go","data":{"n":1}}]}`),
			[]fake.Inputs{{"who": "Bob"}},
			`message  "" {"n":1,"who":"Bob"}`,
		},
		{"submit without data", adaptive(`{"actions":[{"type":"Action.Submit","title":"Go"}]}`), nil, `message  "" {}`},
		{"submit of a text", adaptive(`{"actions":[{"type":"Action.Submit","title":"Go","data":"x"}]}`), nil, `message  "" "x"`},
		{"submit without inputs", adaptive(`{"body":[{"type":"Input.Text","id":"who","value":"Ann"}],
			"actions":[{"type":"Action.Submit","title":"Go","data":{"n":1},"associatedInputs":"none"}]}`), nil, `message  "" {"n":1}`},
		{"submit as messageBack", adaptive(`{"actions":[{"type":"Action.Submit","title":"Go",
			"data":{"msteams":{"type":"messageBack","text":"go","value":{"n":1}}}}]}`), nil, `message  "go" {"n":1}`},
		{
			"submit for a dialog", adaptive(`{"actions":[{"type":"Action.Submit","title":"Go","data":{"msteams":{"type":"task/fetch"},"n":1}}]}`), nil,
			`invoke task/fetch "" {"context":{"theme":"default"},"data":{"msteams":{"type":"task/fetch"},"n":1}}`,
		},
		{"in the body", adaptive(`{"body":[{"type":"Container","items":[{"type":"ColumnSet","columns":[{"type":"Column","items":[
			{"type":"ActionSet","actions":[{"type":"Action.Submit","title":"Go"}]}]}]}]}]}`), nil, `message  "" {}`},
		{"tapped", adaptive(`{"body":[{"type":"Container","selectAction":{"type":"Action.Submit","id":"Go"}}]}`), nil, `message  "" {}`},
		{
			"in a shown card", adaptive(`{"actions":[{"type":"Action.ShowCard","title":"More","card":{"type":"AdaptiveCard",
			"body":[{"type":"Input.Text","id":"who"}],"actions":[{"type":"Action.Submit","title":"Go"}]}}]}`),
			[]fake.Inputs{{"who": "Bob"}},
			`message  "" {"who":"Bob"}`,
		},
		{"one of equal titles by id", adaptive(`{"body":[{"type":"TextBlock","text":"x"}],"actions":[{"type":"Action.Submit","title":"x","id":"Go","data":{"n":1}},
			{"type":"Action.Submit","title":"x","id":"n","data":{"n":2}}]}`), nil, `message  "" {"n":1}`},
		{"imBack", hero(schema.CardAction{Type: "imBack", Value: "go on"}), nil, `message  "go on" `},
		{"postBack", hero(schema.CardAction{Type: "postBack", Value: "go on"}), nil, `message  "go on" `},
		{
			"messageBack", hero(schema.CardAction{Type: "messageBack", Text: "go", DisplayText: "Going", Value: json.RawMessage(`{"n":1}`)}), nil,
			`message  "go" {"n":1}`,
		},
		{"invoke", hero(schema.CardAction{Type: "invoke", Value: json.RawMessage(`{"n":1}`)}), nil, `invoke  "" {"n":1}`},
		{
			"invoke for a dialog", hero(schema.CardAction{Type: "invoke", Value: json.RawMessage(`{"type":"task/fetch","n":1}`)}), nil,
			`invoke task/fetch "" {"context":{"theme":"default"},"data":{"n":1,"type":"task/fetch"}}`,
		},
		{"a tapped hero card", schema.AttachmentMessage(schema.HeroCard{
			Title: "Card", Tap: schema.CardAction{Type: "imBack", Title: "Go", Value: "tapped"},
		}.Attachment()), nil, `message  "tapped" `},
		{"a tapped picture", schema.AttachmentMessage(schema.HeroCard{Title: "Card", Images: []schema.CardImage{
			{URL: "https://x.example", Tap: schema.CardAction{Type: "imBack", Title: "Go", Value: "tapped"}},
		}}.Attachment()), nil, `message  "tapped" `},
		{"a suggested action", &schema.Activity{Type: schema.TypeMessage, Text: "Go?", SuggestedActions: schema.SuggestedActions{
			Actions: []schema.CardAction{{Type: "imBack", Title: "Go", Value: "go on"}},
		}}, nil, `message  "go on" `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bot := newCardBot(tt.show)
			channel := fake.New(t, bot).InChannel("General")
			channel.World().SilenceCards() // the table has parts of cards
			conv := channel.Says("show")
			conv.Presses("Go", tt.inputs...)
			conv.ExpectActivity(func(a *schema.Activity) error { // the card
				require.Len(t, bot.heard, 1)
				heard := bot.heard[0]
				value, _ := heard.Value.(json.RawMessage)
				require.Equal(t, tt.want, fmt.Sprintf("%s %s %q %s", heard.Type, heard.Name, heard.TextWithoutRecipient(), string(value)))
				require.Equal(t, a.ID, heard.ReplyToID)
				require.Equal(t, a.Conversation.ID, heard.Conversation.ID)
				require.Equal(t, "Ann", heard.From.Name)
				return nil
			}).ExpectNothing()
		})
	}
}

func TestMessageBackShowsItsDisplayText(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		button schema.CardAction
		shown  []string
	}{
		"with a value":          {schema.CardAction{Type: "messageBack", Title: "Go", Text: "go", DisplayText: "Going", Value: json.RawMessage(`{"n":1}`)}, []string{"Going"}},
		"without a value":       {schema.CardAction{Type: "messageBack", Title: "Go", Text: "go", DisplayText: "Going"}, []string{"Going"}},
		"without a displayText": {schema.CardAction{Type: "messageBack", Title: "Go", Text: "go"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bot := newCardBot(schema.AttachmentMessage(schema.HeroCard{Title: "Card", Buttons: []schema.CardAction{test.button}}.Attachment()))
			group := fake.New(t, bot).InGroup("Lunch", "Bob")
			group.Says("show").Presses("Go")
			require.Len(t, bot.heard, 1)
			require.Equal(t, "go", bot.heard[0].Text)
			require.Empty(t, bot.heard[0].Mentions())
			var shown []string
			for _, a := range group.World().Teams().Messages(bot.heard[0].Conversation.ID)[2:] { // after "show" and the card
				shown = append(shown, a.Text)
			}
			require.Equal(t, test.shown, shown)
		})
	}
}

// counter is a bot with a poll. Whoever votes sees the votes, and so does everyone.
type counter struct {
	handlers.ActivityHandler

	votes   atomic.Int64
	gate    chan struct{} // nil, or what a vote waits for
	waiting chan struct{} // told of each vote that waits
}

type vote struct {
	Action struct {
		Verb string `json:"verb"`
	} `json:"action"`
}

func newCounter() *counter {
	b := &counter{}
	b.OnMessageText("count", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, b.poll(0))
		return err
	})
	handlers.OnInvoke(b, schema.InvokeAdaptiveCardAction, b.act)
	return b
}

func (b *counter) poll(votes int64) *schema.Activity {
	return adaptive(fmt.Sprintf(`{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","id":"votes","text":"%d votes"}],"actions":[
		{"type":"Action.Execute","title":"Vote %[1]d","verb":"vote"},
		{"type":"Action.Execute","title":"Ask","verb":"ask"},
		{"type":"Action.Execute","title":"Mine","verb":"mine"},
		{"type":"Action.Execute","title":"Close","verb":"close"},
		{"type":"Action.OpenUrl","title":"Read","url":"https://bot.example"},
		{"type":"Action.Execute","title":"Later","isEnabled":false},
		{"type":"Action.ToggleVisibility","id":"toggle","targetElements":["votes"]},
		{"type":"Action.Execute","title":"Twin"},
		{"type":"Action.Execute","title":"Twin"}]}`, votes))
}

func (b *counter) act(ctx context.Context, turn *framework.TurnContext, in vote) (schema.AdaptiveCardInvokeResponse, error) {
	switch in.Action.Verb {
	case "ask":
		return schema.MessageResponse("Who asks & why?"), nil
	case "mine":
		return schema.CardResponse(b.poll(7).Attachments[0].Content), nil
	case "close":
		return schema.ErrorResponse(http.StatusForbidden, "NotYours", "only <Bob> may"), nil
	}
	if b.gate != nil {
		b.waiting <- struct{}{}
		<-b.gate
	}
	poll := b.poll(b.votes.Add(1))
	card := poll.Attachments[0].Content
	poll.ID = turn.Activity.ReplyToID
	_, err := turn.UpdateActivity(ctx, poll)
	return schema.CardResponse(card), err
}

// What is pressed is the newest message that has the button, as it is now.
func TestPressesWhatIsThereNow(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newCounter())
	conv.Says("count").ExpectCard("0 votes")
	conv.Says("count").ExpectCard("0 votes")
	conv.Presses("Vote 0").ExpectCardUpdate("1 votes").ExpectAnswer("1 votes")
	conv.Presses("Vote 1").ExpectAnswer("2 votes").ExpectCardUpdate("2 votes").ExpectNothing()
	conv.Presses("Vote 0").ExpectCardUpdate("3 votes") // on the older message
}

// A card that answers a press is seen by who pressed, until the bot replaces the message for everyone.
func TestPressesWhatThePersonSees(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newCounter()).InGroup("Release").Says("count").ExpectCard("0 votes")
	bob := ann.As("Bob")
	ann.Presses("Mine").ExpectAnswer("7 votes").Presses("Vote 7").ExpectCardUpdate("1 votes")
	bob.Presses("Mine").ExpectAnswer("7 votes")
	ann.Presses("Vote 1").ExpectCardUpdate("2 votes")
	bob.Presses("Vote 2").ExpectAnswer("3 votes")
}

// The card that answers a press takes the place of the one that was pressed: what else the message has stays.
func TestPressesOneOfTwoCards(t *testing.T) {
	t.Parallel()
	button := func(verb string) schema.Attachment {
		return schema.AdaptiveCard(map[string]any{
			"type": "AdaptiveCard", "version": "1.5", "body": []any{map[string]any{"type": "TextBlock", "text": verb}},
			"actions": []any{map[string]any{"type": "Action.Execute", "title": verb, "verb": verb}},
		})
	}
	bot := &handlers.ActivityHandler{}
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		message := schema.AttachmentMessage(button("eat"), button("drink"))
		message.AttachmentLayout = "list"
		_, err := turn.SendActivity(ctx, message)
		return err
	})
	handlers.OnAdaptiveCardAction(bot, "eat", func(context.Context, *framework.TurnContext, any) (schema.AdaptiveCardInvokeResponse, error) {
		return schema.CardResponse(button("pay").Content), nil
	})
	handlers.OnAdaptiveCardAction(bot, "drink", func(context.Context, *framework.TurnContext, any) (schema.AdaptiveCardInvokeResponse, error) {
		return schema.MessageResponse("cheers"), nil
	})
	conv := fake.New(t, bot).Says("menu")
	conv.Presses("eat").ExpectAnswer("pay").Presses("drink").ExpectAnswer("cheers")
}

// In a channel, what starts a thread is pressed in that thread.
func TestPressesInAChannel(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	channel := w.Connect(newCounter()).InChannel("General")
	_, err := proactive.Send(t.Context(), w.Adapter(), channel.Reference(), newCounter().poll(0))
	require.NoError(t, err)
	channel.ExpectCard("0 votes").As("Bob").Presses("Vote 0").ExpectCardUpdate("1 votes").ExpectAnswer("1 votes")
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newCounter())
	conv.Says("count").ExpectCard("0 votes").Presses("Ask").ExpectAnswer("asks & why").ExpectNothing()
	conv.Presses("Close").ExpectRefusal(http.StatusForbidden, "only <Bob>").ExpectRefusal(http.StatusForbidden, "NotYours")
	conv.Invokes("vendor/unknown", nil)
	conv.ExpectRefusal(http.StatusNotImplemented, "")
}

// Both votes are in the bot's hands before one of them goes on, which needs turns that run beside each other.
func TestTogether(t *testing.T) {
	t.Parallel()
	bot := newCounter()
	bot.gate, bot.waiting = make(chan struct{}), make(chan struct{}, 2)
	ann := fake.New(t, bot).InGroup("Release").Says("count").ExpectCard("0 votes")
	bob := ann.As("Bob")
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-bot.waiting
		<-bot.waiting
		close(bot.gate)
	}()
	ann.Together(func() {
		ann.Presses("Vote 0")
		bob.Presses("Vote 0")
	})
	<-done
	ann.ExpectAnswer("votes").ExpectCardUpdate("votes").ExpectCardUpdate("votes").ExpectNothing()
	bob.ExpectAnswer("votes")
	require.EqualValues(t, 2, bot.votes.Load())
}

// What is said together is answered once each; what is delivered again is not.
func TestTogetherTakesMessages(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
	conv.Together(func() { conv.Says("hi").DeliversAgain() }).ExpectText("Echo: hi").ExpectNothing()
	conv.Together(func() {}).ExpectNothing()
}
