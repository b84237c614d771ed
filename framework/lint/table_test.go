package lint_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/lint"
)

var update = flag.Bool("update", false, "write REQUIREMENTS.md anew")

func TestTableIsUpToDate(t *testing.T) {
	t.Parallel()
	const file = "REQUIREMENTS.md"
	want := lint.Markdown(lint.Requirements())
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o600))
	}
	have, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, want == string(have), "the file is stale: run go test ./framework/lint -run Table -update")
}

func TestRequirementsAreComplete(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	kinds := map[byte]int{}
	for _, r := range lint.Requirements() {
		require.False(t, seen[r.Number], r.Number)
		seen[r.Number] = true
		kinds[r.Number[0]]++
		require.NotEmpty(t, r.Text, r.Number)
		require.NotEmpty(t, r.Binds, r.Number)
		require.NotEmpty(t, r.Level, r.Number)
		if r.Why != "" {
			require.Empty(t, r.Lint, "%s is held, and said to be not mechanical", r.Number)
			require.Empty(t, r.Tests, "%s is held, and said to be not mechanical", r.Number)
		}
	}
	require.Equal(t, map[byte]int{'A': 334, 'T': 22}, kinds)
}
