package lint

import (
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// entityRules are about each entity of an activity, and of its semantic action.
//
//nolint:gochecknoglobals // an immutable table
var entityRules = []rule{
	{"A2105", both, entityIsWellFormed},
	{"A7610", both, entityTypeIsListed},
	{"A7613", both, entityTypeIsAbsolute},
	{"A9201", Outbound, botHasNoClient},
	{"A9202", both, clientInfoSaysSomething},
	{"A9245", both, streamInfoIsKnown},
	{"A9263", both, contextHasElements},
	{"A9264", both, contextIsWellFormed},
	{"A9265", both, screenContextHasProperties},
}

// plainEntityTypes are the types that are no IRIs: those of the specification's appendix II, in lower case, and those
// that Microsoft's channels and SDKs use besides.
//
//nolint:gochecknoglobals // an immutable table
var plainEntityTypes = map[string]bool{
	"geocoordinates": true, "mention": true, "place": true, "thing": true, "string": true, "number": true, "clientinfo": true,
	"streaminfo": true, "context": true,
	"productinfo": true, "activitytreatment": true, "targetedmessageinfo": true, "quotedreply": true,
}

// entities are those of the activity and of its semantic action.
func entities(root *node) []*node {
	found := slices.Collect(root.get("entities").elements())
	named := root.at("semanticAction", "entities")
	if !named.isObject() {
		return found
	}
	for e := range named.children() {
		if e.name != instanceKey {
			found = append(found, e)
		}
	}
	return found
}

func isEntity(n *node, kind string) bool { return strings.EqualFold(n.member("type"), kind) }

// entitiesDiffer compares what the entities say, not how they are written.
func entitiesDiffer(r *report, n *node) {
	list := n.get("entities")
	if list.firstElement() == nil || list.first.next == nil {
		return
	}
	seen := make(map[string]bool)
	for e := range list.elements() {
		var b strings.Builder
		e.canonical(&b)
		if seen[b.String()] {
			r.at(e, "says the same as another entity: send it once")
		}
		seen[b.String()] = true
	}
}

// entityIsWellFormed looks at the members without which a known entity says nothing.
func entityIsWellFormed(r *report, n *node) {
	const ignored = ", so receivers ignore the entity: "
	switch {
	case !n.isObject():
	case n.get("type") == nil:
		r.below(n, "type", "is missing"+ignored+"set it")
	case isEntity(n, schema.EntityMention):
		if n.at("mentioned", "id").str() == "" {
			r.below(n, "mentioned.id", "is missing"+ignored+"say who is mentioned")
		}
		if text := n.get("text"); text != nil && text.kind != kindString {
			r.at(text, "is no string"+ignored+"send the text of the mention")
		}
	case isEntity(n, schema.EntityString):
		if value := n.get("value"); value == nil || value.kind != kindString {
			r.below(n, "value", "is no string"+ignored+"send one")
		}
	case isEntity(n, schema.EntityNumber):
		if value := n.get("value"); value == nil || value.kind != kindNumber {
			r.below(n, "value", "is no number"+ignored+"send one")
		}
	case isEntity(n, schema.EntityGeoCoordinates):
		for _, member := range [...]string{"latitude", "longitude", "elevation"} {
			if m := n.get(member); m != nil && m.kind != kindNumber {
				r.at(m, "is no number"+ignored+"send degrees, and of the elevation meters")
			}
		}
		nameIsText(r, n)
	case isEntity(n, schema.EntityPlace), isEntity(n, schema.EntityThing):
		nameIsText(r, n)
	}
}

func nameIsText(r *report, n *node) {
	if m := n.get("name"); m != nil && m.kind != kindString {
		r.at(m, "is no string, so receivers ignore the entity: send the name")
	}
}

func entityTypeIsListed(r *report, n *node) {
	kind := n.member("type")
	if kind != "" && !isIRI(kind) && !isRelativeIRI(kind) && !plainEntityTypes[strings.ToLower(kind)] {
		r.below(n, "type", "is no IRI and none of the names that go without (A7612): send an IRI such as https://example.com/schema/thing")
	}
}

func entityTypeIsAbsolute(r *report, n *node) {
	if isRelativeIRI(n.member("type")) {
		r.below(n, "type", "is a relative IRI: write all of it")
	}
}

// isIRI reports whether a type begins with a scheme.
func isIRI(kind string) bool {
	scheme, rest, ok := strings.Cut(kind, ":")
	return ok && rest != "" && isScheme(scheme)
}

func isRelativeIRI(kind string) bool { return !isIRI(kind) && strings.ContainsAny(kind, "/#?") }

func botHasNoClient(r *report, n *node) {
	if isEntity(n, schema.EntityClientInfo) {
		r.at(n, "is clientInfo: a bot has no client; leave it out")
	}
}

func clientInfoSaysSomething(r *report, n *node) {
	if !isEntity(n, schema.EntityClientInfo) {
		return
	}
	for m := range n.children() {
		if m.name != "type" && m.kind != kindNull && (m.kind != kindString || m.text != "") {
			return
		}
	}
	r.at(n, "is a clientInfo that says nothing: leave it out")
}

func contextHasElements(r *report, n *node) {
	if isEntity(n, schema.EntityContext) && (n.first == nil || n.first.next == nil) {
		r.at(n, "is a context without elements, which receivers ignore: set screenContext, or leave it out")
	}
}

func contextIsWellFormed(r *report, n *node) {
	if !isEntity(n, schema.EntityContext) {
		return
	}
	screen := n.get("screenContext")
	if screen != nil && !screen.isObject() {
		r.at(screen, "is no object, so receivers ignore the context: send images in one")
	}
	images := screen.get("images")
	if images != nil && images.kind != kindArray {
		r.at(images, "is no list, so receivers ignore the context: send a list of strings")
	}
	for image := range images.elements() {
		if image.kind != kindString {
			r.at(image, "is no string, so receivers ignore the context: send base64 or a URL")
		}
	}
}

func screenContextHasProperties(r *report, n *node) {
	if !isEntity(n, schema.EntityContext) {
		return
	}
	if screen := n.get("screenContext"); screen.isObject() && screen.isEmpty() {
		r.at(screen, "has no properties, so receivers ignore it: set images, or leave it out")
	}
}
