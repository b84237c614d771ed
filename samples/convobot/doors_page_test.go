package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/playground"
)

// window is a browser that has the page open.
type window struct {
	t   *testing.T
	ctx context.Context
}

// onPage tells a story on the page, and waits after each step until as much has happened as in sentences.
func onPage(t *testing.T, chromium string, play *playground.Playground, story []step, after []int) {
	t.Helper()
	w := window{t: t, ctx: browsertest.Tab(t, chromium, 1440, 900)}
	w.do("open the page", chromedp.Navigate(play.URL()+"/"))
	for i, s := range story {
		w.does(s)
		w.waits(play, after[i], s)
		w.screenshot(fmt.Sprintf("story-%d.png", i+1))
	}
}

// screenshot keeps a picture of the window in the folder that CONVO_SCREENSHOTS names, if it does.
func (w window) screenshot(name string) {
	w.t.Helper()
	dir := os.Getenv("CONVO_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	require.NoError(w.t, err)
	require.NoError(w.t, os.WriteFile(filepath.Join(dir, name), picture, 0o600))
}

// does performs a step: in the person's pane, in their chat with the bot or in the channel, whose newest post is the last.
func (w window) does(s step) {
	w.t.Helper()
	pane := fmt.Sprintf(`//section[@aria-label=%q]`, s.who)
	place := "Bot"
	if s.public {
		place = "Contoso › General"
	}
	w.clicks(fmt.Sprintf(`%s//button[contains(@class,"place")][@title=%q]`, pane, place))
	w.do("see "+place, chromedp.WaitVisible(chromedp.Search(pane+`//div[contains(@class,"talk")][@data-loaded]`)))
	newest := pane + `//li[@class="post"][last()]`
	switch {
	case s.press != "":
		w.clicks(fmt.Sprintf(`%s//button[normalize-space(.)=%q]`, newest, s.press))
	case s.adds != "":
		w.clicks(newest + `//button[normalize-space(.)="Reply"]`)
		w.writes(s.adds)
	default:
		w.clicks(pane + `//div[contains(@class,"talk")]/form//textarea`)
		w.writes(s.says)
	}
}

// writes writes where the focus is, and presses Enter.
func (w window) writes(text string) {
	w.t.Helper()
	_, err := chromedp.Call(w.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(w.t, err, "write %q", text)
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		// Not chromedp.KeyEvent, which also writes the line break that the page took for "send".
		_, err := chromedp.Call(w.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
		})
		require.NoError(w.t, err, "press Enter")
	}
}

func (w window) clicks(xpath string) {
	w.t.Helper()
	w.do("click "+xpath, chromedp.WaitVisible(chromedp.Search(xpath)), chromedp.Click(chromedp.Search(xpath)))
}

// do performs steps of the browser; a failure shows what the page says.
func (w window) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		shown, _ := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.body.innerText`))
		require.NoError(w.t, err, "%s; the page shows:\n%s", what, shown)
	}
}

// waits waits until that many things have happened.
func (w window) waits(play *playground.Playground, want int, after step) {
	w.t.Helper()
	late := time.After(20 * time.Second)
	for {
		changed := play.World().Changed()
		if happened(play.World()) >= want {
			w.draws(play.World().Happened())
			return
		}
		select {
		case <-changed:
		case <-late:
			require.Fail(w.t, "less has happened than in sentences", "after %+v:\n%s", after, transcriptOf(w.t, play.World()))
		}
	}
}

// draws waits until the page has drawn what happened so far: what is clicked before that may be gone when the click arrives.
func (w window) draws(happened int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(async () => {
		const { store } = await import(new URL("store.js", document.querySelector("script[type=module]").src));
		const frame = () => new Promise((done) => requestAnimationFrame(done));
		while ((store.entries.at(-1)?.serial ?? 0) < %d) await frame();
		for (let i = 0; i < 3; i++) await frame();
		return true;
	})()`, happened), chromedp.EvalAwaitPromise))
	require.NoError(w.t, err, "wait until the page has drawn what happened")
}
