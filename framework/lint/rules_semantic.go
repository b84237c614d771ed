package lint

import (
	"strings"
	"unicode/utf16"

	"github.com/convobot/convo/framework/schema"
)

const (
	// instanceKey stands among the entities of a semantic action and says where in the text each of them is.
	instanceKey = "$instance"
	// maxInstances is how many of them are compared with the text, which may be long.
	maxInstances = 100
)

// semanticRules are about semanticAction.
//
//nolint:gochecknoglobals // an immutable table
var semanticRules = []rule{
	{"A3133", both, semanticActionIsKnown},
	{"A7730", both, semanticActionHasID},
	{"A7746", both, instancesBelongToEntities},
	{"A7747", both, instancesSaySomething},
	{"A7748", both, instancesDoNotNest},
	{"A7750", both, instanceTextIsInText},
	{"A7751", both, instanceStartsInText},
	{"A7752", both, instanceEndsInText},
	{"A7753", both, instanceIsWhereItSays},
	{"A7760", Outbound, botStartsNothing},
	{"A7762", Inbound, channelEndsNothing},
}

func semanticActionIsKnown(r *report, n *node) {
	m := n.at("semanticAction", "state")
	switch m.str() {
	case "", schema.SemanticActionStart, schema.SemanticActionContinue, schema.SemanticActionDone:
	default:
		r.at(m, "is none of start, continue, done, so receivers ignore the semantic action: send one of them")
	}
}

func semanticActionHasID(r *report, n *node) {
	if m := n.get("semanticAction"); m.isObject() && m.member("id") == "" {
		r.below(m, "id", "is missing: it says which action is meant; set it")
	}
}

func botStartsNothing(r *report, n *node) {
	if m := n.at("semanticAction", "state"); m.str() == schema.SemanticActionStart {
		r.at(m, "is start, which is for channels: a bot sends continue or done")
	}
}

func channelEndsNothing(r *report, n *node) {
	if m := n.at("semanticAction", "state"); m.str() == schema.SemanticActionDone {
		r.at(m, "is done, which is for bots: a channel sends start or continue")
	}
}

// instances returns what a semantic action says about where its entities are.
func instances(n *node) []*node {
	all := n.at("semanticAction", "entities", instanceKey)
	if !all.isObject() {
		return nil
	}
	return all.some(maxInstances)
}

func instancesBelongToEntities(r *report, n *node) {
	named := n.at("semanticAction", "entities")
	for _, instance := range instances(n) {
		if instance.name != instanceKey && named.get(instance.name) == nil {
			r.at(instance, "is about an entity that is not there: name it as the entity is named")
		}
	}
}

func instancesSaySomething(r *report, n *node) {
	if all := n.at("semanticAction", "entities", instanceKey); all.isEmpty() {
		r.at(all, "is empty: leave it out")
	}
	for _, instance := range instances(n) {
		if instance.isEmpty() {
			r.at(instance, "is empty: leave it out")
		}
	}
}

func instancesDoNotNest(r *report, n *node) {
	if m := n.at("semanticAction", "entities", instanceKey, instanceKey); m != nil {
		r.at(m, "stands inside itself: leave it out")
	}
}

// characters are counted as UTF-16 does, and so do the SDKs of C# and JavaScript.
func characters(s string) []uint16 { return utf16.Encode([]rune(s)) }

func instanceTextIsInText(r *report, n *node) {
	if len(instances(n)) == 0 {
		return
	}
	text := n.member("text")
	for _, instance := range instances(n) {
		if !instance.isObject() || instance.isEmpty() {
			continue
		}
		if said := instance.member("text"); said == "" || !strings.Contains(text, said) {
			r.below(instance, "text", "is missing, or no part of the activity's text: set it to the part that the entity is, or leave the instance out")
		}
	}
}

func instanceStartsInText(r *report, n *node) {
	if len(instances(n)) == 0 {
		return
	}
	length := len(characters(n.member("text")))
	for _, instance := range instances(n) {
		if !instance.isObject() || instance.isEmpty() {
			continue
		}
		if start, ok := instance.get("startIndex").integer(); !ok || start < 0 || start >= length {
			r.below(instance, "startIndex", "is no place in the activity's text: count its characters from 0")
		}
	}
}

func instanceEndsInText(r *report, n *node) {
	if len(instances(n)) == 0 {
		return
	}
	length := len(characters(n.member("text")))
	for _, instance := range instances(n) {
		if !instance.isObject() || instance.isEmpty() {
			continue
		}
		end, ok := instance.get("endIndex").integer()
		start, _ := instance.get("startIndex").integer()
		if !ok || end <= start || end > length {
			r.below(instance, "endIndex", "is not after startIndex within the activity's text: it is the place behind the last character")
		}
	}
}

func instanceIsWhereItSays(r *report, n *node) {
	if len(instances(n)) == 0 {
		return
	}
	text := characters(n.member("text"))
	for _, instance := range instances(n) {
		start, _ := instance.get("startIndex").integer()
		end, ok := instance.get("endIndex").integer()
		said := instance.member("text")
		if !ok || said == "" || start < 0 || end <= start || end > len(text) {
			continue // the rules above say so
		}
		if string(utf16.Decode(text[start:end])) != said {
			r.below(instance, "text", "is not what stands between startIndex and endIndex: count as UTF-16 does")
		}
	}
}
