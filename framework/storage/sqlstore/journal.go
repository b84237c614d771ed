package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

const (
	entryColumns = `id, claim_key, app, conversation, received, attempts, set_aside, body, error`
	insertEntry  = `INSERT INTO convo_journal (id, claim_key, app, conversation, received, attempts, owner, due, set_aside, body)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {now}, 0, ?8) ON CONFLICT (id) DO NOTHING`
	attemptEntry = `UPDATE convo_journal SET attempts = attempts + 1 WHERE id = ?1 AND owner = ?2`
	endEntry     = `DELETE FROM convo_journal WHERE id = ?1`
	delayEntry   = `UPDATE convo_journal SET owner = '', due = {now} + ?3, error = ?4 WHERE id = ?1 AND owner = ?2`
	asideEntry   = `UPDATE convo_journal SET owner = '', set_aside = {now}, error = ?3 WHERE id = ?1 AND owner = ?2`
	retryEntry   = `UPDATE convo_journal SET set_aside = 0, attempts = 0, due = {now}, error = NULL WHERE id = ?1 AND set_aside > 0`
	deleteAside  = `DELETE FROM convo_journal WHERE id = ?1 AND set_aside > 0`
	countAside   = `SELECT count(*) FROM convo_journal WHERE set_aside > 0`
	listAside    = `SELECT ` + entryColumns + ` FROM convo_journal WHERE (set_aside, received, id) > (?1, ?2, ?3)
		ORDER BY set_aside, received, id LIMIT 50`
	purgeSetAside = `DELETE FROM convo_journal WHERE set_aside > 0 AND set_aside <= {now} - ?1`
	purgeBeyond   = `DELETE FROM convo_journal WHERE id IN (SELECT id FROM convo_journal WHERE set_aside > 0
		ORDER BY set_aside DESC, received DESC, id DESC LIMIT 1000 OFFSET ?1)`
	freeEntry    = `UPDATE convo_journal SET owner = '' WHERE id = ?1 AND owner = ?2`
	lockJournal  = `SELECT id FROM convo_journal_lock WHERE id = 1 {skip locked}`
	recoverEntry = `WITH free AS (
			SELECT id FROM convo_journal AS j WHERE set_aside = 0 AND app = ?2 AND due <= {now} AND owner <> ?1
				AND NOT EXISTS (SELECT 1 FROM convo_owners AS o WHERE o.id = j.owner AND o.alive_until > {now})
				AND NOT EXISTS (SELECT 1 FROM convo_journal AS e JOIN convo_owners AS o ON o.id = e.owner
					WHERE e.conversation = j.conversation AND e.received < j.received AND e.owner <> ?1 AND o.alive_until > {now})
			ORDER BY received, id LIMIT ?3
		)
		UPDATE convo_journal SET owner = ?1 WHERE id IN (SELECT id FROM free) RETURNING ` + entryColumns
)

func journalQueries() []string {
	return []string{
		insertEntry, attemptEntry, endEntry, delayEntry, asideEntry, retryEntry, deleteAside, countAside, listAside,
		purgeSetAside, purgeBeyond, freeEntry, lockJournal, recoverEntry,
	}
}

// entryBody is the part of an entry that no query needs.
type entryBody struct {
	Issuer        string           `json:"issuer,omitempty"`
	CorrelationID string           `json:"correlationId,omitempty"`
	Activity      *schema.Activity `json:"activity"`
}

// Journal implements [framework.Inbox].
func (s *inbox) Journal(ctx context.Context, e framework.Entry) error {
	plain, err := json.Marshal(entryBody{Issuer: e.Identity.Issuer, CorrelationID: e.CorrelationID, Activity: e.Activity})
	if err != nil {
		return err
	}
	body, err := s.d.seal(plain, entryPlace(e.ID))
	if err != nil {
		return err
	}
	err = s.d.write(ctx, "journal an activity", func(ctx context.Context, t *tx) error {
		if e.Key != "" {
			mine, err := s.journalClaim(ctx, t, e.Claim)
			if err != nil {
				return err
			}
			if !mine {
				return framework.ErrClaimLost
			}
		}
		_, err := t.exec(ctx, insertEntry, e.ID, []byte(e.Key), e.Identity.AppID, []byte(e.Conversation),
			e.Received.UnixMicro(), e.Attempts, s.d.owner, body)
		return err
	})
	if err == nil {
		s.held.journal(e.Claim)
	}
	return err
}

func entryPlace(id int64) string { return "convo_journal/" + strconv.FormatInt(id, 10) }
func errorPlace(id int64) string { return entryPlace(id) + "/error" }

// Attempt implements [framework.Inbox].
func (s *inbox) Attempt(ctx context.Context, id int64) error {
	return s.change(ctx, "count a turn", framework.ErrClaimLost, attemptEntry, id, s.d.owner)
}

// Retry implements [framework.Inbox].
func (s *inbox) Retry(ctx context.Context, id int64) error {
	return s.change(ctx, "retry an activity", framework.ErrNotSetAside, retryEntry, id)
}

// Delete implements [framework.Inbox].
func (s *inbox) Delete(ctx context.Context, id int64) error {
	return s.change(ctx, "delete an activity", framework.ErrNotSetAside, deleteAside, id)
}

