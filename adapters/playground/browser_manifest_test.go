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

	"github.com/convobot/convo/adapters/browsertest"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

const appManifest = `{
	"manifestVersion": "1.23", "name": {"short": "Finder"}, "id": "${{BOT_ID}}",
	"staticTabs": [{"entityId": "home", "name": "Home"}, {"entityId": "more"}],
	"composeExtensions": [{
		"canUpdateConfiguration": true,
		"commands": [
			{"id": "find", "type": "query", "title": "Find people", "description": "By their names", "initialRun": true,
				"parameters": [{"name": "text", "title": "Name", "description": "Such as Ann"}, {"name": "city", "title": "City"}]},
			{"id": "quiet", "type": "query", "title": "Find quietly", "parameters": [{"name": "q", "title": "Question"}]},
			{"id": "note", "type": "action", "title": "Take a note", "context": ["compose"], "parameters": [
				{"name": "note", "title": "Note", "inputType": "textarea"}, {"name": "urgent", "title": "Urgent", "inputType": "toggle"},
				{"name": "kind", "title": "Kind", "inputType": "choiceset", "choices": [{"title": "Big", "value": "b"}, {"title": "Small", "value": "s"}]}]},
			{"id": "report", "type": "action", "title": "Report it", "context": ["message"], "fetchTask": true}
		],
		"messageHandlers": [{"type": "link", "value": {"domains": ["*.example.com"]}}]
	}]
}`

// finder is a bot that says what it was asked for.
func finder() framework.Handler {
	says := func(text string) *teams.MessagingExtensionActionResponse {
		return &teams.MessagingExtensionActionResponse{Task: teams.DialogMessage(text).Task}
	}
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "Noted") })
	bot.OnMessagingExtensionQuery(func(_ context.Context, _ *framework.TurnContext, q teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		text := "Searched by " + q.CommandID
		for _, one := range q.Parameters {
			text += fmt.Sprintf(", %s %s", one.Name, q.Parameter(one.Name))
		}
		return teams.MessagingExtensionMessage(text), nil
	})
	bot.OnMessagingExtensionSubmitAction(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		data, err := schema.As[map[string]string](a.Data)
		return says(fmt.Sprintf("Done by %s with %v", a.CommandID, data)), err
	})
	bot.OnMessagingExtensionFetchTask(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		return says("The dialog of " + a.CommandID), nil
	})
	bot.OnAppBasedLinkQuery(func(_ context.Context, _ *framework.TurnContext, q teams.AppBasedLinkQuery) (*teams.MessagingExtensionResponse, error) {
		return teams.MessagingExtensionMessage("The link " + q.URL), nil
	})
	return &bot
}

// manifestFile writes a manifest for the browser to choose.
func manifestFile(t *testing.T, text string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "manifest.json")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return []string{file}
}

// offered are the commands in the window.
const offered = `[...document.querySelector('dialog[open] select')?.options ?? []].map((one) => one.text).join()`

// selects chooses a value of a list in a window.
func (b *browser) selects(list, value string) {
	b.t.Helper()
	element := chromedp.Search(list)
	b.do("select "+value, chromedp.WaitVisible(element), chromedp.SetValue(element, value), chromedp.Focus(element))
	b.until(fmt.Sprintf(`document.activeElement.value === %q && document.activeElement.dispatchEvent(new Event("change"))`, value))
}

func TestCommandsComeFromTheManifest(t *testing.T) {
	t.Parallel()
	b := browse(t, finder())
	ann := pane("Ann Ahmed")
	open := func() {
		t.Helper()
		b.clicks(ann + `//form//button[@aria-label="Message extension"]`)
	}
	extension := window("Message extension")
	open()
	b.sees(control(extension, "Choose the manifest…"))
	pick := chromedp.CSS(`dialog[open] input[type="file"]`)
	b.do("choose something else", chromedp.SetUploadFiles(pick, manifestFile(t, `{"name":"x"}`), chromedp.NodeReady))
	b.sees(showing(extension, "it is no app manifest"))
	b.do("choose the manifest", chromedp.SetUploadFiles(pick, manifestFile(t, appManifest), chromedp.NodeReady))

	// A search begins by itself if the manifest says so, and asks for what the command asks for.
	b.sees(showing(extension, "By their names"))
	b.sees(showing(extension, "Searched by find, initialRun true"))
	b.screenshot("manifest-search.png")
	b.fillsIn(fieldIn(extension, "City"), "Oslo")
	b.clicks(fieldIn(extension, "Search"))
	b.writes("Ann")
	b.sees(showing(extension, "Searched by find, city Oslo, text Ann"))
	b.selects(fieldIn(extension, "Command"), "quiet")
	b.misses(fieldIn(extension, "City"))
	b.misses(showing(extension, "Searched by"))

	// An action without a dialog has its form in the manifest.
	b.clicks(extension + `//button[@role="tab"][.="Action"]`)
	b.fillsIn(fieldIn(extension, "Note"), "milk")
	b.clicks(fieldIn(extension, "Urgent"))
	b.selects(fieldIn(extension, "Kind"), "s")
	b.screenshot("manifest-action.png")
	b.clicks(control(extension, "Open"))
	b.sees(showing(`//dialog[@open]`, "Done by note with map[kind:s note:milk urgent:true]"))
	b.presses(kb.Escape)

	// On a message there are the commands that are for messages.
	b.says("Ann Ahmed", "hello")
	b.tool(said("Ann Ahmed", "Ann Ahmed", "hello"), "Run an action on it")
	on := window("Action on this message")
	b.until(offered + ` === "Report it"`)
	b.clicks(control(on, "Open"))
	b.sees(showing(`//dialog[@open]`, "The dialog of report"))
	b.presses(kb.Escape)

	// Of links to its domains the bot is asked at once.
	paste := func(link string) {
		b.clicks(box("Ann Ahmed"))
		look[bool](b, fmt.Sprintf(`document.activeElement.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: (() => {
			const data = new DataTransfer();
			data.setData("text/plain", %q);
			return data;
		})() }))`, link))
	}
	paste("https://elsewhere.example/1")
	b.sees(showing(ann, "Teams does not: the manifest does not name elsewhere.example."))
	paste("https://www.example.com/1")
	b.sees(showing(`//dialog[@open]`, "The link https://www.example.com/1"))
	b.presses(kb.Escape)

	// It is there after a reload, and goes when it is not wanted.
	b.do("reload", chromedp.Reload())
	b.clicks(ann + `//button[@aria-label="More"]`)
	b.clicks(`//button[@role="menuitem"][contains(.,"Open a tab")]`)
	b.until(`document.querySelector('dialog[open] input').value === "home"`)
	b.presses(kb.Escape)
	open()
	b.clicks(control(extension, "Type ids"))
	b.sees(fieldIn(extension, "Parameter"))
}

func TestThePlaygroundIsStartedWithAManifest(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Needs(t, "CONVO_CHROMIUM")
	b := open(t, chromium, serveWith(t, playground.Config{Manifest: []byte(appManifest)}, finder()))
	b.clicks(pane("Ann Ahmed") + `//form//button[@aria-label="Message extension"]`)
	extension := window("Message extension")
	b.until(offered + ` === "Find people,Find quietly"`)
	b.sees(showing(extension, "As in the manifest of Finder."))
}
