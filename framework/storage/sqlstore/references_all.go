package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"github.com/convobot/convo/framework/proactive"
)

// Pages of records, in the order of their keys, from one key on.
const (
	referenceColumns = `SELECT app_id, channel_id, tenant_id, user_id, conversation_id, thread_id, rev, body FROM convo_references `
	fromKey          = ` AND (app_id, channel_id, tenant_id, user_id, conversation_id, thread_id) >= (?1, ?2, ?3, ?4, ?5, ?6)`
	inKeyOrder       = ` ORDER BY app_id, channel_id, tenant_id, user_id, conversation_id, thread_id LIMIT 500`

	referencesOfChannel = referenceColumns + `WHERE app_id = ?1 AND channel_id = ?2
		AND (tenant_id, user_id, conversation_id, thread_id) >= (?3, ?4, ?5, ?6)
		ORDER BY tenant_id, user_id, conversation_id, thread_id LIMIT 500`
	referencesOfTenant = referenceColumns + `WHERE app_id = ?1 AND channel_id = ?2 AND tenant_id = ?3
		AND (user_id, conversation_id, thread_id) >= (?4, ?5, ?6)
		ORDER BY user_id, conversation_id, thread_id LIMIT 500`
	referencesByName = referenceColumns + `WHERE name1 = ?7` + fromKey + ` UNION ALL ` +
		referenceColumns + `WHERE name2 = ?7` + fromKey + ` UNION ALL ` +
		referenceColumns + `WHERE name3 = ?7` + fromKey + inKeyOrder
	referencesByConversation = referenceColumns + `WHERE conversation_id = ?7 AND conversation_id <> ''` + fromKey + inKeyOrder
	referencesByTeam         = referenceColumns + `WHERE team_id = ?7` + fromKey + inKeyOrder
	referencesWaiting        = referenceColumns + `WHERE waiting = 1` + fromKey + inKeyOrder

	// Few bots share a database, and they know few channels.
	nextChannel = `SELECT app_id, channel_id FROM convo_references
		WHERE (app_id, channel_id) > (?1, ?2) ORDER BY app_id, channel_id LIMIT 1`
)

// referencePage is how many records a page has.
const referencePage = 500

func referencePageQueries() []string {
	return []string{
		referencesOfChannel, referencesOfTenant, referencesByName, referencesByConversation, referencesByTeam,
		referencesWaiting, nextChannel,
	}
}

// All implements [proactive.Store]. Between its pages it holds nothing of the database.
func (s references) All(ctx context.Context, filter proactive.Filter) iter.Seq2[proactive.Record, error] {
	return func(yield func(proactive.Record, error) bool) {
		if err := (walk{s, filter, yield}).run(ctx); err != nil && !errors.Is(err, errEnough) {
			yield(proactive.Record{}, err)
		}
	}
}

// walk is one run of All.
type walk struct {
	references

	filter proactive.Filter
	yield  func(proactive.Record, error) bool
}

// errEnough ends a walk whose caller wants no more.
var errEnough = errors.New("enough")

// run chooses the index that finds the fewest records; the filter looks at them once more.
func (w walk) run(ctx context.Context) error {
	switch {
	case w.filter.UserID != "":
		person := proactive.Record{Key: proactive.Key{UserID: w.filter.UserID}}
		return w.pages(ctx, w.filter.After, referencesByName, person.Names()[0])
	case w.filter.ConversationID != "":
		return w.pages(ctx, w.filter.After, referencesByConversation, w.filter.ConversationID)
	case w.filter.TeamID != "":
		return w.pages(ctx, w.filter.After, referencesByTeam, w.filter.TeamID)
	case w.filter.Waiting:
		return w.pages(ctx, w.filter.After, referencesWaiting)
	}
	return w.channels(ctx)
}

// pages yields what the filter lets through of a query's pages, from a key on.
func (w walk) pages(ctx context.Context, from proactive.Key, text string, arg ...any) error {
	for first := true; ; first = false {
		page, err := query(ctx, w.d, "list references", text, scanStoredAt, append(keyArgs(from), arg...)...)
		if err != nil {
			return err
		}
		for i, r := range page {
			page[i].body = nil // it may be large, and the caller slow
			if !first && i == 0 && r.key == from {
				continue // the last of the page before
			}
			if err := w.offer(ctx, r); err != nil {
				return err
			}
		}
		if len(page) < referencePage {
			return nil
		}
		from = page[len(page)-1].key
	}
}

func (w walk) offer(ctx context.Context, found stored) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	found, err := w.unseal(found)
	if err != nil {
		return err
	}
	record, err := w.decode(found)
	if err != nil {
		return err
	}
	if w.filter.Includes(record) && !w.yield(record, nil) {
		return errEnough
	}
	return nil
}

// channels walks through one channel of one bot after the other.
func (w walk) channels(ctx context.Context) error {
	at := proactive.Key{AppID: w.filter.After.AppID, ChannelID: w.filter.After.ChannelID}
	for {
		if (w.filter.AppID == "" || w.filter.AppID == at.AppID) && (w.filter.ChannelID == "" || w.filter.ChannelID == at.ChannelID) {
			if err := w.channel(ctx, at); err != nil {
				return err
			}
		}
		next, err := one(ctx, w.d, "list references", nextChannel, scanChannel, at.AppID, at.ChannelID)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		at = next
	}
}

func (w walk) channel(ctx context.Context, from proactive.Key) error {
	text := referencesOfChannel
	if w.filter.TenantID != "" {
		from.TenantID, text = w.filter.TenantID, referencesOfTenant
	}
	if after := w.filter.After; after.Compare(from) > 0 {
		if w.filter.TenantID != "" && after.TenantID != from.TenantID {
			return nil // past this tenant
		}
		from = after
	}
	return w.pages(ctx, from, text)
}

func scanChannel(rows *sql.Rows) (key proactive.Key, err error) {
	err = rows.Scan(&key.AppID, &key.ChannelID)
	return key, err
}
