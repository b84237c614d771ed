package sqlstore

import (
	"math"

	"github.com/convobot/convo/framework/proactive"
)

// resealedAtOnce is how many rows a page of the queries below has. A value may have 1 MB.
const resealedAtOnce = 20

// Pages of what may be sealed, in the order of keys, and how a value is replaced that is still there.
const (
	sealedReferences = `SELECT body, app_id, channel_id, tenant_id, user_id, conversation_id, thread_id FROM convo_references
		WHERE (app_id, channel_id, tenant_id, user_id, conversation_id, thread_id) >= (?1, ?2, ?3, ?4, ?5, ?6)
		ORDER BY app_id, channel_id, tenant_id, user_id, conversation_id, thread_id LIMIT 20`
	resealReference = `UPDATE convo_references SET body = ?1 WHERE body = ?2 AND app_id = ?3 AND channel_id = ?4
		AND tenant_id = ?5 AND user_id = ?6 AND conversation_id = ?7 AND thread_id = ?8`
	sealedState       = `SELECT body, key FROM convo_state WHERE key >= ?1 ORDER BY key LIMIT 20`
	resealState       = `UPDATE convo_state SET body = ?1 WHERE body = ?2 AND key = ?3`
	sealedAnswers     = `SELECT answer, key FROM convo_claims WHERE key >= ?1 ORDER BY key LIMIT 20`
	resealAnswer      = `UPDATE convo_claims SET answer = ?1 WHERE answer = ?2 AND key = ?3`
	sealedJournal     = `SELECT body, id FROM convo_journal WHERE id >= ?1 ORDER BY id LIMIT 20`
	resealJournal     = `UPDATE convo_journal SET body = ?1 WHERE body = ?2 AND id = ?3`
	sealedErrors      = `SELECT error, id FROM convo_journal WHERE id >= ?1 ORDER BY id LIMIT 20`
	resealError       = `UPDATE convo_journal SET error = ?1 WHERE error = ?2 AND id = ?3`
	sealedTranscripts = `SELECT body, at, id FROM convo_transcripts WHERE (at, id) >= (?1, ?2) ORDER BY at, id LIMIT 20`
	resealTranscript  = `UPDATE convo_transcripts SET body = ?1 WHERE body = ?2 AND at = ?3 AND id = ?4`
	sealedAlarms      = `SELECT body, id FROM convo_alarms WHERE id >= ?1 ORDER BY id LIMIT 20`
	resealAlarm       = `UPDATE convo_alarms SET body = ?1 WHERE body = ?2 AND id = ?3`
)

// sealedColumn is a column whose values may be sealed.
type sealedColumn struct {
	page   string                 // a query for a value and its key, from a key on
	update string                 // a statement that replaces a value
	from   []any                  // the first key of all
	place  func(key []any) string // where a value stands, as its store says it
}

func sealedColumns() []sealedColumn {
	return []sealedColumn{
		{sealedReferences, resealReference, []any{"", "", "", "", "", ""}, func(k []any) string {
			return referencePlace(proactive.Key{
				AppID: asText(k[0]), ChannelID: asText(k[1]), TenantID: asText(k[2]),
				UserID: asText(k[3]), ConversationID: asText(k[4]), ThreadID: asText(k[5]),
			})
		}},
		{sealedState, resealState, []any{""}, func(k []any) string { return statePlace(asText(k[0])) }},
		{sealedAnswers, resealAnswer, []any{[]byte{}}, func(k []any) string { return claimPlace(asText(k[0])) }},
		{sealedJournal, resealJournal, []any{int64(math.MinInt64)}, func(k []any) string { return entryPlace(asInt(k[0])) }},
		{sealedErrors, resealError, []any{int64(math.MinInt64)}, func(k []any) string { return errorPlace(asInt(k[0])) }},
		{sealedTranscripts, resealTranscript, []any{int64(math.MinInt64), ""}, func(k []any) string {
			return transcriptPlace(asInt(k[0]), asText(k[1]))
		}},
		{sealedAlarms, resealAlarm, []any{""}, func(k []any) string { return alarmPlace(asText(k[0])) }},
	}
}

func sealedQueries() (list []string) {
	for _, c := range sealedColumns() {
		list = append(list, c.page, c.update)
	}
	return list
}

// asText and asInt read a column as the drivers give it.
func asText(column any) string {
	switch column := column.(type) {
	case string:
		return column
	case []byte:
		return string(column)
	}
	return ""
}

func asInt(column any) int64 {
	n, _ := column.(int64) // no column of a key is anything else
	return n
}
