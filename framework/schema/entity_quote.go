package schema

import (
	"html"
	"slices"
)

// QuotePlaceholder returns what stands in a text where a [QuotedReply] of that message is shown.
func QuotePlaceholder(messageID string) string {
	return `<quoted messageId="` + html.EscapeString(messageID) + `"/>`
}

// Quote puts a quote of the message with that id in front of the text: its placeholder and its entity. Teams shows who
// wrote what.
//
// Spec: https://microsoft.github.io/teams-sdk/typescript/essentials/sending-messages/
func (a *Activity) Quote(messageID string) {
	placeholder := QuotePlaceholder(messageID)
	if a.Text != "" {
		placeholder += " "
	}
	a.Text = placeholder + a.Text
	a.Entities = append([]Entity{QuotedReply{QuotedReply: QuotedMessage{MessageID: messageID}}}, a.Entities...)
}

// AppendQuote puts a quote of the message with that id at the end of the text, so that several can be answered one by one:
// quote, answer, quote, answer. See [Activity.Quote].
func (a *Activity) AppendQuote(messageID string) {
	a.Text += QuotePlaceholder(messageID)
	a.Entities = append(slices.Clip(a.Entities), QuotedReply{QuotedReply: QuotedMessage{MessageID: messageID}})
}

// Quotes returns what the activity quotes, in order.
func (a *Activity) Quotes() []QuotedMessage {
	var out []QuotedMessage
	for _, e := range a.Entities {
		if q, ok := entityAs[QuotedReply](e); ok {
			out = append(out, q.QuotedReply)
		}
	}
	return out
}
