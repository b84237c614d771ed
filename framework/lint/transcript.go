package lint

import (
	"bytes"
	"unicode/utf8"

	"github.com/convobot/convo/framework/schema"
)

// maxTranscriptFindings is how many findings a transcript can have.
const maxTranscriptFindings = 1000

// CheckTranscript returns what is wrong with a transcript file, at most 1000 findings; nil if nothing is: its own form (the
// numbers that begin with T), each of its activities as far as its sender is bound whichever side that is, and, per
// conversation, what [Conversation] finds. A member is named from the file's beginning: [3].conversation.id.
//
// What somebody else sent may be kept as it came; only what the bot sent, and traces, are held to T2004 and T2009.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/transcript/transcript.md
func CheckTranscript(raw []byte) []Finding {
	r := newReport(Stored)
	defer r.leave()
	r.file, r.max = true, maxTranscriptFindings
	r.number = "T2102"
	if without, ok := bytes.CutPrefix(raw, []byte("\ufeff")); ok {
		r.add(0, "", "begins with a byte order mark: leave it out")
		raw = without
	}
	if !utf8.Valid(raw) {
		r.add(0, "", "is not UTF-8: write it so")
		return r.found
	}
	root := r.read(raw, "T2000")
	if root == nil {
		return r.found
	}
	list := root
	if root.isObject() {
		list = root.get("transcript")
	}
	if list == nil || list.kind != kindArray {
		r.number = "T2100"
		r.add(0, "", "is no list of activities, and no object whose transcript is one: write either")
		return r.found
	}
	conversations := map[string]*Conversation{}
	for child := range list.children() {
		r.child(child, conversations)
	}
	return r.found
}

// child checks one activity of a transcript.
func (r *report) child(n *node, conversations map[string]*Conversation) {
	if !n.isObject() {
		r.number = "T2001"
		r.at(n, "is no object: a transcript has activities in it")
		return
	}
	if n.member("type") == "" {
		r.number = "T2008"
		r.below(n, "type", "is missing, so nobody reads the activity: set it")
		return
	}
	if n.member("timestamp") == "" {
		r.number = "T2310"
		r.below(n, "timestamp", "is missing: write down when the activity was sent")
	}
	d := direction(n)
	r.own = d == Outbound || n.member("type") == schema.TypeTrace
	if r.own {
		r.emptiness(n)
	}
	r.activity(n)
	id := n.at("conversation", "id").str()
	if conversations[id] == nil {
		conversations[id] = &Conversation{partial: true}
	}
	at, _ := parseTime(n.member("timestamp"))
	conversations[id].next(r, n, d, at)
}

// direction is the way that an activity went, by what transcripts say of its sender.
func direction(n *node) Direction {
	switch n.at("from", "role").str() {
	case schema.RoleBot, schema.RoleAgent:
		return Outbound
	}
	return Inbound
}

// emptiness finds lists and objects that have nothing in them, but for those of open values.
func (r *report) emptiness(n *node) {
	for m := range n.children() {
		switch {
		case n.kind == kindObject && (m.name == "value" || m.name == "channelData" || m.name == "content"):
		case m.isEmpty():
			r.number = "T2009"
			r.at(m, "is empty: leave it out")
		default:
			r.emptiness(m)
		}
	}
}

// storedNumber is the number that a finding has in a transcript, or "" if it is none there: what others sent may stay as
// it came.
func (r *report) storedNumber(number string) string {
	switch number {
	case "A2004":
		if r.own {
			return "T2004"
		}
		return ""
	case "A2100", "A3050", "A7701", "A7747":
		return "" // T2009 has it
	}
	return number
}
