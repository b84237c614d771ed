package alarms

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/convobot/convo/framework/proactive"
)

// What is said, by key and language.
//
//go:embed texts.json
var textsFile []byte

// loadTexts reads what is built into the program.
func loadTexts() map[string]map[string]string {
	var texts map[string]map[string]string
	if err := json.Unmarshal(textsFile, &texts); err != nil {
		panic(err)
	}
	return texts
}

// voice is how to speak to one reader.
type voice struct {
	texts    map[string]map[string]string
	language string
}

// voice speaks the language that a reader with that locale understands best, else English.
func (f *Feature) voice(locale string) voice {
	languages := slices.Sorted(maps.Keys(f.texts["language"]))
	slices.SortStableFunc(languages, func(a, b string) int { // the first is the matcher's default
		return strings.Compare(strings.TrimPrefix(a, "en"), strings.TrimPrefix(b, "en"))
	})
	tags := make([]language.Tag, len(languages))
	for i, name := range languages {
		tags[i] = language.Make(name)
	}
	_, i := language.MatchStrings(language.NewMatcher(tags), locale)
	return voice{texts: f.texts, language: languages[i]}
}

// say returns what stands under the key, with args put in.
func (v voice) say(key string, args ...any) string {
	return fmt.Sprintf(v.texts[key][v.language], args...)
}

// plain shows what people wrote as it is: an open tag would change the look of all that follows.
func plain(text string) string { return strings.ReplaceAll(text, "<", "&lt;") }

// when says a time as the alarm's people tell it.
func (v voice) when(a proactive.Alarm, t time.Time) string {
	t = a.Local(t)
	now := time.Now().In(t.Location())
	clock, date := t.Format("15:04"), t.Format(time.DateOnly)
	switch date {
	case now.Format(time.DateOnly):
		return v.say("today", clock)
	case now.AddDate(0, 0, 1).Format(time.DateOnly):
		return v.say("tomorrow", clock)
	}
	return v.say("day", date, clock)
}

// zone names the zone of an alarm.
func zone(a proactive.Alarm) string {
	if strings.HasPrefix(a.Zone, "+") || strings.HasPrefix(a.Zone, "-") {
		return "UTC" + a.Zone
	}
	return a.Zone
}

// every says a rule: in words if it is one that parse makes of words.
func (v voice) every(rule string) string {
	fields := strings.Fields(rule)
	if len(fields) == 5 && fields[2] == "*" && fields[3] == "*" && isNumber(fields[0]) && isNumber(fields[1]) {
		if words, ok := v.texts["every."+fields[4]]; ok {
			return words[v.language]
		}
	}
	return v.say("every by rule", rule)
}

func isNumber(text string) bool { return strings.Trim(text, "0123456789") == "" }
