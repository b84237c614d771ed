package main

import (
	"errors"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/convobot/convo/framework/schema"
)

// errNobody says that a search found nobody.
var errNobody = errors.New("convobot: nobody of that name")

// search finds the people whose name a text begins with: the longest full name, or else a first name.
type search struct {
	text        string
	full, first matches
}

// matches are people of equally long names.
type matches struct {
	length int // of the name
	people []schema.ChannelAccount
	rest   string // what follows the name
}

func (s *search) offer(who schema.ChannelAccount) {
	name := strings.Join(strings.Fields(norm.NFC.String(who.Name)), " ")
	s.full.add(s.text, name, who)
	if first, _, ok := strings.Cut(name, " "); ok {
		s.first.add(s.text, first, who)
	}
}

func (m *matches) add(text, name string, who schema.ChannelAccount) {
	if name == "" || len(name) < m.length {
		return
	}
	rest, ok := cutName(text, name)
	if !ok {
		if rest, ok = cutName(text, html.EscapeString(name)); !ok {
			return
		}
	}
	if len(name) > m.length {
		*m = matches{length: len(name), rest: rest}
	}
	for _, other := range m.people {
		if isSame(who, other) {
			return
		}
	}
	if len(m.people) < maxChoices {
		m.people = append(m.people, who)
	}
}

func (s *search) result() (who schema.ChannelAccount, rest string, err error) {
	for _, found := range []matches{s.full, s.first} {
		switch len(found.people) {
		case 0:
			continue
		case 1:
			return found.people[0], found.rest, nil
		}
		return who, "", toSay("people.several", names(found.people))
	}
	return who, "", errNobody
}

// cutName returns what follows the name in text, which begins with it in any letter case and does not go on as a
// longer one.
func cutName(text, name string) (rest string, ok bool) {
	end := 0
	for range name {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
		if size == 0 {
			return "", false
		}
	}
	rest = text[end:]
	if !strings.EqualFold(text[:end], name) || goesOn(rest) {
		return "", false
	}
	return rest, true
}

// goesOn reports whether what follows a name is a part of it: the "son" of Robertson, the "-Marie" of Anne-Marie.
func goesOn(rest string) bool {
	rest = strings.TrimLeft(rest, "-'’._@")
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// trimName removes what stands between a name and what follows it; "&nbsp;" is how Teams writes a space there.
func trimName(rest string) string {
	for {
		trimmed := strings.TrimPrefix(strings.TrimLeftFunc(rest, func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune(":,;", r)
		}), "&nbsp;")
		if trimmed == rest {
			return rest
		}
		rest = trimmed
	}
}
