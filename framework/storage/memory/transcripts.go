package memory

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/convobot/convo/framework/middleware/transcript"
)

// Transcripts is a [transcript.Store] in memory. Create it with [NewTranscripts].
type Transcripts struct {
	limit int

	mu      sync.Mutex
	entries []transcript.Entry // in the order of time, those of all conversations
}

var _ transcript.Store = (*Transcripts)(nil)

// NewTranscripts returns an empty store that keeps as many entries as limit says, the latest ones; 0 means 10,000. A
// restart forgets them.
func NewTranscripts(limit int) *Transcripts {
	if limit <= 0 {
		limit = 10_000
	}
	return &Transcripts{limit: limit}
}

// Log implements [transcript.Store].
func (s *Transcripts) Log(_ context.Context, entries []transcript.Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range entries {
		at, known := s.find(e.Cursor())
		if known {
			continue
		}
		e.Activity = bytes.Clone(e.Activity)
		e.People = slices.Clone(e.People)
		s.entries = slices.Insert(s.entries, at, e)
	}
	if over := len(s.entries) - s.limit; over > 0 {
		s.entries = slices.Delete(s.entries, 0, over)
	}
	return nil
}

// find returns the index of the entry at the cursor, and whether there is one.
func (s *Transcripts) find(c transcript.Cursor) (int, bool) {
	return slices.BinarySearchFunc(s.entries, c, func(e transcript.Entry, c transcript.Cursor) int { return e.Cursor().Compare(c) })
}

// Page implements [transcript.Store].
func (s *Transcripts) Page(ctx context.Context, c transcript.Conversation, after transcript.Cursor, limit int) ([]transcript.Entry, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var page []transcript.Entry
	first, _ := s.find(after)
	for _, e := range s.entries[first:] {
		if e.Conversation != c || e.Cursor().Compare(after) == 0 {
			continue
		}
		if len(page) == pageLimit(limit) {
			break
		}
		e.Activity = bytes.Clone(e.Activity)
		e.People = nil
		page = append(page, e)
	}
	return page, nil
}

// Conversations implements [transcript.Store].
func (s *Transcripts) Conversations(ctx context.Context, after transcript.Conversation, limit int) ([]transcript.Summary, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make(map[transcript.Conversation]transcript.Summary)
	for _, e := range s.entries {
		if e.Compare(after) <= 0 {
			continue
		}
		summary, ok := found[e.Conversation]
		if !ok {
			summary = transcript.Summary{Conversation: e.Conversation, First: e.At}
		}
		summary.Last = e.At
		found[e.Conversation] = summary
	}
	list := slices.SortedFunc(maps.Values(found), func(a, b transcript.Summary) int { return a.Compare(b.Conversation) })
	return list[:min(len(list), pageLimit(limit))], nil
}

// Delete implements [transcript.Store].
func (s *Transcripts) Delete(_ context.Context, c transcript.Conversation) (int, error) {
	return s.deleteAll(func(e transcript.Entry) bool { return e.Conversation == c })
}

// DeleteBefore implements [transcript.Store].
func (s *Transcripts) DeleteBefore(_ context.Context, before time.Time) (int, error) {
	return s.deleteAll(func(e transcript.Entry) bool { return e.At.Before(before) })
}

// ErasePerson implements [transcript.Store].
func (s *Transcripts) ErasePerson(_ context.Context, id string) (int, error) {
	id = transcript.FoldID(id)
	return s.deleteAll(func(e transcript.Entry) bool { return slices.Contains(e.Names(), id) })
}

// EraseTenant implements [transcript.Store].
func (s *Transcripts) EraseTenant(_ context.Context, tenantID string) (int, error) {
	tenantID = transcript.FoldID(tenantID)
	return s.deleteAll(func(e transcript.Entry) bool { return e.TenantID == tenantID })
}

func (s *Transcripts) deleteAll(which func(transcript.Entry) bool) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.entries)
	s.entries = slices.DeleteFunc(s.entries, which)
	return before - len(s.entries), nil
}

func pageLimit(limit int) int {
	if limit <= 0 || limit > transcript.MaxPage {
		return transcript.MaxPage
	}
	return limit
}
