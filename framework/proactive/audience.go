package proactive

import (
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// Audience says whom a message is for. Everything that is set must hold; the zero value is every person that the bot
// remembers, each once and in private.
//
// TeamID and ConversationID address a place instead of people: the message is posted there once.
type Audience struct {
	Users    []string // ids on the channel or Entra object ids; empty for everyone
	TenantID string   // organization
	Locale   string   // language: pt is also pt-BR, and pt-BR is not pt-PT
	Topic    string   // followed by them

	TeamID         string // the General channel of this team
	ConversationID string // this Teams channel (not one of its threads) or group chat
}

// Includes reports whether the record's person or place belongs to the audience. Whether they want to hear from the bot
// is another question; see [Preferences].
func (a Audience) Includes(r Record) bool {
	if a.TeamID != "" || a.ConversationID != "" {
		if r.IsPerson() || r.Key.ThreadID != "" {
			return false
		}
	} else if !r.IsPerson() {
		return false
	}
	return (a.TeamID == "" || r.Key.ConversationID == a.TeamID) &&
		(a.ConversationID == "" || r.Key.ConversationID == a.ConversationID) &&
		(a.TenantID == "" || fold(r.Key.TenantID) == fold(a.TenantID)) &&
		(a.Locale == "" || speaks(r.Locale(), a.Locale)) &&
		(a.Topic == "" || slices.Contains(r.Preferences.Topics, a.Topic)) &&
		(len(a.Users) == 0 || slices.ContainsFunc(a.Users, r.isNamed))
}

// fold returns an id as it is compared. Those of people and organizations in Entra are GUIDs, in any letter case; ids of
// channels differ in theirs.
func fold(id string) string {
	if len(id) == len("00000000-0000-0000-0000-000000000000") && strings.Count(id, "-") == 4 {
		return strings.ToLower(id)
	}
	return id
}

// speaks reports whether the language tag is the wanted one or a narrower one.
func speaks(tag, wanted string) bool {
	if len(tag) > len(wanted) && tag[len(wanted)] == '-' {
		tag = tag[:len(wanted)]
	}
	return strings.EqualFold(tag, wanted)
}

// stranger returns the address of a person of whom only an id is known, to be written to like another of the bot's
// recipients. Teams takes an Entra object id in place of its own id.
func stranger(key Key, like schema.ConversationReference) schema.ConversationReference {
	return schema.ConversationReference{
		User:         schema.ChannelAccount{ID: key.UserID},
		Bot:          like.Bot,
		ChannelID:    key.ChannelID,
		ServiceURL:   like.ServiceURL,
		Conversation: schema.ConversationAccount{TenantID: key.TenantID},
	}
}
