package playground_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
)

// planPage is a page in a dialog, which talks with Teams as Microsoft's library does.
const planPage = `<!doctype html><meta charset="utf-8"><title>Floor plan</title>
<style>body { font: 14px sans-serif; display: grid; grid-template-columns: 1fr 1fr; gap: 12px } button { padding: 24px }</style>
<button value="A1">A1</button><button value="A2">A2</button><p id="host"></p>
<script>
let id = 0;
const send = (func, ...args) => parent.postMessage({ id: id++, uuidAsString: "u" + id, func, args, timestamp: Date.now(), apiVersionTag: "v2_test" }, "*");
addEventListener("message", ({ data }) => {
  if (data === "press") document.querySelector("button").click(); // as the test has it
  else if (data.id === 0) document.getElementById("host").textContent = data.args[0] + " in " + data.args[1];
});
for (const desk of document.querySelectorAll("button")) {
  desk.onclick = () => send("tasks.completeTask", { dialog_id: "desk", desk: desk.value, time: "pm" });
}
send("initialize", "2.58.0", 4);
</script>`

// settingsPage ends as pages of settings and of sign-in end.
const settingsPage = `<!doctype html><meta charset="utf-8"><title>Settings</title><button style="padding: 24px">Errors only</button>
<script>
document.querySelector("button").onclick = () => parent.postMessage({ id: 1, func: "authentication.authenticate.success", args: ["errors"] }, "*");
addEventListener("message", ({ data }) => { if (data === "press") document.querySelector("button").click(); });
parent.postMessage({ id: 0, func: "initialize", args: ["2.58.0", 4] }, "*");
</script>`

// surfing is a browser in which Ann and Bob talk with surfaceBot.
func surfing(t *testing.T) *browser {
	t.Helper()
	browsertest.Needs(t, "CONVO_CHROMIUM")
	plan := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		shown := planPage
		if r.URL.Path == "/settings" {
			shown = settingsPage
		}
		_, _ = w.Write([]byte(shown))
	}))
	t.Cleanup(plan.Close)
	return browse(t, surfaceBot(plan.URL))
}

// window is an open dialog with this title.
func window(title string) string {
	return fmt.Sprintf(`//dialog[@open][.//h2[normalize-space(.)=%q]]`, title)
}

// control is a button with that name in some element.
func control(in, name string) string {
	return fmt.Sprintf(`%s//button[normalize-space(.)=%q or @aria-label=%q]`, in, name, name)
}

// fieldIn is the field with that label.
func fieldIn(in, label string) string {
	return fmt.Sprintf(`%s//*[self::input or self::textarea or self::select][@id=//label[normalize-space(.)=%q]/@for or @aria-label=%q]`, in, label, label)
}

// showing is an element that shows a text.
func showing(in, text string) string {
	return fmt.Sprintf(`%s//*[contains(normalize-space(.),%q)]`, in, text)
}

// fillsIn replaces what is in a field.
func (b *browser) fillsIn(field, text string) {
	b.t.Helper()
	b.clicks(field)
	look[bool](b, `(document.activeElement.select(), true)`)
	b.writes(text)
}

func TestDialogs(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.says("Ann Ahmed", "dialogs")
	card := said("Ann Ahmed", "Bot", "Dialogs of all sorts")
	b.clicks(control(card, "Book a desk"))
	desk := window("Book a desk")
	b.sees(desk)
	require.True(t, look[bool](b, `document.querySelector("dialog[open]").contains(document.activeElement)`), "the focus is in the dialog")
	b.clicks(control(desk, "Book it"))
	b.sees(showing(desk, "Please say which desk."))
	b.screenshot("dialog-validation.png")
	b.writes("taken")
	b.clicks(control(desk, "Book it"))
	b.sees(showing(desk, "That desk is taken."))
	b.clicks(desk + `//input[@type="text"]`)
	b.writes("A1")
	b.clicks(control(desk, "Book it"))
	b.sees(showing(window("Book a desk"), "Booked A1"))
	b.clicks(control(window("Book a desk"), "Close"))
	b.misses(`//dialog[@open]`)
	b.sees(said("Ann Ahmed", "Bot", "Booked A1 am"))

	b.clicks(control(card, "Say something"))
	b.sees(showing(window("Dialog"), "There is nothing to fill in."))
	b.presses(kb.Escape)
	b.misses(`//dialog[@open]`)
	b.until(`document.activeElement.textContent === "Say something"`) // the focus is where it was

	b.clicks(control(card, "Wrong answer"))
	b.sees(showing(window("Dialog"), "Expected is"))
	b.clicks(window("Dialog") + `//summary`)
	b.sees(showing(window("Dialog"), "popup"))
	b.screenshot("dialog-wrong.png")
	b.presses(kb.Escape)
	b.clicks(control(card, "Nothing there"))
	b.sees(showing(card, "it has no handler for this"))
}

