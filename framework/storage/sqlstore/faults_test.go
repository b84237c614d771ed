package sqlstore_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// TestDiskFull fills a file up to its limit: what was confirmed stays, and once there is room again, writes work.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	store := openAt(t, "sqlite", path+"?_pragma=max_page_count(100)", sqlstore.SQLite, sqlstore.Options{}).References()
	ctx, mu, confirmed := t.Context(), sync.Mutex{}, []proactive.Key(nil)
	var writers sync.WaitGroup
	for i := range 8 {
		writers.Go(func() {
			for n := 0; ; n++ {
				r := person(i, n)
				if err := remember(ctx, store, r); err != nil {
					if !errors.Is(err, sqlstore.ErrFull) {
						t.Errorf("the error is %v, want ErrFull", err)
					}
					return
				}
				mu.Lock()
				confirmed = append(confirmed, r.Key)
				mu.Unlock()
			}
		})
	}
	writers.Wait()
	require.Greater(t, len(confirmed), 50)
	var more []proactive.Record
	for n := range 200 {
		more = append(more, person(9, n))
	}
	require.ErrorIs(t, rememberAll(ctx, store, more), sqlstore.ErrFull)
	require.Len(t, keysOf(t, store, proactive.Filter{}), len(confirmed))
	for _, key := range confirmed {
		_, err := store.Load(ctx, key)
		require.NoError(t, err)
	}
	for _, key := range confirmed[:len(confirmed)/2] {
		require.NoError(t, store.Delete(ctx, key))
	}
	require.NoError(t, remember(ctx, store, person(10, 1)))
}

// TestHeldByOthers has somebody else write to the file, as the sqlite3 program may: writes wait for them, reads do not.
func TestHeldByOthers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	store := openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{}).References()
	other := connect(t, "sqlite", path)
	_, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)
	written := make(chan error, 1)
	go func() { written <- remember(t.Context(), store, person(1, 1)) }()
	_, err = store.Load(t.Context(), person(1, 2).Key)
	require.ErrorIs(t, err, proactive.ErrNotFound, "reads go on")
	require.Empty(t, written)
	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	require.NoError(t, <-written)
}

// TestBadValue holds that what one database cannot hold is refused on each, in words that do not repeat it.
func TestBadValue(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		store := open(sqlstore.Options{}).References()
		for _, id := range []string{"secret\x00id", "secret\xffid"} {
			r := proactive.Record{Key: proactive.Key{AppID: "app", UserID: id}}
			for _, err := range []error{
				remember(t.Context(), store, r),
				rememberAll(t.Context(), store, []proactive.Record{r}),
			} {
				require.ErrorIs(t, err, sqlstore.ErrBadValue)
				require.ErrorContains(t, err, "U+0000 or is not UTF-8")
				require.NotContains(t, err.Error(), "secret")
			}
		}
	})
}

// TestPostgresBadText has the database itself refuse a text.
func TestPostgresBadText(t *testing.T) {
	t.Parallel()
	db := openAt(t, "pgx", storagetest.Postgres(t), sqlstore.Postgres, sqlstore.Options{})
	for _, id := range []string{"secret\x00", "secret\xff"} {
		err := add(db, t.Context(), id)
		require.ErrorIs(t, err, sqlstore.ErrBadValue)
		require.ErrorContains(t, err, "PostgreSQL: U+0000")
		require.NotContains(t, err.Error(), "secret")
	}
}

// TestPostgresTerminated has the server end all of the bot's connections.
func TestPostgresTerminated(t *testing.T) {
	t.Parallel()
	dsn, name := storagetest.Postgres(t), "convo_test_"+rand.Text()
	store := openAt(t, "pgx", dsn+"&application_name="+name, sqlstore.Postgres, sqlstore.Options{}).References()
	admin := connect(t, "pgx", dsn)
	for i := range 20 {
		require.NoError(t, remember(t.Context(), store, person(1, i)))
		_, err := admin.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"+name+"'")
		require.NoError(t, err)
		if err := remember(t.Context(), store, person(2, i)); err != nil { // it may have gone by a new connection
			require.ErrorIs(t, err, sqlstore.ErrUnavailable)
		}
		require.Eventually(t, func() bool { return remember(t.Context(), store, person(3, i)) == nil }, maxWait, tick)
	}
}

// TestPostgresGone cuts the way to the server, and mends it.
func TestPostgresGone(t *testing.T) {
	t.Parallel()
	wire, dsn := throughCable(t)
	db := openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{Logger: slog.New(slog.DiscardHandler)})
	store := db.References()
	require.NoError(t, remember(t.Context(), store, person(1, 1)))
	wire.cut()
	for range 3 {
		require.ErrorIs(t, remember(t.Context(), store, person(1, 2)), sqlstore.ErrUnavailable)
		require.ErrorIs(t, rememberAll(t.Context(), store, []proactive.Record{person(1, 2)}), sqlstore.ErrUnavailable)
		require.ErrorIs(t, db.Ready(t.Context()), sqlstore.ErrUnavailable)
	}
	wire.mend()
	require.Eventually(t, func() bool { return db.Ready(t.Context()) == nil }, maxWait, tick)
	require.NoError(t, remember(t.Context(), store, person(1, 2)))
	require.Len(t, keysOf(t, store, proactive.Filter{}), 2)
}

