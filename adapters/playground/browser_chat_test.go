package playground_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// echo answers every message with its text.
func echo() *handlers.ActivityHandler {
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.TextWithoutRecipient())
	})
	return &bot
}

// heard keeps what a bot hears, and passes it on.
type heard struct {
	bot framework.Handler

	mu         sync.Mutex
	activities []*schema.Activity
}

func (h *heard) OnTurn(ctx context.Context, turn *framework.TurnContext) error {
	h.mu.Lock()
	h.activities = append(h.activities, turn.Activity)
	h.mu.Unlock()
	return h.bot.OnTurn(ctx, turn)
}

// of returns the activities of a type that the bot heard.
func (h *heard) of(kind string) []*schema.Activity {
	h.mu.Lock()
	defer h.mu.Unlock()
	var found []*schema.Activity
	for _, a := range h.activities {
		if a.Type == kind {
			found = append(found, a)
		}
	}
	return found
}

// pane is the pane of a person.
func pane(name string) string { return fmt.Sprintf(`//section[@aria-label=%q]`, name) }

// said is a message in the pane of a person, whose author and text these are.
func said(in, author, text string) string {
	return fmt.Sprintf(`%s//li[contains(@class,"message")][.//span[@class="author"]=%q][.//div[@class="body"][contains(normalize-space(.),%q)]]`, pane(in), author, text)
}

// box is where a person writes to the open conversation.
func box(person string) string {
	return pane(person) + `//div[contains(@class,"talk")]/form//textarea`
}

// goes has a person open a place, whose title is that of the button.
func (b *browser) goes(person, title string) {
	b.t.Helper()
	b.clicks(fmt.Sprintf(`%s//button[contains(@class,"place")][@title=%q]`, pane(person), title))
	b.sees(pane(person) + `//div[contains(@class,"talk")][@data-loaded]`)
}

// says has a person write something in the open conversation and press Enter.
func (b *browser) says(person, text string) {
	b.t.Helper()
	b.clicks(box(person))
	b.writes(text)
	b.presses(kb.Enter)
}

// tool presses a button beside a message.
func (b *browser) tool(message, label string) {
	b.t.Helper()
	b.do("focus "+message, chromedp.WaitVisible(chromedp.Search(message)), chromedp.Focus(chromedp.Search(message)))
	b.clicks(fmt.Sprintf(`%s//div[@role="toolbar"]//button[@aria-label=%q]`, message, label))
}

func TestTwoPeopleAndTheBotInAGroup(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "Pizza?")
	b.sees(said("Bob Berg", "Ann Ahmed", "Pizza?"))
	b.sees(said("Bob Berg", "Bot", "Echo: Pizza?"))
	b.sees(said("Ann Ahmed", "Bot", "Echo: Pizza?"))
	b.says("Bob Berg", "Sushi")
	b.sees(said("Ann Ahmed", "Bob Berg", "Sushi"))
	b.sees(said("Ann Ahmed", "Bot", "Echo: Sushi"))
	b.screenshot("group.png")
}

func TestAThreadIsAnsweredInItself(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.goes("Ann Ahmed", "Contoso › Design")
	b.goes("Bob Berg", "Contoso › Design")
	b.says("Ann Ahmed", "Which blue?")
	post := func(person string) string {
		return pane(person) + `//li[contains(@class,"post")][.//ol[contains(@class,"root")][contains(normalize-space(.),"Which blue?")]]`
	}
	b.sees(post("Bob Berg") + `//ol[starts-with(@aria-label,"Replies")]//li[contains(normalize-space(.),"Echo: Which blue?")]`)
	b.clicks(post("Bob Berg") + `//button[normalize-space(.)="Reply"]`)
	b.writes("The darker one")
	b.presses(kb.Enter)
	b.sees(post("Ann Ahmed") + `//ol[starts-with(@aria-label,"Replies")]//li[contains(normalize-space(.),"Echo: The darker one")]`)
	b.says("Ann Ahmed", "And which red?")
	b.sees(said("Bob Berg", "Bot", "Echo: And which red?"))
	b.screenshot("channel.png")

	b.presses(kb.ArrowUp) // in the channel, this edits the last post
	b.writes(", please")
	b.presses(kb.Enter)
	b.sees(said("Bob Berg", "Ann Ahmed", "And which red?, please"))

	channel := b.page.play.World().Conversations()[6].ID
	require.Len(t, b.page.play.World().Messages(channel), 2, "posts")
}

