package playground_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// puts chooses files for Ann to send.
func (b *browser) puts(files ...string) {
	b.t.Helper()
	b.do("choose files", chromedp.SetUploadFiles(chromedp.CSS(`section[aria-label="Ann Ahmed"] .talk > form input[type="file"]`), files, chromedp.NodeReady))
}

// writeFile makes a file to send.
func writeFile(t *testing.T, name string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(name), 0o600))
	return path
}

// toSend is a file that Ann is about to send.
func toSend(file string) string {
	return pane("Ann Ahmed") + `//ul[@aria-label="Files to send"]/li[contains(.,"` + file + `")]`
}

// TestWhatCouldNotBeSentComesBack says that neither what was written is lost nor who it mentions, though more was written meanwhile.
func TestWhatCouldNotBeSentComesBack(t *testing.T) {
	t.Parallel()
	ears := &heard{bot: echo()}
	b := browse(t, ears)
	b.goes("Ann Ahmed", "Lunch")
	b.clicks(box("Ann Ahmed"))
	b.writes("Ask @co")
	b.sees(`//ul[@role="listbox"]/li[contains(.,"Cleo Costa")]`)
	b.presses(kb.Enter)
	b.gates("/acts", fetch.RequestStageRequest)
	b.presses(kb.Enter)
	b.held(1)
	b.writes("please")
	look[bool](b, `(held[0].fail(new TypeError("reset")), true)`)
	b.sees(pane("Ann Ahmed") + `//form//p[@role="alert"][contains(.,"does not answer")]`)
	b.until(`document.activeElement.value === "Ask @Cleo Costa\nplease"`)
	b.held(2) // Ann types
	b.presses(kb.Enter)
	b.held(3)
	b.lets(2)
	b.sees(said("Ann Ahmed", "Ann Ahmed", "Ask Cleo Costa please"))
	b.page.until(func() bool { return len(ears.of(schema.TypeMessage)) == 1 })
	require.Contains(t, ears.of(schema.TypeMessage)[0].Text, "Ask <at>Cleo Costa</at>")
}

func TestWhatCouldNotBeSentComesBackInOrder(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.clicks(box("Ann Ahmed"))
	b.gates("/acts", fetch.RequestStageRequest)
	// That she is typing is told at once.
	look[bool](b, `((gated) => { globalThis.fetch = async (address, how) => ((await how?.body?.text?.())?.includes('"typing"') ? new Response("{}") : gated(address, how)); return true; })(fetch)`)
	for _, text := range []string{"one", "two"} {
		b.writes(text)
		b.presses(kb.Enter)
	}
	b.writes("three")
	for i := range 2 {
		b.held(i + 1)
		look[bool](b, fmt.Sprintf(`(held[%d].fail(new TypeError("reset")), true)`, i))
	}
	b.until(`document.activeElement.value === "one\ntwo\nthree"`)
}

func TestOnlyTheFilesThatWereNotSentComeBack(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	b.sees(box("Ann Ahmed"))
	gone := writeFile(t, "gone.txt")
	b.puts(writeFile(t, "first.txt"), gone)
	b.sees(toSend("gone.txt"))
	require.NoError(t, os.Remove(gone))
	b.says("Ann Ahmed", "two files")
	b.sees(pane("Ann Ahmed") + `//form//p[@role="alert"][contains(.,"gone.txt cannot be read")]`)
	b.sees(said("Ann Ahmed", "Bot", "Echo: two files"))
	b.sees(toSend("gone.txt"))
	b.misses(toSend("first.txt"))
	b.until(`document.activeElement.value === ""`)
}

// TestWhoWritesIsNotDisturbedByTheBotsComing says that who writes goes on where they are, with what they have.
func TestWhoWritesIsNotDisturbedByTheBotsComing(t *testing.T) {
	t.Parallel()
	b := browse(t, echo())
	w := b.page.play.World()
	ann, design := w.People()[0], w.Conversations()[6].ID
	_, err := w.Uninstall(ann, design)
	require.NoError(t, err)
	b.goes("Ann Ahmed", "Contoso › Design")
	b.says("Ann Ahmed", "Which blue?")
	b.puts(writeFile(t, "blues.txt"))
	b.sees(toSend("blues.txt"))
	b.clicks(pane("Ann Ahmed") + `//button[normalize-space(.)="Reply"]`)
	b.writes("The dark")
	_, err = w.Install(ann, design)
	require.NoError(t, err)
	b.sees(pane("Ann Ahmed") + `//li[contains(@class,"post")]//button[contains(@class,"mention-bot")]`)
	b.sees(toSend("blues.txt"))
	b.writes("er one")
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Bot", "Echo: The darker one"))
	_, err = w.Uninstall(ann, design)
	require.NoError(t, err)
	b.misses(pane("Ann Ahmed") + `//button[contains(@class,"mention-bot")][not(@hidden)]`)
}