// TestPostgresLostAnswers loses the answers to the commits of claims: what was claimed is not lost.
func TestPostgresLostAnswers(t *testing.T) {
	t.Parallel()
	dsn := storagetest.Postgres(t)
	address, err := url.Parse(dsn)
	require.NoError(t, err)
	wire := newCable(t, address.Host)
	address.Host = wire.Addr().String()
	db := openAt(t, "pgx", address.String()+"&sslmode=disable", sqlstore.Postgres, sqlstore.Options{Logger: slog.New(slog.DiscardHandler)})
	ctx, alarms := t.Context(), db.Alarms()
	earlier := openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{})
	require.NoError(t, earlier.Inbox().Journal(ctx, framework.Entry{
		Claim: framework.Claim{ID: 1}, Identity: framework.Identity{AppID: "app"}, Received: time.Now(), Activity: &schema.Activity{ID: "1"},
	}))
	require.NoError(t, earlier.Close())
	_, err = alarms.Add(ctx, proactive.Alarm{ID: "a", Due: time.Now(), Activity: &schema.Activity{ID: "1"}}, 10)
	require.NoError(t, err)

	wire.losesAnswer.Store(true)
	for range 2 {
		_, err = db.Inbox().Recover(ctx, "app", 10)
		require.ErrorIs(t, err, sqlstore.ErrUnavailable)
		_, err = alarms.Claim(ctx, time.Now(), 10)
		require.ErrorIs(t, err, sqlstore.ErrUnavailable)
	}
	wire.losesAnswer.Store(false)
	entries, err := db.Inbox().Recover(ctx, "app", 10)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	due, err := alarms.Claim(ctx, time.Now(), 10)
	require.NoError(t, err)
	require.Len(t, due, 1)
	entries, err = db.Inbox().Recover(ctx, "app", 10)
	require.NoError(t, err)
	require.Empty(t, entries, "they are this process's now")
	due, err = alarms.Claim(ctx, time.Now(), 10)
	require.NoError(t, err)
	require.Empty(t, due)
}

// cable is a way to a server that can be cut.
type cable struct {
	net.Listener

	to          string
	losesAnswer atomic.Bool // to COMMIT: the connection is cut instead
	mu          sync.Mutex
	isCut       bool
	ends        []net.Conn
	moved       sync.WaitGroup
}

func newCable(t *testing.T, to string) *cable {
	t.Helper()
	if _, _, err := net.SplitHostPort(to); err != nil {
		to = net.JoinHostPort(to, "5432")
	}
	in, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := &cable{Listener: in, to: to}
	c.moved.Go(c.accept)
	t.Cleanup(func() {
		require.NoError(t, c.Close())
		c.cut()
		c.moved.Wait()
	})
	return c
}

// throughCable returns a database whose connection can be cut.
func throughCable(t *testing.T) (wire *cable, dsn string) {
	t.Helper()
	address, err := url.Parse(storagetest.Postgres(t))
	require.NoError(t, err)
	wire = newCable(t, address.Host)
	address.Host = wire.Addr().String()
	return wire, address.String() + "&connect_timeout=20"
}

func (c *cable) accept() {
	for {
		in, err := c.Accept()
		if err != nil {
			return
		}
		out, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", c.to)
		if err != nil {
			_ = in.Close()
			continue
		}
		c.mu.Lock()
		c.ends = append(c.ends, in, out)
		c.mu.Unlock()
		if c.isDown() {
			c.cut()
		}
		var committed atomic.Bool
		c.moved.Go(func() {
			move(in, out, func(sent []byte) bool {
				if c.losesAnswer.Load() && bytes.Contains(bytes.ToLower(sent), []byte("commit")) {
					committed.Store(true)
				}
				return true
			})
		})
		c.moved.Go(func() { move(out, in, func([]byte) bool { return !committed.Load() }) })
	}
}

// move moves what is sent until it is cut, or passes says no.
func move(from, to net.Conn, passes func([]byte) bool) {
	defer func() { _, _ = from.Close(), to.Close() }()
	for buffer := make([]byte, 64<<10); ; {
		n, err := from.Read(buffer)
		if err != nil || !passes(buffer[:n]) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (c *cable) isDown() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.isCut
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = true
	for _, end := range c.ends {
		_ = end.Close()
	}
	c.ends = nil
}

func (c *cable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = false
}

// TestPostgresDeadlock has transactions wait for each other in a circle: the database ends one of them, which is tried
// again.
func TestPostgresDeadlock(t *testing.T) {
	t.Parallel()
	db := openAt(t, "pgx", storagetest.Postgres(t)+"&deadlock_timeout=50ms", sqlstore.Postgres, sqlstore.Options{})
	ids := []string{"a", "b"}
	require.NoError(t, add(db, t.Context(), ids...))
	var met sync.WaitGroup // both have locked their first row
	met.Add(2)
	results := make(chan error, 2)
	for i := range ids {
		var once sync.Once
		go func() {
			results <- db.Write(t.Context(), func(add, _ sqlstore.Statement) error {
				if err := add(ids[i]); err != nil {
					return err
				}
				once.Do(func() {
					met.Done()
					met.Wait()
				})
				return add(ids[1-i])
			})
		}()
	}
	require.NoError(t, <-results)
	require.NoError(t, <-results)
}

// TestPostgresSerializable has the database refuse transactions that get in each other's way.
func TestPostgresSerializable(t *testing.T) {
	t.Parallel()
	store := openAt(t, "pgx", storagetest.Postgres(t)+"&default_transaction_isolation=serializable", sqlstore.Postgres, sqlstore.Options{}).References()
	keys := []proactive.Key{{AppID: "app", UserID: "a"}, {AppID: "app", UserID: "b"}}
	const writers = 8
	var running sync.WaitGroup
	for range writers {
		running.Go(func() {
			err := store.UpdateAll(t.Context(), keys, func(r *proactive.Record) error {
				r.TeamID += "x"
				return nil
			})
			if err != nil {
				t.Errorf("UpdateAll: %v", err)
			}
		})
	}
	running.Wait()
	for _, key := range keys {
		r, err := store.Load(t.Context(), key)
		require.NoError(t, err)
		require.Len(t, r.TeamID, writers)
	}
}
