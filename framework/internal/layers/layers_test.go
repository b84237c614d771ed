package layers_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layer is a folder and all below it that is not a longer entry of the order.
type layer struct {
	dir  string
	also []string // siblings it may import
}

// order lists the layers from the bottom up. A package imports packages of its own layer and of the rows above its
// row here. That framework/internal stays inside framework is held by the compiler.
func order() [][]layer {
	return [][]layer{
		{{dir: "framework/internal"}},
		{{dir: "framework/schema"}},
		{{dir: "framework/teams"}, {dir: "framework/cards"}},
		{{dir: "framework"}},
		{
			{dir: "framework/auth"},
			{dir: "framework/connector", also: []string{"framework/auth"}},
			{dir: "framework/state"},
			{dir: "framework/proactive"},
			{dir: "framework/streaming"},
			{dir: "framework/webhook"},
			{dir: "framework/lint"},
			{dir: "framework/middleware", also: []string{"framework/state"}},
			{dir: "handlers"},
		},
		{
			{dir: "framework/auth/authtest"},
			{dir: "framework/adaptertest"},
			{dir: "framework/storage/storagetest"},
		},
		{{dir: "framework/storage"}},
		{{dir: "adapters"}},
		{{dir: "samples"}},
	}
}

// layerOf finds the layer of a folder by its longest match, and the layer's place in the order.
func layerOf(dir string) (found layer, rank int) {
	rank = -1
	for i, row := range order() {
		for _, l := range row {
			if isUnder(dir, l.dir) && len(l.dir) > len(found.dir) {
				found, rank = l, i
			}
		}
	}
	return found, rank
}

func isUnder(dir, parent string) bool { return dir == parent || strings.HasPrefix(dir, parent+"/") }

// importsPointDown holds the order for production files. Tests import what they like, except that the framework's
// own never need a sample.
func importsPointDown(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var problems []string
	for _, file := range goFiles(t, tree) {
		for _, spec := range file.ast.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			dir, ours := strings.CutPrefix(imported, module+"/")
			if ours && !mayImport(file, dir) {
				problems = append(problems, fmt.Sprintf("%s imports %s: imports point down (see order in this package)", file.path, dir))
			}
		}
		if _, rank := layerOf(file.dir); rank < 0 {
			problems = append(problems, file.path+" is in no layer: name its folder in order in this package")
		}
	}
	return problems
}

func mayImport(file goFile, dir string) bool {
	if file.isTest() {
		return !isUnder(file.dir, "framework") || !isUnder(dir, "samples")
	}
	from, fromRank := layerOf(file.dir)
	to, toRank := layerOf(dir)
	isBelow := toRank >= 0 && toRank < fromRank
	return isBelow || to.dir == from.dir || slices.Contains(from.also, to.dir)
}

func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	rule(importsPointDown).holds(t)
}

func TestImportsPointDownFindsViolations(t *testing.T) {
	t.Parallel()
	rule(importsPointDown).finds(t, map[string]string{"tools/a.go": "package tools\n"},
		"tools/a.go is in no layer: name its folder in order in this package")

	tests := []struct {
		name, file, imports string
		allowed             bool
	}{
		{"schema uses internal", "framework/schema/a.go", "framework/internal/wire", true},
		{"internal uses schema", "framework/internal/wire/a.go", "framework/schema", false},
		{"schema uses teams", "framework/schema/a.go", "framework/teams", false},
		{"teams uses framework", "framework/teams/a.go", "framework", false},
		{"framework uses teams", "framework/a.go", "framework/teams", true},
		{"cards use schema", "framework/cards/a.go", "framework/schema", true},
		{"cards use teams", "framework/cards/a.go", "framework/teams", false},
		{"schema uses cards", "framework/schema/a.go", "framework/cards", false},
		{"framework uses handlers", "framework/a.go", "handlers", false},
		{"connector uses auth", "framework/connector/a.go", "framework/auth", true},
		{"auth uses connector", "framework/auth/a.go", "framework/connector", false},
		{"middleware uses state", "framework/middleware/a.go", "framework/state", true},
		{"proactive uses state", "framework/proactive/a.go", "framework/state", false},
		{"webhook uses framework", "framework/webhook/a.go", "framework", true},
		{"webhook uses proactive", "framework/webhook/a.go", "framework/proactive", false},
		{"lint uses framework", "framework/lint/a.go", "framework", true},
		{"lint uses connector", "framework/lint/a.go", "framework/connector", false},
		{"authtest uses auth", "framework/auth/authtest/a.go", "framework/auth", true},
		{"auth uses authtest", "framework/auth/a.go", "framework/auth/authtest", false},
		{"auth's test uses authtest", "framework/auth/a_test.go", "framework/auth/authtest", true},
		{"a store uses state", "framework/storage/memory/a.go", "framework/state", true},
		{"state uses a store", "framework/state/a.go", "framework/storage/memory", false},
		{"handlers use framework", "handlers/a.go", "framework", true},
		{"handlers use connector", "handlers/a.go", "framework/connector", false},
		{"handlers use auth", "handlers/a.go", "framework/auth", false},
		{"handlers use a store", "handlers/a.go", "framework/storage/memory", false},
		{"handlers use an adapter", "handlers/a.go", "adapters/fake", false},
		{"the handlers' test uses an adapter", "handlers/a_test.go", "adapters/fake", true},
		{"an adapter uses a sibling", "adapters/fake/a.go", "adapters/world", true},
		{"an adapter uses a sample", "adapters/cloud/a.go", "samples/convobot", false},
		{"a sample uses an adapter", "samples/echobot/a.go", "adapters/cloud", true},
		{"the framework's test uses a sample", "framework/a_test.go", "samples/convobot", false},
		{"an import that has no layer", "samples/echobot/a.go", "tools/x", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{tt.file: "package a\nimport _ \"" + module + "/" + tt.imports + "\"\n"}
			if tt.allowed {
				rule(importsPointDown).finds(t, files)
				return
			}
			rule(importsPointDown).finds(t, files,
				tt.file+" imports "+tt.imports+": imports point down (see order in this package)")
		})
	}
}
