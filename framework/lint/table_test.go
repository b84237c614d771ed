package lint_test

import (
	"flag"
	"os"
	"strings"
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
	isCurrent := want == string(have) // a difference of 350 lines tells nothing
	require.True(t, isCurrent, "the file is stale: run go test ./framework/lint -run Table -update")
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

// Every number that findings hold has a test that breaks it.
func TestEveryRuleIsTested(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{"A2001": true} // TestCheckJSON
	for _, tests := range ruleTests {
		for _, tt := range tests {
			tested[tt.number] = true
		}
	}
	for _, tt := range sequenceTests {
		tested[tt.number] = true
	}
	for _, tt := range doneTests {
		tested[tt.number] = true
	}
	for _, tt := range transcriptTests {
		tested[tt.number] = true
	}
	rules := 0
	for _, r := range lint.Requirements() {
		if r.Lint == r.Number {
			rules++
			require.True(t, tested[r.Number], "%s has a rule and no test", r.Number)
		}
	}
	require.Len(t, tested, rules, "a test is of a number that has no rule")
}

// A requirement that says what becomes of a message which breaks another is named where that one is found.
func TestCoveredRequirementsAreNamed(t *testing.T) {
	t.Parallel()
	problems := map[string]string{}
	tell := func(found []lint.Finding) {
		for _, f := range found {
			problems[f.Requirement] += f.Problem + "\n"
		}
	}
	for _, tests := range ruleTests {
		for _, tt := range tests {
			for _, d := range []lint.Direction{in, out} {
				tell(lint.CheckJSON(with(t, base(d), tt.breaks), d))
			}
		}
	}
	for _, tt := range sequenceTests {
		found, _ := say(t, tt.breaks)
		tell(found)
	}
	for _, r := range lint.Requirements() {
		if r.Lint != "" && r.Lint != r.Number {
			require.Contains(t, problems[r.Lint], r.Number, "the findings of %s", r.Lint)
		}
	}
}

// mechanical are the requirements whose breaking shows in what is sent: a finding holds each, or the framework, or nothing can.
const mechanical = `
A2001 A2003 A2004 A2005 A2007 A2010 A2020 A2030 A2031 A2040 A2041 A2043 A2050 A2060 A2061 A2063 A2070 A2071
A2080 A2082 A2083 A2090 A2100 A2102 A2104 A2105 A2200 A2250 A2251 A2252 A2300 A2302 A3010 A3011 A3012 A3013
A3021 A3040 A3041 A3042 A3050 A3060 A3061 A3080 A3090 A3100 A3101 A3110 A3111 A3112 A3113 A3114 A3116 A3130
A3133 A4101 A4110 A5001 A5002 A5200 A5210 A5211 A5220 A5221 A5230 A5231 A5232 A5240 A5250 A5251 A5252 A5401
A5402 A5600 A6001 A6152 A6301 A6302 A6310 A6311 A6312 A6321 A6322 A6411 A6412 A6413 A6421 A6422 A7100 A7110
A7120 A7140 A7225 A7350 A7359 A7372 A7380 A7381 A7382 A7390 A7391 A7392 A7400 A7401 A7402 A7410 A7411 A7412
A7421 A7422 A7431 A7432 A7440 A7441 A7512 A7550 A7610 A7612 A7613 A7701 A7720 A7721 A7722 A7730 A7746 A7747
A7748 A7750 A7751 A7752 A7753 A7760 A7761 A7763 A9201 A9202 A9240 A9241 A9242 A9245 A9246 A9260 A9261 A9262
A9263 A9264 A9265 A9300 A9301 A9302 A9400 A9401 A9410 A9411 A9420 A9430 A9440 A10100 A11100 A11300 A11301
T2000 T2001 T2004 T2005 T2008 T2009 T2100 T2101 T2102 T2310
`

func TestEveryMechanicalRequirementIsHeld(t *testing.T) {
	t.Parallel()
	for number := range strings.FieldsSeq(mechanical) {
		r := requirement(t, number)
		require.True(t, r.Lint != "" || len(r.Tests) > 0 || r.Why != "", number)
	}
}
