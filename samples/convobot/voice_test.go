package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTextsAreWhole holds every text to the same languages and the same arguments, and the code to texts that exist.
func TestTextsAreWhole(t *testing.T) {
	t.Parallel()
	texts := loadPhrases()
	languages := texts.languages()
	require.Equal(t, []string{"en", "de", "es", "fr"}, languages)
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	for key, text := range texts {
		require.Len(t, text, len(languages), key)
		for _, language := range languages {
			require.NotEmpty(t, text[language], "%s in %s", key, language)
			require.Equal(t, verb.FindAllString(text["en"], -1), verb.FindAllString(text[language], -1), "%s in %s", key, language)
		}
	}

	used := make(map[string]bool)
	key := regexp.MustCompile(`(?:say\(|quote\(|toSay\(|reply\(ctx, turn, )"([a-z.]+)"`)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range key.FindAllSubmatch(source, -1) {
			used[string(match[1])] = true
			_, known := texts[string(match[1])]
			require.True(t, known, "%s: there is no text %q", file, match[1])
		}
	}
	require.Greater(t, len(used), 10)
}

// TestTextsAreReadableAsTheyAre is about what is shown without Markdown, and about names: %q would show some characters of
// them, such as a joined emoji's, as escapes.
func TestTextsAreReadableAsTheyAre(t *testing.T) {
	t.Parallel()
	for key, text := range loadPhrases() {
		answersButton := strings.HasPrefix(key, "poll.vote.") || strings.HasPrefix(key, "notice.")
		for language, words := range text {
			require.NotContains(t, words, "%q", "%s in %s", key, language)
			require.False(t, answersButton && strings.Contains(words, "`"), "%s in %s", key, language)
		}
	}
}

func TestLanguageIsTheNearest(t *testing.T) {
	t.Parallel()
	text := localized{"en": "en", "de": "de", "pt": "pt", "zh-Hant": "zh-Hant"}
	for locale, want := range map[string]string{
		"de": "de", "de-AT": "de", "DE-de": "de", "pt-BR": "pt", "en-GB": "en", "zh-TW": "zh-Hant",
		"ja": "en", "": "en", "not a tag": "en",
	} {
		require.Equal(t, want, text.in(locale), locale)
	}
	require.Equal(t, "de", localized{"de": "de", "fr": "fr"}.in("ja"), "any is better than none")
	require.Empty(t, localized{}.in("en"))
}
