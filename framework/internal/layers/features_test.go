package layers_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// featureRows is how many rows the matrix of features has.
const featureRows = 157

const features = "framework/FEATURES.md"

// featuresAreShown wants every row of the matrix of features, each with what it says of every SDK, and every test that it
// names to be there. What Convo has is shown by a test; what it has not, or in part, has a reason. The text before the rows counts
// them.
func featuresAreShown(t *testing.T, tree fs.FS) []string {
	t.Helper()
	rows, problems := numberedRows(t, tree, features, 10, featureRows)
	tests := testsByFolder(t, tree)
	counts := map[string]int{}
	for _, row := range rows {
		number, convo, why := row[0], row[3], row[4]
		for _, has := range append(row[5:], convo) {
			if !slices.Contains([]string{"yes", "part", "no"}, has) {
				problems = append(problems, fmt.Sprintf("row %s: %q is neither yes, part nor no", number, has))
			}
		}
		counts[convo]++
		switch {
		case convo == "yes":
			problems = append(problems, missingTests(tests, number, why)...)
		case why == "":
			problems = append(problems, "row "+number+" says not why Convo has it not")
		}
	}
	document, err := fs.ReadFile(tree, features)
	require.NoError(t, err)
	sentence := fmt.Sprintf("Convo has %d, %d in part, and %d not", counts["yes"], counts["part"], counts["no"])
	if !strings.Contains(strings.Join(strings.Fields(string(document)), " "), sentence) {
		problems = append(problems, "the text before the rows does not say: "+sentence)
	}
	return problems
}

func TestFeaturesAreShown(t *testing.T) {
	t.Parallel()
	rule(featuresAreShown).holds(t)
}

func TestFeaturesAreShownFindsViolations(t *testing.T) {
	t.Parallel()
	rule(featuresAreShown).finds(t, map[string]string{
		"framework/FEATURES.md": "Convo has 3,\n1 in part, and 2 not.\n| row | group | feature | Convo | shown by | a | b | c | d | e |\n|---|---|\n" +
			"| 1 | G | x | yes | a TestOne, TestTwo | yes | no | part | yes | no |\n" +
			"| 2 | G | x | no | never | yes | no | part | yes | no |\n" +
			"| 3 | G | x | part |  | yes | no | part | yes | no |\n" +
			"| 4 | G | x | yes |  | yes | no | part | yes | no |\n" +
			"| 5 | G | x | no | never | yes | no | part | yes | maybe |\n" +
			"| 6 | G | x | no | never |\n" +
			"| 6 | G | x | no | never | yes | no | part | yes | no |\n",
		"a/a_test.go": "package a_test\n\nfunc TestOne(t *testing.T) {}\n",
	},
		`row 1: a has no test "TestTwo"`, "row 3 says not why Convo has it not", `row 4:  has no test ""`,
		`row 5: "maybe" is neither yes, part nor no`, "row 6 stands where row 6 belongs, or has not 10 cells",
		"row 6 stands where row 7 belongs, or has not 10 cells", "7 rows of 157",
		"the text before the rows does not say: Convo has 2, 1 in part, and 2 not")
}
