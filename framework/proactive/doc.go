// Package proactive lets a bot speak first: it remembers the conversations that the bot meets and sends to them
// later.
//
// Wrap the bot's handler in [Remember], and every conversation goes into a [Store]. To speak there, read a [Record]
// and give its Reference to [Send]:
//
//	for record, err := range store.All(ctx) {
//		...
//		_, err = proactive.Send(ctx, adapter, record.Reference, schema.TextMessage("The build is green again."))
//	}
//
// People did not ask for such a message. Send few, say why they get it, and offer a way to stop it.
package proactive
