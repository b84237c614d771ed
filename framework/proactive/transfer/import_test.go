package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/proactive/transfer"
	"github.com/convobot/convo/framework/schema"
)

func TestThereAndBack(t *testing.T) {
	t.Parallel()
	from, to := newStore(), newStore()
	for n := range 1234 {
		put(t, from, person(n))
	}
	full := person(9999)
	full.Install = proactive.Install{State: proactive.Removed, At: noon(1), Reason: proactive.ReasonUninstalled}
	full.Reach = proactive.Reach{State: proactive.ReachBlocked, At: noon(2), Failures: 2, Code: "x", SentAt: noon(3)}
	full.Preferences = proactive.Preferences{OptedOut: map[string]time.Time{"": noon(4)}, QuietHours: proactive.QuietHours{From: 1, To: 2}}
	full.Notices = map[string]proactive.TopicState{"x": {SentAt: noon(5), Waiting: []proactive.Notice{{Topic: "x", Body: []byte(`{"a":1}`)}}}}
	full.Attributes = map[string]string{"note": "two\nlines \u2028"}
	organization := proactive.Record{Key: full.Key.Tenant(), Reach: proactive.Reach{State: proactive.ReachDisabled, At: noon(6)}}
	put(t, from, full, organization)

	var file bytes.Buffer
	n, err := transfer.Export(t.Context(), from, proactive.Filter{}, &file)
	require.NoError(t, err)
	require.Equal(t, 1236, n)
	require.Equal(t, 1236, strings.Count(file.String(), "\n"))

	report, err := transfer.Import(t.Context(), to, bytes.NewReader(file.Bytes()))
	require.NoError(t, err)
	require.Equal(t, transfer.Report{Stored: 1236}, report)
	require.True(t, reflect.DeepEqual(all(t, from), all(t, to)))

	report, err = transfer.Import(t.Context(), to, &file)
	require.NoError(t, err)
	require.Equal(t, transfer.Report{Older: 1236}, report, "twice does no harm")
}

func TestTheNewerWins(t *testing.T) {
	t.Parallel()
	record := func(seen, updated int, name string) proactive.Record {
		r := person(1)
		r.SeenAt, r.UpdatedAt, r.Reference.User.Name = noon(seen), noon(updated), name
		return r
	}
	tests := map[string]struct {
		stored, imported proactive.Record
		want             string
	}{
		"seen later":                    {record(1, 1, "stored"), record(2, 0, "imported"), "imported"},
		"seen before":                   {record(2, 0, "stored"), record(1, 1, "imported"), "stored"},
		"changed later":                 {record(1, 1, "stored"), record(1, 2, "imported"), "imported"},
		"changed before":                {record(1, 2, "stored"), record(1, 1, "imported"), "stored"},
		"the same":                      {record(1, 1, "stored"), record(1, 1, "imported"), "stored"},
		"notes of somebody not yet met": {proactive.Record{Key: person(1).Key, Attributes: map[string]string{"x": "y"}}, record(1, 1, "imported"), "imported"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			put(t, store, tt.stored)
			line, err := tt.imported.MarshalJSON()
			require.NoError(t, err)
			_, err = transfer.Import(t.Context(), store, bytes.NewReader(line))
			require.NoError(t, err)
			require.Equal(t, tt.want, all(t, store)[0].Reference.User.Name)
		})
	}
	var lines []byte
	for n, name := range []string{"first", "last", "second"} {
		line, err := record([]int{1, 3, 2}[n], 0, name).MarshalJSON()
		require.NoError(t, err)
		lines = append(append(lines, line...), '\n')
	}
	store := newStore()
	report, err := transfer.Import(t.Context(), store, bytes.NewReader(lines))
	require.NoError(t, err)
	require.Equal(t, transfer.Report{Stored: 1, Older: 2}, report)
	require.Equal(t, "last", all(t, store)[0].Reference.User.Name)
}

func TestBadLines(t *testing.T) {
	t.Parallel()
	good := func(n int) string {
		line, err := person(n).MarshalJSON()
		require.NoError(t, err)
		return string(line)
	}
	long := `{"v":1,"teamId":"` + strings.Repeat("x", 3<<20) + `"}`
	file := strings.Join([]string{
		"\xef\xbb\xbf" + good(1), "", "  ", "{", good(2) + "\r", `{"v":7}`, long, good(3), `{"v":1}`, `{"v":1,"key":{"channelId":"msteams","userId":"x"}}`,
		"\xff\xfe", `[]`, good(4),
	}, "\n")
	store := newStore()
	report, err := transfer.Import(t.Context(), store, strings.NewReader(file))
	require.NoError(t, err)
	require.Equal(t, 4, report.Stored)
	require.Equal(t, 7, report.Bad)
	want := []string{
		"4: proactive: record cannot be read: it is not one JSON value", "6: proactive: record has version 7", "7: it is longer than 1048576 bytes",
		"9: the record has no key", "10: the record has no address", "11: proactive: record cannot be read", "12: proactive: record cannot be read",
	}
	for i, problem := range report.Problems {
		require.ErrorContains(t, problem, want[i])
	}
	require.Len(t, all(t, store), 4)

	report, err = transfer.Import(t.Context(), newStore(), strings.NewReader(strings.Repeat("{\n", 1000)))
	require.NoError(t, err)
	require.Equal(t, 1000, report.Bad)
	require.Len(t, report.Problems, 100)
	require.Equal(t, 100, report.Problems[99].Number)
}

