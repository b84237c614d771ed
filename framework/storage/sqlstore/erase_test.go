package sqlstore_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

// onEachDump is onEach, with what all tables of the database hold as text.
func onEachDump(t *testing.T, test func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB, dump func() string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "bot.db")
		test(t,
			func(opts sqlstore.Options) *sqlstore.DB { return openAt(t, "sqlite", path, sqlstore.SQLite, opts) },
			func() string {
				return dumped(t, connect(t, "sqlite", path), `SELECT name FROM sqlite_master WHERE type = 'table'`)
			})
	})
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		dsn := storagetest.Postgres(t)
		test(t,
			func(opts sqlstore.Options) *sqlstore.DB { return openAt(t, "pgx", dsn, sqlstore.Postgres, opts) },
			func() string {
				return dumped(t, connect(t, "pgx", dsn), `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`)
			})
	})
}

// dumped returns everything in the tables that a query names, a row a line.
func dumped(t *testing.T, conn *sql.DB, tables string) string {
	t.Helper()
	var all strings.Builder
	for _, table := range rowsOf(t, conn, tables) {
		for _, row := range rowsOf(t, conn, "SELECT * FROM "+table[0]) {
			fmt.Fprintln(&all, table[0], strings.Join(row, " "))
		}
	}
	return all.String()
}

func rowsOf(t *testing.T, conn *sql.DB, query string) (list [][]string) {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	require.NoError(t, err)
	for rows.Next() {
		row, into := make([]string, len(columns)), make([]any, len(columns))
		values := make([]sql.NullString, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(t, rows.Scan(into...))
		for i := range values {
			row[i] = values[i].String
		}
		list = append(list, row)
	}
	require.NoError(t, rows.Err())
	return list
}

const (
	adaInEntra = "ADA00000-0000-4000-8000-00000000ADA0"
	tenant     = "7E000000-0000-4000-8000-000000000001"
)

// household is a bot with everything that it keeps in a database.
type household struct {
	*transcript.Recorder

	db  *sqlstore.DB
	bot framework.Handler
}

func newHousehold(t *testing.T, db *sqlstore.DB) *household {
	t.Helper()
	recorder, err := transcript.New(transcript.Config{Store: db.Transcripts(), Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, recorder.Close(context.Background())) })
	h := &household{Recorder: recorder, db: db}
	h.bot = framework.Chain(framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Hello "+turn.Activity.From.Name)
	}), proactive.Remember(db.References()), recorder.Middleware)
	return h
}

// hears tells the bot something, and keeps state, an alarm and a journalled activity of who says it.
func (h *household) hears(t *testing.T, n int64, who schema.ChannelAccount, conversation schema.ConversationAccount) {
	t.Helper()
	a := &schema.Activity{
		Type: schema.TypeMessage, ID: fmt.Sprint(n), Text: "I am " + who.Name, ChannelID: schema.ChannelTeams,
		ServiceURL: "https://smba.example/", From: who, Recipient: schema.ChannelAccount{ID: "28:app", Name: "Bot"},
		Conversation: conversation,
	}
	turn := framework.NewTurnContext(&silent{}, a)
	require.NoError(t, h.bot.OnTurn(t.Context(), turn))

	ref := turn.ConversationReference()
	user := proactive.PersonKey("", ref).UserID
	for _, key := range []state.Key{
		{ChannelID: schema.ChannelTeams, UserID: user},
		{ChannelID: schema.ChannelTeams, ConversationID: conversation.ID},
		{ChannelID: schema.ChannelTeams, ConversationID: conversation.ID, UserID: user},
	} {
		value := json.RawMessage(`{"n":1}`)
		if key.UserID != "" {
			value = json.RawMessage(`{"name":"` + who.Name + `"}`)
		}
		_, err := h.db.State().Write(t.Context(), map[string]state.Item{key.String(): {ETag: state.AnyETag, Value: value}})
		require.NoError(t, err)
	}
	_, err := h.db.Alarms().Add(t.Context(), proactive.Alarm{
		ID: fmt.Sprint(n), Place: proactive.KeyOf("", ref), By: proactive.PersonKey("", ref), Reference: ref,
		Activity: schema.TextMessage("Get up, " + who.Name), Due: time.Now().Add(time.Hour), Created: time.Now(),
		State: proactive.AlarmWaiting,
	}, 10)
	require.NoError(t, err)
	require.NoError(t, h.db.Inbox().Journal(t.Context(), framework.Entry{
		Claim: framework.Claim{ID: n}, Conversation: conversation.ID, Received: time.Now(), Activity: a,
	}))
}

type silent struct{ framework.Adapter }

func (silent) SendActivities(_ context.Context, _ schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	return make([]schema.ResourceResponse, len(as)), nil
}

func people() (ada, ben schema.ChannelAccount) {
	return schema.ChannelAccount{ID: "29:ada", Name: "Ada L.", AADObjectID: adaInEntra},
		schema.ChannelAccount{ID: "29:ben", Name: "Ben", AADObjectID: "00000000-0000-4000-8000-0000000000BE"}
}

