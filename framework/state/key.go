package state

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/convobot/convo/framework/internal/guid"
)

// Key names an item of a [Storage] by whom and what it is of, so that a database can find what is kept of a person or of
// a conversation, to erase it. Storage takes its [Key.String].
//
// A bot that keeps items of its own uses it too, with a Name: the votes of a poll in a conversation, say. The names "" and
// "root" of a conversation are those of its scopes.
type Key struct {
	AppID          string // the bot's app id; "" in local runs
	ChannelID      string // msteams, webchat, ...
	ConversationID string // "" for what is not of one conversation
	UserID         string // the Entra object id, or where there is none the id on the channel; "" for what is not of one person
	Name           string // tells apart what is of the same bot, conversation and person
}

// The words between the parts of a key, botbuilder's for the first two.
const (
	conversationsPart = "conversations"
	usersPart         = "users"
	itemsPart         = "items"
)

// String returns the key as a storage takes it, such as "app/msteams/conversations/19:abc@thread.v2/users/29:ann". Two
// keys have the same only if they are the same, except for the letter case of GUIDs: what could be taken for the end of a
// part is escaped.
func (k Key) String() string {
	var b strings.Builder
	b.WriteString(escape(guid.Fold(k.AppID)))
	b.WriteString("/" + escape(k.ChannelID))
	for _, part := range [...][2]string{{conversationsPart, k.ConversationID}, {usersPart, guid.Fold(k.UserID)}, {itemsPart, k.Name}} {
		if part[1] != "" {
			b.WriteString("/" + part[0] + "/" + escape(part[1]))
		}
	}
	return b.String()
}

// ParseKey reads what [Key.String] returned, and reports whether it was that. GUIDs come in lower case.
func ParseKey(s string) (Key, bool) {
	parts := strings.Split(s, "/")
	if len(parts) < 2 {
		return Key{}, false
	}
	k := Key{AppID: unescape(parts[0]), ChannelID: unescape(parts[1])}
	for rest := parts[2:]; len(rest) >= 2; rest = rest[2:] {
		switch value := unescape(rest[1]); rest[0] {
		case conversationsPart:
			k.ConversationID = value
		case usersPart:
			k.UserID = value
		case itemsPart:
			k.Name = value
		}
	}
	return k, k.String() == s // so only what String returns is one
}

// escape writes a part of a key so that it has no "/", nothing that a database cannot hold, and only its own escapes.
func escape(part string) string {
	var b strings.Builder
	for i := 0; i < len(part); {
		r, size := utf8.DecodeRuneInString(part[i:])
		if r == '/' || r == '%' || r < ' ' || r == 0x7f || r == utf8.RuneError && size == 1 {
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[part[i]>>4], digits[part[i]&15]})
		} else {
			b.WriteString(part[i : i+size])
		}
		i += size
	}
	return b.String()
}

// unescape undoes escape; of anything else it makes something, which ParseKey finds to be different.
func unescape(part string) string {
	plain, err := url.PathUnescape(part)
	if err != nil {
		return part
	}
	return plain
}
