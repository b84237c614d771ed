package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxLine        = 64 << 10 // bytes; what is longer ends the reading
	maxLogFindings = 100      // different ones; further ones are not shown
)

const nothingLogged = `authdoctor: there is no refused request and no refused token in this.
I look for the lines of the bot's log that say "request refused" or have an error of Teams or of the identity service.
If the log has none, requests do not arrive: check the messaging endpoint and the Teams channel of the Azure Bot, and the
proxy or tunnel in front of the bot. To check the configuration, run authdoctor without a line where the bot runs`

// explainLog explains every failure in a log once. The error says why it cannot, and repeats nothing of what was read.
func explainLog(log io.Reader) (*report, error) {
	found := &report{}
	count := map[string]int{} // lines by check and cause
	place := map[string]int{} // where in the report
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if looksLikeToken(lines.Text()) {
			return nil, fmt.Errorf("%s\nIt is in line %d", tokenGiven, n)
		}
		e := parseLine(lines.Text())
		check, a, ok := explainEntry(e)
		key := check + a.cause
		if _, known := place[key]; !ok || !known && len(place) == maxLogFindings {
			continue
		} else if !known {
			place[key] = len(found.findings)
			found.problem(check, a, excerpt(e.Detail))
		}
		count[key]++
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("authdoctor: a line is longer than %d bytes: give the line of the refused request alone", maxLine)
	case err != nil:
		return nil, fmt.Errorf("authdoctor: the log could not be read: %w", err)
	case len(place) == 0:
		return nil, errors.New(nothingLogged)
	}
	for key, i := range place {
		if n := count[key]; n > 1 {
			found.findings[i].Says += fmt.Sprintf(" (%d lines)", n)
		}
	}
	return found, nil
}

// answered adds what the bot told the caller.
func (a advice) answered(status int) advice {
	if status != 0 {
		a.says += fmt.Sprintf(" The bot answered %d.", status)
	}
	return a
}

// explainEntry finds the table that knows the failure.
func explainEntry(e entry) (check string, a advice, ok bool) {
	if e.Rule != "" {
		for _, table := range [][]diagnosis{rules(), refusals()} {
			if a, ok := lookUp(table, e.Rule, e); ok {
				return "rule/" + e.Rule, a.answered(e.Status), true
			}
		}
		return "rule/unknown", advice{
			says: "The request failed the rule " + quoted(e.Rule) + ", which this authdoctor does not know.",
			fix:  "Run the authdoctor of the version of Convo that the bot was built with.",
		}, true
	}
	if identityCode.MatchString(e.Detail) {
		code, a := identityAdvice(e.Detail)
		return "log/" + code, a, true
	}
	if strings.Contains(e.Detail, ".well-known/") { // package auth could not fetch the keys
		a, _ := lookUp(rules(), "keys-unavailable", e)
		return "rule/keys-unavailable", a, true
	}
	for _, s := range symptoms() {
		if s.when(e) {
			return s.check, s.advice, true
		}
	}
	return "", advice{}, false
}
