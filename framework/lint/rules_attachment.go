package lint

import "strings"

// attachmentRules are about each attachment.
//
//nolint:gochecknoglobals // an immutable table
var attachmentRules = []rule{
	{"A7100", both, contentOrURL},
	{"A7110", both, contentIsComplex},
	{"A7120", Outbound, urlIsWeb("contentUrl")},
	{"A7121", Outbound, urlIsSafe("contentUrl")},
	{"A7123", Inbound, receivedIsNoData},
	{"A7140", Outbound, urlIsWeb("thumbnailUrl")},
	{"A7141", Outbound, urlIsSafe("thumbnailUrl")},
	{"A7143", Inbound, lacks("thumbnailUrl", "is set: a bot has nothing to show; a channel leaves it out")},
}

// contentOrURL lets Teams have both, which says what a file is in one and where it is in the other.
func contentOrURL(r *report, n *node) {
	if strings.HasPrefix(n.member("contentType"), "application/vnd.microsoft.teams.") {
		return
	}
	if n.get("content") != nil && n.get("contentUrl") != nil {
		r.at(n, "has both content and contentUrl: send one of them")
	}
}

func contentIsComplex(r *report, n *node) {
	if m := n.get("content"); m.isPrimitive() {
		r.at(m, "is a plain value: send an object, or the data at contentUrl")
	}
}

// urlIsWeb wants what every receiver takes, or at least may take.
func urlIsWeb(member string) func(*report, *node) {
	return func(r *report, n *node) {
		m := n.get(member)
		if m.str() == "" {
			return
		}
		switch scheme(m.text) {
		case "https", "http", "data":
		default:
			r.at(m, "is no https URL, which is what every receiver takes: send one, or a data URI")
		}
	}
}

// urlIsSafe leaves a machine's own servers alone.
func urlIsSafe(member string) func(*report, *node) {
	return func(r *report, n *node) {
		m := n.get(member)
		if scheme(m.str()) == "http" && !isLoopback(m.text) {
			r.at(m, "is an http URL, which receivers may refuse: send https")
		}
	}
}

func isLoopback(url string) bool {
	_, rest, _ := strings.Cut(url, "://")
	for _, host := range [...]string{"localhost", "127.0.0.1", "[::1]"} {
		if after, ok := strings.CutPrefix(rest, host); ok && (after == "" || strings.ContainsRune(":/?#", rune(after[0]))) {
			return true
		}
	}
	return false
}

func receivedIsNoData(r *report, n *node) {
	if m := n.get("contentUrl"); scheme(m.str()) == "data" {
		r.at(m, "is a data URI: a channel sends a bot the URL of a file")
	}
}
