package proactive

import (
	"cmp"

	"github.com/convobot/convo/framework/internal/guid"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Key identifies what a bot remembers: a person, whom it can write to in private, or a conversation of several people.
//
// A person has one key, whether their private conversation is known already or not; so Teams' private conversations
// have no key of their own. Every thread of a Teams channel is a conversation of its own, beside the channel itself. A key
// of an app, a channel and a tenant alone is the organization's: its record says that an administrator has disabled the bot
// there (see [Reach]), and comes before all others of the organization in the order of keys.
//
// Entra's ids of people and organizations are GUIDs, which are the same in any letter case; [KeyOf] and [PersonKey] put
// them into lower case, as [Key.Canonical] does for a key that was built by hand.
type Key struct {
	AppID          string `json:"appId,omitempty"`          // the bot's app id; "" in local runs
	ChannelID      string `json:"channelId,omitempty"`      // msteams, webchat, ...
	TenantID       string `json:"tenantId,omitempty"`       // "" where the channel has no tenants
	UserID         string `json:"userId,omitempty"`         // of a person: the Entra object id, or where there is none the id on the channel
	ConversationID string `json:"conversationId,omitempty"` // of a conversation, without the thread
	ThreadID       string `json:"threadId,omitempty"`       // the thread's first message; "" outside threads
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
		TenantID:       guid.Fold(ref.Conversation.TenantID),
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
		TenantID:  guid.Fold(ref.Conversation.TenantID),
		UserID:    guid.Fold(cmp.Or(ref.User.AADObjectID, ref.User.ID)),
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

// Tenant returns the key of the organization that the key belongs to.
func (k Key) Tenant() Key { return Key{AppID: k.AppID, ChannelID: k.ChannelID, TenantID: k.TenantID} }

// Canonical returns the key with the ids of its tenant and user in the letter case that keys have.
func (k Key) Canonical() Key {
	k.TenantID, k.UserID = guid.Fold(k.TenantID), guid.Fold(k.UserID)
	return k
}

// isTenant reports whether the key is an organization's.
func (k Key) isTenant() bool { return k.TenantID != "" && k == k.Tenant() }
