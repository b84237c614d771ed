package sqlstore_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
)

// add is a transaction that adds owners.
func add(db *sqlstore.DB, ctx context.Context, ids ...string) error { //nolint:revive // the database is the receiver
	return db.Write(ctx, func(add, _ sqlstore.Statement) error {
		for _, id := range ids {
			if err := add(id); err != nil {
				return err
			}
		}
		return nil
	})
}

func requireOwner(t *testing.T, db *sqlstore.DB, want bool, ids ...string) {
	t.Helper()
	for _, id := range ids {
		got, err := db.HasOwner(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, want, got, id)
	}
}

func TestWriteRollsBack(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db, refused := open(sqlstore.Options{}), errors.New("refused")
		err := db.Write(t.Context(), func(add, _ sqlstore.Statement) error { return errors.Join(add("a"), refused) })
		require.Equal(t, refused.Error(), err.Error(), "an author's own error is not the database's")
		requireOwner(t, db, false, "a")
	})
}

// TestWriteFailedStatement holds that nothing is stored of a transaction one of whose statements failed, even if its
// author does not care.
func TestWriteFailedStatement(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	f.fail(func(query string) error {
		if strings.HasPrefix(query, "DELETE") {
			return coded(18) // SQLITE_TOOBIG
		}
		return nil
	})
	ctx := t.Context()
	err := db.Write(ctx, func(add, remove sqlstore.Statement) error {
		require.NoError(t, add("a"))
		require.Error(t, remove("b"))
		require.Error(t, add("c"))
		return nil
	})
	require.ErrorIs(t, err, sqlstore.ErrBadValue)
	f.fail(func(string) error { return nil })
	requireOwner(t, db, false, "a", "c")
}

// crowd is writes that have come while another is being committed, and so share a transaction.
type crowd struct {
	release context.CancelFunc
	results map[string]chan error
}

// newCrowd has the first write wait at its COMMIT, until released, with the others behind it.
func newCrowd(t *testing.T, db *sqlstore.DB, f *faulty, fail func(query string) error, others map[string]func() error) crowd {
	t.Helper()
	held, release := context.WithCancel(t.Context())
	reached, once := make(chan struct{}), sync.Once{}
	f.fail(func(query string) error {
		if query != "COMMIT" {
			return fail(query)
		}
		once.Do(func() {
			close(reached)
			<-held.Done()
		})
		return fail(query)
	})
	c := crowd{release, map[string]chan error{}}
	c.start("first", func() error { return add(db, t.Context(), "first") })
	<-reached
	for name, do := range others {
		c.start(name, do)
	}
	require.Eventually(t, func() bool { return db.Queued() == len(others) }, maxWait, tick)
	return c
}

func (c crowd) start(name string, do func() error) {
	result := make(chan error, 1)
	c.results[name] = result
	go func() { result <- do() }()
}

func TestWritesShareATransaction(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	refused := errors.New("refused")
	var begun int
	c := newCrowd(t, db, f, func(query string) error {
		if strings.HasPrefix(query, "BEGIN") {
			begun++
		}
		return nil
	}, map[string]func() error{
		"a": func() error { return add(db, t.Context(), "a1", "a2") },
		"b": func() error {
			return db.Write(t.Context(), func(add, _ sqlstore.Statement) error { return errors.Join(add("b"), refused) })
		},
		"c": func() error { return add(db, t.Context(), "c") },
	})
	c.release()
	require.NoError(t, <-c.results["first"])
	require.NoError(t, <-c.results["a"])
	require.ErrorIs(t, <-c.results["b"], refused)
	require.NoError(t, <-c.results["c"])
	require.Equal(t, 2, begun)
	requireOwner(t, db, true, "first", "a1", "a2", "c")
	requireOwner(t, db, false, "b")
}

