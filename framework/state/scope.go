package state

import (
	"cmp"
	"context"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/teams"
)

// Scope is whom state belongs to. A [State] has four; each keeps its properties in one item of the storage.
type Scope struct {
	state          *State
	name           string          // for errors
	ofConversation bool            // by the conversation's id
	ofRoot         bool            // without the thread
	ofUser         bool            // by the user's id
	names          map[string]bool // of the properties, under the state's lock
}

// rootName tells the item of a conversation with all its threads from that of the conversation.
const rootName = "root"

// Key returns where the scope's properties are kept for the turn's conversation and person: as the members of a JSON
// object. The error is a [*MissingIDError].
func (s *Scope) Key(turn *framework.TurnContext) (Key, error) {
	a := turn.Activity
	k := Key{AppID: turn.Identity().AppID, ChannelID: a.ChannelID}
	if k.ChannelID == "" {
		return Key{}, &MissingIDError{Scope: s.name, Field: "channelId"}
	}
	if s.ofConversation {
		k.ConversationID = a.Conversation.ID
		if s.ofRoot {
			k.ConversationID, _ = teams.SplitThreadID(a.Conversation.ID)
			k.Name = rootName
		}
		if k.ConversationID == "" {
			return Key{}, &MissingIDError{Scope: s.name, Field: "conversation.id"}
		}
	}
	if s.ofUser {
		k.UserID = cmp.Or(a.From.AADObjectID, a.From.ID)
		if k.UserID == "" {
			return Key{}, &MissingIDError{Scope: s.name, Field: "from.id"}
		}
	}
	return k, nil
}

// Clear deletes every property of the scope, those that this program does not know too, when the turn is saved.
func (s *Scope) Clear(ctx context.Context, turn *framework.TurnContext) error {
	return s.state.inTurn(ctx, turn, s, func(it *item) error {
		it.clear()
		return nil
	})
}

// Delete deletes at once everything that is stored in the scope, whatever others make of it meanwhile and whether the
// turn succeeds or not. What the turn sets after it is saved as usual; a turn beside it that has changed something which
// is now gone gets a [*ConflictError]. Delete needs no [State.AutoSave].
func (s *Scope) Delete(ctx context.Context, turn *framework.TurnContext) error {
	key, err := s.Key(turn)
	if err != nil {
		return err
	}
	if err := s.state.storage.Delete(ctx, key.String()); err != nil {
		return err
	}
	if cached, ok := s.state.turns.Get(turn); ok {
		cached.forget(s)
	}
	return nil
}

// MissingIDError says that an activity lacks an id that a scope is kept by.
type MissingIDError struct {
	Scope string // such as "user"
	Field string // of the activity
}

// Error names the scope and the field.
func (e *MissingIDError) Error() string {
	return fmt.Sprintf("state: the activity has no %s, by which the %s scope is kept", e.Field, e.Scope)
}
