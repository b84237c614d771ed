package lint

import "strings"

// Direction is the way an activity goes.
type Direction int

const (
	// Inbound is from a channel to the bot.
	Inbound Direction = 1
	// Outbound is from the bot to a channel, as it goes on the wire; see [Wire].
	Outbound Direction = 2
	// Stored is an activity that was sent, either way, and kept since. The rules that hold for every sender apply.
	Stored Direction = 3
)

// Level is how binding a requirement is.
type Level int

const (
	// Must is what the protocol demands (MUST, MUST NOT, or stated as a fact).
	Must Level = 1
	// Should is what it recommends (SHOULD, SHOULD NOT).
	Should Level = 2
	// May is what a receiver is allowed to refuse or to ignore.
	May Level = 3
)

// String returns the word of the specification.
func (l Level) String() string {
	switch l {
	case Must:
		return "MUST"
	case Should:
		return "SHOULD"
	case May:
		return "MAY"
	default:
		return "?"
	}
}

// Finding is one requirement that an activity does not hold. It says where and what, never what somebody wrote: it can
// go into a log.
type Finding struct {
	Requirement string // its number, such as A2080
	Level       Level
	Member      string // JSON path, such as attachments[0].contentUrl; "" for the activity itself
	Problem     string // what is wrong, and what to do
}

// String returns the finding in one line: "A2080 (MUST): conversation.id: is missing: ...".
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(f.Requirement)
	b.WriteString(" (")
	b.WriteString(f.Level.String())
	b.WriteString("): ")
	if f.Member != "" {
		b.WriteString(f.Member)
		b.WriteString(": ")
	}
	b.WriteString(f.Problem)
	return b.String()
}
