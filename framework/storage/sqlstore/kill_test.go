package sqlstore_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
)

// TestForceKill kills a process that writes, again and again: nothing is in half, and what was confirmed is there.
func TestForceKill(t *testing.T) {
	t.Parallel()
	onTasks(t, "write", func(t *testing.T, work task) {
		t.Helper()
		random, kills, acks := newRandom(t), size(5, 200), 0
		confirmed := make(map[string]int)
		for range kills {
			acks += writeAndKill(t, work, 1+random.IntN(150), confirmed)
			requireWhole(t, work, confirmed)
		}
		t.Logf("%d kills, %d confirmed writes", kills, acks)
		written := make(map[string]bool)
		for what := range confirmed {
			written[strings.Fields(what)[0]] = true
		}
		require.Len(t, written, len(kinds()))
	})
}

// writeAndKill starts a child, and kills it after so many confirmed writes. It adds to the last that each writer has
// confirmed, and returns how many there were.
func writeAndKill(t *testing.T, work task, after int, confirmed map[string]int) (acks int) {
	t.Helper()
	cmd := work.command(t)
	in, err := cmd.StdinPipe() // it lives until this closes
	require.NoError(t, err)
	defer func() { _ = in.Close() }()
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var problems strings.Builder
	cmd.Stderr = &problems
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if acks == after {
			_ = cmd.Process.Kill() // what was printed before is still read
		}
		if at := strings.LastIndexByte(lines.Text(), ' '); at > 0 {
			n, err := strconv.Atoi(lines.Text()[at+1:])
			require.NoError(t, err)
			confirmed[lines.Text()[:at]] = n
			acks++
		}
	}
	require.Error(t, cmd.Wait())
	require.Empty(t, problems.String())
	require.GreaterOrEqual(t, acks, after)
	return acks
}

// requireWhole looks at what the killed process has left.
func requireWhole(t *testing.T, work task, confirmed map[string]int) {
	t.Helper()
	conn := connect(t, work.Driver, work.DSN)
	if work.On == sqlstore.SQLite {
		var verdict string
		require.NoError(t, conn.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict))
		require.Equal(t, "ok", verdict)
	} else {
		loseOwners(t, conn)
	}
	require.NoError(t, conn.Close())
	db := openAt(t, work.Driver, work.DSN, work.On, sqlstore.Options{})
	for name, kind := range kinds() {
		for i := range killWriters {
			what := fmt.Sprint(name, " ", i)
			stored, err := kind.last(t.Context(), db, what)
			require.NoError(t, err, what)
			require.GreaterOrEqual(t, stored, confirmed[what], what)
		}
	}
	require.NoError(t, db.Close())
}

// loseOwners has what dead processes own be free at once, and not when their time is over.
func loseOwners(t *testing.T, conn *sql.DB) {
	t.Helper()
	_, err := conn.ExecContext(t.Context(), "DELETE FROM convo_owners")
	require.NoError(t, err)
}

// killWriters is how many writers a child has of each kind.
const killWriters = 4

// kind is a way to write. Each writer counts up under a name of its own, such as "batch 3".
type kind struct {
	// last reads the number that was written last, 0 if there is none. An error says also that something is in half.
	last func(ctx context.Context, db *sqlstore.DB, what string) (int, error)
	// write writes a number.
	write func(ctx context.Context, db *sqlstore.DB, what string, n int) error
}

func kinds() map[string]kind {
	return map[string]kind{
		"reference":  {lastReference, writeReference},
		"batch":      {lastBatch, writeBatch},
		"state":      {lastItems, writeItems},
		"inbox":      {lastInbox, writeInbox},
		"transcript": {lastTranscript, writeTranscript},
		"alarm":      {lastAlarm, writeAlarm},
	}
}

// writeOn is what the child does. It prints what is stored: "batch 3 17" says that writer 3 has stored 17.
func writeOn(ctx context.Context, db *sqlstore.DB) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var writers []func()
	for name, kind := range kinds() {
		for i := range killWriters {
			what := fmt.Sprint(name, " ", i)
			n, err := kind.last(ctx, db, what)
			if err != nil {
				return fmt.Errorf("%s: %w", what, err)
			}
			writers = append(writers, func() { cancel(countUp(ctx, db, what, n, kind)) })
		}
	}
	var running sync.WaitGroup
	for _, writer := range writers {
		running.Go(writer)
	}
	running.Wait()
	return context.Cause(ctx)
}

func countUp(ctx context.Context, db *sqlstore.DB, what string, n int, kind kind) error {
	for {
		n++
		if err := kind.write(ctx, db, what, n); err != nil {
			return fmt.Errorf("%s %d: %w", what, n, err)
		}
		say(fmt.Sprint(what, " ", n))
	}
}
