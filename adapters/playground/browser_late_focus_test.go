package playground_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

func TestWhoWritesIsNotDisturbedWhenSomebodyElseLeaves(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.opens("World")
	b.clicks(`//button[@aria-label="New group chat"]`)
	b.clicks(labelled("Name"))
	b.writes("Lau")
	w := b.page.play.World()
	require.NoError(t, w.RemovePerson(w.People()[1].ID))
	b.misses(pane("Bob Berg"))
	b.writes("nch")
	b.until(`document.activeElement.value === "Launch"`)
}

// TestAnEditIsSavedOnce says that who presses Enter twice, or writes elsewhere until the edit is saved, is not disturbed by that.
func TestAnEditIsSavedOnce(t *testing.T) {
	t.Parallel()
	ears := &heard{bot: echo()}
	b := browse(t, ears)
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "Salat")
	b.sees(said("Ann Ahmed", "Bot", "Echo: Salat"))
	b.presses(kb.ArrowUp)
	b.sees(pane("Ann Ahmed") + `//form[@aria-label="Edit the message"]`)
	b.writes(" with bread")
	b.gates("/acts", fetch.RequestStageRequest)
	b.presses(kb.Enter + kb.Enter)
	b.until("held.length > 0")
	require.Equal(t, 1, look[int](b, "held.length"))
	look[bool](b, "!(gate = false)")
	b.clicks(box("Bob Berg"))
	b.writes("No")
	b.lets(0)
	b.sees(said("Bob Berg", "Ann Ahmed", "Salat with bread"))
	b.misses(`//form[@aria-label="Edit the message"]`)
	b.writes(" bread")
	b.until(`document.activeElement.value === "No bread" && document.activeElement.matches('[aria-label="Bob Berg"] .box')`)

	// What is left while it is saved, and begun again, goes on.
	b.says("Ann Ahmed", "Tea")
	b.sees(said("Ann Ahmed", "Bot", "Echo: Tea"))
	b.presses(kb.ArrowUp)
	b.writes(", green")
	look[bool](b, "gate = true")
	b.presses(kb.Enter)
	b.held(2)
	look[bool](b, "!(gate = false)")
	b.presses(kb.Escape)
	b.misses(`//form[@aria-label="Edit the message"]`)
	b.presses(kb.ArrowUp)
	b.writes(", bl")
	b.lets(1)
	b.page.until(func() bool { return len(ears.of(schema.TypeMessageUpdate)) == 2 })
	look[bool](b, settled)
	b.writes("ack")
	b.until(`document.activeElement.value === "@Bot Tea, black"`)
}

// TestASearchThatWasLeftIsOver says that an answer of the bot does not take the window from who does something else there.
func TestASearchThatWasLeftIsOver(t *testing.T) {
	t.Parallel()
	var bot handlers.TeamsActivityHandler
	bot.OnMessagingExtensionQuery(func(context.Context, *framework.TurnContext, teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		return teams.MessagingExtensionAuth("Sign in", "https://example.com/"), nil
	})
	b := browse(t, &bot)
	b.clicks(pane("Ann Ahmed") + `//form//button[@aria-label="Message extension"]`)
	extension := window("Message extension")
	b.fillsIn(fieldIn(extension, "Command"), "find")
	b.gates("/acts", fetch.RequestStageResponse)
	b.clicks(control(extension, "Search") + `[@type="submit"]`)
	b.held(1)
	b.clicks(extension + `//button[@role="tab"][.="Action"]`)
	b.fillsIn(fieldIn(extension, "Command"), "ope")
	b.lets(0)
	b.writes("n")
	b.until(`document.activeElement.value === "open"`)
	require.Equal(t, 1, look[int](b, `document.querySelectorAll("dialog[open]").length`))
}

// TestALinkIsOfferedThoughAnotherIsAnswered says that the bot's card of a link does not take away the offer for the next one.
func TestALinkIsOfferedThoughAnotherIsAnswered(t *testing.T) {
	t.Parallel()
	b := browse(t, finder())
	b.clicks(box("Ann Ahmed"))
	paste := func(link string) {
		look[bool](b, `document.activeElement.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: (() => {
			const data = new DataTransfer();
			data.setData("text/plain", "`+link+`");
			return data;
		})() }))`)
	}
	paste("https://example.com/1")
	b.gates("/acts", fetch.RequestStageResponse)
	b.clicks(control(pane("Ann Ahmed"), "Ask"))
	b.held(1)
	b.clicks(box("Ann Ahmed"))
	paste("https://example.com/2")
	b.lets(0)
	b.sees(showing(window("Message extension"), "The link https://example.com/1"))
	b.sees(pane("Ann Ahmed") + `//*[@class="link-offer"]//strong[.="https://example.com/2"]`)
}
