package lint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/lint"
)

const (
	heard = `{"type":"message","id":"1","timestamp":"2026-11-21T09:30:00Z","from":{"id":"u","role":"user"},"conversation":{"id":"c"},"text":"Hi"}`
	told  = `{"type":"message","id":"2","timestamp":"2026-11-21T09:30:01Z","from":{"id":"b","role":"bot"},"recipient":{"id":"u"},"conversation":{"id":"c"},"text":"Ho"}`
)

// transcriptTests are files that break a requirement, and one that holds it.
var transcriptTests = []struct {
	number, breaks, member, holds string
}{
	{"T2000", `[{"type":"message","type":"event"}]`, "[0].type", `[` + heard + `]`},
	{"T2000", `[{"type":"mess`, "", `[]`},
	{"T2001", `[` + heard + `,"Hi"]`, "[1]", `[` + heard + `,` + told + `]`},
	{"T2004", `[` + strings.Replace(told, `"id":"2"`, `"id":"2","summary":""`, 1) + `]`, "[0].summary", `[` + strings.Replace(heard, `"id":"1"`, `"id":"1","summary":""`, 1) + `]`},
	{"T2008", `[{"text":"Hi"}]`, "[0].type", `[` + heard + `]`},
	{"T2009", `[` + strings.Replace(told, `"id":"2"`, `"id":"2","attachments":[]`, 1) + `]`, "[0].attachments", `[` + strings.Replace(heard, `"id":"1"`, `"id":"1","attachments":[]`, 1) + `]`},
	{"T2009", `[` + strings.Replace(heard, `"type":"message"`, `"type":"trace","relatesTo":{"channelId":"x","conversation":{"id":"d"},"user":{}}`, 1) + `]`, "[0].relatesTo.user", `[` + strings.Replace(told, `"id":"2"`, `"id":"2","value":{}`, 1) + `]`},
	{"T2100", `{"activities":[]}`, "", `{"transcript":[` + heard + `]}`},
	{"T2100", `"transcript"`, "", `[]`},
	{"T2102", "\ufeff[]", "", `[]`},
	{"T2102", "[\"\xff\"]", "", `[]`},
	{"T2310", `[` + strings.Replace(heard, `"timestamp":"2026-11-21T09:30:00Z",`, ``, 1) + `]`, "[0].timestamp", `[` + heard + `]`},
	{"A2080", `{"transcript":[` + strings.Replace(heard, `"c"`, `""`, 1) + `]}`, "transcript[0].conversation.id", `[` + heard + `]`},
	{"A6001", `[` + strings.ReplaceAll(told, "message", "typing") + `,` + strings.ReplaceAll(told, "message", "typing") + `]`, "[1].type", `[` + strings.ReplaceAll(told, "message", "typing") + `]`},
}

func TestTranscript(t *testing.T) {
	t.Parallel()
	for _, tt := range transcriptTests {
		t.Run(tt.number, func(t *testing.T) {
			t.Parallel()
			found := lint.CheckTranscript([]byte(tt.breaks))
			require.Contains(t, where(found, tt.number), tt.member, "found %v", found)
			require.Empty(t, lint.CheckTranscript([]byte(tt.holds)))
		})
	}
	t.Run("T2101", func(t *testing.T) {
		t.Parallel()
		broken := strings.Replace(heard, `"Hi"`, `5`, 1)
		require.Equal(t, []string{"[0].text"}, where(lint.CheckTranscript([]byte(`[`+broken+`]`)), "A2007"))
		require.Equal(t, []string{"transcript[0].text"}, where(lint.CheckTranscript([]byte(`{"transcript":[`+broken+`]}`)), "A2007"))
	})
}

// What is true of a file's conversations is looked for in each by itself.
func TestTranscriptOfSeveralConversations(t *testing.T) {
	t.Parallel()
	one := strings.ReplaceAll(told, "message", "typing")
	require.Empty(t, lint.CheckTranscript([]byte(`[`+one+`,`+strings.Replace(one, `"id":"c"`, `"id":"d"`, 1)+`]`)))
}

func TestTranscriptIsBounded(t *testing.T) {
	t.Parallel()
	require.Len(t, lint.CheckTranscript([]byte(`[`+strings.Repeat(`5,`, 5000)+`5]`)), 1000)
}
