package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/convobot/convo/framework/middleware/transcript"
)

// Transcripts returns the bot's transcripts in the database.
func (d *DB) Transcripts() transcript.Store { return transcripts{d} }

const (
	insertTranscript = `INSERT INTO convo_transcripts (at, id, tenant_id, app_id, channel_id, conversation_id, role, body)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (at, id) DO NOTHING`
	insertTranscriptPerson = `INSERT INTO convo_transcript_people (name, at, id) VALUES (?1, ?2, ?3)`
	pageOfTranscript       = `SELECT at, id, role, body FROM convo_transcripts
		WHERE tenant_id = ?1 AND app_id = ?2 AND channel_id = ?3 AND conversation_id = ?4 AND (at, id) > (?5, ?6)
		ORDER BY at, id LIMIT ?7`

	// A table of conversations would be one more write for every entry; the index finds the next one as fast.
	nextConversation = `SELECT tenant_id, app_id, channel_id, conversation_id, at FROM convo_transcripts
		WHERE (tenant_id, app_id, channel_id, conversation_id) > (?1, ?2, ?3, ?4)
		ORDER BY tenant_id, app_id, channel_id, conversation_id, at LIMIT 1`
	lastTranscript = `SELECT at FROM convo_transcripts
		WHERE tenant_id = ?1 AND app_id = ?2 AND channel_id = ?3 AND conversation_id = ?4 ORDER BY at DESC LIMIT 1`

	transcriptsOfConversation = `SELECT at, id FROM convo_transcripts
		WHERE tenant_id = ?1 AND app_id = ?2 AND channel_id = ?3 AND conversation_id = ?4 ORDER BY at, id LIMIT 200`
	transcriptsOfTenant = `SELECT at, id FROM convo_transcripts
		WHERE tenant_id = ?1 ORDER BY tenant_id, app_id, channel_id, conversation_id, at, id LIMIT 200`
	transcriptsOfPerson    = `SELECT at, id FROM convo_transcript_people WHERE name = ?1 ORDER BY at, id LIMIT 200`
	transcriptsBefore      = `SELECT at, id FROM convo_transcripts WHERE at < ?1 ORDER BY at, id LIMIT 200`
	deleteTranscriptPeople = `DELETE FROM convo_transcript_people WHERE at = ?1 AND id = ?2`
	deleteTranscript       = `DELETE FROM convo_transcripts WHERE at = ?1 AND id = ?2`
)

func transcriptQueries() []string {
	return []string{
		insertTranscript, insertTranscriptPerson, pageOfTranscript, nextConversation, lastTranscript, transcriptsOfConversation,
		transcriptsOfTenant, transcriptsOfPerson, transcriptsBefore, deleteTranscriptPeople, deleteTranscript,
	}
}

// transcripts is the [transcript.Store].
type transcripts struct{ d *DB }

// maxLogged is how many entries share a transaction, which others wait for.
const maxLogged = 128

