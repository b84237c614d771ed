package layers_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// linkedPackage is a package that ends up in a program; module is empty for the standard library.
type linkedPackage struct{ path, module string }

// neverLinked are packages, with all below them, that stay out of a bot's binary: they are for tests and for a simulated Teams.
func neverLinked() []string {
	return []string{
		"testing",
		"github.com/stretchr/testify",
		module + "/adapters/fake",
		module + "/adapters/playground",
		module + "/adapters/world",
		module + "/framework/adaptertest",
		module + "/framework/auth/authtest",
		module + "/framework/storage/storagetest",
	}
}

// TestLinked bounds what a bot links that uses the cloud adapter, alone and as the first sample does, and what the
// packages of what a bot remembers need, and telemetry.
func TestLinked(t *testing.T) {
	t.Parallel()
	adapter := []string{
		"github.com/go-json-experiment/json",
		"github.com/golang-jwt/jwt/v5",
		"github.com/patrickmn/go-cache",
		"golang.org/x/oauth2",
		"golang.org/x/sync",
	}
	tests := []struct {
		dir     string
		modules []string
	}{
		{"adapters/cloud", adapter},
		{"samples/echobot", adapter},
		{"framework/middleware/telemetry", []string{
			"github.com/cespare/xxhash/v2",
			"github.com/go-json-experiment/json",
			"github.com/patrickmn/go-cache",
			"go.opentelemetry.io/otel",
			"go.opentelemetry.io/otel/metric",
			"go.opentelemetry.io/otel/trace",
		}},
		{"framework/lint", []string{"github.com/go-json-experiment/json", "github.com/patrickmn/go-cache"}},
		{"framework/state", []string{"github.com/go-json-experiment/json", "github.com/patrickmn/go-cache"}},
		{"framework/proactive", []string{
			"github.com/go-json-experiment/json",
			"github.com/patrickmn/go-cache",
			"github.com/robfig/cron/v3",
			"golang.org/x/sync",
		}},
		{"framework/storage/seal", nil},
		{"framework/storage/sqlstore", []string{ // and no driver
			"github.com/go-json-experiment/json",
			"github.com/gofrs/flock",
			"github.com/patrickmn/go-cache",
			"github.com/robfig/cron/v3",
			"golang.org/x/sync",
			"golang.org/x/sys",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.dir, func(t *testing.T) {
			t.Parallel()
			for _, problem := range linkProblems(tt.dir, linkedBy(t, tt.dir), tt.modules) {
				t.Error(problem)
			}
		})
	}
}

// linkedBy lists what the package in dir links, itself included.
func linkedBy(t *testing.T, dir string) []linkedPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{.ImportPath}} {{with .Module}}{{.Path}}{{end}}", "./"+dir)
	cmd.Dir = root
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "go list -deps ./%s: %s", dir, &stderr)
	var linked []linkedPackage
	for line := range strings.Lines(string(out)) {
		path, mod, _ := strings.Cut(strings.TrimSpace(line), " ")
		linked = append(linked, linkedPackage{path, mod})
	}
	return linked
}

// linkProblems compares what a program links with the third-party modules it is known to need.
func linkProblems(program string, linked []linkedPackage, known []string) []string {
	var problems, modules []string
	for _, pkg := range linked {
		if slices.ContainsFunc(neverLinked(), func(parent string) bool { return isUnder(pkg.path, parent) }) {
			problems = append(problems, program+" links "+pkg.path+", which is for tests")
		}
		if pkg.module != "" && pkg.module != module && !slices.Contains(modules, pkg.module) {
			modules = append(modules, pkg.module)
		}
	}
	for _, mod := range modules {
		if !slices.Contains(known, mod) {
			problems = append(problems, program+" links "+mod+": add it to CONTRIBUTING.md with a reason, then here")
		}
	}
	for _, mod := range known {
		if !slices.Contains(modules, mod) {
			problems = append(problems, program+" no longer links "+mod+": take it from CONTRIBUTING.md's list, then from here")
		}
	}
	return problems
}

func TestLinkedFindsViolations(t *testing.T) {
	t.Parallel()
	linked := []linkedPackage{
		{"net/http", ""},
		{"testing", ""},
		{"internal/testlog", ""},
		{module + "/framework", module},
		{module + "/adapters/world", module},
		{"example.com/known/a", "example.com/known"},
		{"example.com/new/a", "example.com/new"},
		{"example.com/new/b", "example.com/new"},
	}
	assert.Equal(t, []string{
		"bot links testing, which is for tests",
		"bot links " + module + "/adapters/world, which is for tests",
		"bot links example.com/new: add it to CONTRIBUTING.md with a reason, then here",
		"bot no longer links example.com/gone: take it from CONTRIBUTING.md's list, then from here",
	}, linkProblems("bot", linked, []string{"example.com/known", "example.com/gone"}))
}
