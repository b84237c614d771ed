package schema

import (
	"encoding/json"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// EntityMention is the type of the [Mention] entity.
const EntityMention = "mention"

// Mention says that a message mentions someone, and which part of the text does.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#mention-entity
type Mention struct {
	Mentioned ChannelAccount `json:"mentioned,omitzero,omitempty"`
	Text      string         `json:"text,omitempty"` // as it stands in the message: <at>name</at>

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// NewMention returns a mention of account. Put its Text into the message where the mention shall stand; the name
// in it is escaped, so that a name with markup in it stays a name.
func NewMention(account ChannelAccount) Mention {
	return Mention{Mentioned: account, Text: "<at>" + html.EscapeString(account.Name) + "</at>"}
}

func (Mention) entityType() string { return EntityMention }

// Mentions returns the activity's mention entities, in order.
func (a *Activity) Mentions() []Mention {
	var out []Mention
	for _, e := range a.Entities {
		if m, ok := entityAs[Mention](e); ok {
			out = append(out, m)
		}
	}
	return out
}

// maxMarkups bounds the work on a hostile message: no client writes one name in more ways.
const maxMarkups = 32

// TextWithoutMention returns the activity's text without the mentions of the account with that id, and without
// space around what is left. Where a mention stood between words, one space stays.
//
// Every mention of the account goes, wherever it stands and however often; a mention entity without text is taken
// to be <at>name</at>. The activity itself does not change.
func (a *Activity) TextWithoutMention(accountID string) string {
	text := a.Text
	var cut []string
	for _, m := range a.Mentions() {
		if accountID == "" || m.Mentioned.ID != accountID || len(cut) >= maxMarkups {
			continue
		}
		for _, markup := range [...]string{m.markup(), html.UnescapeString(m.markup())} {
			if !slices.Contains(cut, markup) {
				cut = append(cut, markup)
				text = cutAll(text, markup)
			}
		}
	}
	return strings.TrimSpace(text)
}

// TextWithoutRecipient returns the activity's text without the mentions of whom it was sent to: what a user
// said to the bot, without the name of the bot. It is the text that message routes match.
func (a *Activity) TextWithoutRecipient() string { return a.TextWithoutMention(a.Recipient.ID) }

func (m Mention) markup() string {
	if m.Text == "" {
		return NewMention(m.Mentioned).Text
	}
	return m.Text
}

// cutAll puts one space for every run of markup in text, in any letter case, and the space around it. It takes time
// in proportion to the text, which a case-insensitive regular expression does not.
func cutAll(text, markup string) string {
	folded, foldedMarkup := fold(text), fold(markup)
	var kept strings.Builder
	for {
		before, after, found := strings.Cut(folded, foldedMarkup)
		if !found {
			kept.WriteString(text)
			return kept.String()
		}
		if word := trimRight(text[:len(before)]); word != "" || kept.Len() == 0 {
			kept.WriteString(word)
			kept.WriteByte(' ')
		}
		text = trimLeft(text[len(text)-len(after):])
		folded = folded[len(folded)-len(text):]
	}
}

// fold returns text in lower case with every letter at its old place: those whose lower case takes more or fewer
// bytes stay as they are.
func fold(text string) string {
	folded := []byte(text)
	for i, r := range text {
		if lower := unicode.ToLower(r); lower != r && utf8.RuneLen(lower) == utf8.RuneLen(r) {
			utf8.EncodeRune(folded[i:], lower)
		}
	}
	return string(folded)
}

// nbsp is how Teams clients write the space after a mention.
const nbsp = "&nbsp;"

func trimLeft(text string) string {
	for {
		trimmed := strings.TrimPrefix(strings.TrimLeftFunc(text, unicode.IsSpace), nbsp)
		if len(trimmed) == len(text) {
			return text
		}
		text = trimmed
	}
}

func trimRight(text string) string {
	for {
		trimmed := strings.TrimSuffix(strings.TrimRightFunc(text, unicode.IsSpace), nbsp)
		if len(trimmed) == len(text) {
			return text
		}
		text = trimmed
	}
}
