package fake

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// updateVariable is the environment variable by which golden transcripts are written anew, in tests of all packages.
const updateVariable = "CONVO_UPDATE"

// ExpectTranscript expects that the story so far reads as it does in a file, mostly one below testdata: the whole of
// [World.Transcript], so that a change of anything that the bot does shows in the file's next version.
//
// The file is written, and the test goes on, if the environment variable CONVO_UPDATE is 1. A package that has golden files
// of other kinds too may define the flag that is customary for them, which then counts as well:
//
//	var update = flag.Bool("update", false, "write the golden files anew")
//
// The flag is not defined by this package, because a flag can be defined only once in a program.
func (w *World) ExpectTranscript(path string) {
	w.t.Helper()
	w.settle()
	w.notTogether("an expectation")
	got := w.Transcript()
	if isUpdating() {
		w.check(writeGolden(path, got))
		return
	}
	raw, err := os.ReadFile(path) //nolint:gosec // the test names it
	if errors.Is(err, fs.ErrNotExist) {
		w.fail("there is no golden transcript %s; run the test with %s=1 to write it", path, updateVariable)
	}
	w.check(err)
	want := strings.ReplaceAll(string(raw), "\r\n", "\n") // as git writes it on some systems
	if got != want {
		w.fail("the story is not the one in %s:\n%s\nIf that is meant, run the test with %s=1 to write the file anew.",
			path, firstDifference(got, want), updateVariable)
	}
}

func isUpdating() bool {
	if os.Getenv(updateVariable) == "1" {
		return true
	}
	defined := flag.Lookup("update")
	return defined != nil && defined.Value.String() == "true"
}

func writeGolden(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	line := 0
	for line < min(len(a), len(b)) && a[line] == b[line] {
		line++
	}
	return fmt.Sprintf("line %d\n got: %s\nwant: %s", line+1, lineOf(a, line), lineOf(b, line))
}

func lineOf(lines []string, i int) string {
	if i >= len(lines) || i == len(lines)-1 && lines[i] == "" {
		return "the end"
	}
	return lines[i]
}
