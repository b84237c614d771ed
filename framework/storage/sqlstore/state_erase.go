package sqlstore

import (
	"context"

	"github.com/convobot/convo/framework/state"
)

const (
	eraseStateOfPerson       = `DELETE FROM convo_state WHERE person = ?1`
	eraseStateOfConversation = `DELETE FROM convo_state WHERE conversation = ?1`
	eraseStateOfThreads      = `DELETE FROM convo_state WHERE conversation > ?1 AND conversation < ?2`
)

func eraseStateQueries() []string {
	return []string{eraseStateOfPerson, eraseStateOfConversation, eraseStateOfThreads}
}

// belongsTo returns whom and what a key is of, for the columns person and conversation: keys with nothing else in them,
// or nil.
func belongsTo(key string) (person, conversation any) {
	k, ok := state.ParseKey(key)
	if ok && k.UserID != "" {
		person = personOf(k.UserID)
	}
	if ok && k.ConversationID != "" {
		conversation = conversationOf(k.ConversationID)
	}
	return person, conversation
}

func personOf(userID string) string { return state.Key{UserID: userID}.String() }

func conversationOf(conversationID string) string {
	return state.Key{ConversationID: conversationID}.String()
}

// EraseUserState deletes the state that is kept of a person, in all conversations and by all bots of the database, and
// returns how many items that were. The id is the one that state is kept by: the Entra object id, or for those who have
// none the id on the channel; [state.State.User] says more.
//
// What is kept of the person's private conversation is not kept by that id: it is EraseConversationState's.
func (d *DB) EraseUserState(ctx context.Context, userID string) (erased int64, err error) {
	err = d.write(ctx, "erase state of a person", func(ctx context.Context, t *tx) (err error) {
		erased, err = t.eraseUserState(ctx, userID)
		return err
	})
	return erased, err
}

// EraseConversationState deletes the state that is kept of a conversation and of people in it, and for a Teams channel
// that of its threads, and returns how many items that were.
func (d *DB) EraseConversationState(ctx context.Context, conversationID string) (erased int64, err error) {
	err = d.write(ctx, "erase state of a conversation", func(ctx context.Context, t *tx) (err error) {
		erased, err = t.eraseConversationState(ctx, conversationID)
		return err
	})
	return erased, err
}

func (t *tx) eraseUserState(ctx context.Context, userID string) (erased int64, err error) {
	return t.exec(ctx, eraseStateOfPerson, personOf(userID))
}

func (t *tx) eraseConversationState(ctx context.Context, conversationID string) (erased int64, err error) {
	own := conversationOf(conversationID)
	if erased, err = t.exec(ctx, eraseStateOfConversation, own); err != nil {
		return 0, err
	}
	const thread, afterThreads = ";messageid=", ";messageid>" // the id of a thread begins with its channel's and the former
	threads, err := t.exec(ctx, eraseStateOfThreads, own+thread, own+afterThreads)
	return erased + threads, err
}
