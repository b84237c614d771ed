package lint

import (
	"strings"

	"github.com/convobot/convo/framework/schema"
)

const mediaPrefix = "Media."

// mediaRules are about the events of a stream of sound or pictures. [Conversation] looks at them together.
//
//nolint:gochecknoglobals // an immutable table
var mediaRules = []rule{
	{"A5210", both, mediaIsNamedSo},
	{"A5211", both, mediaHasStreamInfo},
	{"A5220", both, startNamesStream},
	{"A5221", both, startIsFirst},
	{"A5230", both, chunkNamesStream},
	{"A5240", both, endIsFinal},
	{"A9260", both, mediaStreamTypes},
}

// mediaIsNamedSo knows media by the value types that the specification gives its events.
func mediaIsNamedSo(r *report, n *node) {
	name := n.member("name")
	if strings.HasPrefix(name, mediaPrefix) {
		return
	}
	kind, isMicrosofts := strings.CutPrefix(n.member("valueType"), "application/vnd.microsoft.activity.")
	switch kind {
	case "mediastart+json", "audiochunk+json", "videochunk+json", "mediaend+json":
		if isMicrosofts {
			r.below(n, "name", "does not begin with Media., and valueType says that this is part of a stream: send Media.Start, Media.Chunk or Media.End")
			return
		}
	}
	if strings.HasPrefix(strings.ToLower(name), strings.ToLower(mediaPrefix)) {
		r.below(n, "name", "differs from Media. by letter case: write Media.Start, Media.Chunk or Media.End")
	}
}

// mediaHasStreamInfo is about further events; the three that are defined must have one.
func mediaHasStreamInfo(r *report, n *node) {
	switch n.member("name") {
	case schema.EventMediaStart, schema.EventMediaChunk, schema.EventMediaEnd:
	default:
		if isMedia(n) && len(streamInfos(n)) == 0 {
			r.below(n, "entities", "has no streaminfo: say which stream the event belongs to")
		}
	}
}

func namesStream(r *report, n *node, event string) {
	if n.member("name") == event && streamInfo(n).member("streamId") == "" {
		r.below(n, "entities", "has no streaminfo with a streamId: say which stream the event belongs to")
	}
}

func startNamesStream(r *report, n *node) { namesStream(r, n, schema.EventMediaStart) }
func chunkNamesStream(r *report, n *node) { namesStream(r, n, schema.EventMediaChunk) }

func startIsFirst(r *report, n *node) {
	info := streamInfo(n)
	if n.member("name") != schema.EventMediaStart || info == nil {
		return
	}
	if i, ok := info.get("streamSequence").integer(); !ok || i != 1 {
		r.below(info, "streamSequence", "is not 1: Media.Start is the first of its stream")
	}
}

func endIsFinal(r *report, n *node) {
	if n.member("name") != schema.EventMediaEnd {
		return
	}
	info := streamInfo(n)
	switch {
	case info == nil:
		r.below(n, "entities", "has no streaminfo: Media.End has one whose streamType is final")
	case streamType(info) != schema.StreamFinal:
		r.below(info, "streamType", "is not final: Media.End ends its stream")
	}
}

func mediaStreamTypes(r *report, n *node) {
	info := streamInfo(n)
	name := n.member("name")
	if info == nil || !isMedia(n) || name == schema.EventMediaEnd {
		return
	}
	if streamType(info) != schema.StreamStreaming {
		r.below(info, "streamType", "is not streaming: in a stream of media all is, but for Media.End, which is final")
	}
}
