package lint

import (
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// voiceMessage is the valueType of a message that is spoken.
const voiceMessage = "application/vnd.microsoft.activity.voice+json"

// messageRules are about what is said.
//
//nolint:gochecknoglobals // an immutable table
var messageRules = []rule{
	{"A3010", both, knownTextFormat},
	{"A3011", both, textFormatIsNotPlain},
	{"A3013", Outbound, textFormatIsNotXML},
	{"A3014", Inbound, receivedTextIsPlain},
	{"A3034", Inbound, lacks("speak", "is set: a channel has nothing for a bot to speak")},
	{"A3040", both, isOneOf("inputHint", "acceptingInput (A3042)", schema.InputHintAccepting, schema.InputHintExpecting, schema.InputHintIgnoring, "accepting", "expecting", "ignoring")},
	{"A3041", Outbound, speakingChannelsHint},
	{"A3050", both, notEmpty("attachments")},
	{"A3060", both, isOneOf("attachmentLayout", "list (A3061)", schema.LayoutList, schema.LayoutCarousel)},
	{"A3071", Inbound, lacks("summary", "is set: a channel sums up nothing for a bot")},
	{"A3080", both, messageValueIsComplex},
	{"A3090", both, timeIsUTC("expiration")},
	{"A3100", both, knownImportance},
	{"A3120", Inbound, lacks("listenFor", "is set: a channel does not tell a bot what to listen for")},
	{"A5250", both, voiceSaysSo},
	{"A5251", both, voiceIsWhole},
	{"A5252", both, voiceIsWrittenToo},
	{"A6104", Inbound, suggestionsAreForPeople},
	{"A7701", both, suggestedActionsHaveActions},
	{"A7720", both, highlightCountsUp},
	{"A7721", both, highlightHasText},
	{"A7722", both, highlightLeavesOutTheFirst},
	{"A9300", Outbound, phrasesArePlain},
	{"A9301", Outbound, sourcesAreEnclosed},
	{"A9302", Outbound, sourcesAreEncoded},
}

func knownTextFormat(r *report, n *node) {
	formats := []string{schema.TextFormatPlain, schema.TextFormatMarkdown, schema.TextFormatXML, schema.TextFormatExtendedMarkdown}
	if n.member("channelId") != schema.ChannelTeams && r.d != Outbound {
		formats = formats[:3]
	}
	isOneOf("textFormat", "plain (A3012)", formats...)(r, n)
}

func textFormatIsNotPlain(r *report, n *node) {
	if m := n.get("textFormat"); m.str() == schema.TextFormatPlain {
		r.at(m, "is plain, which is what no format means: leave it out")
	}
}

func textFormatIsNotXML(r *report, n *node) {
	if m := n.get("textFormat"); m.str() == schema.TextFormatXML {
		r.at(m, "is xml, which few channels take (A3016): send markdown, or silence this number if the channel is known to take it")
	}
}

func receivedTextIsPlain(r *report, n *node) {
	if m := n.get("textFormat"); m.str() == schema.TextFormatMarkdown || m.str() == schema.TextFormatXML {
		r.at(m, "is not plain: a channel sends a bot plain text")
	}
}

// speakingChannelsHint knows the channels that open the microphone by the hint.
func speakingChannelsHint(r *report, n *node) {
	switch n.member("channelId") {
	case schema.ChannelDirectLineSpeech, schema.ChannelCortana, schema.ChannelAlexa:
		if n.member("inputHint") == "" {
			r.below(n, "inputHint", "is missing: on this channel it says whether the bot listens; send acceptingInput or another")
		}
	}
}

func messageValueIsComplex(r *report, n *node) {
	if m := n.get("value"); m.isPrimitive() {
		r.at(m, "is a plain value: send an object, or leave it out")
	}
}

func knownImportance(r *report, n *node) {
	levels := []string{schema.ImportanceLow, schema.ImportanceNormal, schema.ImportanceHigh, schema.ImportanceUrgent}
	if n.member("channelId") != schema.ChannelTeams {
		levels = levels[:3]
	}
	isOneOf("importance", "normal (A3101)", levels...)(r, n)
}

// voiceSaysSo finds sound in the value of a message that does not say that it is a voice message.
func voiceSaysSo(r *report, n *node) {
	value := n.get("value")
	isSound := strings.HasPrefix(value.member("contentType"), "audio/") && value.member("contentUrl") != ""
	if isSound && n.member("valueType") != voiceMessage {
		r.below(n, "valueType", "does not say that value is a voice message: set it to "+voiceMessage)
	}
}

func voiceIsWhole(r *report, n *node) {
	if n.member("valueType") != voiceMessage {
		return
	}
	for _, member := range [...]string{"contentType", "contentUrl"} {
		if n.at("value", member).str() == "" {
			r.below(n, "value."+member, "is missing: a voice message says what its sound is and where; set it")
		}
	}
}

func voiceIsWrittenToo(r *report, n *node) {
	if n.member("valueType") == voiceMessage && n.at("value", "transcription").str() == "" {
		r.below(n, "value.transcription", "is missing: who cannot hear needs the words; set it")
	}
}

func suggestionsAreForPeople(r *report, n *node) {
	if m := n.get("type"); m.str() == schema.TypeSuggestion {
		r.at(m, "is suggestion: a channel sends a bot none")
	}
}

func suggestedActionsHaveActions(r *report, n *node) {
	if m := n.get("suggestedActions"); m.isObject() && m.get("actions").firstElement() == nil {
		r.at(m, "has no actions: leave it out")
	}
}

func highlightCountsUp(r *report, n *node) {
	for h := range n.get("textHighlights").elements() {
		if i, ok := h.get("occurrence").integer(); ok && i < 0 {
			r.below(h, "occurrence", "is less than 0, so receivers ignore the highlight: count from 1")
		}
	}
}

func highlightHasText(r *report, n *node) {
	for h := range n.get("textHighlights").elements() {
		if h.isObject() && h.member("text") == "" {
			r.below(h, "text", "is missing or empty, so receivers ignore the highlight (A7720): set it to the passage")
		}
	}
}

func highlightLeavesOutTheFirst(r *report, n *node) {
	for h := range n.get("textHighlights").elements() {
		if i, ok := h.get("occurrence").integer(); ok && (i == 0 || i == 1) {
			r.below(h, "occurrence", "is 0 or 1, which is what its absence means: leave it out")
		}
	}
}

// phrasesArePlain is about what a bot listens for: phrases as they are said, and sources of phrases in braces.
func phrasesArePlain(r *report, n *node) {
	for phrase := range n.get("listenFor").elements() {
		said := strings.TrimSpace(phrase.str())
		switch {
		case isEnclosed(said, "{", "}"):
			if !strings.Contains(said, ":") {
				r.add(Must, phrase.path(""), "is a phrase in braces, which are for sources: write it without them")
			}
		case isEnclosed(said, "(", ")"), strings.HasSuffix(said, "."), strings.HasSuffix(said, ","), strings.HasSuffix(said, ";"):
			r.at(phrase, "has punctuation that nobody says: leave it out")
		}
	}
}

func sourcesAreEnclosed(r *report, n *node) {
	for phrase := range n.get("listenFor").elements() {
		said := strings.TrimSpace(phrase.str())
		inside, isSource := inBraces(said)
		switch {
		case isSource && (inside != strings.TrimSpace(inside) || said != phrase.text):
			r.add(Should, phrase.path(""), "has space beside its braces: take it away")
		case !isSource && !strings.ContainsAny(said, " \t") && (strings.Contains(said, "://") || strings.HasPrefix(said, "luis:")):
			r.at(phrase, "is a source of phrases without braces: write {"+"...}")
		}
	}
}

func sourcesAreEncoded(r *report, n *node) {
	for phrase := range n.get("listenFor").elements() {
		if inside, ok := inBraces(strings.TrimSpace(phrase.str())); ok && strings.ContainsAny(inside, `{}"`) {
			r.at(phrase, "has a brace or a quotation mark in a source: write %7B, %7D, %22")
		}
	}
}

func isEnclosed(s, before, after string) bool {
	return len(s) > 1 && strings.HasPrefix(s, before) && strings.HasSuffix(s, after)
}

func inBraces(s string) (inside string, ok bool) {
	if !isEnclosed(s, "{", "}") {
		return "", false
	}
	return s[1 : len(s)-1], true
}
