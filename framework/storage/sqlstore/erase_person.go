package sqlstore

import (
	"context"
	"slices"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
)

func (e *eraser) person(ctx context.Context, ids []string) error {
	ids, records, err := e.remembered(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := e.transcripts(e.d.Transcripts().ErasePerson(ctx, id)); err != nil {
			return err
		}
	}
	err = e.write(ctx, "erase state of a person", func(ctx context.Context, t *tx, n *Erased) error {
		return userState(ctx, t, n, ids)
	})
	if err != nil {
		return err
	}
	err = e.inbox(ctx, func(entry framework.Entry) bool {
		return isOneOf(ids, entry.Activity.From.ID) || isOneOf(ids, entry.Activity.From.AADObjectID)
	})
	if err != nil {
		return err
	}
	for _, r := range records {
		private := transcript.Conversation{
			TenantID: r.Key.TenantID, AppID: r.Key.AppID, ChannelID: r.Key.ChannelID, ConversationID: r.Reference.Conversation.ID,
		}
		if err := e.transcripts(e.d.Transcripts().Delete(ctx, private)); err != nil {
			return err
		}
		if err := e.keptFor(ctx, r); err != nil {
			return err
		}
	}
	return e.references(ctx, ids)
}

// references erases, last, what a person is remembered by, and their name in the records of conversations.
func (e *eraser) references(ctx context.Context, ids []string) error {
	var done []string
	for _, id := range ids {
		if slices.Contains(done, id) {
			continue
		}
		erased, err := proactive.ErasePerson(ctx, e.d.References(), proactive.Filter{UserID: id})
		e.erased.References += int64(len(erased.Deleted))
		e.erased.Changed += int64(len(erased.Changed))
		if err != nil {
			return err
		}
		done = append(done, erased.Users...)
	}
	return nil
}

// remembered returns the records of a person, and all ids that they have in them, as they are compared.
func (e *eraser) remembered(ctx context.Context, named []string) (ids []string, records []proactive.Record, err error) {
	for _, id := range named {
		ids = addID(ids, transcript.FoldID(id))
	}
	for i := 0; i < len(ids); i++ { // it grows
		for r, err := range e.d.References().All(ctx, proactive.Filter{UserID: ids[i]}) {
			if err != nil {
				return nil, nil, err
			}
			if !slices.ContainsFunc(records, func(known proactive.Record) bool { return known.Key == r.Key }) {
				records = append(records, r)
			}
			for _, id := range r.Names() {
				ids = addID(ids, id)
			}
		}
	}
	return ids, records, nil
}

func addID(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func isOneOf(ids []string, id string) bool { return slices.Contains(ids, transcript.FoldID(id)) }
