package lint

import "github.com/convobot/convo/framework/schema"

// eventRules, and those below, are about activities that programs read.
//
//nolint:gochecknoglobals // immutable tables
var (
	eventRules = []rule{
		{"A5001", both, needs("name", "is missing: it says which event this is")},
		{"A5200", both, relatesElsewhere},
		{"A5250", both, voiceIsAMessage},
	}
	invokeRules = []rule{
		{"A3114", both, invokeExpectsNoReplies},
		{"A5401", both, needs("name", "is missing: it says what is asked for")},
		{"A5600", both, relatesElsewhere},
		{"A5250", both, voiceIsAMessage},
	}
	updateRules = []rule{
		{"A4101", both, membersDiffer},
	}
	typingRules = []rule{
		{"A5250", both, voiceIsAMessage},
	}
)

// relatesElsewhere knows two events that never travel: their turns are the bot's own.
func relatesElsewhere(r *report, n *node) {
	if name := n.member("name"); name == schema.EventContinueConversation || name == schema.EventCreateConversation {
		return
	}
	reference := n.get("relatesTo")
	id := reference.at("conversation", "id").str()
	channel := reference.member("channelId")
	if id != "" && id == n.at("conversation", "id").str() && (channel == "" || channel == n.member("channelId")) {
		r.at(reference, "is about the activity's own conversation: it is for others; leave it out")
	}
}

func invokeExpectsNoReplies(r *report, n *node) {
	if m := n.get("deliveryMode"); m.str() == schema.DeliveryExpectReplies {
		r.at(m, "is expectReplies: an invoke has its own answer; leave it out")
	}
}

func voiceIsAMessage(r *report, n *node) {
	if m := n.get("valueType"); m.str() == voiceMessage {
		r.at(m, "says voice message, and the activity is none: send it as type message")
	}
}

// membersDiffer looks at both lists together.
func membersDiffer(r *report, n *node) {
	seen := map[string]bool{}
	for _, list := range [...]string{"membersAdded", "membersRemoved"} {
		for member := range n.get(list).elements() {
			id := member.member("id")
			if id != "" && seen[id] {
				r.below(member, "id", "stands in membersAdded or membersRemoved already: name everyone once")
			}
			seen[id] = true
		}
	}
}
