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

// alert is an alert, whoever sent it.
type alert struct {
	id          string // the same when it fires again
	firing      bool   // or else resolved
	name        string
	severity    string
	summary     string
	description string
	labels      []label
	moreLabels  int // that are not kept
	startsAt    time.Time
	endsAt      time.Time // if it is resolved
	links       []link
}

type label struct{ name, value string }

type link struct{ title, url string }

// addLink adds a link that people can follow. What is sent as a link may be anything: a script, or a host that poses as
// another by standing behind an @.
func (a *alert) addLink(title, to string) {
	u, err := url.Parse(to)
	if err != nil || len(to) > maxURL || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return
	}
	a.links = append(a.links, link{title, to})
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