func TestDialogWithAPage(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.says("Ann Ahmed", "dialogs")
	b.clicks(control(said("Ann Ahmed", "Bot", "Dialogs of all sorts"), "Floor plan"))
	b.sees(showing(window("Floor plan"), "The page talks with Teams."))
	b.screenshot("dialog-page.png")
	b.pressesInPage()
	b.sees(showing(window("Floor plan"), "Booked A1"))
	b.sees(said("Ann Ahmed", "Bot", "Booked A1 pm"))
}

// pressesInPage presses the first button of the page in the window: by a message to it, since its origin is another.
func (b *browser) pressesInPage() {
	b.t.Helper()
	look[bool](b, `(document.querySelector("dialog[open] iframe").contentWindow.postMessage("press", "*"), true)`)
}

// The windows can be read in light and dark, and the focus stays in them until they are closed.
func TestWindowsForEverybody(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.says("Ann Ahmed", "sign in")
	b.clicks(control(said("Ann Ahmed", "Bot", "Please sign in"), "Sign in"))
	b.clicks(window("Sign in to graph as Ann Ahmed") + `//summary`)
	b.clicks(control(window("Sign in to graph as Ann Ahmed"), "The token service refuses"))
	b.sees(showing(window("Sign in to graph as Ann Ahmed"), "Teams shows the button"))
	for _, scheme := range []string{"light", "dark"} {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		require.NoError(t, err)
		b.screenshot("window-" + scheme + ".png")
		require.Empty(t, look[[]string](b, poorContrast), scheme)
	}
	for range 12 {
		b.presses(kb.Tab)
		require.True(t, look[bool](b, `document.activeElement === document.body || document.querySelector("dialog[open]").contains(document.activeElement)`))
	}
	require.Empty(t, look[[]string](b, `[...document.querySelectorAll("dialog[open] :is(input, textarea, select, button, iframe)")].filter((one) =>
		!one.labels?.length && !one.ariaLabel && !one.title && !one.textContent.trim()).map((one) => one.outerHTML)`), "what has no name")
	b.presses(kb.Escape)
	b.misses(`//dialog[@open]`)
	require.Equal(t, "Sign in", look[string](b, `document.activeElement.textContent`))
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.says("Ann Ahmed", "sign in")
	card := said("Ann Ahmed", "Bot", "Please sign in")
	in := window("Sign in to graph as Ann Ahmed")
	b.clicks(control(card, "Sign in"))
	b.sees(in)
	b.screenshot("sign-in.png")
	b.clicks(control(in, "Sign in"))
	b.sees(said("Ann Ahmed", "Bot", "You hold token-of-ann-ahmed"))

	ann := pane("Ann Ahmed")
	b.clicks(ann + `//button[@aria-label="More"]`)
	b.clicks(`//button[@role="menuitem"][contains(.,"Sign out")]`)
	b.clicks(control(window("Sign out"), "Sign out of graph"))
	b.sees(showing(window("Sign out"), "Ann Ahmed is not signed in to anything."))
	b.presses(kb.Escape)
	b.says("Ann Ahmed", "who am i")
	b.sees(said("Ann Ahmed", "Bot", "I do not know you"))

	b.clicks(control(card, "Sign in"))
	b.clicks(in + `//summary`)
	b.clicks(control(in, "The token service refuses"))
	b.sees(showing(in, "Teams shows the button to sign in then."))
	b.fillsIn(fieldIn(in, "Token"), "token-of-sso")
	b.clicks(control(in, "Single sign-on"))
	b.sees(said("Ann Ahmed", "Bot", "You hold token-of-sso"))
}

func TestFileConsent(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.says("Ann Ahmed", "file")
	offer := said("Ann Ahmed", "Bot", "numbers.txt")
	b.clicks(control(offer, "Accept"))
	b.sees(said("Ann Ahmed", "Bot", "numbers.txt") + fmt.Sprintf(`//a[starts-with(@href,%q)]`, b.page.play.World().DriveURL()+"/drive/"))
	b.screenshot("file-consent.png")
	file, has := b.page.play.World().File(b.page.play.World().People()[0], "numbers.txt")
	require.True(t, has)
	require.Equal(t, "12345", string(file))
	b.clicks(control(offer, "Decline"))
	b.sees(said("Ann Ahmed", "Bot", "Then I keep it"))
}