func TestAMentionIsCompleted(t *testing.T) {
	t.Parallel()
	ears := &heard{bot: echo()}
	b := browse(t, ears)
	b.goes("Ann Ahmed", "Lunch")
	b.clicks(box("Ann Ahmed"))
	b.writes("Ask @co")
	b.sees(`//ul[@role="listbox"]/li[contains(.,"Cleo Costa")]`)
	b.screenshot("mention.png")
	b.presses(kb.Enter)
	b.writes("and @")
	b.sees(`//ul[@role="listbox"]/li[@aria-selected="true"][contains(.,"Bot")]`)
	b.presses(kb.ArrowDown + kb.ArrowDown + kb.ArrowUp)
	b.sees(`//ul[@role="listbox"]/li[@aria-selected="true"][contains(.,"Bob Berg")]`)
	b.presses(kb.Escape)
	b.writes("Nobody")
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Bot", "and @Nobody"))

	message := ears.of(schema.TypeMessage)[0]
	require.Equal(t, "<at>Bot</at> Ask <at>Cleo Costa</at> and @Nobody", message.Text)
	require.Equal(t, "28:", message.Mentions()[0].Mentioned.ID[:3])
	require.Equal(t, "Cleo Costa", message.Mentions()[1].Mentioned.Name)

	// The bot is not told of what does not mention it, and the page says so.
	b.clicks(pane("Ann Ahmed") + `//button[contains(@class,"mention-bot")][@aria-pressed="true"]`)
	b.says("Ann Ahmed", "among ourselves")
	b.sees(pane("Ann Ahmed") + `//p[contains(.,"Teams does not tell the bot")]`)
	require.Len(t, ears.of(schema.TypeMessage), 1)
}

func TestEditDeleteAndReactAreSeenByOthersAndTheBot(t *testing.T) {
	t.Parallel()
	ears := &heard{bot: echo()}
	b := browse(t, ears)
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "Salat")
	b.sees(said("Bob Berg", "Bot", "Echo: Salat"))

	// ArrowUp in the empty box edits what was said last.
	b.presses(kb.ArrowUp)
	b.sees(pane("Ann Ahmed") + `//form[@aria-label="Edit the message"]`)
	b.screenshot("edit.png")
	b.writes(" with bread")
	b.presses(kb.Enter)
	b.sees(said("Bob Berg", "Ann Ahmed", "Salat with bread") + `[.//span[@class="flag"]="Edited"]`)

	b.tool(said("Bob Berg", "Bot", "Echo: Salat"), "Heart")
	b.sees(said("Ann Ahmed", "Bot", "Echo: Salat") + `//button[@aria-label="Heart: Bob Berg"][@aria-pressed="false"]`)
	b.sees(said("Bob Berg", "Bot", "Echo: Salat") + `//button[@aria-label="Heart: Bob Berg"][@aria-pressed="true"]`)
	b.tool(said("Ann Ahmed", "Bot", "Echo: Salat"), "More reactions")
	b.sees(`//div[@aria-label="Reactions"]//button[@aria-label="Launch"]`)
	b.screenshot("reactions.png")
	b.clicks(`//div[@aria-label="Reactions"]//button[@aria-label="Launch"]`)
	b.sees(said("Bob Berg", "Bot", "Echo: Salat") + `//button[@aria-label="Launch: Ann Ahmed"]`)
	b.clicks(said("Bob Berg", "Bot", "Echo: Salat") + `//button[@aria-label="Heart: Bob Berg"]`)
	b.misses(pane("Ann Ahmed") + `//button[starts-with(@aria-label,"Heart: Bob")]`)

	b.tool(said("Ann Ahmed", "Ann Ahmed", "Salat with bread"), "Delete")
	b.sees(said("Bob Berg", "Ann Ahmed", "This message has been deleted."))
	b.tool(said("Ann Ahmed", "Ann Ahmed", "This message has been deleted."), "Undo delete")
	b.sees(said("Bob Berg", "Ann Ahmed", "Salat with bread"))

	require.Eventually(t, func() bool {
		return len(ears.of(schema.TypeMessageUpdate)) == 2 && len(ears.of(schema.TypeMessageDelete)) == 1 && len(ears.of(schema.TypeMessageReaction)) == 3
	}, patience, pause)
	require.Contains(t, ears.of(schema.TypeMessageUpdate)[0].Text, "Salat with bread")
}

