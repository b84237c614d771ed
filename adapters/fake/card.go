package fake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
)

// content shows a message in one line: its text, then its attachments.
func content(a *schema.Activity) string {
	var parts []string
	if a.Text != "" {
		parts = append(parts, fmt.Sprintf("%q", a.Text))
	}
	for _, attachment := range a.Attachments {
		if texts := client.TextsOf(attachment); texts != nil {
			parts = append(parts, "[card: "+strings.Join(texts, " | ")+"]")
		} else {
			parts = append(parts, "["+attachment.ContentType+" "+attachment.Name+"]")
		}
	}
	return strings.Join(parts, " ")
}

// shows reports whether one of the texts has part in it.
func shows(texts []string, part string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, part) })
}

func text(object map[string]any, name string) string {
	s, _ := object[name].(string)
	return s
}
