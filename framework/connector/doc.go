// Package connector is the client of the Bot Connector service: it sends what a bot says, and asks a channel about
// its conversations and their members.
//
// A handler gets a [Client] from its turn with [FromTurn]. An adapter embeds an [Outbound], which is the sending half
// of a framework.Adapter.
//
// # What can go wrong
//
// What the channel refuses, and what happens on the way to it, is a [framework.ChannelError]; its class says what to do.
// An id that cannot be part of a route is an [InvalidIDError], and nothing is sent.
//
// Sending a message is not idempotent and the protocol has no key to make it so. Therefore a POST is repeated
// automatically only where that cannot double a message: after 429 (too many requests) and 412 (concurrent changes),
// and when the request was not written. After 408, 5xx, a timeout or a broken connection it is not, and the class is
// Ambiguous: the channel may have delivered the message. So it is when the channel answers 2xx with a body that breaks
// off or is not JSON: it, or a gateway in its place, took the message.
//
// GET, PUT and DELETE may be repeated without harm; their class is RetryLater where a POST's is Ambiguous because of the
// way, and they are repeated automatically also after 502, 503, 504 and broken connections.
//
// Waits are as long as Retry-After says, else half a second doubling each time; at most 4 attempts are made, and
// [Outbound.MaxWait] bounds the waits of one call in all.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
package connector
