package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/convobot/convo/framework/proactive"
)

// Report is what became of an import.
type Report struct {
	Stored   int         // records
	Older    int         // records of which the store knew something newer, and others of the same key in the import
	Bad      int         // lines or elements that are no record; nothing else is lost with them
	Problems []LineError // of the first bad ones, at most 100
}

const maxProblems = 100

// LineError says why a line, or an element, was not imported.
type LineError struct {
	Number int // of the line, or of the element where they do not stand in lines; from 1
	Err    error
}

// Error returns the number and the reason.
func (e LineError) Error() string { return fmt.Sprintf("%d: %v", e.Number, e.Err) }

// Unwrap returns the reason.
func (e LineError) Unwrap() error { return e.Err }

func (r *Report) bad(number int, err error) {
	r.Bad++
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, LineError{number, err})
	}
}

const batchSize = 500 // records that are stored at once

// importer stores records in batches.
type importer struct {
	store  proactive.Store
	report Report
	batch  map[proactive.Key]proactive.Record
}

func newImporter(store proactive.Store) *importer {
	return &importer{store: store, batch: make(map[proactive.Key]proactive.Record, batchSize)}
}

// add takes a record into the batch, and stores a full one.
func (i *importer) add(ctx context.Context, r proactive.Record) error {
	if other, ok := i.batch[r.Key]; ok {
		i.report.Older++
		if !isNewer(r, other) {
			return nil
		}
	}
	i.batch[r.Key] = r
	if len(i.batch) < batchSize {
		return nil
	}
	return i.flush(ctx)
}

// flush stores the batch.
func (i *importer) flush(ctx context.Context) error {
	if len(i.batch) == 0 {
		return nil
	}
	keys := make([]proactive.Key, 0, len(i.batch))
	for key := range i.batch {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, proactive.Key.Compare)
	older := make(map[proactive.Key]bool) // change may be called more than once for a record
	err := i.store.UpdateAll(ctx, keys, func(r *proactive.Record) error {
		imported := i.batch[r.Key]
		if older[r.Key] = isKnown(*r) && !isNewer(imported, *r); older[r.Key] {
			return proactive.ErrSkip
		}
		*r = imported
		return nil
	})
	if err != nil {
		return fmt.Errorf("transfer: import ended after %d records were stored; import again, which doubles nothing: %w", i.report.Stored, err)
	}
	for _, key := range keys {
		if older[key] {
			i.report.Older++
		} else {
			i.report.Stored++
		}
	}
	clear(i.batch)
	return nil
}

// isKnown tells a stored record from a new one.
func isKnown(r proactive.Record) bool {
	return !r.SeenAt.IsZero() || !r.CreatedAt.IsZero() || hasAddress(r) || r.Reach.State != proactive.ReachOK
}

func hasAddress(r proactive.Record) bool {
	return r.Reference.User.ID != "" || r.Reference.Conversation.ID != ""
}

// isNewer reports whether a record was heard of later than the other, or as late and was changed later.
func isNewer(r, other proactive.Record) bool {
	if order := r.SeenAt.Compare(other.SeenAt); order != 0 {
		return order > 0
	}
	return r.UpdatedAt.After(other.UpdatedAt)
}

var (
	errNoKey     = errors.New("the record has no key: no channel")
	errNoAddress = errors.New("the record has no address: neither a user nor a conversation")
)

// checked returns a record that may be stored.
func checked(r proactive.Record) (proactive.Record, error) {
	r.Key = r.Key.Canonical()
	isTenant := r.Key.TenantID != "" && r.Key == r.Key.Tenant()
	switch {
	case r.Key.ChannelID == "":
		return r, errNoKey
	case !isTenant && !hasAddress(r):
		return r, errNoAddress
	}
	now := time.Now()
	for _, at := range []*time.Time{&r.SeenAt, &r.Install.At, &r.Reach.At} {
		if at.After(now) {
			*at = now // nothing that comes after may be late
		}
	}
	return r, nil
}
