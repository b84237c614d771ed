package transcript

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxBatch     = 128 // entries that are stored at once
	entryBytes   = 512 // what an entry takes besides its activity
	storeTimeout = 10 * time.Second
)

// retryWaits are the waits between the tries to store a batch: a minute in all.
var retryWaits = [...]time.Duration{ //nolint:gochecknoglobals // a constant
	time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second,
}

// waiting are the entries that wait to be stored, and the goroutine that stores them.
type waiting struct {
	store   Store
	limit   int
	logger  *slog.Logger
	dropped atomic.Uint64

	mu      sync.Mutex
	entries []Entry
	bytes   int // of entries, and of those that are being stored
	flushes []chan struct{}
	closed  bool

	wake    chan struct{} // holds one when there is something to do
	abandon context.CancelFunc
	ended   chan struct{}
}

func newWaiting(store Store, limit int, logger *slog.Logger) *waiting {
	w := &waiting{store: store, limit: limit, logger: logger, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	w.abandon = cancel
	go w.run(ctx)
	return w
}

// add lets an entry wait, if there is room for it.
func (w *waiting) add(e Entry) {
	size := sizeOf(e)
	w.mu.Lock()
	fits := !w.closed && w.bytes+size <= w.limit
	if fits {
		w.entries = append(w.entries, e)
		w.bytes += size
	}
	w.mu.Unlock()
	if !fits {
		w.dropped.Add(1) // run says so
	}
	w.poke()
}

func sizeOf(e Entry) int { return len(e.Activity) + entryBytes }

// drop counts an entry that cannot be stored.
func (w *waiting) drop(err error) {
	w.dropped.Add(1)
	w.logger.Error("an entry of a transcript was dropped", "error", err)
}

func (w *waiting) poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run stores what waits until the recorder is closed.
func (w *waiting) run(ctx context.Context) {
	defer close(w.ended)
	told := uint64(0)
	for {
		batch, flushes, closed := w.take()
		if len(batch) > 0 {
			w.save(ctx, batch)
		}
		for _, flushed := range flushes {
			close(flushed)
		}
		if dropped := w.dropped.Load(); dropped != told {
			told = dropped
			w.logger.ErrorContext(ctx, "entries of transcripts were dropped: the store is too slow, fails, or is closed", "dropped", dropped)
		}
		if len(batch) > 0 {
			continue
		}
		if closed {
			return
		}
		<-w.wake
	}
}

// take returns what to store next, and those who wait for that to be all.
func (w *waiting) take() (batch []Entry, flushes []chan struct{}, closed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := min(len(w.entries), maxBatch)
	batch, w.entries = w.entries[:n:n], w.entries[n:]
	if len(w.entries) == 0 {
		w.entries = nil
		flushes, w.flushes = w.flushes, nil
	}
	return batch, flushes, w.closed
}

// save stores a batch, or drops it after a minute.
func (w *waiting) save(ctx context.Context, batch []Entry) {
	err := w.try(ctx, batch)
	for _, wait := range retryWaits {
		if err == nil || ctx.Err() != nil {
			break
		}
		w.logger.WarnContext(ctx, "transcripts could not be stored; that is tried again", "entries", len(batch), "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		err = w.try(ctx, batch)
	}
	if err != nil {
		w.dropped.Add(uint64(len(batch)))
		w.logger.ErrorContext(ctx, "transcripts could not be stored", "entries", len(batch), "error", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range batch {
		w.bytes -= sizeOf(e)
	}
}

// try stores a batch. A store that panics fails.
func (w *waiting) try(ctx context.Context, batch []Entry) (err error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("transcript: the store panicked: %v", p)
		}
	}()
	return w.store.Log(ctx, batch)
}

func (w *waiting) flush(ctx context.Context) error {
	flushed := make(chan struct{})
	w.mu.Lock()
	w.flushes = append(w.flushes, flushed)
	w.mu.Unlock()
	w.poke()
	select {
	case <-flushed:
		return nil
	case <-w.ended: // and all that waited with it
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (w *waiting) close(ctx context.Context) error {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	before := w.dropped.Load()
	w.poke()
	select {
	case <-w.ended:
	case <-ctx.Done():
		w.abandon()
		<-w.ended
	}
	w.abandon() // its resources
	if lost := w.dropped.Load() - before; lost > 0 {
		return fmt.Errorf("transcript: %d entries were not stored", lost)
	}
	return nil
}
