package layers_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// attackRows is how many rows the table of attacks has.
const attackRows = 79

// attacksAreTested wants every row of the table of attacks, in order, and every test that it names to be there.
func attacksAreTested(t *testing.T, tree fs.FS) []string {
	t.Helper()
	table, err := fs.ReadFile(tree, "framework/auth/ATTACKS.md")
	require.NoError(t, err)
	tests := testsByFolder(t, tree)
	var problems []string
	rows := 0
	for line := range strings.Lines(string(table)) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		number, err := strconv.Atoi(strings.TrimSpace(cells[1]))
		if err != nil { // the head
			continue
		}
		rows++
		if number != rows || len(cells) != 6 {
			problems = append(problems, fmt.Sprintf("row %d stands where row %d belongs, or has not 4 cells", number, rows))
			continue
		}
		for group := range strings.SplitSeq(strings.TrimSpace(cells[4]), "; ") {
			if group == "open" {
				continue
			}
			folder, names, _ := strings.Cut(group, " ")
			for name := range strings.SplitSeq(names, ", ") {
				if !tests[folder+" "+name] {
					problems = append(problems, fmt.Sprintf("row %d: %s has no test %q", number, folder, name))
				}
			}
		}
	}
	if rows != attackRows {
		problems = append(problems, fmt.Sprintf("%d rows of %d", rows, attackRows))
	}
	return problems
}

// testsByFolder returns the tests of the tree, as folder and name.
func testsByFolder(t *testing.T, tree fs.FS) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	test := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, file := range goFiles(t, tree) {
		if !file.isTest() {
			continue
		}
		source, err := fs.ReadFile(tree, file.path)
		require.NoError(t, err)
		for _, match := range test.FindAllStringSubmatch(string(source), -1) {
			found[file.dir+" "+match[1]] = true
		}
	}
	return found
}

func TestAttacksAreTested(t *testing.T) {
	t.Parallel()
	rule(attacksAreTested).holds(t)
}

func TestAttacksAreTestedFindsViolations(t *testing.T) {
	t.Parallel()
	rule(attacksAreTested).finds(t, map[string]string{
		"framework/auth/ATTACKS.md": "| row | a | b | tests |\n|---|---|---|---|\n| 1 | x | y | a TestOne, TestTwo; b TestOne |\n" +
			"| 2 | x | y | open |\n| 4 | x | y | open |\n",
		"a/a_test.go": "package a_test\n\nfunc TestOne(t *testing.T) {}\n",
		"b/b.go":      "package b\n\nfunc TestOne(t *testing.T) {}\n",
	},
		`row 1: a has no test "TestTwo"`, `row 1: b has no test "TestOne"`,
		"row 4 stands where row 3 belongs, or has not 4 cells", "3 rows of 79")
}