// Each person sees their own card: who asked for it that of the refresh, the others what was posted until they press.
func TestActionExecute(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "card")
	b.sees(said("Ann Ahmed", "Bot", "For Ann Ahmed only"))
	b.sees(said("Bob Berg", "Bot", "Nobody voted"))
	bobs := said("Bob Berg", "Bot", "Secret")
	b.clicks(control(bobs, "Vote"))
	b.sees(said("Bob Berg", "Bot", "Bob Berg voted tea"))
	b.sees(said("Ann Ahmed", "Bot", "For Ann Ahmed only"))
	b.screenshot("action-execute.png")
	b.clicks(control(bobs, "Text"))
	b.sees(showing(`//*[@role="status"]`, "Noted, thank you"))
	b.clicks(control(bobs, "Fail"))
	b.sees(showing(bobs, "Only the organizer may do that (Forbidden, 403)"))
	b.clicks(control(bobs, "Nobody"))
	b.sees(showing(bobs, "it has no handler for this"))
	b.clicks(control(bobs, "Secret"))
	in := window("Sign in to graph as Bob Berg")
	b.clicks(in + `//label[contains(.,"sign in silently")]/input`)
	b.clicks(control(in, "Sign in"))
	b.sees(said("Bob Berg", "Bot", "The secret of token-of-bob-berg"))
	b.do("reload", chromedp.Reload())
	b.sees(said("Bob Berg", "Bot", "For Bob Berg only")) // the card that he has refreshes itself, as in Teams
	b.sees(said("Ann Ahmed", "Bot", "For Ann Ahmed only"))

	// He has agreed, so that the next time there is no window.
	b.clicks(control(said("Bob Berg", "Bot", "Secret"), "Secret"))
	b.sees(said("Bob Berg", "Bot", "The secret of token-of-bob-berg"))
	b.misses(`//dialog[@open]`)
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.says("Ann Ahmed", "feedback")
	asking := said("Ann Ahmed", "Bot", "Judge me")
	b.clicks(control(asking, "Dislike"))
	form := window("Submit feedback")
	b.clicks(fieldIn(form, "What went wrong?"))
	b.writes("too long")
	b.screenshot("feedback.png")
	b.clicks(control(form, "Submit"))
	b.sees(said("Ann Ahmed", "Bot", "Judged: dislike"))
	b.sees(asking + `//button[@aria-label="Dislike"][@aria-pressed="true"]`)

	b.says("Ann Ahmed", "own form")
	b.clicks(control(said("Ann Ahmed", "Bot", "Judge me in my form"), "Like"))
	desk := window("Book a desk")
	b.sees(showing(desk, "Why like?"))
	b.clicks(desk + `//input[@type="text"]`)
	b.writes("clear")
	b.clicks(control(desk, "Book it"))
	b.misses(`//dialog[@open]`)
	b.sees(said("Ann Ahmed", "Bot", "Judged: like"))
}

func TestConfigurationAndTabs(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	more := pane("Ann Ahmed") + `//button[@aria-label="More"]`
	item := func(text string) string { return fmt.Sprintf(`//button[@role="menuitem"][contains(.,%q)]`, text) }
	b.clicks(more)
	b.clicks(item("Configure the bot"))
	desk := window("Book a desk")
	b.sees(showing(desk, "Choose the desk of this chat."))
	b.clicks(desk + `//input[@type="text"]`)
	b.writes("C1")
	b.clicks(control(desk, "Book it"))
	b.sees(showing(desk, "The chat has a desk now."))
	b.presses(kb.Escape)

	b.clicks(more)
	b.clicks(item("Open a tab"))
	b.fillsIn(fieldIn(window("Open a tab"), "Tab"), "home")
	b.clicks(control(window("Open a tab"), "Open"))
	tab := window("Tab")
	b.sees(showing(tab, "Dialogs of all sorts"))
	b.screenshot("tab.png")
	b.clicks(tab + `//input`)
	b.writes("Ber")
	b.until(`document.querySelector("dialog[open] datalist option")?.value === "Ber of cities"`)
	b.fillsIn(tab+`//input`, "Ber of cities")
	b.clicks(control(tab, "Send"))
	b.sees(showing(tab, "Thank you for the form"))
	b.clicks(control(tab, "Close"))

	b.clicks(more)
	b.clicks(item("Open a tab"))
	b.fillsIn(fieldIn(window("Open a tab"), "Tab"), "private")
	b.clicks(control(window("Open a tab"), "Open"))
	in := window("Sign in as Ann Ahmed")
	b.fillsIn(fieldIn(in, "Connection"), "graph")
	b.clicks(control(in, "Sign in"))
	b.sees(showing(window("Tab"), "Dialogs of all sorts"))
	b.clicks(control(window("Tab"), "Close"))

	b.clicks(more)
	b.clicks(item("Hand off"))
	b.fillsIn(fieldIn(window("Hand off to the bot"), "Continuation"), "Copilot")
	b.clicks(control(window("Hand off to the bot"), "Open"))
	b.sees(said("Ann Ahmed", "Bot", "You come from Copilot"))
}
