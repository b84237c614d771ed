package playground_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCardsContrast holds the colours of cards.css to WCAG AA: 4.5 for what is read, 3 for what shows where a control is.
//
// Spec: https://www.w3.org/TR/WCAG22/#contrast-minimum
func TestCardsContrast(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("page/cards.css")
	require.NoError(t, err)
	colors := make(map[string][2]string)
	for _, m := range regexp.MustCompile(`--card-([a-z-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));`).FindAllStringSubmatch(string(css), -1) {
		colors[m[1]] = [2]string{m[2] + m[4], m[3] + m[4]}
	}
	require.Greater(t, len(colors), 20)
	fills := []string{"surface", "emphasis-fill", "accent-fill", "good-fill", "attention-fill", "warning-fill"}
	check := func(front, back string, least float64) {
		for i, theme := range []string{"light", "dark"} {
			require.NotEmpty(t, colors[front][i], front)
			require.NotEmpty(t, colors[back][i], back)
			got := ratio(t, colors[front][i], colors[back][i])
			assert.GreaterOrEqual(t, got, least, "%s: %s %s on %s %s", theme, front, colors[front][i], back, colors[back][i])
		}
	}
	for _, back := range append(fills, "hover") {
		for _, front := range []string{"text", "subtle", "link", "accent", "good", "warning", "attention"} {
			check(front, back, 4.5)
		}
		check("control-border", back, 3)
		check("focus", back, 3)
	}
	for _, pair := range [][2]string{{"text", "control"}, {"subtle", "control"}, {"on-primary", "primary"}, {"on-danger", "danger"}, {"text", "highlight"}} {
		check(pair[0], pair[1], 4.5)
	}
}

// ratio is the contrast of two colours, such as #ffffff.
func ratio(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, color string) float64 {
	t.Helper()
	part := func(from int) float64 {
		v, err := strconv.ParseUint(color[from:from+2], 16, 8)
		require.NoError(t, err)
		c := float64(v) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(1) + 0.7152*part(3) + 0.0722*part(5)
}

// TestCardsThousand draws 1,000 cards, half of them with inputs, buttons and a table, and says how long that took.
func TestCardsThousand(t *testing.T) {
	t.Parallel()
	page := openCards(t)
	got := run[struct {
		Cards, Nodes     int
		Drawn, Laid, One float64
	}](page, adaptiveCards(t), `
		const all = Object.values(card).map(h.adaptive);
		h.show(all[0]); // what is compiled once
		const host = h.recorder(), root = document.createElement("div");
		const before = performance.now();
		for (let i = 0; i < 1000; i++) root.append(h.cards.renderAttachment(all[i % all.length], host));
		const drawn = performance.now();
		document.body.replaceChildren(root);
		root.getBoundingClientRect();
		const laid = performance.now();
		return {cards: root.children.length, nodes: root.querySelectorAll("*").length, drawn: drawn - before, laid: laid - drawn, one: (drawn - before) / 1000};`)
	require.Equal(t, 1000, got.Cards)
	t.Logf("1,000 cards of %d elements: drawn in %.0f ms, laid out in %.0f ms; %.2f ms each", got.Nodes, got.Drawn, got.Laid, got.One)
	assert.Less(t, got.Drawn+got.Laid, 20_000.0, "milliseconds, with plenty of room for a slow machine")
}

// TestCardsNothingFromElsewhere finds out that drawing cards asks for nothing but the pictures of the cards, and that the page
// forbids nothing that they need: no code, no style in line.
func TestCardsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	page := openCards(t)
	got := run[struct{ Refused, Asked []string }](page, adaptiveCards(t), `
		const refused = [];
		document.addEventListener("securitypolicyviolation", (e) => refused.push(e.violatedDirective + " " + e.blockedURI));
		for (const one of Object.values(card)) h.show(h.adaptive(one));
		for (let i = 0; i < 20; i++) await h.settled();
		const asked = performance.getEntriesByType("resource").map((e) => new URL(e.name)).filter((u) => u.host !== location.host).map((u) => u.protocol + u.pathname.split(".").at(-1));
		return {refused, asked: [...new Set(asked)]};`)
	assert.Empty(t, got.Refused)
	assert.Subset(t, []string{"https:png", "https:jpg"}, got.Asked)
}

