package layers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/convobot/convo"

// goFile is one parsed Go file of a tree.
type goFile struct {
	path  string
	dir   string // "." for the root
	lines int
	ast   *ast.File
}

func (f goFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// A rule finds what is wrong with a tree, one sentence each.
type rule func(t *testing.T, tree fs.FS) []string

// repository is the module this test stands in.
func repository() fs.FS { return os.DirFS(root) }

// root is relative to this package, where go test runs.
const root = "../../.."

// holds runs the rule on the repository.
func (r rule) holds(t *testing.T) {
	t.Helper()
	for _, problem := range r(t, repository()) {
		t.Error(problem)
	}
}

// finds runs the rule on a tree in memory and wants exactly these problems.
func (r rule) finds(t *testing.T, files map[string]string, want ...string) {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	assert.ElementsMatch(t, want, r(t, tree))
}

// ours are the Go files of the repository, which are read once for all rules.
var ours = sync.OnceValues(func() ([]goFile, error) { return parseTree(repository()) })

// goFiles returns every Go file of the tree, whatever its build tags. Rules do not change them.
func goFiles(t *testing.T, tree fs.FS) []goFile {
	t.Helper()
	parse := func() ([]goFile, error) { return parseTree(tree) }
	if tree == repository() {
		parse = ours
	}
	files, err := parse()
	require.NoError(t, err)
	return files
}

func parseTree(tree fs.FS) ([]goFile, error) {
	var files []goFile
	walk := func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && unseenByGo(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, goFile{
			path:  name,
			dir:   path.Dir(name),
			lines: strings.Count(string(source), "\n"),
			ast:   parsed,
		})
		return nil
	}
	err := fs.WalkDir(tree, ".", walk)
	return files, err
}

// unseenByGo reports whether the go command leaves out a folder of this name.
func unseenByGo(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata"
}
