package lint

import (
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// baseRules are about what every activity has.
//
//nolint:gochecknoglobals // an immutable table
var baseRules = []rule{
	{"A2010", both, needs("type", "is missing: it says what the activity is; send message, event, ...")},
	{"A2020", Inbound, needs("channelId", "is missing: a channel names itself")},
	{"A2030", Inbound, messageHasID},
	{"A2031", Outbound, lacks("id", "is set: the channel gives it; leave it out")},
	{"A2040", Inbound, receivedHasTimestamp},
	{"A2041", Outbound, lacks("timestamp", "is set: the channel notes the time; leave it out")},
	{"A2043", both, timeIsUTC("timestamp")},
	{"A2050", both, localTimeHasOffset},
	{"A2060", Inbound, needs("from.id", "is missing: a channel says who sent the activity")},
	{"A2061", Outbound, needs("from.id", "is missing: channels may refuse an activity that has no sender; set the bot's account")},
	{"A2063", Outbound, fromHasNoName},
	{"A2070", Inbound, needs("recipient.id", "is missing: a channel says which bot it speaks to")},
	{"A2071", Outbound, recipientIsForSuggestions},
	{"A2080", both, needs("conversation.id", "is missing: an activity belongs to a conversation; set its id")},
	{"A2082", Outbound, lacks("conversation.name", "is set: the channel knows it; leave it out")},
	{"A2083", Outbound, lacks("conversation.isGroup", "is set: the channel knows it; leave it out")},
	{"A2083", Outbound, typeIsForStreams},
	{"A2090", both, repliesNameWhat},
	{"A2100", both, notEmpty("entities")},
	{"A2102", both, entitiesDiffer},
	{"A2200", Inbound, channelDataIsComplex},
	{"A2250", both, lacks("callerId", "is set: it never travels, and receivers discard it (A2251); leave it out")},
	{"A2300", Inbound, needs("serviceUrl", "is missing: a channel says where the answers go")},
	{"A2302", Outbound, lacks("serviceUrl", "is set: the channel ignores it; leave it out")},
	{"A3110", both, isOneOf("deliveryMode", "normal (A3111)", schema.DeliveryNormal, schema.DeliveryExpectReplies, schema.DeliveryEphemeral, schema.DeliveryStream)},
	{"A3116", Outbound, asksChannelForNoReplies},
	{"A4110", both, lacks("historyDisclosed", "is set: it is deprecated; leave it out")},
	{"A7512", both, lacks("conversation.role", "is set: it is not to be used, and receivers ignore it; leave it out")},
	{"A7550", both, referenceIsWhole},
	{"A9246", both, oneStreamInfo},
}

// needs wants a member that is a string with something in it.
func needs(path, problem string) func(*report, *node) {
	names := strings.Split(path, ".")
	return func(r *report, n *node) {
		if n.at(names...).str() == "" {
			r.below(n, path, problem)
		}
	}
}

// typeIsForStreams wants a conversation's type to be left out, but for texts that are streamed: Teams documents them with it.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux#start-streaming
func typeIsForStreams(r *report, n *node) {
	if streamInfo(n) == nil {
		lacks("conversation.conversationType", "is set: the channel knows it; leave it out")(r, n)
	}
}

// lacks wants a member not to be there.
func lacks(path, problem string) func(*report, *node) {
	names := strings.Split(path, ".")
	return func(r *report, n *node) {
		if m := n.at(names...); m != nil {
			r.at(m, problem)
		}
	}
}

// notEmpty wants a list to be absent rather than empty.
func notEmpty(member string) func(*report, *node) {
	return func(r *report, n *node) {
		if m := n.get(member); m.isEmpty() {
			r.at(m, "is empty: leave it out")
		}
	}
}

// isOneOf wants a string to be one of the values, if it is there. Receivers take it as otherwise.
func isOneOf(member, otherwise string, values ...string) func(*report, *node) {
	return func(r *report, n *node) {
		m := n.get(member)
		if m.str() != "" && !slices.Contains(values, m.text) {
			r.at(m, "is none of "+strings.Join(values, ", ")+": receivers take it as "+otherwise+"; send one of them or leave it out")
		}
	}
}

// timeIsUTC wants a time to say Z. One that is no time at all is a matter of its type.
func timeIsUTC(member string) func(*report, *node) {
	return func(r *report, n *node) {
		m := n.get(member)
		if _, ok := parseTime(m.str()); ok && !isUTC(m.text) {
			r.at(m, "is not in UTC: end it with Z")
		}
	}
}

func messageHasID(r *report, n *node) {
	switch n.member("type") {
	case schema.TypeMessage, schema.TypeMessageUpdate, schema.TypeMessageDelete:
		if n.member("id") == "" {
			r.below(n, "id", "is missing: a channel that recorded a message names it")
		}
	}
}

func receivedHasTimestamp(r *report, n *node) {
	if n.member("timestamp") == "" && n.member("type") != schema.TypeTyping {
		r.below(n, "timestamp", "is missing: a channel notes when it recorded an activity")
	}
}

func localTimeHasOffset(r *report, n *node) {
	m := n.get("localTimestamp")
	if _, ok := parseTime(m.str()); ok && !hasOffset(m.text) {
		r.at(m, "has no offset from UTC: write 2026-11-21T10:30:00+01:00")
	}
}

// fromHasNoName is about Teams, which shows the name that it knows. Elsewhere the name that is sent may be what the reader
// sees.
func fromHasNoName(r *report, n *node) {
	if m := n.at("from", "name"); m != nil && n.member("channelId") == schema.ChannelTeams {
		r.at(m, "is set: the channel knows the bot's name; leave it out")
	}
}

// recipientIsForSuggestions knows one more exception: Teams shows a targeted message to its recipient alone.
func recipientIsForSuggestions(r *report, n *node) {
	recipient := n.get("recipient")
	if n.member("type") == schema.TypeSuggestion {
		if recipient.member("id") == "" {
			r.add(Must, "recipient.id", "is missing: a suggestion says for whom it is; set it")
		}
		return
	}
	targeted := recipient.get("isTargeted")
	if recipient != nil && (targeted == nil || targeted.kind != kindTrue) {
		r.at(recipient, "is set: a bot speaks to a conversation; leave it out, but for a suggestion")
	}
}

func repliesNameWhat(r *report, n *node) {
	if n.member("replyToId") != "" {
		return
	}
	switch n.member("type") {
	case schema.TypeSuggestion:
		if n.get("textHighlights").firstElement() != nil {
			r.below(n, "replyToId", "is missing: textHighlights are passages of the activity that it names; set it")
		}
	case schema.TypeCommandResult:
		if n.at("value", "commandId") == nil {
			r.below(n, "replyToId", "is missing, and so is value.commandId: nothing says which command this answers; set one of them")
		}
	}
}

func channelDataIsComplex(r *report, n *node) {
	if m := n.get("channelData"); m.isPrimitive() {
		r.at(m, "is a plain value: a channel should make it an object or leave it out")
	}
}

func asksChannelForNoReplies(r *report, n *node) {
	if m := n.get("deliveryMode"); m.str() == schema.DeliveryExpectReplies {
		r.at(m, "is expectReplies: a channel has no replies to give; leave it out")
	}
}

// referenceIsWhole is about a conversation reference, which an activity has one of.
func referenceIsWhole(r *report, n *node) {
	reference := n.get("relatesTo")
	if reference == nil {
		return
	}
	if reference.member("channelId") == "" {
		r.below(reference, "channelId", "is missing: a conversation reference names its channel, even if it is the same; set it")
	}
	if reference.at("conversation", "id").str() == "" {
		r.below(reference, "conversation.id", "is missing: a conversation reference names its conversation; set it")
	}
}
