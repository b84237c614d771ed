package transcript

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/convobot/convo/framework/schema"
)

// people returns the ids of those whose entry an activity is: of what came in, who wrote it, came, went or reacted; of
// what the bot says, whom it says that to. In a group, that is who wrote what it answers.
func people(ref schema.ConversationReference, a *schema.Activity) []string {
	var ids []string
	add := func(accounts ...schema.ChannelAccount) {
		for _, who := range accounts {
			if isPerson(who, ref) {
				ids = append(ids, who.ID, who.AADObjectID)
			}
		}
	}
	add(a.From, a.Recipient)
	add(a.MembersAdded...)
	add(a.MembersRemoved...)
	for _, reaction := range a.ReactionsAdded {
		ids = append(ids, reaction.User.ID)
	}
	for _, reaction := range a.ReactionsRemoved {
		ids = append(ids, reaction.User.ID)
	}
	return ids
}

// isPerson leaves out bots, and in Teams the conversation, which its updates come from.
func isPerson(who schema.ChannelAccount, ref schema.ConversationReference) bool {
	switch who.Role {
	case schema.RoleBot, schema.RoleAgent, schema.RoleSkill:
		return false
	}
	return who.ID != ref.Bot.ID && who.ID != ref.Conversation.ID
}

// maxKey is the length of a key that every database can index, in bytes.
const maxKey = 2000

var errKey = errors.New("transcript: an id of the conversation, or of a person, is too long or not text")

// checkKey keeps one activity with impossible ids from failing the others of its batch.
func checkKey(e Entry) error {
	key := e.TenantID + e.AppID + e.ChannelID + e.ConversationID
	for _, id := range append([]string{key}, e.People...) {
		if len(id) > maxKey || strings.ContainsRune(id, 0) || !utf8.ValidString(id) {
			return errKey
		}
	}
	return nil
}
