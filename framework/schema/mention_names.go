package schema

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// AddMention mentions account at the end of the text: its markup, after a space where there is text, and its entity.
func (a *Activity) AddMention(account ChannelAccount) {
	mention := NewMention(account)
	if last, _ := utf8.DecodeLastRuneInString(a.Text); a.Text != "" && !unicode.IsSpace(last) {
		a.Text += " "
	}
	a.Text += mention.Text
	a.Entities = append(slices.Clip(a.Entities), mention)
}

// IsRecipientMentioned reports whether the activity mentions whom it was sent to: in a received one, the bot.
func (a *Activity) IsRecipientMentioned() bool {
	return a.Recipient.ID != "" && slices.ContainsFunc(a.Mentions(), func(m Mention) bool { return m.Mentioned.ID == a.Recipient.ID })
}

// NormalizeMentions makes plain names of the mentions in the text, as people read them: <at>Ada</at> becomes Ada, in the
// text and in its mention entities, with a space before a word or a name that would touch it. With removeRecipient, the mentions of
// whom the activity was sent to go, text and entities, as in [Activity.TextWithoutRecipient].
//
// It is for bots that hand the text to something that knows no markup; call it in a middleware. Message routes need it not.
// The activity gets new entities, others who share the old ones keep them. Escaped characters in names stay escaped.
func (a *Activity) NormalizeMentions(removeRecipient bool) {
	if removeRecipient {
		a.Text = a.TextWithoutRecipient()
	}
	a.Text = withoutTags(a.Text)
	entities := make([]Entity, 0, len(a.Entities))
	for _, e := range a.Entities {
		m, ok := entityAs[Mention](e)
		if !ok {
			entities = append(entities, e)
			continue
		}
		if removeRecipient && a.Recipient.ID != "" && m.Mentioned.ID == a.Recipient.ID {
			continue
		}
		m.Text = strings.TrimSpace(withoutTags(m.Text))
		entities = append(entities, m)
	}
	a.Entities = entities
	if len(entities) == 0 {
		a.Entities = nil
	}
}

const endTag = "</at>"

// withoutTags takes away every <at ...> and the </at> that ends it; a tag without the other stays. It takes time in
// proportion to the text.
func withoutTags(text string) string {
	folded := fold(text)
	lastEnd := strings.LastIndex(folded, endTag)
	if lastEnd < 0 {
		return text
	}
	var kept strings.Builder
	at := 0
	for {
		name, end := nextTag(folded, at, lastEnd)
		if name.start < 0 {
			kept.WriteString(text[at:])
			return kept.String()
		}
		kept.WriteString(text[at:name.start])
		kept.WriteString(text[name.end:end])
		at = end + len(endTag)
		if next, _ := utf8.DecodeRuneInString(text[at:]); unicode.IsLetter(next) || unicode.IsDigit(next) || strings.HasPrefix(folded[at:], "<at") {
			kept.WriteByte(' ')
		}
	}
}

type span struct{ start, end int }

// nextTag returns where the next <at ...> stands, and where the </at> begins that ends it.
func nextTag(folded string, from, lastEnd int) (tag span, end int) {
	for from <= lastEnd {
		start := strings.Index(folded[from:lastEnd], "<at")
		if start < 0 {
			break
		}
		start += from
		from = start + len("<at")
		if next := folded[from]; next != '>' && !isSpace(next) {
			continue
		}
		open := strings.IndexByte(folded[from:lastEnd], '>')
		if open < 0 {
			break
		}
		open += from + 1
		return span{start, open}, open + strings.Index(folded[open:], endTag)
	}
	return span{-1, -1}, -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
