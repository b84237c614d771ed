package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/samples/internal/items"
)

// So many polls may be open in one conversation. When there are more, one that nobody has closed for so long is given up.
const (
	maxPollsHere = 20
	forgetAfter  = 30 * 24 * time.Hour
)

// polls are the open polls of all conversations; one whose result is told is removed. Each is an item of the storage, and
// a conversation with open polls has another one that lists them. Several processes may share the storage. It is safe for
// concurrent use.
type polls struct {
	storage state.Storage
	phrases phrases
	lines   lines
}

// A poll's id is the key of its item, and a place that of its list. Both are keys of the conversation, so that they are
// erased with it.
const (
	pollPrefix = "poll/"
	listName   = "polls"
)

func placeID(ref schema.ConversationReference, appID string) string {
	return state.Key{AppID: appID, ChannelID: ref.ChannelID, ConversationID: ref.Conversation.ID, Name: listName}.String()
}

// placeOfPolls is the place of a turn.
func placeOfPolls(turn *framework.TurnContext) string {
	return placeID(turn.ConversationReference(), turn.Identity().AppID)
}

// newPollID returns the id of a new poll in a place.
func newPollID(place string) string {
	key, _ := state.ParseKey(place)
	key.Name = pollPrefix + rand.Text()
	return key.String()
}

// isPollID reports whether a text is a poll's id. Buttons may come back with anything, also with the key of another item.
func isPollID(text string) bool {
	key, ok := state.ParseKey(text)
	return ok && strings.HasPrefix(key.Name, pollPrefix) && len(text) <= state.MaxKey
}

// listed are the polls of a conversation, oldest first.
type listed []listedPoll

type listedPoll struct {
	ID       string    `json:"id"`
	Author   string    `json:"author"`
	OpenedAt time.Time `json:"openedAt"`
}

var errTooManyPolls = errors.New("too many polls are open in the conversation")

// add opens a poll. If too many are open in its conversation, the error is errTooManyPolls.
func (s *polls) add(ctx context.Context, p *poll) error {
	value, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return items.Update(ctx, s.storage, p.Place, func(open *listed, polls map[string]state.Item) error {
		if len(*open) >= maxPollsHere {
			oldest := (*open)[0]
			if time.Since(oldest.OpenedAt) < forgetAfter {
				return errTooManyPolls
			}
			polls[oldest.ID], *open = items.Removed(), (*open)[1:]
		}
		polls[p.ID] = state.Item{Value: value}
		*open = append(*open, listedPoll{ID: p.ID, Author: p.Author, OpenedAt: p.OpenedAt})
		return nil
	})
}

// remove forgets a poll.
func (s *polls) remove(ctx context.Context, p *poll) error {
	return items.Update(ctx, s.storage, p.Place, func(open *listed, polls map[string]state.Item) error {
		polls[p.ID] = items.Removed()
		*open = slices.DeleteFunc(*open, func(other listedPoll) bool { return other.ID == p.ID })
		if len(*open) == 0 {
			*open = nil
		}
		return nil
	})
}

// find returns the poll with that id, or nil.
func (s *polls) find(ctx context.Context, id string) (*poll, error) {
	if !isPollID(id) {
		return nil, nil
	}
	p, etag, err := items.Read[poll](ctx, s.storage, id)
	if err != nil || etag == "" {
		return nil, err
	}
	p.voice = s.phrases.voice(p.Language)
	return &p, nil
}

// newest returns the newest poll in a conversation, by that author or, if there is none, by anybody; or nil.
func (s *polls) newest(ctx context.Context, place, author string) (*poll, error) {
	open, _, err := items.Read[listed](ctx, s.storage, place)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	newest := open[len(open)-1]
	for _, p := range open {
		if p.Author == author {
			newest = p
		}
	}
	return s.find(ctx, newest.ID)
}

// change changes a stored poll and returns it; what change returns, change returns. Of one that is not there the error
// is errPollClosed.
func (s *polls) change(ctx context.Context, id string, change func(*poll) error) (*poll, error) {
	var changed poll
	err := state.Update(ctx, s.storage, id, func(p *poll) error {
		if p.ID == "" {
			return errPollClosed
		}
		err := change(p)
		changed = *p
		return err
	})
	changed.voice = s.phrases.voice(changed.Language)
	return &changed, err
}
