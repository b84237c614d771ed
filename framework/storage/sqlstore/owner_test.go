package sqlstore_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
)

// blackhole is a database to which the first connection is lost without a word, as when a firewall forgets it or the server's
// machine is gone.
type blackhole struct{ connections, renewals atomic.Int64 }

func (s *blackhole) Driver() driver.Driver { return nil }

func (s *blackhole) Connect(context.Context) (driver.Conn, error) {
	return blackholeConn{s, s.connections.Add(1) == 1}, nil
}

type blackholeConn struct {
	s    *blackhole
	lost bool
}

func (c blackholeConn) ExecContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Result, error) {
	if c.lost {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	c.s.renewals.Add(1)
	return driver.RowsAffected(1), nil
}

// IsValid has a lost connection given up once that is known.
func (c blackholeConn) IsValid() bool { return !c.lost }

func (blackholeConn) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("not prepared here")
}
func (blackholeConn) Begin() (driver.Tx, error) { return nil, errors.New("no transactions here") }
func (blackholeConn) Close() error              { return nil }

// TestALostConnectionDoesNotEndTheLease: a process that lives must not be taken for dead because one of its connections is
// lost. Others would run again what it is at.
func TestALostConnectionDoesNotEndTheLease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &blackhole{}
		pool := sql.OpenDB(s)
		running, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- sqlstore.Beat(running, pool) }()
		time.Sleep(sqlstore.Lease - time.Second)
		renewals := s.renewals.Load()
		stop()
		require.NoError(t, <-ended)
		require.NoError(t, pool.Close())
		require.Positive(t, renewals)
	})
}
