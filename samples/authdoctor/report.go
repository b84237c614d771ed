package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// level is how bad a finding is.
type level string

const (
	fine    level = "ok"
	note    level = "note" // worth knowing; nothing is broken by it
	problem level = "problem"
)

// advice is what is told of one thing that can be wrong.
type advice struct {
	says  string // what is wrong, in one sentence
	cause string // why that is, most likely
	fix   string // what to do
}

// finding is one result. Check is its name, which stays the same when the words change.
type finding struct {
	Check string `json:"check"`
	Level level  `json:"level"`
	Says  string `json:"says"`
	Saw   string `json:"saw,omitempty"` // in the words of whoever reported it
	Cause string `json:"cause,omitempty"`
	Fix   string `json:"fix,omitempty"`
}

// report is what was found, in the order of the checks.
type report struct {
	findings []finding
	closing  string // what to do if nothing is wrong
}

func (r *report) ok(check, format string, args ...any) {
	r.findings = append(r.findings, finding{Check: check, Level: fine, Says: fmt.Sprintf(format, args...)})
}

func (r *report) note(check string, a advice) {
	r.findings = append(r.findings, finding{Check: check, Level: note, Says: a.says, Cause: a.cause, Fix: a.fix})
}

// problem adds what is wrong. saw is text of others.
func (r *report) problem(check string, a advice, saw string) {
	r.findings = append(r.findings, finding{
		Check: check, Level: problem, Says: a.says, Saw: saw, Cause: a.cause, Fix: a.fix,
	})
}

func (r *report) problems() int {
	n := 0
	for _, f := range r.findings {
		if f.Level == problem {
			n++
		}
	}
	return n
}

// write writes the report in plain words, or as JSON.
func (r *report) write(w io.Writer, hide mask, asJSON bool) error {
	findings := make([]finding, len(r.findings))
	for i, f := range r.findings {
		f.Says, f.Cause, f.Fix = hide.text(f.Says), hide.text(f.Cause), hide.text(f.Fix)
		f.Saw = printable(hide.text(f.Saw)) // in this order: a secret that is cut off is not recognised
		findings[i] = f
	}
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(map[string]any{"healthy": r.problems() == 0, "findings": findings})
	}
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%-8s %s\n", f.Level, f.Says)
		for _, part := range []struct{ name, text string }{{"saw", f.Saw}, {"why", f.Cause}, {"do", f.Fix}} {
			if part.text != "" {
				fmt.Fprintf(&b, "         %-4s %s\n", part.name+":", part.text)
			}
		}
	}
	switch n := r.problems(); {
	case n == 1:
		b.WriteString("\n1 problem.\n")
	case n > 1:
		fmt.Fprintf(&b, "\n%d problems. Mend the first one first: the others may come from it.\n", n)
	default:
		fmt.Fprintf(&b, "\n%s\n", r.closing)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
