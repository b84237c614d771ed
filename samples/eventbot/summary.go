package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

const (
	maxSummary = 1500 // bytes
	maxText    = 120  // bytes of a text in it
	maxList    = 5    // elements of a list in it
)

// envelope are the members of an activity that say how it came, which is the same for all.
var envelope = []string{ //nolint:gochecknoglobals // never changes
	"channelId", "serviceUrl", "id", "timestamp", "localTimestamp", "localTimezone", "locale", "conversation", "recipient", "entities",
}

// summary is a value as JSON, as far as it fits into a message. What is secret is left out: a conversation has more
// readers than the bot, and some values work as a password for minutes.
func summary(given any) string {
	raw, err := json.Marshal(given)
	if err != nil {
		return err.Error()
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err.Error()
	}
	if object, ok := value.(map[string]any); ok && object["type"] != nil && object["serviceUrl"] != nil {
		for _, name := range envelope {
			delete(object, name)
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(shorten("", value)); err != nil {
		return err.Error()
	}
	// A ` would end the block that the summary is shown in.
	return cut(strings.ReplaceAll(strings.TrimSpace(out.String()), "`", "'"), maxSummary)
}

func shorten(name string, value any) any {
	if isSecret(name) && value != nil {
		return "(secret)"
	}
	switch value := value.(type) {
	case string:
		return cut(value, maxText)
	case []any:
		list := make([]any, 0, maxList+1)
		for i, element := range value {
			if i == maxList {
				list = append(list, "…")
				break
			}
			list = append(list, shorten(name, element))
		}
		return list
	case map[string]any:
		for name, member := range value {
			value[name] = shorten(name, member)
		}
		return value
	default:
		return value
	}
}

// isSecret reports whether a member of that name is no business of those who read the conversation.
func isSecret(name string) bool {
	switch strings.ToLower(name) {
	case "token", "state", "continuation", "uploadurl", "downloadurl", "signinlink", "sasurl":
		return true
	default:
		return false
	}
}

func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "…"
}
