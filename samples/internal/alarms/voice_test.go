package alarms

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
	texts := loadTexts()
	verb := regexp.MustCompile(`%[a-z]`)
	for key, text := range texts {
		require.Len(t, text, 4, key)
		for _, language := range []string{"en", "de", "fr", "es"} {
			require.NotEmpty(t, text[language], "%s in %s", key, language)
			require.Equal(t, verb.FindAllString(text["en"], -1), verb.FindAllString(text[language], -1), "%s in %s", key, language)
		}
	}
	quoted := regexp.MustCompile(`(?:say\(|reply\(ctx, turn, |key := |key = )"([a-z. ]+)"`)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	used := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range quoted.FindAllSubmatch(source, -1) {
			key := string(match[1])
			require.NotNil(t, texts[key], "%s: there is no text %q", file, key)
			used++
		}
	}
	require.Greater(t, used, 20)
}

func TestVoiceIsTheNearest(t *testing.T) {
	t.Parallel()
	f := New(nil, nil, nil)
	for locale, want := range map[string]string{"de-AT": "de", "fr": "fr", "es-MX": "es", "en-GB": "en", "ja": "en", "": "en", "not a tag": "en"} {
		require.Equal(t, want, f.voice(locale).language, locale)
	}
}

func TestEvery(t *testing.T) {
	t.Parallel()
	v := New(nil, nil, nil).voice("en")
	for rule, want := range map[string]string{
		"0 9 * * *": "every day", "30 9 * * 1-5": "every weekday", "0 9 * * 0": "every Sunday",
		"0 9 1 * *": "by the rule `0 9 1 * *`", "*/5 9 * * 1": "by the rule `*/5 9 * * 1`", "0 9 * * 1,2": "by the rule `0 9 * * 1,2`",
		"@daily": "by the rule `@daily`", "0 9 * * cron": "by the rule `0 9 * * cron`",
	} {
		require.Equal(t, want, v.every(rule))
	}
}
