package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/teams"
)

// Erased says how much was erased, by what it was.
type Erased struct {
	References  int64 // people and conversations that were remembered
	Changed     int64 // conversations that are still remembered, without the person
	State       int64 // items
	Alarms      int64
	Transcripts int64 // entries
	Inbox       int64 // activities that wait to be run, or were set aside
}

// ErasePerson erases what the database holds of a person, of all bots and tenants: what is remembered of them, the state
// that is kept of them and of their private conversations, alarms that they set or that are for them, the transcripts of
// their private conversations, and their entries in others, as package transcript says. Conversations of several people
// that they wrote in stay, without their name and ids. Activities of theirs that a crash has cut off are not run again.
//
// The ids are the person's: the Entra object id, the one on the channel, or both. The others that they are remembered by
// count too.
//
// What stays is what is not theirs alone: what others wrote, and what a bot keeps for others, for a group or a team,
// where it names them; alarms in a group that somebody else has set; and for some minutes the answers to what they did
// last, which are there for the channel to ask again. If they write again, the bot learns of them again.
//
// Alarms are found by the references: those of somebody whom the bot does not remember, see proactive.Remember, stay.
//
// First, let what is under way end: Flush of a transcript's recorder.
//
// All references are read once, some seconds for a million. After an error, call it again with the same ids: what they
// are remembered by is erased last.
func (d *DB) ErasePerson(ctx context.Context, ids ...string) (Erased, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	if len(ids) == 0 {
		return Erased{}, errors.New("sqlstore: erase a person: name who it is, by at least one id")
	}
	e := eraser{d: d}
	return e.result(e.person(ctx, ids))
}

// EraseTenant erases what the database holds of a tenant, its people and conversations: everything. Channels that have no
// tenants cannot be erased so; "" is an error.
//
// What a bot keeps for a person or a conversation that is not remembered stays: alarms, and state unless there is a
// transcript. Their keys do not say of which tenant they are. So does state under keys that name neither a person nor a
// conversation, see state.Key. After an error, call it again.
func (d *DB) EraseTenant(ctx context.Context, tenantID string) (Erased, error) {
	if tenantID == "" {
		return Erased{}, errors.New("sqlstore: erase a tenant: name which, by its id")
	}
	e := eraser{d: d}
	return e.result(e.tenant(ctx, transcript.FoldID(tenantID)))
}

// eraser is one erasure under way.
type eraser struct {
	d      *DB
	erased Erased
	unread []error // of activities of which nobody can say whose they are
}

// result is what Erase... returns.
func (e *eraser) result(err error) (Erased, error) {
	if n := len(e.unread); n > 0 {
		err = errors.Join(err, fmt.Errorf("sqlstore: erase: %d journalled activities cannot be read, and may be theirs; the first: %w", n, e.unread[0]))
	}
	return e.erased, err
}

func (e *eraser) tenant(ctx context.Context, tenantID string) error {
	store := e.d.Transcripts()
	for c, err := range transcript.Conversations(ctx, store, transcript.Conversation{TenantID: tenantID}) {
		if err != nil {
			return err
		}
		if c.TenantID != tenantID {
			break
		}
		err := e.write(ctx, "erase state of a conversation", func(ctx context.Context, t *tx, n *Erased) error {
			return adding(&n.State)(t.eraseConversationState(ctx, c.ConversationID))
		})
		if err != nil {
			return err
		}
	}
	if err := e.transcripts(store.EraseTenant(ctx, tenantID)); err != nil {
		return err
	}
	err := e.inbox(ctx, func(entry framework.Entry) bool { return transcript.FoldID(teams.TenantID(entry.Activity)) == tenantID })
	if err != nil {
		return err
	}
	n, err := proactive.EraseTenant(ctx, e.d.References(), tenantID, func(r proactive.Record) error { return e.keptFor(ctx, r) })
	e.erased.References += int64(n)
	return err
}

// keptFor erases what is kept for whom a record is of.
func (e *eraser) keptFor(ctx context.Context, r proactive.Record) error {
	return e.write(ctx, "erase what is kept for a reference", func(ctx context.Context, t *tx, n *Erased) error {
		if err := userState(ctx, t, n, r.Names()); err != nil {
			return err
		}
		if id := r.Reference.Conversation.ID; id != "" {
			if err := adding(&n.State)(t.eraseConversationState(ctx, id)); err != nil {
				return err
			}
		}
		for _, text := range []string{forgetPlace, forgetPerson} {
			if err := adding(&n.Alarms)(t.exec(ctx, text, alarmKey(r.Key))); err != nil {
				return err
			}
		}
		return nil
	})
}

func userState(ctx context.Context, t *tx, n *Erased, ids []string) error {
	for _, id := range ids {
		if err := adding(&n.State)(t.eraseUserState(ctx, id)); err != nil {
			return err
		}
	}
	return nil
}

// inbox erases journalled activities. Those that cannot be read keep nothing else from being erased.
func (e *eraser) inbox(ctx context.Context, which func(framework.Entry) bool) error {
	s, after := inbox{d: e.d}, entryRow{setAside: -1}
	for {
		rows, err := query(ctx, e.d, "list activities", listAside, scanEntry, after.setAside, after.received, after.ID)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1]
		for _, row := range rows {
			entry, err := s.entry(row)
			if err != nil {
				e.unread = append(e.unread, err)
				continue
			}
			if !which(entry) {
				continue
			}
			err = e.write(ctx, "erase an activity", func(ctx context.Context, t *tx, n *Erased) error {
				if _, err := t.exec(ctx, releaseClaim, []byte(row.Key), row.ID); err != nil {
					return err
				}
				return adding(&n.Inbox)(t.exec(ctx, endEntry, row.ID))
			})
			if err != nil {
				return err
			}
		}
	}
}

// write runs do in a transaction, and counts what it has erased when that is done.
func (e *eraser) write(ctx context.Context, op string, do func(context.Context, *tx, *Erased) error) error {
	var n Erased
	err := e.d.write(ctx, op, func(ctx context.Context, t *tx) error {
		n = Erased{}
		return do(ctx, t, &n)
	})
	if err != nil {
		return err
	}
	e.erased.State += n.State
	e.erased.Alarms += n.Alarms
	e.erased.Inbox += n.Inbox
	return nil
}

// transcripts counts entries.
func (e *eraser) transcripts(deleted int, err error) error {
	e.erased.Transcripts += int64(deleted)
	return err
}

// adding returns what adds to a count.
func adding(count *int64) func(changed int64, err error) error {
	return func(changed int64, err error) error {
		*count += changed
		return err
	}
}
