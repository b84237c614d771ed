package sqlstore_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// childVariable makes the test's program another process of a bot; it says what that is to do.
const childVariable = "CONVO_SQLSTORE_TASK"

// task is what a child does with a database.
type task struct {
	Do     string           `json:"do"` // a key of tasks
	Driver string           `json:"driver"`
	DSN    string           `json:"dsn"`
	On     sqlstore.Dialect `json:"on"`
}

// tasks print what they have done, line by line, and end when their input does.
func tasks() map[string]func(context.Context, *sqlstore.DB) error {
	return map[string]func(context.Context, *sqlstore.DB) error{
		"stay":  func(context.Context, *sqlstore.DB) error { return nil },
		"write": writeOn,
	}
}

// child is the main function of another process.
func child(settings string) int {
	if err := runTask(context.Background(), settings); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func runTask(ctx context.Context, settings string) error {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	var t task
	if err := json.Unmarshal([]byte(settings), &t); err != nil {
		return err
	}
	conn, err := sql.Open(t.Driver, t.DSN)
	if err != nil {
		return err
	}
	db, err := sqlstore.Open(ctx, conn, t.On, sqlstore.Options{})
	if err != nil {
		return err
	}
	say("open")
	if err := tasks()[t.Do](ctx, db); err != nil {
		return errors.Join(err, db.Close())
	}
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return db.Close()
}

// say prints a line for the parent, at once.
func say(line string) { _, _ = os.Stdout.WriteString(line + "\n") }

// command returns a child that is ready to start.
func (t task) command(tb testing.TB) *exec.Cmd {
	tb.Helper()
	settings, err := json.Marshal(t)
	require.NoError(tb, err)
	program, err := os.Executable()
	require.NoError(tb, err)
	cmd := exec.CommandContext(context.Background(), program)
	cmd.Env = append(os.Environ(), childVariable+"="+string(settings))
	return cmd
}

// onTasks runs a test on each database; do says what children are to do.
func onTasks(t *testing.T, do string, test func(t *testing.T, work task)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, task{do, "sqlite", t.TempDir() + "/bot.db", sqlstore.SQLite})
	})
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		test(t, task{do, "pgx", storagetest.Postgres(t), sqlstore.Postgres})
	})
}
