package playground_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
)

// cardsPage is a page in a browser that has loaded the modules of page/cards, and testdata/cards/harness.js as `h`.
type cardsPage struct {
	t   *testing.T
	ctx context.Context
}

// openCards opens a page of its own for a test, in the browser that CONVO_CHROMIUM names.
func openCards(t *testing.T) cardsPage {
	t.Helper()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	server := httptest.NewServer(cardsHandler())
	t.Cleanup(server.Close)
	p := cardsPage{t: t, ctx: browsertest.Tab(t, chromium, 1000, 1000)}
	require.NoError(t, chromedp.Do(p.ctx, chromedp.Navigate(server.URL+"/")), "open the page")
	p.eval(`(async () => { window.h = await import("/cards/harness.js"); return true })()`, new(bool))
	return p
}

// cardsHandler serves the page's files, what the tests add to them and, if CONVO_ADAPTIVECARDS names it, the folder of the npm
// package adaptivecards, beside which is that of markdown-it.
func cardsHandler() http.Handler {
	var mux http.ServeMux
	mux.Handle("/page/", http.StripPrefix("/page/", http.FileServer(http.Dir("page"))))
	mux.Handle("/cards/", http.StripPrefix("/cards/", http.FileServer(http.Dir("testdata/cards"))))
	if npm := os.Getenv("CONVO_ADAPTIVECARDS"); npm != "" {
		mux.Handle("/npm/", http.StripPrefix("/npm/", http.FileServer(http.Dir(filepath.Dir(npm)))))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		// What the page's own policy forbids must not be needed here either: code and styles from elsewhere or in line.
		w.Header().Set("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; base-uri 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, `<!doctype html><html lang="en"><title>cards</title><link rel="stylesheet" href="/page/cards.css"><body></body></html>`)
	})
	return &mux
}

// eval runs an expression, waits for its promise if it is one, and decodes what it gives.
func (p cardsPage) eval(expression string, into any) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Minute)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[json.RawMessage](expression, chromedp.EvalAwaitPromise))
	require.NoError(p.t, err, "%s", expression)
	require.NoError(p.t, json.Unmarshal(raw, into), "%s", raw)
}

// run runs statements with h and card, the value's JSON, in a function, and decodes what they return.
func run[T any](p cardsPage, value any, statements string) T {
	p.t.Helper()
	raw, err := json.Marshal(value)
	require.NoError(p.t, err)
	var result T
	p.eval("(async (card) => {"+statements+"})("+string(raw)+")", &result)
	return result
}