func private(id string) schema.ConversationAccount {
	return schema.ConversationAccount{ID: id, TenantID: tenant, ConversationType: schema.ConversationPersonal}
}

func lunch() schema.ConversationAccount {
	return schema.ConversationAccount{ID: "19:team", TenantID: tenant, ConversationType: schema.ConversationGroup, IsGroup: true}
}

// After a person was erased, nothing in the database has their name or an id of theirs; others' is all there.
func TestErasePerson(t *testing.T) {
	t.Parallel()
	for name, ids := range map[string][]string{
		"by the id in Entra":       {strings.ToLower(adaInEntra)},
		"by the id on the channel": {"29:ada", ""},
		"by both":                  {"29:ada", adaInEntra},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEachDump(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB, dump func() string) {
				t.Helper()
				db := open(sqlstore.Options{})
				h := newHousehold(t, db)
				ada, ben := people()
				h.hears(t, 1, ben, private("a:ben"))
				h.hears(t, 2, ada, lunch())
				h.hears(t, 3, ada, private("a:ada"))
				h.hears(t, 4, ben, lunch())
				require.NoError(t, h.Flush(t.Context()))
				require.Contains(t, dump(), "Ada L.")

				erased, err := db.ErasePerson(t.Context(), ids...)
				require.NoError(t, err)
				require.Equal(t, sqlstore.Erased{References: 1, Changed: 1, State: 3 + 1, Alarms: 2, Transcripts: 4, Inbox: 2}, erased)
				left := dump()
				for _, trace := range []string{"ada", "Ada"} { // in her name and all her ids
					require.NotContains(t, strings.ReplaceAll(left, "ADA0", "ada"), trace)
				}
				for _, kept := range []string{"Get up, Ben", "I am Ben", "Hello Ben", `{"name":"Ben"}`, "a:ben", "19:team"} {
					require.Contains(t, left, kept)
				}

				again, err := db.ErasePerson(t.Context(), ids...)
				require.NoError(t, err)
				require.Zero(t, again)
			})
		})
	}
}

// After a tenant was erased, nothing in the database is of it.
func TestEraseTenant(t *testing.T) {
	t.Parallel()
	onEachDump(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB, dump func() string) {
		t.Helper()
		db := open(sqlstore.Options{})
		h := newHousehold(t, db)
		ada, ben := people()
		other := private("a:ben")
		other.TenantID = "other"
		h.hears(t, 1, ben, other)
		require.NoError(t, h.Flush(t.Context()))
		before := dump()
		h.hears(t, 2, ada, private("a:ada"))
		h.hears(t, 3, ada, lunch())
		require.NoError(t, h.Flush(t.Context()))

		erased, err := db.EraseTenant(t.Context(), tenant)
		require.NoError(t, err)
		require.Equal(t, sqlstore.Erased{References: 2, State: 5, Alarms: 2, Transcripts: 4, Inbox: 2}, erased)
		left := dump()
		for _, trace := range []string{"Ada", "29:ada", "a:ada", "19:team", tenant, strings.ToLower(tenant)} {
			require.NotContains(t, left, trace)
		}
		require.Equal(t, strings.Count(before, "Ben"), strings.Count(left, "Ben"))
		again, err := db.EraseTenant(t.Context(), tenant)
		require.NoError(t, err)
		require.Zero(t, again)
	})
}

// What is not named is not erased: an empty setting must not be everybody.
func TestEraseNobody(t *testing.T) {
	t.Parallel()
	db := openAt(t, "sqlite", filepath.Join(t.TempDir(), "bot.db"), sqlstore.SQLite, sqlstore.Options{})
	_, err := db.ErasePerson(t.Context())
	require.ErrorContains(t, err, "name who it is")
	_, err = db.ErasePerson(t.Context(), "", "")
	require.ErrorContains(t, err, "name who it is")
	_, err = db.EraseTenant(t.Context(), "")
	require.ErrorContains(t, err, "name which")
}

// An erasure that was cut off anywhere is completed by another one.
func TestEraseIsRepeated(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bot.db")
	db := openAt(t, "sqlite", path, sqlstore.SQLite, sqlstore.Options{})
	h := newHousehold(t, db)
	ada, ben := people()
	h.hears(t, 1, ben, lunch())
	h.hears(t, 2, ada, private("a:ada"))
	h.hears(t, 3, ada, lunch())
	require.NoError(t, h.Flush(t.Context()))
	for patience := time.Duration(0); ; patience += 100 * time.Microsecond {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		_, err := db.ErasePerson(ctx, "29:ada")
		cancel()
		if err == nil {
			break
		}
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
	left := dumped(t, connect(t, "sqlite", path), `SELECT name FROM sqlite_master WHERE type = 'table'`)
	require.NotContains(t, strings.ReplaceAll(left, "ADA0", "ada"), "ada")
}
