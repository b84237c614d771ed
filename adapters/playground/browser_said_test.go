package playground_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/streaming"
	"github.com/convobot/convo/handlers"
)

func TestAFileIsSentAndRead(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, fmt.Sprintf("%d attachments of %s: %s", len(turn.Activity.Attachments), turn.Activity.Attachments[0].ContentType, turn.Activity.Text))
	})
	b := browse(t, &bot)
	notes := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(notes, []byte("remember"), 0o600))
	b.sees(box("Ann Ahmed"))
	chooses := chromedp.CSS(`section[aria-label="Ann Ahmed"] .talk > form input[type="file"]`)
	b.do("choose a file", chromedp.SetUploadFiles(chooses, []string{notes}, chromedp.NodeReady))
	b.sees(pane("Ann Ahmed") + `//ul[@aria-label="Files to send"]/li[contains(.,"notes.txt")]`)
	b.screenshot("file.png")
	b.says("Ann Ahmed", "look")
	b.sees(said("Ann Ahmed", "Bot", "1 attachments of application/vnd.microsoft.teams.file.download.info: look"))
	b.sees(said("Ann Ahmed", "Ann Ahmed", "notes.txt") + `//a[.="notes.txt"]`)
	data, ok := b.page.play.World().File(b.page.play.World().People()[0], "notes.txt")
	require.True(t, ok)
	require.Equal(t, "remember", string(data))

	// A picture is pasted, and shown to whom it was sent.
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.clicks(box("Ann Ahmed"))
	b.do("paste a picture", chromedp.Evaluate[chromedp.Void](`(() => {
		const bytes = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), (c) => c.charCodeAt(0));
		const data = new DataTransfer();
		data.items.add(new File([bytes], "dot.png", { type: "image/png" }));
		document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
	})()`))
	b.sees(pane("Ann Ahmed") + `//ul[@aria-label="Files to send"]/li[contains(.,"dot.png")]`)
	b.presses(kb.Enter)
	b.sees(said("Bob Berg", "Bot", "1 attachments of image/*"))
	b.until(`[...document.querySelectorAll('[aria-label="Bob Berg"] .message img')].some((one) => one.naturalWidth === 1)`)

	// What cannot be sent is said where it was tried, and is not lost.
	b.do("drop a file", chromedp.Evaluate[chromedp.Void](`(() => {
		const data = new DataTransfer();
		data.items.add(new File(["x"], "list.txt", { type: "text/plain" }));
		const form = document.querySelector('section[aria-label="Ann Ahmed"] .talk > form');
		form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`))
	b.says("Ann Ahmed", "for all")
	b.sees(pane("Ann Ahmed") + `//form//p[@role="alert"][contains(.,"files in personal chats only")]`)
	b.sees(pane("Ann Ahmed") + `//ul[@aria-label="Files to send"]/li[contains(.,"list.txt")]`)
}

func TestWhatOnlyOnePersonSees(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		whisper := schema.TextMessage("between us")
		whisper.Recipient = turn.Activity.From
		whisper.Recipient.IsTargeted = true
		if _, err := turn.SendActivity(ctx, whisper); err != nil {
			return err
		}
		return turn.SendText(ctx, "for all")
	})
	b := browse(t, &bot)
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "psst")
	b.sees(said("Bob Berg", "Bot", "for all"))
	b.sees(said("Ann Ahmed", "Bot", "between us") + `[contains(.,"Only you can see this message")]`)
	b.misses(said("Bob Berg", "Bot", "between us"))
	b.screenshot("targeted.png")
}

// newWriter returns a bot that writes what comes from next, until that is closed, and tells how its messages ended.
func newWriter(next <-chan string) (bot framework.Handler, ended <-chan streaming.Streamed) {
	var b handlers.ActivityHandler
	all := make(chan streaming.Streamed, 1)
	b.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		streamed, err := streaming.Reply(ctx, turn, func(ctx context.Context, w *streaming.Writer) error {
			w.Inform("Looking it up")
			for {
				select {
				case text, ok := <-next:
					if !ok {
						return nil
					}
					if _, err := w.WriteString(text); err != nil {
						return err
					}
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		})
		all <- streamed
		return err
	})
	return &b, all
}

func TestAStreamIsSeenWhileItComesIn(t *testing.T) {
	t.Parallel()
	next := make(chan string)
	bot, ended := newWriter(next)
	b := browse(t, bot)
	b.says("Ann Ahmed", "what?")
	b.sees(pane("Ann Ahmed") + `//p[contains(@class,"typing")][contains(.,"Looking it up")]`)
	b.sees(pane("Ann Ahmed") + `//button[.="Stop"]`)
	next <- "The answer"
	b.sees(pane("Ann Ahmed") + `//div[contains(@class,"streaming")][contains(.,"The answer")]`)
	b.screenshot("stream.png")
	next <- " is 42"
	close(next)
	b.sees(said("Ann Ahmed", "Bot", "The answer is 42"))
	b.misses(`//div[contains(@class,"streaming")]`)
	require.False(t, (<-ended).Stopped)
}

func TestAStreamIsStopped(t *testing.T) {
	t.Parallel()
	next := make(chan string)
	bot, ended := newWriter(next)
	b := browse(t, bot)
	b.says("Ann Ahmed", "talk")
	next <- "Blah blah"
	b.clicks(pane("Ann Ahmed") + `//button[.="Stop"]`)
	b.sees(said("Ann Ahmed", "Bot", "Blah blah"))
	b.misses(`//div[contains(@class,"streaming")]`)
	next <- " blah" // of this the bot hears that nobody reads on
	require.True(t, (<-ended).Stopped)
	b.misses(pane("Ann Ahmed") + `//button[.="Stop"][not(@hidden)]`)
}
