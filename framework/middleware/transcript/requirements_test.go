package transcript_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/schema"
)

var errDisk = errors.New("the disk is full")

func fileOf(t *testing.T, entries iter.Seq2[transcript.Entry, error]) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, transcript.WriteFile(&b, entries))
	return b.String()
}

// readBack returns the texts of the activities in files, and how reading ended.
func readBack(files ...string) (texts []string, err error) {
	readers := make([]io.Reader, len(files))
	for i, file := range files {
		readers[i] = strings.NewReader(file)
	}
	for a, err := range transcript.ReadFiles(readers...) {
		if err != nil {
			return texts, err
		}
		texts = append(texts, a.Type+a.Text)
	}
	return texts, nil
}

// Requirements of transcript.md about what is read; the name of a subtest is the requirement's.
func TestRequirementsOfReading(t *testing.T) {
	t.Parallel()
	tests := []struct {
		requirement string
		files       []string
		want        []string
		problem     string
	}{
		{"T2000", []string{`[{"type":"a","type":"b"}]`}, nil, "file 1: activity 1"},
		{"T2000", []string{`[{"type":"a"}`}, []string{"a"}, "file 1"},
		{"T2000", []string{`[{"type":"a"}] x`}, []string{"a"}, "behind the end"},
		{"T2001", []string{`["a"]`}, nil, "activity 1"},
		{"T2002", []string{`[{"type":"a","Text":"b","text":"c"}]`}, []string{"ac"}, ""},
		{"T2003", []string{`[{"type":"a"},{"type":"a","text":5}]`}, []string{"a"}, "activity 2"},
		{"T2005", []string{`[{"type":"a","x":[{}],"from":{"y":1}}]`}, []string{"a"}, ""},
		{"T2006", []string{`[{"type":"vendor/x"}]`}, []string{"vendor/x"}, ""},
		{"T2007", []string{`[{"type":"vendor/x","text":"hi"}]`}, []string{"vendor/xhi"}, ""},
		{"T2008", []string{`[{"text":"hi"},{"type":"","text":"hi"},{},{"type":"a"}]`}, []string{"a"}, ""},
		{"T2100", []string{`[]`}, nil, ""},
		{"T2100", []string{`"a"`}, nil, "neither an array nor an object"},
		{"T2100", []string{``}, nil, "file 1"},
		{"T2100", []string{`{"activities":[]}`}, nil, "no member transcript"},
		{"T2101", []string{`[{"type":"a"},{"type":"b"}]`}, []string{"a", "b"}, ""},
		{"T2101", []string{`{"x":{"transcript":1},"transcript":[{"type":"a"}],"y":2}`}, []string{"a"}, ""},
		{"T2101", []string{`{"transcript":{"type":"a"}}`}, nil, "no array"},
		{"T2101", []string{`{"transcript":[],"transcript":[]}`}, nil, "two members"},
		{"T2102", []string{"\ufeff" + `[{"type":"a"}]`}, []string{"a"}, ""},
		{"T2102", []string{"\xff\xfe[\x00]\x00"}, nil, "file 1"},
		{"T2103", []string{`[{"type":"a"}]`, `{"transcript":[{"type":"b"}]}`, `[{"type":"c"}]`}, []string{"a", "b", "c"}, ""},
		{"T2103", []string{`[{"type":"a"}]`, `[5]`}, []string{"a"}, "file 2: activity 1"},
		{"T2310", []string{`[{"type":"a"}]`}, []string{"a"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			texts, err := readBack(tt.files...)
			require.Equal(t, tt.want, texts)
			if tt.problem == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.problem)
		})
	}
}