// TestWriteEndedByDatabase has the database end a shared transaction by itself, as it does when the disk is full.
func TestWriteEndedByDatabase(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	full := false
	c := newCrowd(t, db, f, func(query string) error {
		switch {
		case strings.HasPrefix(query, "DELETE"):
			full = true
			return coded(13) // SQLITE_FULL
		case full && query == "ROLLBACK TO one":
			return coded(1) // no such savepoint
		case query == "ROLLBACK":
			full = false
		}
		return nil
	}, map[string]func() error{
		"a": func() error { return add(db, t.Context(), "a") },
		"b": func() error {
			return db.Write(t.Context(), func(_, remove sqlstore.Statement) error { return remove("b") })
		},
	})
	c.release()
	require.NoError(t, <-c.results["first"])
	require.ErrorIs(t, <-c.results["a"], sqlstore.ErrFull)
	require.ErrorIs(t, <-c.results["b"], sqlstore.ErrFull)
	f.fail(func(string) error { return nil })
	requireOwner(t, db, true, "first")
	requireOwner(t, db, false, "a")
	require.NoError(t, add(db, t.Context(), "later"))
}

// TestWriteGivenUp holds that a write whose context ends before it begins is never done, and that one that has begun is
// waited for.
func TestWriteGivenUp(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	reason := errors.New("the user has left")
	ctx, leave := context.WithCancelCause(t.Context())
	c := newCrowd(t, db, f, func(string) error { return nil }, map[string]func() error{
		"waits": func() error { return add(db, ctx, "waits") },
	})
	leave(reason)
	require.ErrorIs(t, <-c.results["waits"], reason)
	c.release()
	require.NoError(t, <-c.results["first"])
	requireOwner(t, db, true, "first")
	requireOwner(t, db, false, "waits")
}

func TestWriteBegunIsWaitedFor(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	ctx, leave := context.WithCancel(t.Context())
	f.fail(func(query string) error {
		if query == "COMMIT" {
			leave()
		}
		return nil
	})
	require.NoError(t, add(db, ctx, "a"))
	requireOwner(t, db, true, "a")
}

func TestWriteBusy(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	tries := 0
	f.fail(func(query string) error {
		if strings.HasPrefix(query, "BEGIN") {
			tries++
			return coded(5) // SQLITE_BUSY
		}
		return nil
	})
	require.ErrorIs(t, add(db, t.Context(), "a"), sqlstore.ErrBusy)
	require.Equal(t, 6, tries)
	f.fail(func(query string) error {
		if tries--; tries > 3 && strings.HasPrefix(query, "BEGIN") {
			return coded(5)
		}
		return nil
	})
	require.NoError(t, add(db, t.Context(), "a"))
}

// TestConnectionDies has the connection for writing die, and no other be had for a while.
func TestConnectionDies(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t)
	f.fail(func(query string) error {
		switch {
		case query == "":
			return coded(14) // SQLITE_CANTOPEN
		case strings.HasPrefix(query, "BEGIN"):
			return driver.ErrBadConn
		}
		return nil
	})
	for range 3 {
		require.ErrorIs(t, add(db, t.Context(), "a"), sqlstore.ErrUnavailable)
	}
	f.fail(func(string) error { return nil })
	require.Eventually(t, func() bool { return add(db, t.Context(), "a") == nil }, maxWait, tick)
	requireOwner(t, db, true, "a")
}

// TestCloseWhileWriting closes the database under those who write: what was confirmed is there, and nobody hangs.
func TestCloseWhileWriting(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		var writers sync.WaitGroup
		confirmed, many := make([]int, 8), make(chan struct{}, 8*1000)
		for i := range confirmed {
			writers.Go(func() {
				for {
					if err := remember(t.Context(), db.References(), person(i, confirmed[i])); err != nil {
						if !errors.Is(err, sqlstore.ErrClosed) {
							t.Errorf("write: %v, want ErrClosed", err)
						}
						return
					}
					confirmed[i]++
					select {
					case many <- struct{}{}:
					default:
					}
				}
			})
		}
		for range 200 {
			<-many
		}
		require.NoError(t, db.Close())
		writers.Wait()
		store := open(sqlstore.Options{}).References()
		for i, n := range confirmed {
			for k := range n {
				_, err := store.Load(t.Context(), person(i, k).Key)
				require.NoError(t, err)
			}
		}
	})
}

func TestUnlistedQuery(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		require.ErrorContains(t, open(sqlstore.Options{}).Ask(t.Context()), "queries.go does not list SELECT 1")
	})
}
