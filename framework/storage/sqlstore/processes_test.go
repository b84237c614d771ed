package sqlstore_test

import (
	"bufio"
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/sqlstore"
)

// TestProcesses starts several processes at once on a database that is new: on PostgreSQL they share it, on SQLite one has
// it and the others say what to do.
func TestProcesses(t *testing.T) {
	t.Parallel()
	onTasks(t, "stay", func(t *testing.T, work task) {
		t.Helper()
		const processes = 5
		opened, refused := startAll(t, work, processes)
		if work.On == sqlstore.Postgres {
			require.Equal(t, processes, opened, "%s", refused)
		} else {
			require.Equal(t, 1, opened, "%s", refused)
			require.Len(t, refused, processes-1)
			for _, reason := range refused {
				require.Contains(t, reason, "stop that process, or move to PostgreSQL")
			}
		}
		require.NoError(t, openAt(t, work.Driver, work.DSN, work.On, sqlstore.Options{}).Ready(t.Context()))
	})
}

// startAll starts processes, waits until each has opened the database or has given up, and ends them. It returns how
// many opened it, and what the others said.
func startAll(t *testing.T, work task, processes int) (opened int, refused []string) {
	t.Helper()
	var (
		mu      sync.Mutex
		decided sync.WaitGroup
		ended   sync.WaitGroup
	)
	leave := make(chan struct{})
	for range processes {
		cmd := work.command(t)
		var reason bytes.Buffer
		cmd.Stderr = &reason
		in, err := cmd.StdinPipe()
		require.NoError(t, err)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		decided.Add(1)
		ended.Go(func() {
			line, _ := bufio.NewReader(out).ReadString('\n')
			decided.Done()
			<-leave
			_ = in.Close()
			err := cmd.Wait()
			mu.Lock()
			defer mu.Unlock()
			if err == nil && strings.TrimSpace(line) == "open" {
				opened++
			} else {
				refused = append(refused, reason.String())
			}
		})
	}
	decided.Wait()
	close(leave)
	ended.Wait()
	return opened, refused
}
