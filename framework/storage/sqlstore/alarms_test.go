package sqlstore_test

import (
	"bytes"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestAlarms(t *testing.T) {
	t.Parallel()
	onEachEmpty(t, func(t *testing.T, empty func(*testing.T) place) {
		t.Helper()
		storagetest.Alarms(t, func(t *testing.T) proactive.AlarmStore {
			t.Helper()
			return empty(t).open(t, sqlstore.Options{}).Alarms()
		})
	})
}

// TestAlarmProcesses is about several processes. One that closes the database ends as one that is killed does, but for
// the time until its lease has ended.
func TestAlarmProcesses(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, _ func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		postgres := t.Name() == "TestAlarmProcesses/Postgres"
		storagetest.AlarmProcesses(t, postgres, func(t *testing.T) func() (proactive.AlarmStore, func()) {
			t.Helper()
			driver, dsn, on := "sqlite", t.TempDir()+"/bot.db", sqlstore.SQLite
			if postgres {
				driver, dsn, on = "pgx", storagetest.Postgres(t), sqlstore.Postgres
			}
			return func() (proactive.AlarmStore, func()) {
				db := openAt(t, driver, dsn, on, sqlstore.Options{})
				return db.Alarms(), func() { require.NoError(t, db.Close()) }
			}
		})
	})
}

// reversing is a Sealer that writes backwards.
type reversing struct{}

func (reversing) Seal(value []byte, _ string) ([]byte, error) {
	value = slices.Clone(value)
	slices.Reverse(value)
	return value, nil
}

func (r reversing) Open(sealed []byte, where string) ([]byte, error) { return r.Seal(sealed, where) }

// TestAlarmsAreSealed is also about one that cannot be opened: the others ring.
func TestAlarmsAreSealed(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{Sealer: reversing{}})
		due := time.Now()
		_, err := db.Alarms().Add(t.Context(), alarmAt("sealed", due), 10)
		require.NoError(t, err)
		require.NoError(t, db.Close())

		var log bytes.Buffer
		db = open(sqlstore.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		_, err = db.Alarms().Load(t.Context(), "sealed")
		require.ErrorIs(t, err, sqlstore.ErrSealed)
		_, err = db.Alarms().Add(t.Context(), alarmAt("open", due), 10)
		require.NoError(t, err)
		claimed, err := db.Alarms().Claim(t.Context(), due.Add(time.Second), 10)
		require.NoError(t, err)
		require.Len(t, claimed, 1)
		require.Equal(t, "open", claimed[0].ID)
		require.Contains(t, log.String(), "alarm=sealed")
	})
}

func alarmAt(id string, due time.Time) proactive.Alarm {
	return proactive.Alarm{ID: id, Activity: schema.TextMessage("stretch"), Due: due, Zone: "UTC", State: proactive.AlarmWaiting}
}
