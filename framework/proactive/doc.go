// Package proactive lets a bot speak first: it remembers the people and conversations that the bot meets, and sends to
// them later.
//
// Wrap the bot's handler in [Remember], and everyone goes into a [Store] as a [Record]: who they are, how to reach them,
// and what they want to hear ([Preferences]). To speak to one of them, use [Tell]:
//
//	for record, err := range store.All(ctx, proactive.Filter{}) {
//		...
//		_, err = proactive.Tell(ctx, adapter, store, record.Key, schema.TextMessage("The build is green again."))
//	}
//
// With an address alone, use [Send] and [Update].
//
// To speak to many, describe them by an [Audience]: [Explain] says whom a message would reach, and why not others, and
// [Members] goes through them. A [Notifier] tells them: it leaves out who has opted out, sends nobody two messages on a
// topic within minutes or in quiet hours, and reports what became of each.
//
// What is remembered are personal data: [ErasePerson] and [EraseTenant] delete them. Package transfer takes them from one
// store to another, and in from other SDKs.
//
// People did not ask for such messages. Send few, say why they get them, and offer a way to act and a way to stop. What
// they have asked for, to be said at a time, once or again and again, is for [Alarms].
package proactive
