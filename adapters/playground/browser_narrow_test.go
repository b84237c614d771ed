package playground_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/handlers"
)

// narrow makes the window as wide as half a small screen.
func (b *browser) narrow() {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 800, Height: 700, DeviceScaleFactor: 1})
	require.NoError(b.t, err)
}

func TestTheFirstMinute(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Menu:\n\n- soup\n- salad")
	})
	b := browse(t, &bot)
	b.sees(box("Ann Ahmed"))
	b.until(`document.activeElement.matches('[aria-label="Ann Ahmed"] .box')`) // one can write at once
	b.writes("hello")
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Bot", "soup"))
	b.until(`getComputedStyle(document.querySelector('.of-bot .body li')).listStyleType === 'disc'`)
	b.screenshot("first-minute.png")
}

func TestTheListOfPlacesGoesWhenItHasServed(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.narrow()
	toggle := pane("Ann Ahmed") + `//button[@aria-label="Conversations"]`
	list := pane("Ann Ahmed") + `//nav[contains(@class,"places")]`
	hidden := `getComputedStyle(document.querySelector('[aria-label="Ann Ahmed"] .places')).display === "none"`
	b.clicks(toggle)
	b.sees(list)
	b.screenshot("narrow-places.png")
	b.presses(kb.Escape)
	b.until(hidden)
	b.until(`document.activeElement.matches('[aria-label="Ann Ahmed"] .toggle-places[aria-expanded="false"]')`)
	b.clicks(toggle)
	b.clicks(list + `//button[@title="Lunch"]`)
	b.until(hidden)
	b.until(`document.activeElement.matches('[aria-label="Ann Ahmed"] .box')`)
	b.clicks(toggle)
	b.clicks(pane("Ann Ahmed") + `//button[@aria-label="Send"]`)
	b.until(hidden)
	b.screenshot("narrow.png")
}

func TestInspectorTellsInANarrowWindow(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.narrow()
	b.says("Ann Ahmed", "hello")
	b.sees(said("Ann Ahmed", "Bot", "Echo: hello"))
	b.clicks(`//button[@aria-label="Inspector and other panels"]`)
	b.sees(line("message “hello”"))
	b.until(`document.querySelector('.inspector-what').getBoundingClientRect().width > 120`)
	b.screenshot("narrow-inspector.png")
}