func TestRequirementsOfWriting(t *testing.T) {
	t.Parallel()
	tests := []struct{ requirement, activity, file string }{
		{"T2000", `{"type":"message","text":"a\"\n"}`, `[{"type":"message","text":"a\"\n","timestamp":"2026-11-21T12:00:00Z"}]`},
		{"T2004", `{"type":"message","text":"","name":""}`, `[{"type":"message","timestamp":"2026-11-21T12:00:00Z"}]`},
		{"T2005", `{"type":"message","x":{"y":[1]}}`, `[{"type":"message","x":{"y":[1]},"timestamp":"2026-11-21T12:00:00Z"}]`},
		{"T2009", `{"type":"message","entities":[],"from":{},"channelData":{}}`, `[{"type":"message","timestamp":"2026-11-21T12:00:00Z"}]`},
		{"T2200", `{"type":"message","timestamp":"2026-11-21T12:00:01Z","attachments":[{"contentType":"application/vnd.microsoft.card.hero",` +
			`"content":{"title":"a"}},{"contentType":"image/png","contentUrl":"data:image/png;base64,aGk="}]}`, ""},
		{"T2300", `{"type":"message","id":"1","timestamp":"2026-11-21T12:00:01Z","channelId":"test","serviceUrl":"https://a.example/",` +
			`"from":{"id":"a","name":"b"},"conversation":{"id":"c"},"value":{"d":1},"callerId":"urn:botframework:azure"}`, ""},
		{"T2310", `{"type":"message","timestamp":"2020-01-01T00:00:00+01:00"}`, ""},
		{"T2310", `{"type":"message","text":"no channel"}`, `[{"type":"message","text":"no channel","timestamp":"2026-11-21T12:00:00Z"}]`},
	}
	for _, tt := range tests {
		t.Run(tt.requirement, func(t *testing.T) {
			t.Parallel()
			want := tt.file
			if want == "" {
				want = "[" + tt.activity + "]"
			}
			require.JSONEq(t, want, fileOf(t, said(tt.activity)))
		})
	}
	t.Run("T2001", func(t *testing.T) {
		t.Parallel()
		for _, other := range []string{`5`, `{"text":"no type"}`, `{"type":1}`} {
			require.ErrorContains(t, transcript.WriteFile(io.Discard, said(`{"type":"message"}`, other)), "no activity")
		}
	})
	t.Run("T2100", func(t *testing.T) {
		t.Parallel()
		file := fileOf(t, said(`{"type":"message","text":"a"}`, `{"type":"message","text":"b"}`))
		texts, err := readBack(file)
		require.NoError(t, err)
		require.Equal(t, []string{"messagea", "messageb"}, texts)
		require.JSONEq(t, `[]`, fileOf(t, said()))
	})
	t.Run("T2102", func(t *testing.T) {
		t.Parallel()
		file := fileOf(t, said(`{"type":"message","text":"é\u2028\ud83d\ude00"}`))
		require.True(t, utf8.ValidString(file))
		require.True(t, strings.HasPrefix(file, "["), "there is a byte order mark")
		require.Contains(t, file, "é")
	})
	t.Run("T2201", func(t *testing.T) {
		t.Parallel()
		archived := func(yield func(transcript.Entry, error) bool) {
			for e, err := range said(`{"type":"message","attachments":[{"contentUrl":"https://a.example/1"}]}`) {
				e.Activity = bytes.Replace(e.Activity, []byte("https://a.example/"), []byte("https://archive.example/"), 1)
				yield(e, err)
			}
		}
		require.Contains(t, fileOf(t, archived), `"https://archive.example/1"`)
	})
}

// What a bot heard and said, with everything that the channel sent, as a file.
func TestRequirementsOfRecording(t *testing.T) {
	t.Parallel()
	b := newBench(t, transcript.Config{})
	heard := message("1", "hi")
	heard.Attachments = []schema.Attachment{{ContentType: "image/png", ContentURL: "data:image/png;base64,aGk="}}
	b.hears(t, heard, func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "hello") })
	require.NoError(t, b.Flush(t.Context()))
	file := fileOf(t, transcript.All(t.Context(), b.store, lunch(), transcript.Cursor{}))
	var got []schema.Activity
	for a, err := range transcript.ReadFiles(strings.NewReader(file)) {
		require.NoError(t, err)
		got = append(got, a)
	}
	require.Len(t, got, 2)
	t.Run("T2200", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, heard.Attachments, got[0].Attachments)
	})
	t.Run("T2300", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []string{"1", "hi", "29:ada"}, []string{got[0].ID, got[0].Text, got[0].From.ID})
		require.Equal(t, []string{"hello", "1"}, []string{got[1].Text, got[1].ReplyToID})
	})
	t.Run("T2310", func(t *testing.T) {
		t.Parallel()
		for _, a := range got {
			require.False(t, a.Timestamp.Time.IsZero())
			require.Equal(t, schema.ChannelTeams, a.ChannelID)
		}
	})
}

func TestFilesThatFail(t *testing.T) {
	t.Parallel()
	for _, err := range transcript.ReadFiles(iotest.ErrReader(errDisk)) {
		require.ErrorIs(t, err, errDisk)
	}
	for a, err := range transcript.ReadFiles(strings.NewReader(`[{"type":"a"},5]`)) {
		require.NoError(t, err)
		if a.Type == "a" {
			break // what follows is not read
		}
	}
	require.ErrorIs(t, transcript.WriteFile(full{}, said(`{"type":"a"}`)), errDisk)
	require.ErrorIs(t, transcript.WriteFile(full{}, said()), errDisk)
	broken := func(yield func(transcript.Entry, error) bool) { yield(transcript.Entry{}, errDisk) }
	require.ErrorIs(t, transcript.WriteFile(io.Discard, broken), errDisk)
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errDisk }

func FuzzReadFiles(f *testing.F) {
	for _, file := range []string{`[{"type":"a"}]`, `{"x":1,"transcript":[{"type":"a"},{}]}`, "\ufeff[]", `[[`, `{"transcript":`} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file string) {
		for a, err := range transcript.ReadFiles(strings.NewReader(file)) {
			if err == nil && a.Type == "" {
				t.Fatal("an activity without a type")
			}
		}
	})
}
