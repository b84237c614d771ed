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
// Two refusals are answered at once, each once per request, because the channel did not take what it refused like that.
// After 401 a token source that keeps its token ([auth.TokenDropper]) drops it, and if there is another, that is tried. After
// 403 InvalidBotApiHost from Teams' public host the request goes to the host of the Government Community Cloud, if
// [Outbound.CheckURL] allows it; a new conversation's reference then names that host.
//
// # Limits
//
// Teams takes 7 messages a second to one conversation, 8 in two, 60 in thirty and 1800 an hour, and 50 requests a second
// from a bot in one tenant ([TeamsLimits]). A client keeps that as a budget: a message that would be too early waits, within
// MaxWait and the context's deadline, and what cannot go within them fails before anything is sent, with class RetryLater,
// RetryAfter and [ErrOverBudget]. Waits are logged at level debug. The limits hold for the service URLs of Teams alone;
// [Outbound.Limits] sets other ones or none.
//
// A conversation's messages keep their order. Among conversations of a tenant that has reached its limit, what answers an
// activity ([framework.Requested]) goes first, and what nobody asked for takes what is left.
//
// The budget is that of one process: several share the channel's limits without knowing of each other, and then a 429 is
// answered as above. It counts up to 10,000 conversations and as many tenants, in 4 MiB, or 15 if all are busy. An update, a
// deletion and a question count against the tenant alone.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
package connector