// change runs a statement that must find its row.
func (s *inbox) change(ctx context.Context, op string, missing error, text string, args ...any) error {
	changed, err := s.d.exec(ctx, op, text, args...)
	if err == nil && changed == 0 {
		return missing
	}
	return err
}

// settleEntry writes what an entry came to, and reports whether it is another process's.
func (s *inbox) settleEntry(ctx context.Context, t *tx, e framework.Settlement) (lost bool, err error) {
	text := strings.TrimLeft(e.Error, string(rune(sealedMark))) // people can have a say in it: it must not pass for a sealed one
	reason, err := s.sealed([]byte(text), errorPlace(e.ID))
	if err != nil {
		return false, err
	}
	var changed int64
	switch e.Ending {
	case framework.EndDone, framework.EndReleased: // whoever would have run it next
		_, err = t.exec(ctx, endEntry, e.ID)
		return false, err
	case framework.EndLater:
		changed, err = t.exec(ctx, delayEntry, e.ID, s.d.owner, e.After.Microseconds(), reason)
	case framework.EndSetAside:
		changed, err = t.exec(ctx, asideEntry, e.ID, s.d.owner, reason)
	}
	return changed == 0, err
}

// Recover implements [framework.Inbox]. An entry that cannot be read is logged and kept, so that it does not keep others
// from running; the next process finds it again. After the database was away, others are given a moment to say that they live.
func (s *inbox) Recover(ctx context.Context, appID string, limit int) ([]framework.Entry, error) {
	if !s.d.alive.mayInherit(time.Now()) {
		return nil, nil
	}
	var rows []entryRow
	lost := s.unsure.take()
	err := s.d.write(ctx, "recover activities", func(ctx context.Context, t *tx) error {
		rows = nil
		for _, id := range lost {
			if _, err := t.exec(ctx, freeEntry, id, s.d.owner); err != nil {
				return err
			}
		}
		free, err := query(ctx, t, "recover activities", lockJournal, scanInt)
		if err != nil || len(free) == 0 { // another process is at it
			return err
		}
		rows, err = query(ctx, t, "recover activities", recoverEntry, scanEntry, s.d.owner, appID, limit)
		return err
	})
	if err != nil {
		for _, row := range rows {
			lost = append(lost, row.ID)
		}
		s.unsure.add(lost)
		return nil, err
	}
	var list []framework.Entry
	for _, row := range rows {
		e, err := s.entry(row)
		if err != nil {
			s.d.logger.ErrorContext(ctx, "an activity that was cut off cannot be read, and is not run again", "id", row.ID, "error", err)
			continue
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b framework.Entry) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// CountSetAside implements [framework.Inbox].
func (s *inbox) CountSetAside(ctx context.Context) (int, error) {
	n, err := one(ctx, s.d, "count activities set aside", countAside, scanInt)
	return int(n), err
}

// AllSetAside implements [framework.Inbox].
func (s *inbox) AllSetAside(ctx context.Context) iter.Seq2[framework.Entry, error] {
	return func(yield func(framework.Entry, error) bool) {
		after := entryRow{received: math.MaxInt64} // of those that were not set aside
		after.ID = math.MaxInt64
		for {
			rows, err := query(ctx, s.d, "list activities set aside", listAside, scanEntry, after.setAside, after.received, after.ID)
			if err != nil {
				yield(framework.Entry{}, err)
				return
			}
			for _, row := range rows {
				if e, err := s.entry(row); !yield(e, err) {
					return
				}
			}
			if len(rows) == 0 {
				return
			}
			after = rows[len(rows)-1]
		}
	}
}

// entryRow is an entry as it is stored.
type entryRow struct {
	framework.Entry

	received, setAside int64
	body, error        []byte
}

func scanEntry(rows *sql.Rows) (row entryRow, err error) {
	var key, conversation []byte
	err = rows.Scan(&row.ID, &key, &row.Identity.AppID, &conversation, &row.received, &row.Attempts, &row.setAside, &row.body, &row.error)
	row.Key, row.Conversation = string(key), string(conversation)
	return row, err
}

func scanBytes(rows *sql.Rows) (value []byte, err error) {
	err = rows.Scan(&value)
	return value, err
}

// entry opens what a row holds. With an error, it has what could be read.
func (s *inbox) entry(row entryRow) (framework.Entry, error) {
	e := row.Entry
	e.Received = time.UnixMicro(row.received).UTC()
	if row.setAside > 0 {
		e.SetAside = time.UnixMicro(row.setAside).UTC()
	}
	reason, err := s.d.unseal(row.error, errorPlace(e.ID))
	if err != nil {
		return e, err
	}
	plain, err := s.d.unseal(row.body, entryPlace(e.ID))
	if err != nil {
		return e, err
	}
	var body entryBody
	if err := json.Unmarshal(plain, &body); err != nil {
		return e, &Error{Op: "read an activity", Kind: ErrCorrupt, Err: err}
	}
	if body.Activity == nil {
		return e, &Error{Op: "read an activity", Kind: ErrCorrupt, Err: errors.New("there is none")}
	}
	e.Error, e.Identity.Issuer, e.CorrelationID, e.Activity = string(reason), body.Issuer, body.CorrelationID, body.Activity
	return e, nil
}
