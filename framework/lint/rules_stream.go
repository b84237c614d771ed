package lint

import (
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// streamRules are about the parts of a text that is streamed. [Conversation] looks at the parts together.
//
//nolint:gochecknoglobals // an immutable table
var streamRules = []rule{
	{"A9240", both, partsAreTyping},
	{"A9241", both, lastPartIsMessage},
	{"A9242", both, lastPartHasText},
}

// streamInfos returns the streaminfo entities of an activity.
func streamInfos(n *node) []*node {
	var found []*node
	for e := range n.get("entities").elements() {
		if isEntity(e, schema.EntityStreamInfo) {
			found = append(found, e)
		}
	}
	return found
}

// streamInfo returns the activity's streaminfo, or nil if it has none or several, which then mean nothing.
func streamInfo(n *node) *node {
	if found := streamInfos(n); len(found) == 1 {
		return found[0]
	}
	return nil
}

// streamType returns what kind of part it is.
func streamType(info *node) string {
	if kind := info.member("streamType"); kind != "" {
		return kind
	}
	return schema.StreamStreaming
}

// isMedia reports whether the activity is an event of a stream of sound or pictures.
func isMedia(n *node) bool {
	return n.member("type") == schema.TypeEvent && strings.HasPrefix(n.member("name"), mediaPrefix)
}

func oneStreamInfo(r *report, n *node) {
	if found := streamInfos(n); len(found) > 1 {
		r.at(found[1], "is a second streaminfo, so receivers ignore them all: send one")
	}
}

func streamInfoIsKnown(r *report, n *node) {
	if !isEntity(n, schema.EntityStreamInfo) {
		return
	}
	const ignored = ", so receivers ignore the entity: "
	if m := n.get("streamType"); isNoneOf(m, schema.StreamInformative, schema.StreamStreaming, schema.StreamFinal) {
		r.at(m, "is none of informative, streaming, final"+ignored+"send one of them")
	}
	if m := n.get("streamId"); m != nil && m.kind != kindString {
		r.at(m, "is no string"+ignored+"send the id of the stream")
	}
	if m := n.get("streamSequence"); m != nil {
		if i, ok := m.integer(); !ok || i < 1 {
			r.at(m, "is no number from 1"+ignored+"count the parts")
		}
	}
	if m := n.get("streamResult"); isNoneOf(m, schema.StreamSuccess, schema.StreamTimeout, schema.StreamError) {
		r.at(m, "is none of success, timeout, error"+ignored+"send one of them")
	}
}

// isNoneOf reports whether a value is there and is none of these strings.
func isNoneOf(m *node, values ...string) bool { return m != nil && !slices.Contains(values, m.str()) }

func partsAreTyping(r *report, n *node) {
	info := streamInfo(n)
	if info == nil || isMedia(n) || streamType(info) == schema.StreamFinal {
		return
	}
	switch n.member("type") {
	case schema.TypeTyping:
		if _, ok := info.get("streamSequence").integer(); !ok {
			r.below(info, "streamSequence", "is missing: the parts of a stream are counted from 1")
		}
	case schema.TypeMessage:
	default:
		r.below(n, "type", "is not typing: the parts of a streamed text are of type typing")
	}
}

func lastPartIsMessage(r *report, n *node) {
	info := streamInfo(n)
	if info == nil || isMedia(n) {
		return
	}
	isMessage, isFinal := n.member("type") == schema.TypeMessage, streamType(info) == schema.StreamFinal
	switch {
	case isMessage && !isFinal:
		r.below(info, "streamType", "is not final, and the activity is a message: send parts as typing, and the whole as final")
	case isFinal && !isMessage:
		r.below(n, "type", "is not message, and streamType is final: send the whole text as a message")
	}
}

func lastPartHasText(r *report, n *node) {
	info := streamInfo(n)
	isFinal := info != nil && streamType(info) == schema.StreamFinal && n.member("type") == schema.TypeMessage
	if isFinal && n.member("text") == "" && n.get("attachments").firstElement() == nil {
		r.below(n, "text", "is missing: the last part has the whole text, not the rest of it")
	}
}
