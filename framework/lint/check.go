package lint

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/schema"
)

// maxFindings is how many findings one activity can have.
const maxFindings = 100

// Check returns what is wrong with an activity that goes in that direction, at most 100 findings in the order of the
// requirements' places; nil if nothing is. It checks the JSON that a has, so what an activity loses when it is
// written, such as an empty list, is no finding; [CheckJSON] sees all of a text.
//
// An outbound activity is checked as it goes on the wire. What a handler hands to the framework is not that yet: pass it
// through [Wire] first.
//
// What Teams is known to do against a requirement is no finding in what it sends; see [Requirement.Teams].
//
// Check is safe for concurrent use as long as nobody changes a.
func Check(a *schema.Activity, d Direction) []Finding {
	if a == nil {
		return nil
	}
	raw, err := a.MarshalJSON()
	if err != nil {
		return []Finding{{"A2001", Must, "", "has no JSON form: look at its open values (value, channelData, content), its texts (UTF-8) and Extra"}}
	}
	return CheckJSON(raw, d)
}

// CheckJSON is [Check] for the text of an activity. It also finds what only the text shows: members that stand there twice,
// wrong types, empty strings and lists.
func CheckJSON(raw []byte, d Direction) []Finding {
	r := newReport(d)
	defer r.leave()
	if root := r.object(raw); root != nil {
		r.activity(root)
	}
	return r.found
}

// report collects the findings of one text.
type report struct {
	d      Direction
	number string // of the rule that is checked
	teams  bool   // whether the activity comes from Teams
	file   bool   // whether the text is a transcript
	own    bool   // in a transcript, whether the bot sent the activity
	max    int    // of findings
	found  []Finding
	room   *room // of the text's nodes
}

// newReport begins a check; leave ends it, and with it the text's nodes.
func newReport(d Direction) *report {
	in, _ := rooms.Get().(*room) // nothing else is in there
	return &report{d: d, max: maxFindings, room: in}
}

func (r *report) leave() {
	clear(r.room[:])
	rooms.Put(r.room)
	r.room = nil
}

// object reads the text of an activity; nil if it is none.
func (r *report) object(raw []byte) *node {
	root := r.read(raw, "A2001")
	if root == nil || root.isObject() {
		return root
	}
	r.number = "A2007"
	r.at(root, "is no JSON object: an activity is one")
	return nil
}

// read parses the text; what is wrong with its JSON is a finding of that number. It returns nil if nothing can be read.
func (r *report) read(raw []byte, number string) *node {
	r.number = number
	root, err := parse(raw, false, r.room)
	if err == nil {
		return root
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok && errors.Is(err, jsontext.ErrDuplicateName) {
		twice := syntax.JSONPointer
		if again, err := parse(raw, true, r.room); err == nil {
			r.add(Must, pointerPath(again, twice), "stands there twice: keep one")
			return again
		}
	}
	r.add(Must, "", "is not one JSON value in UTF-8")
	return nil
}

// activity runs the rules on one activity.
func (r *report) activity(root *node) {
	r.teams = r.d == Inbound && root.member("channelId") == schema.ChannelTeams
	r.shape(root)
	r.run(onActivity, root)
	if place, ok := placeOfType[root.member("type")]; ok {
		r.run(place, root)
	}
	r.parts(root)
}

// run runs the rules of a place on a value.
func (r *report) run(at place, n *node) {
	for i := range rules[at] {
		rule := &rules[at][i]
		if rule.binds&r.d == r.d {
			r.number = rule.number
			rule.check(r, n)
		}
	}
}

// at reports the value n.
func (r *report) at(n *node, problem string) { r.below(n, "", problem) }

// below reports a member of n, which need not be there.
func (r *report) below(n *node, member, problem string) {
	if r.wanted() != "" { // else the path is for nobody
		r.add(0, n.path(member), problem)
	}
}

// wanted returns the number by which a finding of the rule that runs is reported; "" if it is not.
func (r *report) wanted() string {
	number := r.number
	if r.file {
		number = r.storedNumber(number)
	}
	if len(r.found) >= r.max || r.teams && teamsHabits[number] != "" {
		return ""
	}
	return number
}

// add reports a finding of the rule that runs. Level 0 is the requirement's own.
func (r *report) add(level Level, path, problem string) {
	number := r.wanted()
	if number == "" {
		return
	}
	if level == 0 {
		level = levels()[number]
	}
	r.found = append(r.found, Finding{Requirement: number, Level: level, Member: path, Problem: problem})
}
