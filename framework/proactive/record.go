package proactive

import (
	"cmp"
	"slices"
	"time"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Key identifies what a bot remembers: a person, whom it can write to in private, or a conversation of several people.
//
// A person has one key, whether their private conversation is known already or not; so Teams' private conversations
// have no key of their own. Every thread of a Teams channel is a conversation of its own, beside the channel itself.
type Key struct {
	AppID          string // the bot's app id; "" in local runs
	ChannelID      string // msteams, webchat, ...
	TenantID       string // "" where the channel has no tenants
	UserID         string // of a person: the Entra object id, or where there is none the id on the channel
	ConversationID string // of a conversation, without the thread
	ThreadID       string // the thread's first message; "" outside threads
}

// KeyOf returns the key of the referenced conversation of the bot with that app id; for a private conversation, the
// person's.
func KeyOf(appID string, ref schema.ConversationReference) Key {
	if isPrivate(ref) {
		return personKey(appID, ref)
	}
	root, thread := teams.SplitThreadID(ref.Conversation.ID)
	return Key{
		AppID:          appID,
		ChannelID:      ref.ChannelID,
		TenantID:       ref.Conversation.TenantID,
		ConversationID: root,
		ThreadID:       thread,
	}
}

// PersonKey returns the key of the person that a reference names as its user, in whatever conversation that is.
//
// Some channels, such as Web Chat, do not say whether a conversation is private; there, one that is no group stands
// for the person who writes in it, and PersonKey is [KeyOf].
func PersonKey(appID string, ref schema.ConversationReference) Key {
	if isPrivate(ref) || isShared(ref) {
		return personKey(appID, ref)
	}
	return KeyOf(appID, ref)
}

func personKey(appID string, ref schema.ConversationReference) Key {
	return Key{
		AppID:     appID,
		ChannelID: ref.ChannelID,
		TenantID:  ref.Conversation.TenantID,
		UserID:    cmp.Or(ref.User.AADObjectID, ref.User.ID),
	}
}

func isPrivate(ref schema.ConversationReference) bool {
	return ref.Conversation.ConversationType == schema.ConversationPersonal && ref.User.ID != ""
}

func isShared(ref schema.ConversationReference) bool {
	kind := ref.Conversation.ConversationType
	return ref.Conversation.IsGroup || kind == schema.ConversationGroup || kind == schema.ConversationChannel
}

// Compare orders keys field by field; it is the order of [Store.All].
func (k Key) Compare(other Key) int {
	return cmp.Or(
		cmp.Compare(k.AppID, other.AppID),
		cmp.Compare(k.ChannelID, other.ChannelID),
		cmp.Compare(k.TenantID, other.TenantID),
		cmp.Compare(k.UserID, other.UserID),
		cmp.Compare(k.ConversationID, other.ConversationID),
		cmp.Compare(k.ThreadID, other.ThreadID),
	)
}

// Record is what is remembered of a person or a conversation.
type Record struct {
	Key Key

	// Reference is the address. Its ActivityID is empty: what is sent there answers nothing. Of a person whose private
	// conversation is not known yet, it is what [Open] needs to make one: Conversation has the tenant only.
	Reference schema.ConversationReference

	TeamID  string    // Teams: the team of a channel conversation
	SeenAt  time.Time // when the activity that taught this was sent
	Removed bool      // the bot was removed from the conversation, or is not heard there, until it hears from there again

	Preferences Preferences
	Notices     map[string]TopicState // by topic, at most 100; kept by [Notifier]
	Attributes  map[string]string     // the bot's own notes; [Remember] keeps them as they are
}

// IsPerson reports whether the record is of one person, rather than of a conversation of several.
func (r Record) IsPerson() bool { return r.Key.UserID != "" || !isShared(r.Reference) }

// hasAddress tells a remembered recipient from a record that is new.
func (r Record) hasAddress() bool {
	return r.Reference.User.ID != "" || r.Reference.Conversation.ID != ""
}

// ids returns what a person may be named by; elements may be empty.
func (r Record) ids() [3]string {
	if !r.IsPerson() {
		return [3]string{} // the user of a place is who wrote last
	}
	return [3]string{r.Key.UserID, r.Reference.User.ID, r.Reference.User.AADObjectID}
}

// isNamed reports whether the record is of the person with that id.
func (r Record) isNamed(id string) bool {
	ids := r.ids()
	return id != "" && slices.ContainsFunc(ids[:], func(own string) bool { return fold(own) == fold(id) })
}

// Locale returns the language to address the recipient in, as a BCP 47 tag: the one that was chosen, else that of their
// client, else "".
func (r Record) Locale() string { return cmp.Or(r.Preferences.Locale, r.Reference.Locale) }

// Preferences are what a person, or the people of a conversation, want to hear from the bot.
type Preferences struct {
	Locale     string               // the language they chose, as a BCP 47 tag; "" follows their client
	Topics     []string             // what they follow
	OptedOut   map[string]time.Time // topics they do not want to hear of, and since when; [AllTopics] is every one
	MutedUntil time.Time            // nothing unrequested until then
}

// AllTopics in [Preferences.OptedOut] stands for everything that was not asked for.
const AllTopics = "*"

// HasOptedOut reports whether nothing that was not asked for may be sent on the topic. That is never overridden: not by
// following the topic, nor by being named as a recipient.
func (p Preferences) HasOptedOut(topic string) bool {
	_, all := p.OptedOut[AllTopics]
	_, one := p.OptedOut[topic]
	return all || one
}
