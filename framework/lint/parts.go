package lint

import (
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// parts runs the rules of what an activity consists of: entities, attachments, and the buttons wherever they are.
func (r *report) parts(root *node) {
	for _, e := range entities(root) {
		r.run(onEntity, e)
	}
	for action := range root.at("suggestedActions", "actions").elements() {
		r.run(onAction, action)
	}
	for attachment := range root.get("attachments").elements() {
		r.run(onAttachment, attachment)
		if hasCardActions(attachment.member("contentType")) {
			r.card(attachment.get("content"))
		}
	}
}

// card runs the rules of a card's buttons.
func (r *report) card(card *node) {
	r.tap(card)
	for button := range card.get("buttons").elements() {
		r.run(onAction, button)
	}
	for _, list := range [...]string{"images", "items"} {
		for part := range card.get(list).elements() {
			r.tap(part)
			r.tap(part.get("image"))
		}
	}
}

func (r *report) tap(part *node) {
	if tap := part.get("tap"); tap.isObject() {
		r.run(onAction, tap)
	}
}

// hasCardActions reports whether a card is one of those whose buttons are the protocol's.
func hasCardActions(contentType string) bool {
	switch contentType {
	case schema.ContentTypeHeroCard, schema.ContentTypeThumbnailCard, schema.ContentTypeReceiptCard,
		schema.ContentTypeSignInCard, schema.ContentTypeOAuthCard, schema.ContentTypeAnimationCard,
		schema.ContentTypeAudioCard, schema.ContentTypeVideoCard:
		return true
	}
	return false
}

// scheme returns the scheme of an absolute URL in lower case, or "". One of the web names a host, and has no space in it.
func scheme(url string) string {
	before, rest, ok := strings.Cut(url, ":")
	if !ok || rest == "" || !isScheme(before) {
		return ""
	}
	name := strings.ToLower(before)
	if (name == "https" || name == "http") && !isWebAddress(rest) {
		return ""
	}
	return name
}

// isWebAddress reports whether a host follows the scheme of an http or https URL.
func isWebAddress(rest string) bool {
	address, ok := strings.CutPrefix(rest, "//")
	return ok && address != "" && !strings.ContainsRune("/?#:@", rune(address[0])) && !strings.ContainsAny(address, " \t\r\n")
}

// isScheme reports whether s can be the scheme of a URI (RFC 3986).
func isScheme(s string) bool {
	if len(s) > 64 {
		return false
	}
	for i, c := range []byte(s) {
		isLetter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		isOther := c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'
		if !isLetter && (i == 0 || !isOther) {
			return false
		}
	}
	return s != ""
}
