package main_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// How long is waited for programs and pages, which on a busy machine take their time, and for all of a test.
const (
	patience = time.Minute
	e2eLimit = 8 * time.Minute
)

// startPlayground runs the playground against the bot's endpoint, without telemetry, and returns its page's URL.
func startPlayground(ctx context.Context, t *testing.T, command, endpoint string) string {
	t.Helper()
	dir := t.TempDir()
	config, err := filepath.Abs("testdata/playground.yml")
	require.NoError(t, err)
	cmd := exec.CommandContext(ctx, command, "start",
		"--app-endpoint", endpoint, "--channel-id", "msteams", "--port", "0", "--disable-telemetry")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"TEAMSAPPTESTER_BROWSER=none",
		"M365_AGENTS_PLAYGROUND_CONFIG_PATH="+config,
		"M365_AGENTS_PLAYGROUND_LOGFILE="+filepath.Join(dir, "playground.log"),
		// The switch above leaves two telemetry clients running; these stop them.
		"APPLICATION_INSIGHTS_NO_STATSBEAT=1",
		`APPLICATIONINSIGHTS_CONFIGURATION_CONTENT={"disableAppInsights":true,"disableStatsbeat":true}`,
		"NO_PROXY=*", "TMPDIR="+dir)
	url := "http://127.0.0.1:" + start(t, cmd, "Listening on ")
	require.Eventually(t, func() bool { return answers(ctx, url+"/_debug/ping") }, patience, 50*time.Millisecond,
		"the playground does not get ready")
	return url
}

func answers(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// start runs cmd until the test ends and returns the word that follows mark in what it prints. What it prints after
// that goes to the test's log.
func start(t *testing.T, cmd *exec.Cmd, mark string) string {
	t.Helper()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	require.NoError(t, cmd.Start())
	done := make(chan struct{})
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		_ = in.Close()
		<-done
	})
	found := make(chan string, 1)
	go func() {
		defer close(done)
		defer close(found)
		sent := false
		for lines := bufio.NewScanner(out); lines.Scan(); {
			t.Logf("%s: %s", filepath.Base(cmd.Path), lines.Text())
			if _, after, ok := strings.Cut(lines.Text(), mark); ok && !sent {
				word, _, _ := strings.Cut(after, " ")
				found <- word
				sent = true
			}
		}
	}()
	select {
	case word := <-found:
		require.NotEmpty(t, word, "%s ended without printing %q", cmd.Path, mark)
		return word
	case <-time.After(patience):
		require.Fail(t, "not started", "%s did not print %q", cmd.Path, mark)
		return ""
	}
}

// The page, as XPath. A thread is a card with a reply box; the card with a Post button is for a new one.
const (
	box         = `//*[@data-lexical-editor="true"]`
	sendButton  = `//button[@aria-label="Send Message"]`
	newPostCard = `//div[contains(@class,"fui-Card ")][.//button[normalize-space()="Post"]]`
)

func thread(text string) string {
	return `//div[contains(@class,"fui-Card ")][.//div[contains(@class,"fui-CardFooter")]` + sendButton + `]` +
		`[contains(normalize-space(.),"` + text + `")]`
}

func inThread(root, text string) string {
	return thread(root) + `//*[self::p or self::span or self::div][contains(normalize-space(text()),"` + text + `")]`
}

func chatReply(text string) string {
	return `//*[contains(@class,"fai-OutputCard")][contains(normalize-space(.),"` + text + `")]`
}

// card is an Adaptive Card on the page that shows all of the texts.
func card(texts ...string) string {
	path := `(//div[contains(@class,"ac-adaptiveCard")]`
	for _, text := range texts {
		path += `[contains(normalize-space(.),"` + text + `")]`
	}
	return path + `)[last()]`
}

// press presses the newest button with that title.
func (c client) press(title string) {
	c.t.Helper()
	button := chromedp.Search(`(//div[contains(@class,"ac-adaptiveCard")]//button[normalize-space(.)="` + title + `"])[last()]`)
	c.do("press "+title, chromedp.WaitVisible(button), chromedp.Click(button))
}

// screenshot keeps a picture of an element in the folder that CONVO_SCREENSHOTS names, if it does.
func (c client) screenshot(name, xpath string) {
	c.t.Helper()
	dir := os.Getenv("CONVO_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(c.ctx, chromedp.Screenshot(chromedp.Search(xpath)))
	require.NoError(c.t, err)
	require.NoError(c.t, os.WriteFile(filepath.Join(dir, name), picture, 0o600))
}

// open goes to a chat or channel.
func (c client) open(name string) {
	c.t.Helper()
	item := chromedp.Search(`//button[@role="treeitem"][@aria-label="` + name + `"]`)
	c.do("open "+name, chromedp.WaitVisible(item), chromedp.Click(item), chromedp.WaitVisible(chromedp.Search(box)))
}

// post starts a thread in the open channel, mentioning the bot.
func (c client) post(text string) {
	c.t.Helper()
	c.compose(newPostCard+box, true, text, newPostCard+`//button[normalize-space()="Post"]`)
}

// replyInThread answers in the thread that holds root, mentioning the bot.
func (c client) replyInThread(root, text string) {
	c.t.Helper()
	c.compose(thread(root)+box, true, text, thread(root)+sendButton)
}

// say writes in the open personal chat, where the bot need not be mentioned.
func (c client) say(text string) {
	c.t.Helper()
	c.compose(box, false, text, sendButton)
}

func (c client) compose(into string, mention bool, text, send string) {
	c.t.Helper()
	c.do("click into "+into, chromedp.Click(chromedp.Search(into)))
	if mention {
		c.insert("@")
		c.do("choose the bot", chromedp.Click(chromedp.Search(`//*[@id="typeahead-menu"]//*[@role="menuitem"][normalize-space()="ConvoBot"]`)),
			chromedp.WaitVisible(chromedp.Search(into+`//span[@class="mention"]`)))
		text = " " + text
	}
	c.insert(text)
	c.do("send", chromedp.Click(chromedp.Search(send)))
}

func (c client) insert(text string) {
	c.t.Helper()
	_, err := chromedp.Call(c.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(c.t, err, "type %q", text)
}

// sees waits for an element of the page.
func (c client) sees(xpath string) {
	c.t.Helper()
	c.do("see "+xpath, chromedp.WaitVisible(chromedp.Search(xpath)))
}

// do performs steps, each in time; a failure shows what the page says.
func (c client) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		shown, _ := chromedp.Run(c.ctx, chromedp.Evaluate[string](`document.body.innerText`))
		require.NoError(c.t, err, "%s; the page shows:\n%s", what, shown)
	}
}
