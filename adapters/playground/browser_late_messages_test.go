package playground_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// says has people write messages of which the bot hears nothing.
func says(t *testing.T, w *world.World, chat string, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		_, _, err := w.Send(w.People()[0], chat, schema.TextMessage(fmt.Sprintf("message %d.", i)))
		require.NoError(t, err)
	}
}

// annScrolls is what Ann's messages are scrolled in.
const annScrolls = `document.querySelector('section[aria-label="Ann Ahmed"] .scroll')`

// TestAStreamIsSeenByAPageThatIsBehind says that a page which is told late shows what the bot writes, and that it ends.
func TestAStreamIsSeenByAPageThatIsBehind(t *testing.T) {
	t.Parallel()
	next := make(chan string)
	bot, ended := newWriter(next)
	b := browse(t, bot)
	end := sync.OnceFunc(func() { close(next) })
	t.Cleanup(end)
	b.says("Ann Ahmed", "what?")
	b.sees(pane("Ann Ahmed") + `//button[.="Stop"]`)
	look[bool](b, `((now) => { Date.now = () => now() + 10_000; return true; })(Date.now)`)
	next <- "The answer"
	b.sees(pane("Ann Ahmed") + `//div[contains(@class,"streaming")][contains(.,"The answer")]`)
	end()
	b.sees(said("Ann Ahmed", "Bot", "The answer"))
	b.misses(`//div[contains(@class,"streaming")]`)
	require.False(t, (<-ended).Stopped)
}

func TestOlderMessagesChangeWhileTheyLoad(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	ann := w.People()[0]
	chat := w.PersonalChat(ann)
	says(t, w, chat, 1, 60)
	b.do("reload", chromedp.Reload())
	b.sees(said("Ann Ahmed", "Ann Ahmed", "message 60."))
	b.hears()
	b.gates("/messages", fetch.RequestStageResponse)
	b.until(annScrolls + `.scrollTop === 0 || !(` + annScrolls + `.scrollTop = 0)`)
	b.held(1)
	_, _, err := w.Edit(ann, chat, w.Messages(chat)[4].ID, schema.TextMessage("message five."))
	require.NoError(t, err)
	b.hears()
	b.lets(0)
	b.until(`[...` + annScrolls + `.querySelectorAll(".message")].some((one) => one.textContent.includes("message five."))`)
}

// TestNothingIsMissingBetweenOlderMessages says that older messages are shown only where they belong: those in between may have
// been taken off the page while they loaded.
func TestNothingIsMissingBetweenOlderMessages(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	chat := w.PersonalChat(w.People()[0])
	says(t, w, chat, 1, 60)
	b.do("reload", chromedp.Reload())
	b.sees(said("Ann Ahmed", "Ann Ahmed", "message 60."))
	says(t, w, chat, 61, 195)
	b.sees(said("Ann Ahmed", "Ann Ahmed", "message 195."))
	b.gates("/messages", fetch.RequestStageResponse)
	b.until(annScrolls + `.scrollTop === 0 || !(` + annScrolls + `.scrollTop = 0)`)
	b.held(1)
	b.until(`(` + annScrolls + `.scrollTop = 1e9) && ` + annScrolls + `.scrollTop > 1000`)
	look[bool](b, settled) // the page has noticed that it is at the end
	says(t, w, chat, 196, 230)
	b.until(annScrolls + `.querySelectorAll(".message").length < 150`)
	look[bool](b, "!(gate = false)")
	b.lets(0)
	b.until(`(` + annScrolls + `.scrollTop = 1, ` + annScrolls + `.scrollTop = 0, ` + annScrolls + `.querySelectorAll(".message").length === 230)`)
}

// TestANewerAnswerStays says that a message is shown as it is, in whatever order the page is told what became of it.
func TestANewerAnswerStays(t *testing.T) {
	t.Parallel()
	card := func(text string) schema.Attachment {
		return schema.AdaptiveCard(m{
			"type": "AdaptiveCard", "version": "1.5", "body": []any{m{"type": "TextBlock", "text": text}},
			"actions": []any{m{"type": "Action.Execute", "title": "Vote", "verb": "vote"}},
		})
	}
	var bot handlers.TeamsActivityHandler
	poll := ""
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		if poll == "" {
			sent, err := turn.SendActivity(ctx, schema.AttachmentMessage(card("Lunch?")))
			poll = sent.ID
			return err
		}
		closed := schema.AttachmentMessage(card("Closed"))
		closed.ID = poll
		_, err := turn.UpdateActivity(ctx, closed)
		return err
	})
	handlers.OnInvoke(&bot, schema.InvokeAdaptiveCardAction, func(context.Context, *framework.TurnContext, schema.AdaptiveCardInvokeValue) (schema.AdaptiveCardInvokeResponse, error) {
		return schema.AdaptiveCardInvokeResponse{StatusCode: 200, Type: schema.ContentTypeAdaptiveCard, Value: card("You voted").Content}, nil
	})
	b := browse(t, &bot)
	b.says("Ann Ahmed", "poll")
	b.sees(said("Ann Ahmed", "Bot", "Lunch?"))
	b.gates("/message?", fetch.RequestStageResponse)
	b.clicks(pane("Ann Ahmed") + `//button[normalize-space(.)="Vote"]`)
	b.held(1)
	look[bool](b, "!(gate = false)")
	w := b.page.play.World()
	b.says("Ann Ahmed", "close")
	b.page.until(func() bool { return w.Timeline(0)[w.Happened()-1].Kind == world.Edited })
	b.hears()
	look[bool](b, settled)
	b.lets(0)
	b.sees(said("Ann Ahmed", "Bot", "Closed"))
}