func TestTypingIsShownAndEnds(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	goOn := make(chan struct{})
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		if _, err := turn.SendActivity(ctx, &schema.Activity{Type: schema.TypeTyping}); err != nil {
			return err
		}
		<-goOn
		return turn.SendText(ctx, "done")
	})
	ears := &heard{bot: &bot}
	b := browse(t, ears)
	b.says("Ann Ahmed", "think")
	b.sees(pane("Ann Ahmed") + `//p[contains(@class,"typing")][contains(@class,"on")][contains(.,"Bot is typing")]`)
	b.screenshot("typing.png")
	close(goOn)
	b.sees(said("Ann Ahmed", "Bot", "done"))
	b.misses(pane("Ann Ahmed") + `//p[contains(@class,"typing")][contains(@class,"on")]`)
	require.Len(t, ears.of(schema.TypeTyping), 1, "the person's own, once")

	// In a group, others see it too.
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.clicks(box("Ann Ahmed"))
	b.writes("Well")
	b.sees(pane("Bob Berg") + `//p[contains(@class,"typing")][contains(.,"Ann Ahmed is typing")]`)
}

func TestASuggestedActionIsChosen(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		answer := schema.TextMessage("You said " + turn.Activity.Text)
		if turn.Activity.Text == "choose" {
			answer.SuggestedActions = schema.SuggestedActions{Actions: []schema.CardAction{
				{Type: "imBack", Title: "Red", Value: "the red one"}, {Type: "imBack", Title: "Blue", Value: "the blue one"},
			}}
		}
		_, err := turn.SendActivity(ctx, answer)
		return err
	})
	b := browse(t, &bot)
	b.says("Ann Ahmed", "choose")
	b.sees(pane("Ann Ahmed") + `//div[@class="suggested"]//button[normalize-space(.)="Blue"]`)
	b.screenshot("suggested.png")
	b.clicks(pane("Ann Ahmed") + `//div[@class="suggested"]//button[normalize-space(.)="Blue"]`)
	b.sees(said("Ann Ahmed", "Bot", "You said the blue one"))
	b.misses(pane("Ann Ahmed") + `//div[@class="suggested"]//button`)
}

func TestACardThatIsPressedIsAnsweredInItsPlace(t *testing.T) {
	t.Parallel()
	card := func(text string) schema.Attachment {
		return schema.AdaptiveCard(map[string]any{
			"type": "AdaptiveCard", "version": "1.5", "body": []any{map[string]any{"type": "TextBlock", "text": text}},
			"actions": []any{
				map[string]any{"type": "Action.Execute", "title": "Vote", "verb": "vote"},
				map[string]any{"type": "Action.Submit", "title": "Submit", "data": map[string]any{"n": 1}},
			},
		})
	}
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		if turn.Activity.Value != nil {
			return turn.SendText(ctx, "submitted")
		}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card("Lunch?")))
		return err
	})
	handlers.OnInvoke(&bot, schema.InvokeAdaptiveCardAction, func(context.Context, *framework.TurnContext, schema.AdaptiveCardInvokeValue) (schema.AdaptiveCardInvokeResponse, error) {
		return schema.AdaptiveCardInvokeResponse{StatusCode: 200, Type: schema.ContentTypeAdaptiveCard, Value: card("You voted").Content}, nil
	})
	b := browse(t, &bot)
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "poll")
	vote := pane("Bob Berg") + `//button[normalize-space(.)="Vote"]`
	b.sees(said("Ann Ahmed", "Bot", "Lunch?"))
	b.clicks(vote)
	b.sees(said("Bob Berg", "Bot", "You voted"))
	b.sees(said("Ann Ahmed", "Bot", "Lunch?"))
	b.until(`document.activeElement.textContent === "Vote"`) // the focus is on the button that took its place
	b.screenshot("card.png")
	b.do("reload", chromedp.Reload())
	b.sees(said("Bob Berg", "Bot", "You voted"))
	b.clicks(pane("Ann Ahmed") + `//button[normalize-space(.)="Submit"]`)
	b.sees(said("Bob Berg", "Bot", "submitted"))
}

