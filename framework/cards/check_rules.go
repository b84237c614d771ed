package cards

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// required lists the members without which a client refuses, or does not show, what has this type.
func required(kind string) []string {
	switch kind {
	case "TextBlock", "TextRun":
		return []string{"text"}
	case "RichTextBlock":
		return []string{"inlines"}
	case "FactSet":
		return []string{"facts"}
	case "CodeBlock":
		return []string{"codeSnippet"}
	case "Image", "Action.OpenUrl":
		return []string{"url"}
	case "ImageSet":
		return []string{"images"}
	case "Icon":
		return []string{"name"}
	case "CompoundButton":
		return []string{"title"}
	case "Carousel":
		return []string{"pages"}
	case "Media":
		return []string{"sources"}
	case "ActionSet":
		return []string{"actions"}
	case "Action.ToggleVisibility":
		return []string{"targetElements"}
	case "Action.ShowCard":
		return []string{"card"}
	case "Input.Toggle":
		return []string{"title"}
	case "Data.Query":
		return []string{"dataset"}
	default:
		return nil
	}
}

// isOpen reports whether what stands under this name belongs to the bot or the client and is no part of the card.
func isOpen(name string) bool {
	switch name {
	case "data", "requires", "msteams", "metadata", "properties", "resources", "type", "version", "$schema":
		return true
	default:
		return false
	}
}

func isTap(name string) bool { return name == "selectAction" || name == "inlineAction" }

// needsType reports whether the members of the list of this name are told apart by their types.
func needsType(list string) bool {
	switch list {
	case "body", "items", "actions", "inlines":
		return true
	default:
		return false
	}
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	default:
		return false
	}
}

func hasSignIn(authentication map[string]any) bool {
	buttons, _ := authentication["buttons"].([]any)
	for _, b := range buttons {
		if button, _ := b.(map[string]any); button["type"] == "signin" {
			return true
		}
	}
	return false
}

// executes reports whether an Action.Execute is anywhere in v, unless something older takes its place.
func executes(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		if v["type"] == "Action.Execute" {
			return v["fallback"] == nil
		}
		for name, member := range v {
			if !isOpen(name) && executes(member) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, executes)
	}
	return false
}

type version struct{ major, minor int }

func parseVersion(card map[string]any) (version, bool) {
	text, _ := card["version"].(string)
	before, after, ok := strings.Cut(text, ".")
	major, err1 := strconv.Atoi(before)
	minor, err2 := strconv.Atoi(after)
	return version{major, minor}, ok && err1 == nil && err2 == nil
}

// isOld reports whether the card says it is of a version before the first in which Teams knows universal actions.
func isOld(card map[string]any) bool {
	v, ok := parseVersion(card)
	return ok && cmp.Or(cmp.Compare(v.major, 1), cmp.Compare(v.minor, 5)) < 0
}

func join(place, name string) string {
	if place == "" {
		return name
	}
	return place + "." + name
}
