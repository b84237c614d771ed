package sqlstore_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/framework/storage/storagetest"
)

func TestState(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]sqlstore.Options{"plain": {}, "sealed": {Sealer: &backwards{}}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEachEmpty(t, func(t *testing.T, empty func(*testing.T) place) {
				t.Helper()
				storagetest.State(t, func(t *testing.T) state.Storage {
					t.Helper()
					return empty(t).open(t, opts).State()
				})
			})
		})
	}
}

// backwards seals values by turning them round, and refuses to open them anywhere else.
type backwards struct{}

func (backwards) Seal(value []byte, where string) ([]byte, error) {
	sealed := append([]byte(where+"\n"), value...)
	slices.Reverse(sealed)
	return sealed, nil
}

func (backwards) Open(sealed []byte, where string) ([]byte, error) {
	plain := slices.Clone(sealed)
	slices.Reverse(plain)
	value, ok := bytes.CutPrefix(plain, []byte(where+"\n"))
	if !ok {
		return nil, errors.New("it was sealed elsewhere")
	}
	return value, nil
}

func TestStateIsSealed(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		writeState(t, db, "plain", `"before there was a sealer"`)
		require.NoError(t, db.Close())

		db = open(sqlstore.Options{Sealer: backwards{}})
		writeState(t, db, "sealed", `"since"`)
		require.Equal(t, map[string]string{"plain": `"before there was a sealer"`, "sealed": `"since"`}, readState(t, db, "plain", "sealed"))
		require.NoError(t, db.Close())

		db = open(sqlstore.Options{})
		require.Equal(t, map[string]string{"plain": `"before there was a sealer"`}, readState(t, db, "plain"))
		_, err := db.State().Read(t.Context(), "plain", "sealed")
		require.ErrorIs(t, err, sqlstore.ErrSealed)
	})
}

func TestStateSurvivesClosing(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		writeState(t, db, "a", `1`)
		require.NoError(t, db.Close())
		require.Equal(t, map[string]string{"a": `1`}, readState(t, open(sqlstore.Options{}), "a"))
	})
}

func writeState(t *testing.T, db *sqlstore.DB, key, value string) {
	t.Helper()
	_, err := db.State().Write(t.Context(), map[string]state.Item{key: {Value: json.RawMessage(value)}})
	require.NoError(t, err)
}

func readState(t *testing.T, db *sqlstore.DB, keys ...string) map[string]string {
	t.Helper()
	items, err := db.State().Read(t.Context(), keys...)
	require.NoError(t, err)
	values := make(map[string]string)
	for key, item := range items {
		values[key] = string(item.Value)
	}
	return values
}

func TestEraseState(t *testing.T) {
	t.Parallel()
	const (
		ann     = "0a1b2c3d-0000-4000-8000-00000000000A"
		general = "19:general@thread.tacv2"
		thread  = general + ";messageid=17"
		app     = "28:other/%"
	)
	kept := map[string]state.Key{
		"ann":                {AppID: "app", ChannelID: "msteams", UserID: ann},
		"ann, another bot's": {AppID: app, ChannelID: "msteams", UserID: ann},
		"ann in the channel": {ChannelID: "msteams", ConversationID: general, UserID: ann, Name: "vote"},
		"ann in the thread":  {ChannelID: "msteams", ConversationID: thread, UserID: ann},
		"ben in the thread":  {ChannelID: "msteams", ConversationID: thread, UserID: "29:ben/%"},
		"ben":                {ChannelID: "msteams", UserID: "29:ben/%"},
		"the channel":        {ChannelID: "msteams", ConversationID: general},
		"a poll of it":       {ChannelID: "msteams", ConversationID: general, Name: "poll/1"},
		"the thread":         {ChannelID: "msteams", ConversationID: thread},
		"a longer id":        {ChannelID: "msteams", ConversationID: general + "x"},
		"a similar id":       {ChannelID: "msteams", ConversationID: general + ";message"},
		"an odd id":          {ChannelID: "msteams", ConversationID: "a/b%\x01"},
		"the bot's own":      {AppID: ann, ChannelID: general},
	}
	annIs := []string{"ann", "ann, another bot's", "ann in the channel", "ann in the thread"}
	threadIs := []string{"the thread", "ann in the thread", "ben in the thread"}
	tests := map[string]struct {
		erase  func(*sqlstore.DB) (int64, error)
		erased []string
	}{
		"a person, in any letter case": {
			func(db *sqlstore.DB) (int64, error) {
				return db.EraseUserState(t.Context(), "0A1B2C3D-0000-4000-8000-00000000000a")
			}, annIs,
		},
		"a person by an odd id": {
			func(db *sqlstore.DB) (int64, error) { return db.EraseUserState(t.Context(), "29:ben/%") },
			[]string{"ben", "ben in the thread"},
		},
		"a channel with its threads": {
			func(db *sqlstore.DB) (int64, error) { return db.EraseConversationState(t.Context(), general) },
			append([]string{"the channel", "a poll of it", "ann in the channel"}, threadIs...),
		},
		"a thread": {
			func(db *sqlstore.DB) (int64, error) { return db.EraseConversationState(t.Context(), thread) }, threadIs,
		},
		"a conversation by an odd id": {
			func(db *sqlstore.DB) (int64, error) { return db.EraseConversationState(t.Context(), "a/b%\x01") },
			[]string{"an odd id"},
		},
		"nobody": {
			func(db *sqlstore.DB) (int64, error) { return db.EraseUserState(t.Context(), "") }, nil,
		},
		"nothing": {
			func(db *sqlstore.DB) (int64, error) { return db.EraseConversationState(t.Context(), "") }, nil,
		},
		"a stranger": {
			func(db *sqlstore.DB) (int64, error) { return db.EraseUserState(t.Context(), "%") }, nil,
		},
	}
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		db := open(sqlstore.Options{})
		for name, tt := range tests {
			for _, key := range kept {
				_, err := db.State().Write(t.Context(), map[string]state.Item{key.String(): {Value: json.RawMessage(`1`), ETag: state.AnyETag}})
				require.NoError(t, err)
			}
			n, err := tt.erase(db)
			require.NoError(t, err, name)
			require.Len(t, tt.erased, int(n), name)
			for who, key := range kept {
				_, left := readState(t, db, key.String())[key.String()]
				require.Equal(t, !slices.Contains(tt.erased, who), left, "erasing %s: %s", name, who)
			}
		}
	})
}

// TestStateUpdatesAtOnce: as many as press a button at the same instant, each of which counts.
func TestStateUpdatesAtOnce(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, open func(sqlstore.Options) *sqlstore.DB) {
		t.Helper()
		const many = 50
		db := open(sqlstore.Options{})
		var wg sync.WaitGroup
		for range many {
			wg.Go(func() {
				err := state.Update(t.Context(), db.State(), "poll", func(n *int) error {
					*n++
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, map[string]string{"poll": strconv.Itoa(many)}, readState(t, db, "poll"))
	})
}
