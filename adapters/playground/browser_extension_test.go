package playground_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestMessageExtension(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	ann := pane("Ann Ahmed")
	b.clicks(ann + `//form//button[@aria-label="Message extension"]`)
	extension := window("Message extension")
	b.fillsIn(fieldIn(extension, "Command"), "find")
	b.fillsIn(fieldIn(extension, "Parameter"), "text")
	b.clicks(control(extension, "Search") + `[@type="submit"]`)
	b.sees(control(extension, "Result 25One of many"))
	b.screenshot("extension-results.png")
	b.clicks(control(extension, "Show more"))
	b.sees(control(extension, "Result 50One of many"))
	b.fillsIn(fieldIn(extension, "Search"), "none")
	b.sees(showing(extension, "Nothing is called that."))
	b.fillsIn(fieldIn(extension, "Search"), "any")
	b.clicks(control(extension, "Result 1One of many"))
	b.misses(`//dialog[@open]`)
	b.sees(showing(ann+`//*[@aria-label="Card to send"]`, "Card of result 1"))
	b.screenshot("extension-composer.png")
	b.writes("look")
	b.presses(kb.Enter)
	b.sees(said("Ann Ahmed", "Ann Ahmed", "Card of result 1"))
	b.misses(`//*[@aria-label="Card to send"]`)

	b.clicks(ann + `//form//button[@aria-label="Message extension"]`) // a tap of type invoke, which the bot answers
	b.clicks(control(extension, "Result 2One of many"))
	b.sees(showing(ann+`//*[@aria-label="Card to send"]`, "Card of result 200"))

	b.clicks(box("Ann Ahmed"))
	look[bool](b, `document.activeElement.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: (() => {
		const data = new DataTransfer();
		data.setData("text/plain", "https://example.com/1");
		return data;
	})() }))`)
	b.clicks(control(ann, "Ask"))
	b.sees(showing(ann+`//*[@aria-label="Card to send"]`, "Card of result 21"))
}

// Pages of the bot for settings and for signing in end with a text, which comes to the bot.
func TestPagesThatEnd(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	open := func() {
		b.t.Helper()
		b.clicks(pane("Ann Ahmed") + `//form//button[@aria-label="Message extension"]`)
	}
	extension := window("Message extension")
	open()
	b.clicks(control(extension, "Settings…"))
	settings := window("Settings")
	b.sees(showing(settings, "The page talks with Teams."))
	b.screenshot("settings-page.png")
	b.pressesInPage()
	b.sees(said("Ann Ahmed", "Bot", "Set to errors"))
	b.misses(`//dialog[@open]`)

	open()
	b.fillsIn(fieldIn(extension, "Command"), "find")
	b.fillsIn(fieldIn(extension, "Parameter"), "text")
	b.fillsIn(fieldIn(extension, "Search"), "private")
	in := window("Sign in as Ann Ahmed")
	b.clicks(control(in, "Use the bot’s own page"))
	b.clicks(window("Sign in to search") + `//summary`)
	b.fillsIn(fieldIn(window("Sign in to search"), "State"), "123456")
	b.clicks(control(window("Sign in to search"), "Continue"))
	b.clicks(control(window("Message extension"), "Result 3One of many"))
	b.misses(`//dialog[@open]`)
	b.sees(showing(`//*[@aria-label="Card to send"]`, "Card of result 3"))
	b.clicks(`//button[@aria-label="Do not send this card"]`)
	b.misses(`//*[@aria-label="Card to send"]`)
}

func TestActionWithPreview(t *testing.T) {
	t.Parallel()
	b := surfing(t)
	b.says("Ann Ahmed", "dialogs")
	b.tool(said("Ann Ahmed", "Ann Ahmed", "dialogs"), "Run an action on it")
	action := window("Action on this message")
	b.fillsIn(fieldIn(action, "Command"), "report")
	b.clicks(control(action, "Open"))
	desk := window("Book a desk")
	b.sees(showing(desk, "dialogs")) // what the message says
	b.clicks(desk + `//input[@type="text"]`)
	b.writes("B2")
	b.clicks(control(desk, "Book it"))
	preview := window("The bot would post this")
	b.sees(showing(preview, "Report of desk B2"))
	b.screenshot("action-preview.png")
	b.clicks(control(preview, "Edit"))
	b.sees(showing(desk, "Once more"))
	b.clicks(desk + `//input[@type="text"]`)
	b.writes("B3")
	b.clicks(control(desk, "Book it"))
	b.clicks(control(preview, "Send"))
	b.misses(`//dialog[@open]`)
	b.sees(said("Ann Ahmed", "Bot", "Report of desk B3"))
}
