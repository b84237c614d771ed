package playground_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/browsertest"
)

// drawn is what can be seen and done with a card, as testdata/cards/harness.js tells it.
type drawn struct {
	Texts      string      `json:"texts"`
	Inputs     []any       `json:"inputs"`
	Opened     [][2]string `json:"opened"` // buttons that show or hide something, with the texts after each
	SentBefore []string    `json:"sentBefore"`
	SentAfter  []string    `json:"sentAfter"` // filling in every input
}

// TestCardsAgainstAdaptiveCards draws cards with the page's renderer and with npm's adaptivecards, and compares what is seen, what
// can be filled in, and what every button sends, before and after filling in.
//
// It needs CONVO_CHROMIUM and CONVO_ADAPTIVECARDS, the folder of the npm package.
func TestCardsAgainstAdaptiveCards(t *testing.T) {
	t.Parallel()
	page := openOracle(t)
	all := adaptiveCards(t)
	require.GreaterOrEqual(t, len(all), 40)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		ours := run[drawn](page, all[name], `return h.ours(card)`)
		theirs := run[drawn](page, all[name], `return h.theirs(card)`)
		why, differs := ourWay[name]
		if !differs {
			assert.Equal(t, theirs, ours, name)
			continue
		}
		assert.NotEqual(t, theirs, ours, "%s is no longer drawn otherwise (%s)", name, why.because)
		assert.Equal(t, why.texts, ours.Texts, "%s: %s", name, why.because)
	}
	for name := range ourWay {
		assert.Contains(t, all, name, "a difference of a card that is not there")
	}
	t.Logf("%d cards, of which %d are drawn otherwise on purpose", len(all), len(ourWay))
}

// openOracle opens a page that has loaded npm's adaptivecards and markdown-it besides.
func openOracle(t *testing.T) cardsPage {
	t.Helper()
	browsertest.Needs(t, "CONVO_ADAPTIVECARDS")
	page := openCards(t)
	page.eval(`(async () => {
		for (const src of ["/npm/adaptivecards/dist/adaptivecards.js", "/npm/markdown-it/dist/markdown-it.min.js"]) {
			await new Promise((resolve, reject) => {
				const script = Object.assign(document.createElement("script"), {src, onload: resolve, onerror: () => reject(new Error(src))});
				document.head.append(script);
			});
		}
		return true;
	})()`, new(bool))
	return page
}

// adaptiveCards are the cards to compare, by their names: those of testdata/cards, each with its source, the golden cards of package
// cards, and those of the samples.
func adaptiveCards(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	all := make(map[string]json.RawMessage)
	own, err := filepath.Glob("testdata/cards/*.json")
	require.NoError(t, err)
	for _, path := range own {
		var file map[string]struct {
			Source string          `json:"source"`
			Card   json.RawMessage `json:"card"`
		}
		readJSON(t, path, &file)
		for name, entry := range file {
			require.NotEmpty(t, entry.Source, "%s: %s", path, name)
			all[strings.TrimSuffix(filepath.Base(path), ".json")+"/"+name] = entry.Card
		}
	}
	for _, pattern := range []string{"../../framework/cards/testdata/*.json", "../../samples/*/testdata/poll-*.json", "../../samples/cards/menu.json"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, paths, pattern)
		for _, path := range paths {
			if strings.HasPrefix(filepath.Base(path), "schema-") {
				continue
			}
			var card json.RawMessage
			readJSON(t, path, &card)
			all[strings.TrimPrefix(path, "../../")] = adaptiveIn(t, card)
		}
	}
	return all
}

// adaptiveIn returns the card, or the first Adaptive Card of the message that holds it.
func adaptiveIn(t *testing.T, raw json.RawMessage) json.RawMessage {
	t.Helper()
	var message struct {
		Attachments []struct {
			Content json.RawMessage `json:"content"`
		} `json:"attachments"`
	}
	require.NoError(t, json.Unmarshal(raw, &message))
	if len(message.Attachments) > 0 {
		return message.Attachments[0].Content
	}
	return raw
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, into), path)
}
