package layers_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// requirementNumber is what a requirement of the protocol is called.
var requirementNumber = regexp.MustCompile(`^[AT][0-9]{4,5}$`)

// requirementsAreTested holds the table of tests in package lint to the tests: each that it names for a number is there and
// has a subtest of the number, and each number that a test named TestRequirements... has stands in the table.
func requirementsAreTested(t *testing.T, tree fs.FS) []string {
	t.Helper()
	held, tested, named := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, file := range goFiles(t, tree) {
		if file.path == "framework/lint/heldby.go" {
			held = heldNumbers(file)
		}
		if !file.isTest() || file.dir == "framework/internal/layers" {
			continue
		}
		for _, decl := range file.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(fn.Name.Name, "Test") {
				continue
			}
			for _, text := range textsIn(fn) {
				if requirementNumber.MatchString(text) {
					row := text + " " + file.dir + " " + fn.Name.Name
					tested[row] = true
					named[row] = strings.HasPrefix(fn.Name.Name, "TestRequirements")
				}
			}
		}
	}
	var problems []string
	for _, row := range slices.Sorted(maps.Keys(held)) {
		if number, test, _ := strings.Cut(row, " "); !tested[row] {
			problems = append(problems, fmt.Sprintf("%s: %q is not there or has no subtest of that number", number, test))
		}
	}
	for _, row := range slices.Sorted(maps.Keys(named)) {
		if number, test, _ := strings.Cut(row, " "); named[row] && !held[row] {
			problems = append(problems, fmt.Sprintf("%s: %q does not stand in framework/lint/heldby.go", number, test))
		}
	}
	return problems
}

// heldNumbers returns the entries of the table, as number, folder and test.
func heldNumbers(file goFile) map[string]bool {
	held := map[string]bool{}
	ast.Inspect(file.ast, func(n ast.Node) bool {
		entry, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		for _, number := range textsIn(entry.Key) {
			for _, test := range textsIn(entry.Value) {
				held[number+" "+test] = true
			}
		}
		return false
	})
	return held
}

// textsIn returns the strings that are written somewhere in a node.
func textsIn(node ast.Node) (texts []string) {
	ast.Inspect(node, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}

func TestRequirementsAreTested(t *testing.T) {
	t.Parallel()
	rule(requirementsAreTested).holds(t)
}

func TestRequirementsAreTestedFindsViolations(t *testing.T) {
	t.Parallel()
	rule(requirementsAreTested).finds(t, map[string]string{
		"framework/lint/heldby.go": `package lint
var heldBy = map[string][]string{
	"A0001": {"a TestRequirementsOfA", "a TestOther"},
	"A0005": {"a TestOther"},
	"A0002": {"a TestRequirementsOfA"},
	"A0003": {"b TestRequirements"},
}
`,
		"a/a_test.go": "package a_test\n\nfunc TestRequirementsOfA(t *testing.T) { t.Run(\"A0001\", nil); t.Run(\"A0004\", nil); t.Run(\"A00\", nil) }\n" +
			"func TestOther(t *testing.T) { t.Run(\"A0001\", nil) }\n",
	},
		`A0002: "a TestRequirementsOfA" is not there or has no subtest of that number`,
		`A0003: "b TestRequirements" is not there or has no subtest of that number`,
		`A0005: "a TestOther" is not there or has no subtest of that number`,
		`A0004: "a TestRequirementsOfA" does not stand in framework/lint/heldby.go`)
}
