package lint

import "github.com/convobot/convo/framework/schema"

// actionRules are about each card action: a button of a card or of the suggested actions.
//
//nolint:gochecknoglobals // an immutable table
var actionRules = []rule{
	{"A7225", both, altTextDiffers},
	{"A7350", both, messageBackIsComplex},
	{"A7359", both, messageBackIsShown},
	{"A7372", both, valueIsText(schema.ActionPostBack)},
	{"A7380", both, valueIsURL(schema.ActionOpenURL, "A7381")},
	{"A7382", both, valueIsNoData(schema.ActionOpenURL, "a channel drops the button")},
	{"A7390", both, valueIsURL(schema.ActionDownloadFile, "A7391")},
	{"A7392", both, valueIsNoData(schema.ActionDownloadFile, "a channel drops the button")},
	{"A7400", both, valueIsURL(schema.ActionShowImage, "A7401")},
	{"A7402", both, valueIsNoData(schema.ActionShowImage, "a channel may reject the button")},
	{"A7410", both, valueIsURL(schema.ActionSignIn, "A7411")},
	{"A7412", both, valueIsNoData(schema.ActionSignIn, "a channel drops the button")},
	{"A7421", both, valueIsText(schema.ActionPlayAudio)},
	{"A7422", both, valueIsNoData(schema.ActionPlayAudio, "few channels play it")},
	{"A7431", both, valueIsText(schema.ActionPlayVideo)},
	{"A7432", both, valueIsNoData(schema.ActionPlayVideo, "few channels play it")},
	{"A7440", both, callIsTelephone},
}

func altTextDiffers(r *report, n *node) {
	if m := n.get("imageAltText"); m.str() != "" && m.text == n.member("text") {
		r.at(m, "is the same as text, which receivers take without it: leave it out")
	}
}

func messageBackIsComplex(r *report, n *node) {
	if n.member("type") != schema.ActionMessageBack {
		return
	}
	if m := n.get("value"); m.isPrimitive() {
		r.at(m, "is a plain value, which a channel may drop (A7351): send an object, or leave it out")
	}
}

func messageBackIsShown(r *report, n *node) {
	if n.member("type") == schema.ActionMessageBack && n.member("title") == "" && n.member("image") == "" {
		r.below(n, "title", "is missing, and so is image, so a channel may drop the button: set one of them")
	}
}

func valueIsText(kind string) func(*report, *node) {
	return func(r *report, n *node) {
		if m := n.get("value"); n.member("type") == kind && m != nil && m.kind != kindString {
			r.at(m, "is no string, so a channel rejects it: send one")
		}
	}
}

// valueIsURL wants a button to lead somewhere. receivers is the number that lets them refuse it otherwise.
func valueIsURL(kind, receivers string) func(*report, *node) {
	return func(r *report, n *node) {
		if n.member("type") == kind && scheme(n.member("value")) == "" {
			r.below(n, "value", "is no absolute URL, so receivers may reject the button ("+receivers+"): send one")
		}
	}
}

func valueIsNoData(kind, consequence string) func(*report, *node) {
	return func(r *report, n *node) {
		if n.member("type") == kind && scheme(n.member("value")) == "data" {
			r.below(n, "value", "is a data URI: "+consequence+"; send the URL of where it is")
		}
	}
}

func callIsTelephone(r *report, n *node) {
	if n.member("type") == schema.ActionCall && scheme(n.member("value")) != "tel" {
		r.below(n, "value", "is no tel: URL, so receivers reject the button (A7441): write tel:+4930123456")
	}
}
