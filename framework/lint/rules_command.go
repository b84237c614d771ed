package lint

import (
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// commandRules and resultRules are about commands and their results.
//
//nolint:gochecknoglobals // immutable tables
var (
	commandRules = []rule{
		{"A6301", both, commandIsAnApplications},
		{"A6302", both, reservedCommandIsKnown},
		{"A6310", both, needs("name", "is missing, so receivers ignore the command (A6312): set it")},
		{"A6311", both, commandNameIsMediaType},
		{"A6321", both, commandHasValue},
		{"A6322", both, commandValueIsObject},
		{"A9400", both, sessionInitNamesSession},
		{"A9410", both, sessionUpdateHasState},
		{"A9420", both, bargeInHasOrigin},
		{"A9430", both, sessionEndHasReason},
		{"A10100", both, commandIDIsText},
	}
	resultRules = []rule{
		{"A6411", both, needs("name", "is missing, so receivers ignore the result (A6412): set it to the command's")},
		{"A6412", both, resultNameIsMediaType},
		{"A6421", both, resultHasValue},
		{"A6422", both, resultValueIsObject},
		{"A10100", both, commandIDIsText},
		{"A11300", both, failureHasError},
		{"A11301", both, successHasNoError},
	}
)

// isReservedCommand reports whether the specification defines a command of that name.
func isReservedCommand(name string) bool {
	switch name {
	case schema.CommandSessionInit, schema.CommandSessionUpdate, schema.CommandSessionEnd:
		return true
	}
	action, ok := strings.CutPrefix(name, schema.CommandTelephonyPrefix)
	return ok && action != ""
}

// isReservedSpace reports whether a name stands where the specification keeps names for itself.
func isReservedSpace(name string) bool {
	return strings.HasPrefix(name, "session.") || strings.HasPrefix(name, "channel/")
}

func commandIsAnApplications(r *report, n *node) {
	name := n.member("name")
	if isMediaType(name) && !strings.HasPrefix(name, "application/") && !isReservedSpace(name) {
		r.below(n, "name", "is not the protocol's and not an application's: begin it with application/")
	}
}

func reservedCommandIsKnown(r *report, n *node) {
	if name := n.member("name"); isReservedSpace(name) && !isReservedCommand(name) {
		r.below(n, "name", "stands where the protocol keeps names for itself, and it has no such command: begin it with application/")
	}
}

func commandNameIsMediaType(r *report, n *node) {
	if name := n.member("name"); name != "" && !isMediaType(name) && !isReservedSpace(name) {
		r.below(n, "name", "has not the form of a media type, so receivers ignore the command (A6312): write application/...")
	}
}

func resultNameIsMediaType(r *report, n *node) {
	if name := n.member("name"); name != "" && !isMediaType(name) && !isReservedSpace(name) {
		r.below(n, "name", "has not the form of a media type, so receivers ignore the result: repeat the command's name")
	}
}

// isMediaType reports whether a name is type/subtype in the characters of RFC 6838.
func isMediaType(name string) bool {
	kind, subtype, ok := strings.Cut(name, "/")
	return ok && isToken(kind) && isToken(subtype)
}

func isToken(s string) bool {
	if s == "" || len(s) > 127 {
		return false
	}
	for _, c := range []byte(s) {
		isAlphanumeric := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !isAlphanumeric && !strings.ContainsRune("!#$&-^_.+", rune(c)) {
			return false
		}
	}
	return true
}

func commandHasValue(r *report, n *node) {
	if n.get("value") == nil {
		r.below(n, "value", "is missing, so receivers ignore the command (A6322): send an object")
	}
}

func commandValueIsObject(r *report, n *node) {
	if m := n.get("value"); m != nil && !m.isObject() {
		r.at(m, "is no object, so receivers ignore the command: send commandId and data in one")
	}
}

func resultHasValue(r *report, n *node) {
	if n.get("value") == nil {
		r.below(n, "value", "is missing, so receivers reject the result (A6422): send an object")
	}
}

func resultValueIsObject(r *report, n *node) {
	value := n.get("value")
	if value != nil && !value.isObject() {
		r.at(value, "is no object, so receivers reject the result: send commandId, data or error in one")
	}
	if e := value.get("error"); e != nil && !e.isObject() {
		r.at(e, "is no object, so receivers reject the result: send code and message in one")
	}
}

func commandIDIsText(r *report, n *node) {
	if m := n.at("value", "commandId"); m != nil && m.str() == "" {
		r.at(m, "is no string, or an empty one: send an id of its own for each command, or leave it out")
	}
}

// outcomes are what results say in value.status, which the specification shows in its examples.
const (
	outcomesFailed = " error failed failure rejected timeout "
	outcomesFine   = " success succeeded acknowledged completed "
)

func hasOutcome(n *node, outcomes string) bool {
	status := n.at("value", "status").str()
	return status != "" && strings.Contains(outcomes, " "+status+" ")
}

func failureHasError(r *report, n *node) {
	e := n.at("value", "error")
	switch {
	case e == nil && hasOutcome(n, outcomesFailed):
		r.below(n, "value.error", "is missing, and the command failed: say why, with code and message")
	case e.isObject() && e.member("code") == "" && e.member("message") == "":
		r.at(e, "says nothing: set code and message, or leave it out if the command did not fail")
	}
}

func successHasNoError(r *report, n *node) {
	if e := n.at("value", "error"); e != nil && hasOutcome(n, outcomesFine) {
		r.at(e, "is set, and the command did not fail: leave it out")
	}
}

// session returns the value of that session command, or nil.
func session(n *node, command string) *node {
	if n.member("name") != command || !n.get("value").isObject() {
		return nil
	}
	return n.get("value")
}

func isBargeIn(value *node) bool { return value.member("signal") == "bargeIn" }

func sessionInitNamesSession(r *report, n *node) {
	if value := session(n, schema.CommandSessionInit); value != nil && value.member("sessionId") == "" {
		r.below(value, "sessionId", "is missing: session.init names the session; set it")
	}
}

func sessionUpdateHasState(r *report, n *node) {
	value := session(n, schema.CommandSessionUpdate)
	if value != nil && !isBargeIn(value) && value.member("state") == "" {
		r.below(value, "state", "is missing: say listening, thinking, speaking, idle or error")
	}
}

func bargeInHasOrigin(r *report, n *node) {
	value := session(n, schema.CommandSessionUpdate)
	if !isBargeIn(value) {
		return
	}
	if origin := value.member("origin"); origin != "user" && origin != "system" {
		r.below(value, "origin", "does not say who barged in: say user or system")
	}
}

func sessionEndHasReason(r *report, n *node) {
	if value := session(n, schema.CommandSessionEnd); value != nil && value.member("reason") == "" {
		r.below(value, "reason", "is missing: say completed, cancelled, error or timeout")
	}
}
