// Package webhook takes an event of another system over HTTP and hands it, decoded, to a function: an alert, a build,
// an order, that the bot is to speak about.
//
//	router.Handle("/hooks/builds", webhook.New(key, func(ctx context.Context, in Build) (Answer, error) {
//		...
//		_, err := proactive.Send(ctx, adapter, ref, schema.TextMessage(in.Name+" is done."))
//	}))
//
// The caller posts JSON and names the key, a secret that both sides know: "Authorization: Bearer <key>". Whoever has
// it can make the bot speak. Make it long and random, say with openssl rand -hex 32, and serve the bot over HTTPS.
//
// A request is refused before anything of its body is read, unless its method is POST (405) and it has the key (401).
// Then comes the form: an address whose query can be read (400), application/json in UTF-8 without Content-Encoding
// (415), of a limited size (413), one JSON value that fits the function's argument (400). Reading is strict: member names match exactly, and a member that
// stands there twice is an error. Members that the argument does not have are passed over, unless [RefuseUnknown] is
// given. A refusal is {"error":{"code":"...","message":"..."}}; the message names the place in the body, but quotes no
// value.
//
// Nothing remembers what was received: a sender that repeats an event runs the function again, and two events run
// beside each other.
package webhook
