package sqlstore_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// remote is a database that can be away, and to which the first connection can be lost without a word, as when a firewall
// forgets it or the server's machine is gone. It holds nothing.
type remote struct {
	losesFirst                          bool
	away                                atomic.Bool
	connections, renewals, transactions atomic.Int64
}

func (r *remote) Driver() driver.Driver { return nil }

func (r *remote) Connect(context.Context) (driver.Conn, error) {
	if r.away.Load() {
		return nil, io.ErrUnexpectedEOF
	}
	return remoteConn{r, r.connections.Add(1) == 1 && r.losesFirst}, nil
}

type remoteConn struct {
	r    *remote
	lost bool
}

func (c remoteConn) ExecContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Result, error) {
	switch {
	case c.lost:
		<-ctx.Done()
		return nil, ctx.Err()
	case c.r.away.Load():
		return nil, driver.ErrBadConn
	}
	c.r.renewals.Add(1)
	return driver.RowsAffected(1), nil
}

func (c remoteConn) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) {
	if c.r.away.Load() {
		return nil, driver.ErrBadConn
	}
	c.r.transactions.Add(1)
	return remoteConn{}, nil
}

func (remoteConn) QueryContext(context.Context, string, []driver.NamedValue) (driver.Rows, error) {
	return noRows{}, nil
}

// IsValid has a lost connection given up once that is known.
func (c remoteConn) IsValid() bool { return !c.lost }

func (remoteConn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("not prepared here") }

func (remoteConn) Begin() (driver.Tx, error) { return nil, errors.New("BeginTx is there") }
func (remoteConn) Commit() error             { return nil }
func (remoteConn) Rollback() error           { return nil }
func (remoteConn) Close() error              { return nil }

type noRows struct{}

func (noRows) Columns() []string         { return []string{"id"} }
func (noRows) Close() error              { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }

// beating runs a test with a process that says that it lives. Test ends before anything is required of it, so that the process
// can end too.
func (r *remote) beating(t *testing.T, test func(db *sqlstore.DB)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		pool := sql.OpenDB(r)
		running, stop := context.WithCancel(t.Context())
		db, err := sqlstore.Process(running, pool)
		require.NoError(t, err)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			db.Beat(running)
		}()
		test(db)
		stop()
		<-ended
		require.NoError(t, pool.Close())
	})
}

// TestALostConnectionDoesNotEndTheLease: a process that lives must not be taken for dead because one of its connections is
// lost. Others would run again what it is at.
func TestALostConnectionDoesNotEndTheLease(t *testing.T) {
	t.Parallel()
	r, renewals := &remote{losesFirst: true}, int64(0)
	r.beating(t, func(*sqlstore.DB) {
		time.Sleep(sqlstore.Lease - time.Second)
		renewals = r.renewals.Load()
	})
	require.Positive(t, renewals)
}

// TestWhoComesBackFirstInheritsNothing: when the database was away for long, no process has been heard of, and all of them live.
func TestWhoComesBackFirstInheritsNothing(t *testing.T) {
	t.Parallel()
	r := &remote{}
	var asked []bool // whether it looked for what dead processes left
	var errs []error
	look := func(db *sqlstore.DB) {
		before := r.transactions.Load()
		_, err := db.Inbox().Recover(context.Background(), "app", 10)
		asked, errs = append(asked, r.transactions.Load() > before), append(errs, err)
	}
	r.beating(t, func(db *sqlstore.DB) {
		look(db) // as soon as it starts
		time.Sleep(6 * time.Second)
		look(db)
		r.away.Store(true)
		time.Sleep(time.Minute)
		r.away.Store(false)
		look(db) // before it has said that it lives
		time.Sleep(5 * time.Second)
		look(db) // when it has
		time.Sleep(10 * time.Second)
		look(db) // when the others have had time to
	})
	require.NoError(t, errors.Join(errs...))
	require.Equal(t, []bool{true, true, false, false, true}, asked)
}

// TestWhatOthersAreAtStaysTheirs: the leases of others have ended, though they live, because the database was away for all. Nobody
// rings their alarms, of which they may not know yet whether they were heard, nor runs a turn of theirs because it comes again.
func TestWhatOthersAreAtStaysTheirs(t *testing.T) {
	t.Parallel()
	dsn := storagetest.Postgres(t)
	db, other := openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{}), openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{})
	now := time.Now()
	alarm := func(id string) {
		_, err := db.Alarms().Add(t.Context(), alarmAt(id, now), 10)
		require.NoError(t, err)
	}
	alarm("rings")
	require.NoError(t, other.Alarms().Update(t.Context(), "rings", func(a *proactive.Alarm) error {
		a.State = proactive.AlarmRinging
		return nil
	}))
	alarm("claimed")
	claimed, err := other.Alarms().Claim(t.Context(), now.Add(time.Second), 10)
	require.NoError(t, err)
	require.Len(t, claimed, 1)
	turn, again := framework.Claim{Key: "turn", ID: 1}, framework.Claim{Key: "turn", ID: 2}
	_, err = other.Inbox().Claim(t.Context(), turn)
	require.NoError(t, err)
	require.NoError(t, other.Close()) // it says no more that it lives
	alarm("due")

	claims := func() (ids []string) {
		list, err := db.Alarms().Claim(t.Context(), now.Add(time.Second), 10)
		require.NoError(t, err)
		for _, a := range list {
			ids = append(ids, a.ID)
		}
		return ids
	}
	db.WasAway(true)
	require.Equal(t, []string{"due"}, claims())
	got, err := db.Inbox().Claim(t.Context(), again)
	require.NoError(t, err)
	require.Equal(t, framework.Running, got.State)

	db.WasAway(false)
	require.ElementsMatch(t, []string{"claimed", "rings"}, claims())
	got, err = db.Inbox().Claim(t.Context(), again)
	require.NoError(t, err)
	require.Equal(t, framework.Mine, got.State)
}

// TestAProcessDoesNotTakeItselfForDead: who asks lives, also when its lease has ended.
func TestAProcessDoesNotTakeItselfForDead(t *testing.T) {
	t.Parallel()
	dsn := storagetest.Postgres(t)
	db := openAt(t, "pgx", dsn, sqlstore.Postgres, sqlstore.Options{})
	_, err := db.Alarms().Add(t.Context(), alarmAt("rings", time.Now()), 10)
	require.NoError(t, err)
	require.NoError(t, db.Alarms().Update(t.Context(), "rings", func(a *proactive.Alarm) error {
		a.State = proactive.AlarmRinging
		return nil
	}))
	_, err = connect(t, "pgx", dsn).ExecContext(t.Context(), "UPDATE convo_owners SET alive_until = 0")
	require.NoError(t, err)
	list, err := db.Alarms().Claim(t.Context(), time.Now(), 10)
	require.NoError(t, err)
	require.Empty(t, list)
}
