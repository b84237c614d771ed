package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"github.com/convobot/convo/framework"
)

const (
	insertClaim = `INSERT INTO convo_claims (key, id, owner, journaled, done_until) VALUES (?1, ?2, ?3, 0, 0)
		ON CONFLICT (key) DO UPDATE SET id = excluded.id, owner = excluded.owner, journaled = 0, done_until = 0, answer = NULL
		WHERE (convo_claims.done_until > 0 AND convo_claims.done_until <= {now})
			OR (convo_claims.done_until = 0 AND convo_claims.journaled = 0 AND convo_claims.owner <> excluded.owner AND ?4 = 1
				AND NOT EXISTS (SELECT 1 FROM convo_owners AS o WHERE o.id = convo_claims.owner AND o.alive_until > {now}))`
	storeClaim = `INSERT INTO convo_claims (key, id, owner, journaled, done_until, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (key) DO UPDATE SET id = excluded.id, owner = excluded.owner, journaled = excluded.journaled,
			done_until = excluded.done_until, answer = excluded.answer`
	loadClaim    = `SELECT id, journaled, done_until, answer FROM convo_claims WHERE key = ?1`
	finishClaim  = `UPDATE convo_claims SET done_until = {now} + ?3, answer = ?4, journaled = 0 WHERE key = ?1 AND id = ?2`
	releaseClaim = `DELETE FROM convo_claims WHERE key = ?1 AND id = ?2 AND done_until = 0`
	journalClaim = `UPDATE convo_claims SET journaled = 1 WHERE key = ?1 AND id = ?2 AND done_until = 0`
	storedClaims = `SELECT key, done_until FROM convo_claims WHERE key > ?1 ORDER BY key LIMIT 1000`
	claimAfter   = `SELECT key FROM convo_claims WHERE key > ?1 ORDER BY key LIMIT 1 OFFSET ?2`
	purgeClaims  = `DELETE FROM convo_claims WHERE key > ?1 AND key <= ?2 AND ((done_until > 0 AND done_until <= {now})
			OR (done_until = 0 AND journaled = 0 AND NOT EXISTS (
				SELECT 1 FROM convo_owners AS o WHERE o.id = convo_claims.owner AND o.alive_until > {now})))`
)

func claimQueries() []string {
	return []string{insertClaim, storeClaim, loadClaim, storedClaims, finishClaim, releaseClaim, journalClaim, claimAfter, purgeClaims}
}

// know finds out which keys are stored: the only process of a database then need not ask it for each of the others.
func (s *inbox) know(ctx context.Context) error {
	stored := make(map[string]time.Time)
	for after := []byte{}; after != nil; {
		rows, err := query(ctx, s.d, "open", storedClaims, scanStoredClaim, after)
		if err != nil {
			return err
		}
		after = nil
		for _, row := range rows {
			stored[string(row.key)], after = row.until, row.key
		}
		if len(stored) > maxStored {
			return nil
		}
	}
	s.held.know(stored)
	return nil
}

// storedClaim is a key that the database has.
type storedClaim struct {
	key   []byte
	until time.Time
}

func scanStoredClaim(rows *sql.Rows) (c storedClaim, err error) {
	var until int64
	if err = rows.Scan(&c.key, &until); until == 0 {
		c.until = untilSettled()
	} else {
		c.until = time.UnixMicro(until)
	}
	return c, err
}

// claimRow is a claim that another one found.
type claimRow struct {
	id, doneUntil int64
	journaled     bool
	answer        []byte
}

func scanClaim(rows *sql.Rows) (row claimRow, err error) {
	var journaled int
	err = rows.Scan(&row.id, &journaled, &row.doneUntil, &row.answer)
	row.journaled = journaled == 1
	return row, err
}

