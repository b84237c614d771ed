// Package framework is the core of Convo: what a turn is, how a handler sees it, and how turns are run.
//
// An [Adapter] speaks one channel's protocol. It turns what arrives into an activity and gives it to an [Engine],
// which runs a [Handler] with a [TurnContext]: the activity, and the means to answer it. Most handlers are a
// handlers.ActivityHandler; most adapters are cloud.Adapter in production and package fake in tests.
//
// # One turn
//
// The engine promises, within one process:
//
//   - An activity that the channel delivers twice runs once; the second delivery gets the first one's answer.
//   - The notifications of one conversation run one at a time, in the order of arrival. Invokes run at once.
//   - A notification that takes longer than eight seconds is acknowledged and goes on. A client that hangs up
//     cancels nothing: a turn ends when its handler returns or its time limit passes.
//   - A message that the bot itself sent runs nothing: a channel that echoes cannot make a bot answer itself.
//   - A panic ends its turn and nothing else.
//   - [Engine.Shutdown] waits for every turn, acknowledged ones included.
//
// What a flood can take is bounded, per conversation ([Engine.QueueLimit]) and in all ([Engine.TurnLimit],
// [Engine.ByteLimit]), and so is what is remembered. What is beyond that is not accepted; the channel is told to come
// back, which it may not do: how often Teams and others deliver again after a 503, if at all, is not documented.
// [Engine.Stats] says how full it is.
//
// Across several processes the first promise holds if they share an inbox, [Engine.Inbox], and so does [Once]: one of them
// runs the activity, and a delivery to another one waits for the answer. The second promise does not: each process has its
// own queues, so route one conversation to one process where the order matters. Without an inbox, do so in any case, or make
// handlers idempotent.
//
// # What a crash can lose
//
// An engine without an inbox keeps everything in memory. When its process is killed:
//
//   - A turn whose activity was not answered, running or waiting, runs again from its beginning if the channel delivers
//     the activity again, which the protocol does not promise. What it had said, it says again.
//   - A turn that was acknowledged before its end, running or waiting, is lost: the channel has no reason to deliver its
//     activity again. The same is true of one that fails after it was acknowledged.
//   - The answers of ended turns are forgotten, and so are the keys of [Once]: an activity that is delivered once more, and
//     an effect that is asked for once more, run again.
//
// With an inbox:
//
//   - A turn whose activity was not answered runs again as without one. What it had said, it says again, unless it did so in
//     [Once]; if its process died in there, that too.
//   - A turn that was acknowledged before its end is not lost. The inbox has its activity before the channel hears that it
//     was accepted; a process that runs [Engine.Resume], as cloud.ListenAndServe does, runs it again from its beginning. One
//     whose turn has taken its process down three times is set aside.
//   - One that fails after it was acknowledged is tried again if it said nothing and its error has the class RetryLater,
//     three turns in all. Otherwise it is set aside with its error, for [SetAsideRetention]: [Inbox.AllSetAside] lists these,
//     [Inbox.Retry] has one run again, and Stats.SetAside counts them.
//   - The answers of ended turns are kept for Engine.DuplicateWindow, those of the last milliseconds excepted, which are
//     written a little later. The keys of Once are kept at once. A turn that was acknowledged early has ended when the inbox
//     has heard of it; if the process dies in the moment before, it runs again.
//   - A process that lives but cannot reach an inbox which others share is taken for dead after a while (package sqlstore
//     says when). What it has claimed then runs in another one too, effects of Once included, while its own turns go on.
//
// [Engine.Shutdown] loses nothing of this that it is given time for; what it has to cut off, an inbox keeps for the next
// process. What must not be lost without an inbox, write to a database before anything that takes long; what must not happen
// twice, recognise there, or put into [Once].
//
// # Speaking first
//
// [TurnContext.ConversationReference] is the address of a conversation. Keep it (package proactive does), and
// [Adapter.ContinueConversation] or proactive.Send speak there later. [TurnContext.CreateConversation] starts a
// new one.
//
// # Errors
//
// What a channel refuses is a [*ChannelError], whose [Class] says what to do about it.
package framework
