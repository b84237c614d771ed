package lint_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/lint"
)

// Activities in which nothing is wrong, for a test to spoil.
const (
	received = `{"type":"message","id":"1","timestamp":"2026-11-21T09:30:00Z","channelId":"test","serviceUrl":"https://example.com/",` +
		`"from":{"id":"user"},"recipient":{"id":"bot"},"conversation":{"id":"c"},"text":"Hello, world"}`
	sent = `{"type":"message","channelId":"test","from":{"id":"bot"},"conversation":{"id":"c"},"text":"Hello, world"}`
)

// base returns the activity that a test of that direction spoils.
func base(d lint.Direction) string {
	if d == lint.Outbound {
		return sent
	}
	return received
}

// with returns the object with members replaced by those of the other; null takes one away.
func with(tb testing.TB, object, other string) []byte {
	tb.Helper()
	members := map[string]json.RawMessage{}
	require.NoError(tb, json.Unmarshal([]byte(object), &members))
	changed := map[string]json.RawMessage{}
	require.NoError(tb, json.Unmarshal([]byte(other), &changed))
	for name, value := range changed {
		members[name] = value
		if string(value) == "null" {
			delete(members, name)
		}
	}
	raw, err := json.Marshal(members)
	require.NoError(tb, err)
	return raw
}

// where returns the members that findings of that number name.
func where(found []lint.Finding, number string) []string {
	var members []string
	for _, f := range found {
		if f.Requirement == number {
			members = append(members, f.Member)
		}
	}
	return members
}

// numbers returns the numbers of findings.
func numbers(found []lint.Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.Requirement)
	}
	return all
}

// requirement returns the row of that number.
func requirement(tb testing.TB, number string) lint.Requirement {
	tb.Helper()
	for _, r := range lint.Requirements() {
		if r.Number == number {
			return r
		}
	}
	require.Fail(tb, "no requirement "+number)
	return lint.Requirement{}
}

// ruleTest is one requirement, broken and held. Both are what differs from an activity in which nothing is wrong.
type ruleTest struct {
	number string
	ways   lint.Direction // Stored stands for both
	breaks string
	member string
	holds  string   // "" is that activity itself
	also   []string // further numbers that breaks breaks
	shown  bool     // whether ways is only where it is shown, and the rule binds both
}

// run wants the number's finding for what breaks it, and no other but those named; and none at all for what holds it.
func (tt ruleTest) run(t *testing.T) {
	t.Helper()
	for _, d := range []lint.Direction{lint.Inbound, lint.Outbound} {
		if tt.ways&d == 0 {
			if !tt.shown {
				require.NotContains(t, numbers(lint.CheckJSON(with(t, base(d), tt.breaks), d)), tt.number, "it binds the other side")
			}
			continue
		}
		found := lint.CheckJSON(with(t, base(d), tt.breaks), d)
		require.Contains(t, where(found, tt.number), tt.member, "found %v", found)
		for _, number := range numbers(found) {
			require.Contains(t, append(tt.also, tt.number), number, "found %v", found)
		}
		if tt.holds != "" {
			require.Empty(t, lint.CheckJSON(with(t, base(d), tt.holds), d))
		}
		require.Empty(t, lint.CheckJSON([]byte(base(d)), d))
	}
}

const (
	in   = lint.Inbound
	out  = lint.Outbound
	both = lint.Stored
)

// ruleTests has a test for every rule that looks at one activity.
var ruleTests = [][]ruleTest{
	baseTests, messageTests, programTests, entityTests, attachmentTests, actionTests, semanticTests, streamTests,
}

func TestRules(t *testing.T) {
	t.Parallel()
	for _, tests := range ruleTests {
		for _, tt := range tests {
			t.Run(tt.number, func(t *testing.T) {
				t.Parallel()
				tt.run(t)
			})
		}
	}
}
