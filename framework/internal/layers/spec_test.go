package layers_test

import (
	"cmp"
	"go/ast"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var specLine = regexp.MustCompile(`(?m)^Spec: https://\S+$`)

// wireTypesNameTheirSpec wants every exported struct of the wire packages to link what it was written from, in one
// form that a reader can search for: "Spec: https://...". Errors do not travel.
func wireTypesNameTheirSpec(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var problems []string
	for _, file := range goFiles(t, tree) {
		if file.isTest() || !slices.Contains([]string{"framework/schema", "framework/teams", "framework/cards"}, file.dir) {
			continue
		}
		for _, decl := range file.ast.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range group.Specs {
				if typ, ok := spec.(*ast.TypeSpec); ok && lacksSpec(group, typ) {
					problems = append(problems, file.path+": "+typ.Name.Name+` has no "Spec: https://..." line in its comment`)
				}
			}
		}
	}
	return problems
}

func lacksSpec(group *ast.GenDecl, typ *ast.TypeSpec) bool {
	_, isStruct := typ.Type.(*ast.StructType)
	isWire := isStruct && typ.Name.IsExported() && !strings.HasSuffix(typ.Name.Name, "Error")
	return isWire && !specLine.MatchString(cmp.Or(typ.Doc, group.Doc).Text())
}

func TestWireTypesNameTheirSpec(t *testing.T) {
	t.Parallel()
	rule(wireTypesNameTheirSpec).holds(t)
}

func TestWireTypesNameTheirSpecFindsViolations(t *testing.T) {
	t.Parallel()
	rule(wireTypesNameTheirSpec).finds(t, map[string]string{
		"framework/schema/a.go": `package schema

// Good is a wire type.
//
// Spec: https://example.com/good
type Good struct{}

// Bad mentions Spec: https://example.com/bad in passing.
type Bad struct{}

// BadError is an error.
type BadError struct{}

type (
	// Grouped is a wire type.
	Grouped struct{}
	private struct{}
	Text    string
)
`,
		"framework/schema/a_test.go": "package schema\ntype Fixture struct{}\n",
		"framework/teams/a.go":       "package teams\ntype Bare struct{}\n",
		"framework/cards/a.go":       "package cards\ntype Plain struct{}\n",
		"framework/a.go":             "package framework\ntype Created struct{}\n",
	},
		`framework/schema/a.go: Bad has no "Spec: https://..." line in its comment`,
		`framework/schema/a.go: Grouped has no "Spec: https://..." line in its comment`,
		`framework/cards/a.go: Plain has no "Spec: https://..." line in its comment`,
		`framework/teams/a.go: Bare has no "Spec: https://..." line in its comment`)
}
