package playground_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/framework"
)

const (
	patience = 30 * time.Second      // that a step in the browser may take on a busy machine
	pause    = 20 * time.Millisecond // between two looks at what the browser does not tell
)

// browser is the page in a headless Chromium, as people use it.
type browser struct {
	t    *testing.T
	ctx  context.Context
	page *page // the same playground, without a browser

	mu       sync.Mutex
	problems []string // what the page did wrong: exceptions, and what its security policy forbids
	requests []string // the URLs that it asked for
}

// browse serves a playground for a bot and opens its page in a browser.
//
// It needs CONVO_CHROMIUM, a Chromium; the test is skipped without it, except in CI, where CONVO_CI makes that an error.
// At the end of the test, the page must have thrown nothing and violated no policy.
func browse(t *testing.T, bot framework.Handler) *browser {
	t.Helper()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	return open(t, chromium, serve(t, bot))
}

// open opens the page of a playground that is served.
func open(t *testing.T, chromium string, p *page) *browser {
	t.Helper()
	b := &browser{t: t, ctx: browsertest.Tab(t, chromium, 1440, 900), page: p}
	require.NoError(t, chromedp.Listen(b.ctx, b.hear), "listen to the browser")
	b.do("open the page", chromedp.Navigate(p.play.URL()+"/"))
	t.Cleanup(func() { require.Empty(t, b.wrong(), "what went wrong in the page") })
	return b
}

// hear keeps what the browser tells of the page.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, exceptionText(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Source == log.EntrySourceSecurity {
			b.problems = append(b.problems, e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

func exceptionText(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Text + " " + d.Exception.Description
	}
	return fmt.Sprintf("%s at %s:%d", d.Text, d.URL, d.LineNumber+1)
}

// wrong returns what went wrong in the page so far.
func (b *browser) wrong() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.problems...)
}

// forgive forgets what went wrong on purpose.
func (b *browser) forgive() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = nil
}

// asked returns the URLs that the page asked for so far.
func (b *browser) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.requests...)
}

// do performs steps, with patience for each of them together; a failure shows what the page says.
func (b *browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.fail(what, err)
	}
}

func (b *browser) fail(what string, err error) {
	b.t.Helper()
	b.screenshot(strings.ReplaceAll(b.t.Name(), "/", "_") + "-failed.png")
	shown, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	require.NoError(b.t, err, "%s; the page shows:\n%s\nand went wrong with: %v", what, shown, b.wrong())
}

// sees waits until an element is visible. Selectors are XPath, CSS or a text, as chromedp.Search has it.
func (b *browser) sees(selector string) {
	b.t.Helper()
	b.do("see "+selector, chromedp.WaitVisible(chromedp.Search(selector)))
}

// misses waits until there is no such element.
func (b *browser) misses(selector string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`document.evaluate(%q, document, null, XPathResult.BOOLEAN_TYPE).booleanValue === false`, selector))
}

// clicks clicks an element as soon as it is visible.
func (b *browser) clicks(selector string) {
	b.t.Helper()
	element := chromedp.Search(selector)
	b.do("click "+selector, chromedp.WaitVisible(element), chromedp.Click(element))
}

// writes puts text where the focus is, as an input method does: line breaks do not press Enter.
func (b *browser) writes(text string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(b.t, err, "write %q", text)
}

// The modifiers of [browser.presses].
const (
	alt   = 1
	shift = 8
)

// presses presses keys of package kb one after the other, each with the modifiers.
//
// This is not chromedp.KeyEvent, which sends the character of a key even if the page took the key.
func (b *browser) presses(keys string, modifiers ...int64) {
	b.t.Helper()
	for _, r := range keys {
		key, ok := kb.Keys[r]
		require.True(b.t, ok, "there is no key for %q", r)
		event := input.DispatchKeyEventParams{
			Type: input.DispatchKeyEventTypeRawKeyDown, Key: key.Key, Code: key.Code, WindowsVirtualKeyCode: key.Windows, NativeVirtualKeyCode: key.Native,
		}
		for _, modifier := range modifiers {
			event.Modifiers |= modifier
		}
		if key.Text != "" && event.Modifiers&alt == 0 {
			event.Type, event.Text, event.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, key.Text, key.Unmodified
		}
		_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, event)
		require.NoError(b.t, err, "press %s", key.Key)
		event.Type, event.Text, event.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
		_, err = chromedp.Call(b.ctx, input.DispatchKeyEvent, event)
		require.NoError(b.t, err, "release %s", key.Key)
	}
}

// until waits until a JavaScript expression is true; it is looked at again and again.
//
// This is not chromedp.Poll, which makes a function of a text, and the page's policy forbids that.
func (b *browser) until(expression string) {
	b.t.Helper()
	expression = b.ofPage(expression)
	js := fmt.Sprintf(`new Promise((done) => {
		const look = () => { if (%s) done(true); else setTimeout(look, 15); };
		look();
	})`, expression)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js, chromedp.EvalAwaitPromise)); err != nil {
		b.fail("wait until "+expression, err)
	}
}

// look returns the value of a JavaScript expression, or of the promise that it is.
func look[T any](b *browser, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](b.ofPage(expression), chromedp.EvalAwaitPromise))
	if err != nil {
		b.fail("look at "+expression, err)
	}
	return value
}

// ofPage has an expression import the modules that the page has, which are at a path of this start.
func (b *browser) ofPage(expression string) string {
	return strings.ReplaceAll(expression, "/page/", b.page.files)
}

// screenshot keeps a picture of the window in the folder that CONVO_SCREENSHOTS names, if it does.
func (b *browser) screenshot(name string) {
	b.t.Helper()
	dir := os.Getenv("CONVO_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(dir, name), picture, 0o600))
}
