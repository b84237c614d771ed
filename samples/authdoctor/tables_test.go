package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

func TestEveryRuleIsExplained(t *testing.T) {
	t.Parallel()
	var declared []string
	for node := range nodes(t, "../../framework/auth") {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Rule" {
			for _, value := range spec.Values {
				declared = append(declared, unquote(t, value))
			}
		}
	}
	require.GreaterOrEqual(t, len(declared), 12)
	for _, rule := range declared {
		check, a, ok := explainEntry(entry{Rule: rule})
		require.True(t, ok && check == "rule/"+rule, "framework/auth has the rule %q: give it a row in rules.go", rule)
		require.NotEmpty(t, a.fix)
	}
}

func TestEveryRefusalIsExplained(t *testing.T) {
	t.Parallel()
	var declared []string
	for node := range nodes(t, "../../adapters/cloud") {
		pair, ok := node.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, isName := pair.Key.(*ast.Ident)
		if _, isText := pair.Value.(*ast.BasicLit); isName && isText && key.Name == "code" {
			declared = append(declared, unquote(t, pair.Value))
		}
	}
	require.GreaterOrEqual(t, len(declared), 5)
	for _, code := range declared {
		if code == "ServiceUnavailable" { // which is logged under the rule's name
			code = framework.RefusedOverloaded
		}
		_, ok := lookUp(refusals(), code, entry{})
		require.True(t, ok, "adapters/cloud refuses with the code %q: give it a row in refusals.go", code)
	}
}

// What the engine does not accept is logged as its error, without a rule.
func TestEngineIsExplained(t *testing.T) {
	t.Parallel()
	for check, err := range map[string]error{
		"log/overloaded":    framework.ErrOverloaded,
		"log/queue-full":    framework.ErrQueueFull,
		"log/shutting-down": framework.ErrShutdown,
	} {
		got, _, ok := explainEntry(entry{Detail: err.Error()})
		require.True(t, ok, err)
		require.Equal(t, check, got)
	}
}

func TestRowsAreComplete(t *testing.T) {
	t.Parallel()
	for name, table := range map[string][]diagnosis{"rules": rules(), "refusals": refusals(), "identity": identityErrors()} {
		keys := map[string]bool{}
		for _, row := range table {
			require.False(t, keys[row.key], "%s: %s has two rows", name, row.key)
			keys[row.key] = true
			for _, a := range []advice{row.advice, row.narrow(entry{})} {
				require.NotEmpty(t, a.says, row.key)
				require.NotEmpty(t, a.cause, row.key)
				require.NotEmpty(t, a.fix, row.key)
			}
			if name == "identity" {
				require.Equal(t, row.key, identityCode.FindString(row.key))
				require.Contains(t, row.says, "("+row.key+")")
			}
		}
	}
}

// nodes are those of the package's own files.
func nodes(t *testing.T, dir string) func(yield func(ast.Node) bool) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return path.Ext(e.Name()) != ".go" || strings.HasSuffix(e.Name(), "_test.go")
	})
	files := map[string]*ast.File{}
	for _, e := range entries {
		files[e.Name()], err = parser.ParseFile(token.NewFileSet(), path.Join(dir, e.Name()), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
	}
	return func(yield func(ast.Node) bool) {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			for node := range ast.Preorder(files[name]) {
				if !yield(node) {
					return
				}
			}
		}
	}
}

func unquote(t *testing.T, value ast.Expr) string {
	t.Helper()
	text, ok := value.(*ast.BasicLit)
	require.True(t, ok)
	s, err := strconv.Unquote(text.Value)
	require.NoError(t, err)
	return s
}
