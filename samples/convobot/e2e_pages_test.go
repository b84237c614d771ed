package main_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
)

// teamsJS stands in for the script of Teams, which is not on this machine: it keeps what a page tells Teams.
const teamsJS = `window.told = ""; window.microsoftTeams = {
	app: { initialize() {} },
	dialog: { url: { submit(data) { window.told = "submits " + JSON.stringify(data) } } },
	authentication: { notifySuccess(result) { window.told = "succeeds with " + JSON.stringify(result) } },
}`

// TestPages presses the buttons on the pages of other samples, in a browser that holds to the pages' security policy. It needs
// CONVO_CHROMIUM.
func TestPages(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	tests := []struct{ sample, path, button, want string }{
		{"dialogs", "/floorplan", "B2", `submits {"dialog_id":"desk","desk":"B2"}`},
		{"messageextension", "/settings?shown=errors", "Save", `succeeds with "errors"`},
	}
	for _, tt := range tests {
		t.Run(tt.sample, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), e2eLimit)
			defer cancel()
			bot := exec.CommandContext(ctx, buildSample(ctx, t, tt.sample))
			bot.Dir = filepath.Dir(bot.Path) // of its memory
			bot.Env = []string{"PORT=0"}
			url := "http://" + strings.TrimSuffix(start(t, bot, `url=http://`), "/api/messages")
			c := openPlayground(t, chromium, url)
			_, err := chromedp.Call(c.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: teamsJS})
			require.NoError(t, err)
			button := chromedp.Search(`//button[normalize-space(.)="` + tt.button + `"]`)
			c.do("press "+tt.button, chromedp.Navigate(url+tt.path), chromedp.WaitVisible(button), chromedp.Click(button))
			told, err := chromedp.Run(c.ctx, chromedp.Evaluate[string]("window.told"))
			require.NoError(t, err)
			require.Equal(t, tt.want, told)
			c.screenshot(tt.sample+".png", `//body`)
		})
	}
}
