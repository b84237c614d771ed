package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/framework/webhook"
)

// subscribed marks the conversations in which alerts are shown.
const subscribed = "alerts"

// placeOf is where alerts are shown that are asked for here: for a thread that is the whole channel.
func placeOf(ref schema.ConversationReference) schema.ConversationReference {
	ref.ActivityID = ""
	if root, thread := teams.SplitThreadID(ref.Conversation.ID); thread != "" {
		ref.Conversation.ID = root
		ref.User, ref.Locale = schema.ChannelAccount{}, "" // of one of many
	}
	return ref
}

// placeID stands for a place, whose ids may be long and hold anything.
func placeID(key proactive.Key) string { return digest(fmt.Sprintf("%q", key)) }

// digest is a short text that stands for any other.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// addressOf is what has to be known of a conversation to change a message in it.
func addressOf(ref schema.ConversationReference) schema.ConversationReference {
	return schema.ConversationReference{
		ChannelID: ref.ChannelID, ServiceURL: ref.ServiceURL, Bot: schema.ChannelAccount{ID: ref.Bot.ID},
		Conversation: schema.ConversationAccount{
			ID: ref.Conversation.ID, TenantID: ref.Conversation.TenantID, ConversationType: ref.Conversation.ConversationType,
		},
	}
}

// subscribe notes whether alerts are wanted where the turn is, and returns the place's name for ?to=.
func (b *alertBot) subscribe(ctx context.Context, turn *framework.TurnContext, on bool) (id string, err error) {
	ref := placeOf(turn.ConversationReference())
	return ref.Conversation.ID, proactive.Save(ctx, b.store, turn.Identity().AppID, ref, func(r *proactive.Record) error {
		if !on {
			delete(r.Attributes, subscribed)
			return nil
		}
		if r.Attributes == nil {
			r.Attributes = make(map[string]string)
		}
		r.Attributes[subscribed] = "true"
		return nil
	})
}

// toOf returns where alerts are to be shown: the ?to= of the address, or "" for everywhere. A slip in the address must not
// show everyone what is for some.
func toOf(query url.Values) (string, error) {
	if len(query) == 0 {
		return "", nil
	}
	if to := query["to"]; len(query) == 1 && len(to) == 1 && to[0] != "" {
		return to[0], nil
	}
	return "", &webhook.Error{
		Status: http.StatusBadRequest, Code: "BadArgument",
		Message: "the address takes one ?to=, the id of a conversation or a user, and nothing else",
	}
}

// places returns where alerts are wanted: everywhere, or only where to says, which is the id of a conversation or a user.
func (b *alertBot) places(ctx context.Context, to string) ([]proactive.Record, error) {
	user := proactive.Audience{Users: []string{to}}
	var found []proactive.Record
	for r, err := range b.store.All(ctx, proactive.Filter{}) {
		if err != nil {
			return nil, err
		}
		isMeant := to == "" || to == r.Reference.Conversation.ID || user.Includes(r)
		if r.Attributes[subscribed] != "" && r.Reachable() && isMeant {
			found = append(found, r)
		}
	}
	return found, nil
}
