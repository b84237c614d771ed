package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// docs is where status codes are explained. The manifest names its host, so that links to it are shown as cards.
const (
	docsHost = "developer.mozilla.org"
	docsPath = "/docs/Web/HTTP/Reference/Status/"
)

// status is an HTTP status code, and what it means.
type status struct {
	Code int
	Text string
}

// statusOf returns a code, and reports whether there is one of that number.
func statusOf(code int) (status, bool) {
	text := http.StatusText(code)
	return status{code, text}, text != ""
}

// find returns the codes whose number begins with the text, or whose name contains it. Only some are shown.
func find(text string, shown string) []status {
	var found []status
	text = strings.ToLower(strings.TrimSpace(text))
	for code := 100; code < 600; code++ {
		s, ok := statusOf(code)
		if !ok || shown == shownErrors && code < 400 {
			continue
		}
		if strings.HasPrefix(strconv.Itoa(code), text) || strings.Contains(strings.ToLower(s.Text), text) {
			found = append(found, s)
		}
	}
	return found
}

// linked returns the code that a link is about.
func linked(link string) (status, bool) {
	u, err := url.Parse(link)
	if err != nil || !strings.EqualFold(u.Hostname(), docsHost) {
		return status{}, false
	}
	_, last, ok := strings.Cut(u.Path, "/Status/")
	if !ok {
		return status{}, false
	}
	code, err := strconv.Atoi(strings.TrimSuffix(last, "/"))
	if err != nil {
		return status{}, false
	}
	return statusOf(code)
}

func (s status) title() string { return fmt.Sprintf("%d %s", s.Code, s.Text) }

// kind is the class of the code.
func (s status) kind() string {
	switch s.Code / 100 {
	case 1:
		return "Information: the request goes on."
	case 2:
		return "Success."
	case 3:
		return "Redirection: the client has to go elsewhere."
	case 4:
		return "The client's mistake."
	default:
		return "The server's failure."
	}
}

// card is what goes into the message.
func (s status) card() cards.Card {
	return cards.Card{
		Body: []cards.Element{
			cards.TextBlock{Text: s.title(), Size: cards.Large, Weight: cards.Bolder, Wrap: true},
			cards.TextBlock{Text: s.kind(), Wrap: true},
		},
		Actions: []cards.Action{
			cards.OpenURL{Title: "Read more", URL: fmt.Sprintf("https://%s/en-US%s%d", docsHost, docsPath, s.Code)},
		},
	}
}

// result is the code in a list. What is tapped there comes to the bot as composeExtension/selectItem.
func (s status) result(tap schema.CardAction) teams.MessagingExtensionAttachment {
	preview := schema.ThumbnailCard{Title: s.title(), Text: s.kind(), Tap: tap}
	return teams.ResultOf(s.card().Attachment(), preview.Attachment())
}
