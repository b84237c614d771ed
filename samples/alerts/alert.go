package main

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What is kept of an alert, and shown. A card of all that, in letters of four bytes, stays below 28 KB, which every
// client of Teams has always taken.
const (
	maxName        = 100 // runes, as all but the last two
	maxSummary     = 300
	maxDescription = 1500
	maxLabel       = 60 // of a name or a value
	maxLabels      = 20
	maxURL         = 800 // bytes; a link that is cut leads nowhere, so a longer one is left out
)

// alert is an alert, whoever sent it. It is stored with what was made of it.
type alert struct {
	ID          string    `json:"id"`     // the same when it fires again
	Firing      bool      `json:"firing"` // or else resolved
	Name        string    `json:"name,omitempty"`
	Severity    string    `json:"severity,omitempty"`
	Summary     string    `json:"summary,omitempty"`
	Description string    `json:"description,omitempty"`
	Labels      []label   `json:"labels,omitempty"`
	MoreLabels  int       `json:"moreLabels,omitempty"` // that are not kept
	StartsAt    time.Time `json:"startsAt"`
	EndsAt      time.Time `json:"endsAt,omitzero"` // if it is resolved
	Links       []link    `json:"links,omitempty"`
}

type label struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// addLink adds a link that people can follow. What is sent as a link may be anything: a script, or a host that poses as
// another by standing behind an @.
func (a *alert) addLink(title, to string) {
	u, err := url.Parse(to)
	if err != nil || len(to) > maxURL || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return
	}
	a.Links = append(a.Links, link{title, to})
}

// cut returns at most limit runes of a text, without the control characters that could disguise it.
func cut(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Bidi_Control) && r != '\n' {
			return -1
		}
		return r
	}, strings.TrimSpace(text))
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:limit-1])) + "…"
}
