package layers_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// testCell is how the table of requirements names a test: a folder, a test, and the number as its subtest.
var testCell = regexp.MustCompile(`(\S+) (Test\w+)/([AT]\d+)`)

// requirementsAreTested wants every test that the table of requirements names to be there, and its folder's tests to name
// the number.
func requirementsAreTested(t *testing.T, tree fs.FS) []string {
	t.Helper()
	table, err := fs.ReadFile(tree, "framework/lint/REQUIREMENTS.md")
	require.NoError(t, err)
	tests, sources := testsByFolder(t, tree), testSources(t, tree)
	var problems []string
	for line := range strings.Lines(string(table)) {
		for _, cell := range testCell.FindAllStringSubmatch(line, -1) {
			folder, test, number := cell[1], cell[2], cell[3]
			switch {
			case !strings.HasPrefix(line, "| "+number+" |"):
				problems = append(problems, fmt.Sprintf("%s %s/%s stands in the row of another number", folder, test, number))
			case !tests[folder+" "+test]:
				problems = append(problems, fmt.Sprintf("%s: %s has no test %q", number, folder, test))
			case !strings.Contains(sources[folder], `"`+number):
				problems = append(problems, fmt.Sprintf("%s: no test in %s names it", number, folder))
			}
		}
	}
	return problems
}

// testSources returns the tests of each folder, as one text.
func testSources(t *testing.T, tree fs.FS) map[string]string {
	t.Helper()
	sources := map[string]string{}
	for _, file := range goFiles(t, tree) {
		if !file.isTest() {
			continue
		}
		source, err := fs.ReadFile(tree, file.path)
		require.NoError(t, err)
		sources[file.dir] += string(source)
	}
	return sources
}

func TestRequirementsAreTested(t *testing.T) {
	t.Parallel()
	rule(requirementsAreTested).holds(t)
}

func TestRequirementsAreTestedFindsViolations(t *testing.T) {
	t.Parallel()
	rule(requirementsAreTested).finds(t, map[string]string{
		"framework/lint/REQUIREMENTS.md": "| A1 | MUST | S | x | framework: a TestOne/A1 |\n| A2 | MUST | S | x | framework: a TestTwo/A2 |\n" +
			"| A3 | MUST | S | x | lint; framework: a TestOne/A3 |\n| A4 | MUST | S | x | framework: a TestOne/A1 |\n",
		"a/a_test.go": "package a_test\n\nfunc TestOne(t *testing.T) { t.Run(\"A1\", nil) }\n",
	},
		`A2: a has no test "TestTwo"`, "A3: no test in a names it", "a TestOne/A1 stands in the row of another number")
}
