package playground_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestCardsMarkdown writes texts at random and compares their Markdown with that of npm's markdown-it, which adaptivecards and
// its users draw with. It needs what [TestCardsAgainstAdaptiveCards] needs.
func TestCardsMarkdown(t *testing.T) {
	t.Parallel()
	page := openOracle(t)
	// After an item without text, markdown-it takes two blank lines or more for the list's end; CommonMark does not.
	knownQuirk := regexp.MustCompile(`(?m)^ *(?:(?:[-*]|\d[.)]) *)+\n(?: *\n){2}`)
	tests := []struct {
		name   string
		pieces []string
	}{
		{"emphasis", []string{"*", "*", "_", "a", "b", " ", "**", ".", "~", "é", "🥰"}},
		{"links and escapes", []string{"*", "a", " ", "[", "](https://e.com)", "]", "(", ")", "\\", "&amp;", "&", "<", "<b>", "<https://e.com>", "_"}},
		{"lists and paragraphs", []string{"\n", "\n", "- ", "a", "b ", "  ", "1. ", "2. ", "* ", "\n\n", "7) "}},
	}
	for _, tt := range tests {
		type difference struct{ Text, Want, Got string }
		got := run[[]difference](page, map[string]any{"pieces": tt.pieces, "count": 10_000, "seed": 7}, `return h.differences(card)`)
		got = slices.DeleteFunc(got, func(d difference) bool { return knownQuirk.MatchString(d.Text) })
		for i, d := range got[:min(len(got), 5)] {
			assert.Equal(t, d.Want, d.Got, "%s, %d of %d: %q", tt.name, i+1, len(got), d.Text)
		}
	}
}