// TestCardsPictures draws the cards in both themes and keeps pictures in the folder that CONVO_SCREENSHOTS names, if it does.
func TestCardsPictures(t *testing.T) {
	t.Parallel()
	page := openCards(t)
	for _, theme := range []string{"light", "dark"} {
		back := run[string](page, adaptiveCards(t), fmt.Sprintf(`
			document.documentElement.dataset.theme = %q;
			const names = ["containers/example-of-teams", "inputs/text", "inputs/toggle", "inputs/choice-several", "containers/table", "actions/disabled-and-tooltips", "containers/nested", "framework/cards/testdata/extensions.json", "texts/lists", "samples/convobot/testdata/poll-open.json", "fallback/unknown-bubbles"];
			const root = document.createElement("main");
			Object.assign(root.style, {columns: "3", fontFamily: "sans-serif", padding: "1rem", background: "Canvas", width: "1600px"});
			for (const name of names) root.append(h.cards.renderAttachment(h.adaptive(card[name]), h.recorder()));
			root.append(h.cards.renderAttachment({contentType: "application/vnd.microsoft.card.hero", content: {title: "Hero", subtitle: "Subtitle", text: "<b>Text</b>", buttons: [{type: "imBack", title: "One", value: "1"}, {type: "imBack", title: "Two", value: "2"}]}}, h.recorder()));
			root.append(h.cards.renderAttachment({contentType: "application/vnd.microsoft.card.receipt", content: {title: "Receipt", facts: [{key: "Order", value: "17"}], items: [{title: "Soup", subtitle: "hot", quantity: "2", price: "11.00"}], total: "11.00"}}, h.recorder()));
			for (const b of root.querySelectorAll("button")) if (b.textContent === "Comment") b.click();
			document.body.replaceChildren(root);
			for (const b of root.querySelectorAll("button")) if (b.textContent === "Send") b.click();
			return getComputedStyle(root.querySelector(".card")).backgroundColor;`, theme))
		assert.Equal(t, map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(41, 41, 41)"}[theme], back)
		dir := os.Getenv("CONVO_SCREENSHOTS")
		if dir == "" {
			continue
		}
		picture, err := chromedp.Run(page.ctx, chromedp.Screenshot(chromedp.Search("//main")))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "cards-"+theme+".png"), picture, 0o600))
	}
}

// TestCardsKeyboard goes through a card with the keyboard alone: everything that can be pressed or filled in is reached, shows that
// it has the focus, and works; what is hidden is not reached.
func TestCardsKeyboard(t *testing.T) {
	t.Parallel()
	page := openCards(t)
	run[bool](page, map[string]any{
		"type": "AdaptiveCard", "version": "1.5",
		"body": []any{
			map[string]any{"type": "TextBlock", "text": "a [link](https://example.com)"},
			map[string]any{"type": "Input.Text", "id": "text", "label": "Text"},
			map[string]any{"type": "Input.Toggle", "id": "toggle", "title": "Toggle"},
			map[string]any{"type": "Input.Text", "id": "hidden", "label": "Hidden", "isVisible": false},
			map[string]any{"type": "Container", "selectAction": map[string]any{"type": "Action.Submit", "title": "Tap", "data": "tapped"}, "items": []any{map[string]any{"type": "TextBlock", "text": "tap"}}},
		},
		"actions": []any{
			map[string]any{"type": "Action.ShowCard", "title": "Show", "card": map[string]any{"type": "AdaptiveCard", "actions": []any{map[string]any{"type": "Action.Submit", "title": "Inner"}}}},
			map[string]any{"type": "Action.Submit", "title": "Send"},
			map[string]any{"type": "Action.Submit", "title": "Secondary", "mode": "secondary"},
		},
	}, `window.host = h.show(h.adaptive(card)).host; return true`)
	press := func(keys string) {
		require.NoError(t, chromedp.Do(page.ctx, chromedp.KeyEvent(keys)), "%q", keys)
	}
	focused := func() string {
		return run[string](page, nil, `const e = document.activeElement;
			if (getComputedStyle(e).outlineStyle !== "solid") return "no outline on " + e.outerHTML;
			return (e.labels?.[0] ?? e).textContent || e.getAttribute("aria-label");`)
	}
	var reached []string
	for range 7 {
		press(kb.Tab)
		reached = append(reached, focused())
		switch reached[len(reached)-1] {
		case "Text":
			press("Hello")
		case "Toggle":
			press(" ")
		case "tap", "Send":
			press(kb.Enter)
		}
	}
	assert.Equal(t, []string{"link", "Text", "Toggle", "tap", "Show", "Send", "..."}, reached)
	press(kb.Enter) // opens the menu, and is in it
	assert.Equal(t, "Secondary", focused())
	press(kb.Escape)
	assert.Equal(t, "...", focused())
	sent := run[[]any](page, nil, `return host.asked.map((r) => r.data)`)
	assert.Equal(t, []any{"tapped", map[string]any{"text": "Hello", "toggle": "true"}}, sent)
}
