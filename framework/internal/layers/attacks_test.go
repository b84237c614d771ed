package layers_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
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
	rows, problems := numberedRows(t, tree, "framework/auth/ATTACKS.md", 4, attackRows)
	tests := testsByFolder(t, tree)
	for _, row := range rows {
		problems = append(problems, missingTests(tests, row[0], row[3], "open")...)
	}
	return problems
}

// numberedRows returns the cells of the rows of a Markdown table whose first cell is a number, and what is wrong with their
// numbers, which count from 1, with how many cells they have, and with how many they are.
func numberedRows(t *testing.T, tree fs.FS, file string, cells, count int) (rows [][]string, problems []string) {
	t.Helper()
	table, err := fs.ReadFile(tree, file)
	require.NoError(t, err)
	number := 0
	for line := range strings.Lines(string(table)) {
		row := strings.Split(line, "|")
		if len(row) < 3 {
			continue
		}
		stands, err := strconv.Atoi(strings.TrimSpace(row[1]))
		if err != nil { // the head
			continue
		}
		number++
		if stands != number || len(row) != cells+2 {
			problems = append(problems, fmt.Sprintf("row %d stands where row %d belongs, or has not %d cells", stands, number, cells))
			continue
		}
		row = row[1 : cells+1]
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		rows = append(rows, row)
	}
	if number != count {
		problems = append(problems, fmt.Sprintf("%d rows of %d", number, count))
	}
	return rows, problems
}

// missingTests returns which of the tests that a cell names are not there: "a TestOne, TestTwo; b TestThree". What the cell
// says in place of tests is in besides.
func missingTests(tests map[string]bool, row, cell string, besides ...string) (problems []string) {
	for group := range strings.SplitSeq(cell, "; ") {
		if slices.Contains(besides, group) {
			continue
		}
		folder, names, _ := strings.Cut(group, " ")
		for name := range strings.SplitSeq(names, ", ") {
			if !tests[folder+" "+name] {
				problems = append(problems, fmt.Sprintf("row %s: %s has no test %q", row, folder, name))
			}
		}
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
