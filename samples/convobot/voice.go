package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
)

// defaultLanguage is for those whose language is not known, or not spoken.
const defaultLanguage = "en"

// localized is a text in several languages, by BCP 47 tag.
type localized map[string]string

// in returns the text in the language nearest to locale (pt-BR, then pt), else in English, else in any.
func (l localized) in(locale string) string {
	languages := slices.Sorted(maps.Keys(l))
	if i := slices.Index(languages, defaultLanguage); i > 0 { // the matcher falls back to the first
		languages = slices.Insert(slices.Delete(languages, i, i+1), 0, defaultLanguage)
	}
	if len(languages) == 0 {
		return ""
	}
	return l[nearest(languages, locale)]
}

// nearest returns that one of languages which a reader with that locale understands best; the first if none.
func nearest(languages []string, locale string) string {
	tags := make([]language.Tag, len(languages))
	for i, name := range languages {
		tags[i] = language.Make(name)
	}
	_, i := language.MatchStrings(language.NewMatcher(tags), locale)
	return languages[i]
}

// What the bot says: a file for each feature, by key and then by language.
//
//go:embed texts/*.json
var textFiles embed.FS

// phrases is everything that the bot can say.
type phrases map[string]localized

// loadPhrases reads what is built into the program.
func loadPhrases() phrases {
	all := make(phrases)
	files, err := textFiles.ReadDir("texts")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		raw, err := textFiles.ReadFile("texts/" + file.Name())
		if err != nil {
			panic(err)
		}
		if err := json.Unmarshal(raw, &all); err != nil {
			panic(fmt.Sprintf("convobot: texts/%s: %v", file.Name(), err))
		}
	}
	return all
}

// languages returns what the bot speaks, English first.
func (p phrases) languages() []string {
	spoken := slices.Sorted(maps.Keys(p["language.name"]))
	i := slices.Index(spoken, defaultLanguage)
	return slices.Insert(slices.Delete(spoken, i, i+1), 0, defaultLanguage)
}

// voice is how the bot speaks to one reader.
type voice struct {
	phrases  phrases
	language string
}

func (p phrases) voice(locale string) voice {
	return voice{phrases: p, language: nearest(p.languages(), locale)}
}

// say returns what stands under the key, with args put in.
func (v voice) say(key string, args ...any) string {
	return fmt.Sprintf(v.phrases[key][v.language], args...)
}

// quote is say for a message with what people wrote in it: that is shown as it is, where an open tag would change the look
// of all that follows.
func (v voice) quote(key string, args ...any) string {
	args = slices.Clone(args)
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = strings.ReplaceAll(text, "<", "&lt;")
		}
	}
	return v.say(key, args...)
}

// clip shortens a text to so many characters.
func clip(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}

// voice returns how to speak to whoever acts in this turn: in the language that they chose, else in that of their
// client.
func (b *convoBot) voice(ctx context.Context, turn *framework.TurnContext) (voice, error) {
	record, err := b.store.Load(ctx, person(turn))
	if err != nil && !errors.Is(err, proactive.ErrNotFound) {
		return voice{}, err
	}
	locale := record.Preferences.Locale
	if locale == "" {
		locale = turn.Activity.Locale
	}
	if locale == "" {
		locale = record.Locale()
	}
	return b.phrases.voice(locale), nil
}

// reply says to whoever acts in this turn what stands under the key.
func (b *convoBot) reply(ctx context.Context, turn *framework.TurnContext, key string, args ...any) error {
	v, err := b.voice(ctx, turn)
	if err != nil {
		return err
	}
	return turn.SendText(ctx, v.quote(key, args...))
}

// person is the key of whoever acts in this turn.
func person(turn *framework.TurnContext) proactive.Key {
	return proactive.PersonKey(turn.Identity().AppID, turn.ConversationReference())
}
