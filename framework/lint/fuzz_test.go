package lint_test

import (
	"testing"
	"time"

	"github.com/convobot/convo/framework/lint"
)

func FuzzCheckJSON(f *testing.F) {
	f.Add([]byte(received))
	f.Add([]byte(sent))
	f.Add([]byte(`{"transcript":[` + heard + `,` + told + `]}`))
	for _, tests := range ruleTests {
		for _, tt := range tests {
			f.Add(with(f, received, tt.breaks))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var c lint.Conversation
		for _, d := range []lint.Direction{in, out, lint.Stored} {
			found := lint.CheckJSON(raw, d)
			again := c.CheckJSON(raw, d, time.Time{})
			if len(found) > 100 || len(again) > 100 {
				t.Fatalf("%d findings, %d in a conversation", len(found), len(again))
			}
			for _, finding := range found {
				if finding.Level == 0 || finding.Problem == "" || len(finding.Member) > 300 {
					t.Fatalf("an odd finding: %#v", finding)
				}
			}
		}
		c.Done()
		if found := lint.CheckTranscript(raw); len(found) > 1000 {
			t.Fatalf("%d findings in a transcript", len(found))
		}
	})
}
