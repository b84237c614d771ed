package lint

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
)

// Requirement is one numbered requirement of the protocol: A for activities, T for transcripts.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#numbered-requirements
type Requirement struct {
	Number string // such as A2080
	// Binds says whom: S sender, R receiver, A agent (a bot), C channel, L client, E editors of the specification, X authors
	// of extensions, T who writes a transcript, P who reads one.
	Binds string
	Level string // MUST, MUST NOT, SHOULD, SHOULD NOT, MAY, or DEF for what is stated as a fact
	Text  string // in our words; the specification's count

	Lint  string   // the number whose findings hold it, usually its own; "" for none
	Tests []string // tests of what the framework does by itself, as "folder TestName/A2014"
	Why   string   // why neither a finding nor a test can hold it; "" for those that either does
	Teams string   // what Teams does against it in what it sends, which therefore is no finding; "" for nothing
}

// row is a line of the lists in requirements_*.go. why is empty where a program can hold the requirement.
type row struct{ number, binds, level, text, why string }

// Why no finding and no test can hold a requirement.
const (
	whyEditors = "binds the editors of the specification"
	whyAuthors = "binds those who define extensions"
	whyChannel = "the channel's to do; a bot does not see whether it does"
	whyMay     = "leaves a channel or a client a choice; there is nothing to break"
	whyClient  = "the client's to do; a bot does not see whether it does"
	whyKnowing = "depends on what the sender knows about the other side"
	whyMeaning = "a matter of what is meant, which no program can tell"
	whyAhead   = "a matter of what happened elsewhere; a message does not show it"
)

// lists has all rows.
func lists() [][]row {
	return [][]row{
		baseRows, messageRows, typeRows, actionRows, complexRows, semanticRows, appendixRows, transcriptRows,
	}
}

// levels says how binding each requirement is.
//
//nolint:gochecknoglobals // built once, when it is first asked for
var levels = sync.OnceValue(func() map[string]Level {
	levels := map[string]Level{}
	for _, list := range lists() {
		for _, l := range list {
			levels[l.number] = levelOf(l.level)
		}
	}
	return levels
})

func levelOf(words string) Level {
	switch words {
	case "SHOULD", "SHOULD NOT", "SHOULD/MAY", "MAY/SHOULD", "MAY/SHOULD NOT":
		return Should
	case "MAY":
		return May
	default:
		return Must
	}
}

// Requirements returns every numbered requirement of the activity protocol and of the transcript format, by number, and
// what holds it. REQUIREMENTS.md beside this package is the same as a table.
func Requirements() []Requirement {
	own := map[string]bool{}
	for _, number := range ruleNumbers() {
		own[number] = true
	}
	var all []Requirement
	for _, list := range lists() {
		for _, l := range list {
			r := Requirement{
				Number: l.number, Binds: l.binds, Level: l.level, Text: l.text, Why: l.why,
				Lint: coveredBy[l.number], Teams: teamsHabits[l.number],
			}
			for _, test := range heldBy[l.number] {
				r.Tests = append(r.Tests, test+"/"+l.number)
			}
			if own[l.number] {
				r.Lint = l.number
			}
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b Requirement) int {
		return cmp.Or(cmp.Compare(a.Number[0], b.Number[0]), cmp.Compare(digits(a.Number), digits(b.Number)))
	})
	return all
}

// digits is the number of a requirement without its letter.
func digits(number string) int {
	n, _ := strconv.Atoi(number[1:])
	return n
}

// ruleNumbers returns the number of every rule.
func ruleNumbers() []string {
	numbers := append([]string{"A2001", "A2002", "A2004", "A2007"}, sequenceNumbers...)
	for _, rules := range rules {
		for _, rule := range rules {
			numbers = append(numbers, rule.number)
		}
	}
	return numbers
}
