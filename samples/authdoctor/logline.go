package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	maxNested   = 4       // groups and quoted lines within a line
	maxUnquoted = 1 << 10 // bytes of a value without marks: what the bot logs is no longer
)

// parseLine reads what a line says, in slog's text or JSON form, with whatever a collector has put around it.
func parseLine(line string) entry {
	members := map[string]string{}
	if start, end := strings.IndexByte(line, '{'), strings.LastIndexByte(line, '}'); start >= 0 && end > start {
		flatten([]byte(line[start:end+1]), members, maxNested)
	}
	if len(members) == 0 {
		pairs(line, members)
	}
	status, _ := strconv.Atoi(members["status"]) // absent or something else is 0
	at, _ := time.Parse(time.RFC3339, members["time"])
	e := entry{Time: at, Status: status, Rule: members["rule"], Detail: members["error"]}
	if e.Detail == "" {
		e.Detail = members["err"]
	}
	if rest, ok := strings.CutPrefix(e.Detail, "auth: "); ok && e.Rule == "" {
		if rule, _, found := strings.Cut(rest, ": "); found && !strings.Contains(rule, " ") {
			e.Rule = rule
		}
	}
	return e
}

// flatten takes the members of a JSON object, those of groups too, and of lines that a collector has wrapped in JSON. What is
// further out is taken first.
func flatten(data []byte, members map[string]string, depth int) {
	var object map[string]json.RawMessage
	if depth == 0 || json.Unmarshal(data, &object) != nil {
		return
	}
	var inner []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		var text string
		raw := object[name]
		switch {
		case raw[0] == '{':
			inner = append(inner, string(raw))
		case json.Unmarshal(raw, &text) != nil:
			set(members, name, string(raw))
		case name == "log" || name == "message" || name == "msg":
			inner = append(inner, text)
		default:
			set(members, name, text)
		}
	}
	for _, text := range inner {
		known := len(members)
		if flatten([]byte(text), members, depth-1); len(members) == known {
			pairs(text, members)
		}
	}
}

// pairs takes the name=value pairs of a line. A value that is not quoted, as when a shell took the marks away, goes on until
// the next pair.
func pairs(line string, members map[string]string) {
	name := ""
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimLeft(line, " \t") {
		word, rest, _ := strings.Cut(line, " ")
		key, _, isPair := strings.Cut(word, "=")
		if isPair && isName(key) {
			key = key[strings.LastIndexByte(key, '.')+1:] // of a group
			value, after := takeValue(line[strings.IndexByte(line, '=')+1:])
			set(members, key, value)
			name, line = key, after
			continue
		}
		if value := members[name]; value != "" && len(value) < maxUnquoted {
			members[name] += " " + word
		}
		line = rest
	}
}

// takeValue cuts a quoted value or a word off text.
func takeValue(text string) (value, rest string) {
	if quoted, err := strconv.QuotedPrefix(text); err == nil {
		if value, err := strconv.Unquote(quoted); err == nil {
			return value, text[len(quoted):]
		}
	}
	value, rest, _ = strings.Cut(text, " ")
	return value, rest
}

func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && r != '.' && r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

// set keeps the first value of a name: what follows may be text of the caller's.
func set(members map[string]string, name, value string) {
	if _, known := members[name]; !known {
		members[name] = value
	}
}
