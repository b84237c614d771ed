package transcript

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"time"

	"github.com/convobot/convo/framework/internal/guid"
)

// MaxPage is the most that a [Store] gives at once.
const MaxPage = 1000

// Store keeps transcripts. Package storagetest holds the contract as tests. Implementations are safe for concurrent use;
// entries that they take and give are copies.
//
// What deletes says how much it deleted. It works in portions, so that others can write meanwhile; if it fails, some
// is deleted already, and it may be called again. What is logged meanwhile may stay.
type Store interface {
	// Log adds entries. One that is there already, by At and ID, stays as it is: after an error, Log may be called with
	// the same entries again.
	Log(ctx context.Context, entries []Entry) error

	// Page returns what comes next in a conversation after the cursor, in the order of time: at most limit entries, and at
	// most [MaxPage]; limit 0 means MaxPage. Nothing at all says that there is no more, or no such conversation. The
	// entries' People is nil.
	Page(ctx context.Context, c Conversation, after Cursor, limit int) ([]Entry, error)

	// Conversations returns the conversations that come after one in the order of [Conversation.Compare]; limit is that of
	// Page.
	Conversations(ctx context.Context, after Conversation, limit int) ([]Summary, error)

	// Delete deletes the transcript of a conversation.
	Delete(ctx context.Context, c Conversation) (deleted int, err error)

	// DeleteBefore deletes everything that was recorded before a time.
	DeleteBefore(ctx context.Context, before time.Time) (deleted int, err error)

	// ErasePerson deletes the entries that have an id of a person among their Names, compared by [FoldID]. Of no id, there
	// are none.
	ErasePerson(ctx context.Context, id string) (deleted int, err error)

	// EraseTenant deletes the transcripts of all conversations of a tenant, whose id is compared by FoldID.
	EraseTenant(ctx context.Context, tenantID string) (deleted int, err error)
}

// Conversation names a conversation of a bot. A thread of a channel in Teams is one of its own.
type Conversation struct {
	TenantID       string `json:"tenantId,omitempty"` // as FoldID returns it; "" where the channel has no tenants
	AppID          string `json:"appId,omitempty"`    // the bot's; "" in local runs
	ChannelID      string `json:"channelId"`          // msteams, webchat, ...
	ConversationID string `json:"conversationId"`     // as the channel names it, with the thread
}

// Compare orders conversations field by field; it is the order of [Store.Conversations].
func (c Conversation) Compare(other Conversation) int {
	return cmp.Or(
		cmp.Compare(c.TenantID, other.TenantID),
		cmp.Compare(c.AppID, other.AppID),
		cmp.Compare(c.ChannelID, other.ChannelID),
		cmp.Compare(c.ConversationID, other.ConversationID),
	)
}

// Roles of an [Entry].
const (
	RoleUser = "user" // it came from the channel: from a person, as a rule
	RoleBot  = "bot"  // the bot sent it
)

// Entry is one thing that happened in a conversation. What was changed or deleted later has entries of its own, of type
// messageUpdate and messageDelete: the first one stays.
type Entry struct {
	Conversation

	At       time.Time       `json:"at"`       // when it was recorded, in whole microseconds
	ID       string          `json:"id"`       // tells entries apart that were recorded at the same time
	Role     string          `json:"role"`     // RoleUser or RoleBot
	Activity json.RawMessage `json:"activity"` // a schema.Activity, without what is never recorded

	// People are the ids of whose entry this is, by which it is found when they are erased: who wrote it or was answered by
	// it, came or went. Each of them may have two, the one on the channel and the Entra object id.
	People []string `json:"-"`
}

// Names returns the ids of People as they are compared, each once: what stores index.
func (e Entry) Names() []string {
	var names []string
	for _, id := range e.People {
		if id = FoldID(id); id != "" && !slices.Contains(names, id) {
			names = append(names, id)
		}
	}
	return names
}

// FoldID returns the id of a person or an organization as it is compared. Those in Entra are GUIDs, in any letter case;
// ids of channels differ in theirs.
func FoldID(id string) string {
	return guid.Fold(id)
}

// Cursor returns where the entry stands in its conversation.
func (e Entry) Cursor() Cursor { return Cursor{At: e.At, ID: e.ID} }

// Cursor is a place in a conversation: after the entry that it names. With a time alone, it stands before what was
// recorded then and later; the zero value is the beginning.
type Cursor struct {
	At time.Time
	ID string
}

// Compare orders cursors by time, then by id.
func (c Cursor) Compare(other Cursor) int {
	return cmp.Or(c.At.Compare(other.At), cmp.Compare(c.ID, other.ID))
}

// Summary says of a conversation when its transcript begins and ends.
type Summary struct {
	Conversation

	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// All yields the entries of a conversation after the cursor, in the order of time. What is logged meanwhile is yielded
// too. An error is yielded last.
func All(ctx context.Context, store Store, c Conversation, after Cursor) iter.Seq2[Entry, error] {
	return pages(
		func(after Cursor) ([]Entry, error) { return store.Page(ctx, c, after, pageSize) },
		Entry.Cursor, after,
	)
}

// Conversations yields the conversations after one, in the order of [Conversation.Compare]: those of a tenant come
// together, after Conversation{TenantID: ...}. An error is yielded last.
func Conversations(ctx context.Context, store Store, after Conversation) iter.Seq2[Summary, error] {
	return pages(
		func(after Conversation) ([]Summary, error) { return store.Conversations(ctx, after, pageSize) },
		func(s Summary) Conversation { return s.Conversation }, after,
	)
}

// pageSize is small enough for entries of the largest size.
const pageSize = 100

// pages yields what the pages hold, up to the first that is empty.
func pages[T, C any](page func(after C) ([]T, error), place func(T) C, after C) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			list, err := page(after)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range list {
				if !yield(item, nil) {
					return
				}
				after = place(item)
			}
			if len(list) == 0 {
				return
			}
		}
	}
}