// Claim implements [framework.Inbox]. The only process of a database remembers what runs, and need not store it: it would be
// free anyway when the process has ended. After the database was away, others are given a moment to say that they live.
func (s *inbox) Claim(ctx context.Context, c framework.Claim) (framework.Claimed, error) {
	if s.d.writer != nil {
		return s.hold(ctx, c)
	}
	changed, err := s.d.exec(ctx, "claim", insertClaim, []byte(c.Key), c.ID, s.d.owner, s.d.inherits())
	if err != nil || changed == 1 {
		return framework.Claimed{}, err
	}
	row, err := one(ctx, s.d, "claim", loadClaim, scanClaim, []byte(c.Key))
	if errors.Is(err, sql.ErrNoRows) { // it was released in this moment: whoever asks again gets it
		return framework.Claimed{State: framework.Running}, nil
	}
	if err != nil {
		return framework.Claimed{}, err
	}
	return s.claimed(row, c)
}

// hold claims a key in memory, unless there is an answer or an entry.
func (s *inbox) hold(ctx context.Context, c framework.Claim) (framework.Claimed, error) {
	got, known := s.held.take(c)
	if known {
		return got, nil
	}
	row, err := one(ctx, s.d, "claim", loadClaim, scanClaim, []byte(c.Key))
	forgotten := row.doneUntil > 0 && row.doneUntil <= time.Now().UnixMicro()
	if forgotten || errors.Is(err, sql.ErrNoRows) {
		return framework.Claimed{}, nil
	}
	if err == nil {
		got, err = s.claimed(row, c)
	}
	if err != nil || got.State != framework.Mine {
		s.held.release(c)
	}
	return got, err
}

// claimed says what the stored claim is for another one, or the same, of its key.
func (s *inbox) claimed(row claimRow, c framework.Claim) (framework.Claimed, error) {
	switch {
	case row.doneUntil > 0:
		answer, err := s.d.unseal(row.answer, claimPlace(c.Key))
		return framework.Claimed{State: framework.Done, Answer: answer}, err
	case row.id == c.ID: // it was made before, and the answer was lost
		return framework.Claimed{}, nil
	}
	return framework.Claimed{State: framework.Running, Journaled: row.journaled}, nil
}

func claimPlace(key string) string { return "convo_claims/" + hex.EncodeToString([]byte(key)) }

// settleClaim writes what a claim came to.
func (s *inbox) settleClaim(ctx context.Context, t *tx, e framework.Settlement) error {
	held := s.held.has(e.Claim)
	switch e.Ending {
	case framework.EndReleased:
		if held && !e.Journaled {
			return nil // it is not stored
		}
		_, err := t.exec(ctx, releaseClaim, []byte(e.Key), e.ID)
		return err
	case framework.EndDone, framework.EndSetAside:
		answer, err := s.sealed(e.Answer, claimPlace(e.Key))
		if err != nil {
			return err
		}
		if held {
			_, err = t.exec(ctx, storeClaim, []byte(e.Key), e.ID, s.d.owner, 0, time.Now().UnixMicro()+e.Keep.Microseconds(), answer)
		} else {
			_, err = t.exec(ctx, finishClaim, []byte(e.Key), e.ID, e.Keep.Microseconds(), answer)
		}
		return err
	case framework.EndLater: // it stays
	}
	return nil
}

// journalClaim makes a claim one that outlives its process, and reports whether it is this process's.
func (s *inbox) journalClaim(ctx context.Context, t *tx, c framework.Claim) (bool, error) {
	if s.held.has(c) {
		_, err := t.exec(ctx, storeClaim, []byte(c.Key), c.ID, s.d.owner, 1, 0, nil)
		return true, err
	}
	changed, err := t.exec(ctx, journalClaim, []byte(c.Key), c.ID)
	return changed == 1, err
}

// sealed is d.seal for a column that may be NULL.
func (s *inbox) sealed(value []byte, where string) (any, error) {
	if len(value) == 0 {
		return nil, nil //nolint:nilnil // NULL
	}
	return s.d.seal(value, where)
}