func TestImportThatEnds(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	from := newStore()
	for n := range 700 {
		put(t, from, person(n))
	}
	_, err := transfer.Export(t.Context(), from, proactive.Filter{}, &file)
	require.NoError(t, err)

	torn := errors.New("the cable was pulled")
	report, err := transfer.Import(t.Context(), newStore(), iotest.TimeoutReader(bytes.NewReader(file.Bytes())))
	require.ErrorIs(t, err, iotest.ErrTimeout)
	require.Zero(t, report.Bad)
	_, err = transfer.Import(t.Context(), newStore(), iotest.ErrReader(torn))
	require.ErrorIs(t, err, torn)

	report, err = transfer.Import(t.Context(), &broken{Store: newStore(), after: 1}, &file)
	require.ErrorIs(t, err, errBroken)
	require.ErrorContains(t, err, "after 500 records were stored")
	require.Equal(t, 500, report.Stored)
	_, err = transfer.Export(t.Context(), from, proactive.Filter{}, brokenWriter{})
	require.ErrorIs(t, err, errBroken)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = transfer.Import(ctx, newStore(), strings.NewReader("{\n{\n"))
	require.ErrorIs(t, err, context.Canceled)
}

var errBroken = errors.New("the disk is full")

// broken is a store that fails after so many batches.
type broken struct {
	proactive.Store
	after int
}

func (b *broken) UpdateAll(ctx context.Context, keys []proactive.Key, change func(*proactive.Record) error) error {
	if b.after--; b.after < 0 {
		return errBroken
	}
	return b.Store.UpdateAll(ctx, keys, change)
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

// TestImportedKeys is about exports whose ids are in another letter case, and clocks that are ahead.
func TestImportedKeys(t *testing.T) {
	t.Parallel()
	r := person(1)
	r.Key.TenantID, r.Key.UserID = "7A3E9F10-1C2D-4E5F-8A9B-0C1D2E3F4A5B", "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0"
	r.SeenAt = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	r.Install.At, r.Reach.At = r.SeenAt, r.SeenAt
	line, err := r.MarshalJSON()
	require.NoError(t, err)
	store := newStore()
	_, err = transfer.Import(t.Context(), store, bytes.NewReader(line))
	require.NoError(t, err)
	got := all(t, store)[0]
	require.Equal(t, r.Key.Canonical(), got.Key)
	for _, at := range []time.Time{got.SeenAt, got.Install.At, got.Reach.At} {
		require.False(t, at.After(time.Now()), "or nothing that comes after would be learned")
	}
}

func FuzzImport(f *testing.F) {
	for n := range 2 {
		line, err := person(n).MarshalJSON()
		require.NoError(f, err)
		f.Add(append(line, "\n{\n\n[]"...))
	}
	f.Add([]byte(`{"v":1,"key":{"channelId":"c"},"reference":{"user":{"id":"u"}},"notices":{"":{"waiting":[{"body":1}]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, second := newStore(), newStore()
		report, err := transfer.Import(t.Context(), first, bytes.NewReader(data))
		require.NoError(t, err)
		require.Len(t, all(t, first), report.Stored)
		var file bytes.Buffer
		n, err := transfer.Export(t.Context(), first, proactive.Filter{}, &file)
		require.NoError(t, err)
		require.Equal(t, report.Stored, n)
		again, err := transfer.Import(t.Context(), second, &file)
		require.NoError(t, err)
		require.Equal(t, transfer.Report{Stored: n}, again, "what was exported can be imported")
	})
}

func ExampleExport() {
	ctx, store := context.Background(), newStore()
	ref := schema.ConversationReference{
		ChannelID: "webchat", ServiceURL: "https://webchat.botframework.com/",
		User: schema.ChannelAccount{ID: "ann"}, Conversation: schema.ConversationAccount{ID: "c1"},
	}
	_ = store.Update(ctx, proactive.KeyOf("app", ref), func(r *proactive.Record) error {
		r.Reference = ref
		return nil
	})
	_, _ = transfer.Export(ctx, store, proactive.Filter{AppID: "app"}, os.Stdout)

	var backup bytes.Buffer
	_, _ = transfer.Export(ctx, store, proactive.Filter{AppID: "app"}, &backup)
	report, err := transfer.Import(ctx, newStore(), &backup)
	fmt.Println(report.Stored, report.Bad, err)
	// Output:
	// {"v":1,"key":{"appId":"app","channelId":"webchat","conversationId":"c1"},"reference":{"user":{"id":"ann"},"conversation":{"id":"c1"},"channelId":"webchat","serviceUrl":"https://webchat.botframework.com/"}}
	// 1 0 <nil>
}