func TestABotThatIsNotThereIsSaidWhereItHappens(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	b := open(t, chromium, serveFor(t, playground.Config{Bot: "http://127.0.0.1:1/api/messages"}))
	b.says("Ann Ahmed", "anyone?")
	b.sees(said("Ann Ahmed", "Ann Ahmed", "anyone?") + `//p[@role="alert"][contains(.,"start the bot")]`)
	b.sees(`//span[@data-kind="bad"][contains(.,"Bot does not answer")]`)
	b.screenshot("not-there.png")
	b.do("reload", chromedp.Reload())
	b.sees(said("Ann Ahmed", "Ann Ahmed", "anyone?") + `//p[@role="alert"][contains(.,"start the bot")]`)
}

func TestWhatTheBotIsRefusedIsSaid(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	var bot handlers.ActivityHandler
	p := serve(t, &bot)
	w := p.play.World()
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		if _, err := w.Uninstall(w.People()[0], turn.Activity.Conversation.ID); err != nil {
			return err
		}
		return turn.SendText(ctx, "too late")
	})
	b := open(t, chromium, p)
	b.says("Ann Ahmed", "hello")
	b.sees(pane("Ann Ahmed") + `//div[@class="notice"]//p[@role="alert"][contains(.,"refused with 403")]`)
	b.sees(pane("Ann Ahmed") + `//p[contains(.,"The bot is not installed here")]`)
	b.screenshot("refused.png")
	b.clicks(pane("Ann Ahmed") + `//div[@class="notice"]//button[@aria-label="Dismiss"]`)
	b.misses(pane("Ann Ahmed") + `//div[@class="notice"]//p`)
	b.until(`document.activeElement.matches('[aria-label="Ann Ahmed"] .box')`)
}

func TestAFailingBotIsSaidWhereItHappens(t *testing.T) {
	t.Parallel()
	bot := framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return fmt.Errorf("out of order") })
	b := browse(t, bot)
	b.says("Ann Ahmed", "hello")
	b.sees(said("Ann Ahmed", "Ann Ahmed", "hello") + `//p[@role="alert"][contains(.,"500")]`)
	b.sees(`//span[@data-kind="bad"][.="Bot failed: 500"]`)
	b.screenshot("problem.png")

	// A long text is too much for nobody, and markup is text.
	b.says("Ann Ahmed", "<b>"+strings.Repeat("long ", 400)+"</b>")
	b.sees(said("Ann Ahmed", "Ann Ahmed", "<b>long long"))
}

func TestTheBarSaysWhatTheBotDid(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	var status atomic.Int64
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(int(status.Load())) }))
	t.Cleanup(bot.Close)
	b := open(t, chromium, serveFor(t, playground.Config{Bot: bot.URL}))
	for _, test := range []struct {
		status     int64
		kind, said string
	}{
		{500, "bad", "Bot failed: 500"},
		{404, "bad", "Bot answered 404"},
		{401, "bad", "Bot refuses this playground: 401"},
		{200, "good", "Bot answers"},
		{503, "bad", "Bot failed: 503"},
	} {
		status.Store(test.status)
		b.says("Ann Ahmed", "hello")
		b.sees(fmt.Sprintf(`//span[@role="status"][@data-kind=%q][.=%q]`, test.kind, test.said))
	}
	b.screenshot("bar.png")
}
