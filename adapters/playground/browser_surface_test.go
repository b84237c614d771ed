package playground_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// surface shows what a bot might answer to an invoke, as the page does, without a bot.
func (b *browser) surface(asked string, answer m) {
	b.t.Helper()
	raw, err := json.Marshal(answer)
	require.NoError(b.t, err)
	look[bool](b, fmt.Sprintf(`(async () => {
		const [{ openSurface }, { store }] = await Promise.all([import("/page/dialogs/index.js"), import("/page/store.js")]);
		const [person] = store.state.people;
		const conversation = store.state.conversations.find((one) => one.with === person.id || one.type === "personal").id;
		openSurface(store, { person, conversation, asked: { type: "invoke", name: %q, value: {} }, answer: %s });
		return true;
	})()`, asked, raw))
}

// Every shape of an answer that Teams takes is shown, and what it does not take is said, whatever it is.
func TestAnswersOfAllShapes(t *testing.T) {
	t.Parallel()
	card := m{"contentType": "application/vnd.microsoft.card.adaptive", "content": m{"type": "AdaptiveCard", "version": "1.5", "body": []m{{"type": "TextBlock", "text": "On a card"}}}}
	picture := "data:image/svg+xml," + url.PathEscape(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="#5b5fc7" d="M0 0h4v3H0z"/><path fill="#fff" d="M1 1h2v1H1z"/></svg>`)
	thumbnail := m{"contentType": "application/vnd.microsoft.card.thumbnail", "content": m{"title": "A thumbnail", "text": "of something", "images": []m{{"url": picture, "alt": "A sign"}}}}
	open := m{"actions": []m{{"type": "openUrl", "title": "Sign in here", "value": "https://localhost/login"}}}
	extension := func(v m) m { return m{"status": 200, "body": m{"composeExtension": v}} }
	task := func(kind string, value any) m {
		return m{"status": 200, "body": m{"task": m{"type": kind, "value": value}}}
	}
	tests := []struct {
		name, asked string
		answer      m
		title, want string
	}{
		{"a card", "task/fetch", task("continue", m{"title": "T", "card": card}), "T", "On a card"},
		{"a card that is none", "task/fetch", task("continue", m{"title": "T", "card": thumbnail}), "T", "must be an Adaptive Card"},
		{"a card without a title", "task/fetch", task("continue", m{"card": card}), "Dialog", "On a card"},
		{"a page that is no page", "task/fetch", task("continue", m{"title": "T", "url": "javascript:alert(1)"}), "T", "shows pages of http and https only"},
		{"a text", "task/submit", task("message", "Done."), "Dialog", "Done."},
		{"continue without anything", "task/fetch", task("continue", m{"title": "T"}), "Dialog", "Expected is"},
		{"continue that is a text", "task/fetch", task("continue", "T"), "Dialog", "Expected is"},
		{"a text for a dialog", "task/fetch", m{"status": 200, "body": "Hello"}, "Dialog", "Expected is"},
		{"a list for a dialog", "task/fetch", m{"status": 200, "body": []any{1}}, "Dialog", "Expected is"},
		{"a number for a dialog", "task/fetch", m{"status": 200, "body": 7}, "Dialog", "Expected is"},
		{"results for a dialog", "task/fetch", extension(m{"type": "result", "attachments": []m{}}), "Dialog", "Expected is"},
		{"a configuration", "config/fetch", m{"status": 200, "body": m{"config": m{"type": "continue", "value": m{"title": "C", "card": card}}}}, "C", "On a card"},
		{"a configuration for those who sign in", "config/fetch", m{"status": 200, "body": m{"config": m{"type": "auth", "suggestedActions": open}}}, "Sign in as Ann Ahmed", "https://localhost/login"},
		{"a dialog for a configuration", "config/fetch", task("continue", m{"card": card}), "Configuration", "Expected is"},
		{"a tab", "tab/fetch", m{"status": 200, "body": m{"tab": m{"type": "continue", "value": m{"cards": []m{{"card": card["content"]}}}}}}, "Tab", "On a card"},
		{"a tab without cards", "tab/fetch", m{"status": 200, "body": m{"tab": m{"type": "continue", "value": m{}}}}, "Tab", "Expected is"},
		{"a tab whose card is none", "tab/fetch", m{"status": 200, "body": m{"tab": m{"type": "continue", "value": m{"cards": []any{nil}}}}}, "Tab", "has no content"},
		{"a grid", "composeExtension/query", extension(m{"type": "result", "attachmentLayout": "grid", "attachments": []m{thumbnail, thumbnail}}), "Message extension", "of something"},
		{"a result without a preview", "composeExtension/query", extension(m{"type": "result", "attachments": []m{card}}), "Message extension", "Teams shows nothing for a card without one"},
		{"results without a list", "composeExtension/query", extension(m{"type": "result", "attachments": m{}}), "Message extension", "Expected is"},
		{"results that are nothing", "composeExtension/query", extension(m{"type": "result", "attachments": []any{nil, 1, "x", thumbnail}}), "Message extension", "A thumbnail"},
		{"a message", "composeExtension/query", extension(m{"type": "message", "text": "Nothing there."}), "Message extension", "Nothing there."},
		{"signing in silently", "composeExtension/query", extension(m{"type": "silentAuth", "suggestedActions": open}), "Sign in as Ann Ahmed", "Single sign-on"},
		{"settings without a page", "composeExtension/query", extension(m{"type": "config"}), "Settings", "shows pages of http and https only"},
		{"a preview", "composeExtension/submitAction", extension(m{"type": "botMessagePreview", "activityPreview": m{"text": "**Bold**", "attachments": []m{card}}}), "The bot would post this", "On a card"},
		{"a preview of nothing", "composeExtension/submitAction", extension(m{"type": "botMessagePreview"}), "Message extension", "Expected is"},
		{"a type that nobody knows", "composeExtension/query", extension(m{"type": "popup"}), "Message extension", "Expected is"},
		{"a body where there is none", "message/submitAction", m{"status": 200, "body": m{"ok": true}}, "Feedback", "Teams takes no body here"},
		{"a refusal with its reason", "task/fetch", m{"status": 400, "problem": "the bot answered 400 Bad Request", "body": m{"message": "desk is missing"}}, "Dialog", "The bot answered 400 Bad Request. It says: desk is missing"},
		{"no answer", "task/fetch", m{"status": 0, "problem": "nothing listens at http://localhost"}, "Dialog", "Nothing listens at http://localhost"},
	}
	b := surfing(t)
	b.sees(box("Ann Ahmed"))
	for _, tt := range tests {
		b.surface(tt.asked, tt.answer)
		b.sees(showing(window(tt.title), tt.want))
		if tt.name == "a grid" {
			b.screenshot("extension-grid.png")
		}
		b.presses(kb.Escape)
		b.misses(`//dialog[@open]`)
		require.Empty(t, b.wrong(), tt.name)
	}
	for _, empty := range []any{nil, m{}} {
		b.surface("task/submit", m{"status": 200, "body": empty})
		require.False(t, look[bool](b, `Boolean(document.querySelector("dialog[open]"))`), "no body closes a dialog, and opens none")
	}
}