func (s transcripts) Log(ctx context.Context, entries []transcript.Entry) error {
	for len(entries) > 0 {
		batch := entries[:min(len(entries), maxLogged)]
		entries = entries[len(batch):]
		if err := s.log(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (s transcripts) log(ctx context.Context, batch []transcript.Entry) error {
	bodies := make([][]byte, len(batch))
	for i, e := range batch {
		body, err := s.d.seal(e.Activity, transcriptPlace(e.At.UnixMicro(), e.ID))
		if err != nil {
			return err
		}
		bodies[i] = body
	}
	return s.d.write(ctx, "log transcripts", func(ctx context.Context, t *tx) error {
		for i, e := range batch {
			if err := logOne(ctx, t, e, bodies[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func logOne(ctx context.Context, t *tx, e transcript.Entry, body []byte) error {
	at := e.At.UnixMicro()
	added, err := t.exec(ctx, insertTranscript, at, e.ID, e.TenantID, e.AppID, e.ChannelID, e.ConversationID, e.Role, body)
	if err != nil || added == 0 {
		return err
	}
	for _, name := range e.Names() {
		if _, err := t.exec(ctx, insertTranscriptPerson, name, at, e.ID); err != nil {
			return err
		}
	}
	return nil
}

func transcriptPlace(at int64, id string) string {
	return fmt.Sprintf("convo_transcripts/%d/%s", at, id)
}

func (s transcripts) Page(ctx context.Context, c transcript.Conversation, after transcript.Cursor, limit int) ([]transcript.Entry, error) {
	from := int64(0)
	if !after.At.IsZero() {
		from = after.At.UnixMicro()
	}
	entries, err := query(ctx, s.d, "read a transcript", pageOfTranscript, func(rows *sql.Rows) (transcript.Entry, error) {
		e, at := transcript.Entry{Conversation: c}, int64(0)
		err := rows.Scan(&at, &e.ID, &e.Role, (*[]byte)(&e.Activity))
		e.At = time.UnixMicro(at).UTC()
		return e, err
	}, c.TenantID, c.AppID, c.ChannelID, c.ConversationID, from, after.ID, pageLimit(limit))
	if err != nil {
		return nil, err
	}
	for i := range entries {
		e := &entries[i]
		if e.Activity, err = s.d.unseal(e.Activity, transcriptPlace(e.At.UnixMicro(), e.ID)); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func (s transcripts) Conversations(ctx context.Context, after transcript.Conversation, limit int) ([]transcript.Summary, error) {
	var list []transcript.Summary
	for range pageLimit(limit) {
		next, err := one(ctx, s.d, "list transcripts", nextConversation, scanSummary,
			after.TenantID, after.AppID, after.ChannelID, after.ConversationID)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return nil, err
		}
		after = next.Conversation
		last, err := one(ctx, s.d, "list transcripts", lastTranscript, scanInt,
			after.TenantID, after.AppID, after.ChannelID, after.ConversationID)
		switch {
		case errors.Is(err, sql.ErrNoRows): // deleted meanwhile
		case err != nil:
			return nil, err
		default:
			next.Last = time.UnixMicro(last).UTC()
			list = append(list, next)
		}
	}
	return list, nil
}

func scanSummary(rows *sql.Rows) (s transcript.Summary, err error) {
	var first int64
	err = rows.Scan(&s.TenantID, &s.AppID, &s.ChannelID, &s.ConversationID, &first)
	s.First = time.UnixMicro(first).UTC()
	return s, err
}

func pageLimit(limit int) int {
	if limit <= 0 || limit > transcript.MaxPage {
		return transcript.MaxPage
	}
	return limit
}

func (s transcripts) Delete(ctx context.Context, c transcript.Conversation) (int, error) {
	return s.deleteAll(ctx, "delete a transcript", transcriptsOfConversation, c.TenantID, c.AppID, c.ChannelID, c.ConversationID)
}

func (s transcripts) DeleteBefore(ctx context.Context, before time.Time) (int, error) {
	return s.deleteAll(ctx, "delete old entries of transcripts", transcriptsBefore, before.UnixMicro())
}

func (s transcripts) ErasePerson(ctx context.Context, id string) (int, error) {
	return s.deleteAll(ctx, "erase a person from transcripts", transcriptsOfPerson, transcript.FoldID(id))
}

func (s transcripts) EraseTenant(ctx context.Context, tenantID string) (int, error) {
	return s.deleteAll(ctx, "erase a tenant's transcripts", transcriptsOfTenant, transcript.FoldID(tenantID))
}

// deleteAll deletes the entries that keys finds, as many in one transaction as it finds at once.
func (s transcripts) deleteAll(ctx context.Context, op, keys string, args ...any) (total int, err error) {
	for {
		var found, deleted int
		err := s.d.write(ctx, op, func(ctx context.Context, t *tx) (err error) {
			found, deleted, err = deleteSome(ctx, t, op, keys, args)
			return err
		})
		if err != nil {
			return total, err
		}
		total += deleted
		if found == 0 {
			return total, nil
		}
	}
}

// deleteSome returns how many entries it found and deleted: fewer if another process deletes them too.
func deleteSome(ctx context.Context, t *tx, op, keys string, args []any) (found, deleted int, err error) {
	type key struct {
		at int64
		id string
	}
	list, err := query(ctx, t, op, keys, func(rows *sql.Rows) (k key, err error) {
		err = rows.Scan(&k.at, &k.id)
		return k, err
	}, args...)
	for _, k := range list {
		if err == nil {
			_, err = t.exec(ctx, deleteTranscriptPeople, k.at, k.id)
		}
		var n int64
		if err == nil {
			n, err = t.exec(ctx, deleteTranscript, k.at, k.id)
		}
		deleted += int(n)
	}
	return len(list), deleted, err
}
