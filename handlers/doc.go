// Package handlers calls functions of a bot for what happens in a turn: a message, a member who joins, an invoke.
//
// Register them with an [ActivityHandler], whose zero value is ready, and give it to an adapter:
//
//	var bot handlers.ActivityHandler
//	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
//		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
//	})
//
// # What runs
//
// The activity's type decides which events happen, in this order:
//
//   - message: the first route that matches (OnMessageText, OnMessageRegexp, OnMessageCommand), or else OnMessage.
//   - conversationUpdate: OnConversationUpdate, then OnMembersAdded, then OnMembersRemoved.
//   - event: what [OnEvent] registered for its name.
//   - invoke: what [OnInvoke] registered for its name, or [OnAdaptiveCardAction] for its verb; without a handler the
//     channel is answered 501.
//   - a type that the protocol does not define: OnUnrecognizedActivityType.
//
// An event may have several handlers. They run in the order of registration; nobody has to call the next one. The
// first error ends the turn and is returned; [SkipRest] ends the event's handlers without being an error. What has
// no handler is no error either. An invoke has one handler, and a message at most one route, because they answer
// somebody.
//
// What shall wrap around handlers, or see every activity, is a [framework.Middleware].
//
// # Coming from botbuilder
//
// The habits of Microsoft's botbuilder for JavaScript, and what to write here:
//
//	botbuilder                                Convo
//
//	class Bot extends ActivityHandler         type Bot struct { handlers.ActivityHandler; ... }
//	override onMessageActivity                bot.OnMessage(f): register, an override would never run
//	this.onMessage(f)                         bot.OnMessage(f)
//	await next()                              nothing, the next handler runs by itself
//	leave out next()                          return handlers.SkipRest
//	await next(), then more                   framework.Middleware
//	this.onDialog(f)                          framework.Middleware, after its next.OnTurn
//	adapter.use(m), this.onTurn(f)            framework.Chain(&bot, m)
//	adapter.onTurnError = f                   framework.Middleware that looks at the error of next.OnTurn
//	switch (text.toLowerCase())               bot.OnMessageText("help", f)
//	TurnContext.removeRecipientMention(a)     turn.Activity.TextWithoutRecipient(); routes see this text
//	if (m.id !== a.recipient.id)              nothing, the bot is not in the list
//	this.onMembersRemoved(f)                  bot.OnMembersRemoved(f), also if the activity adds members
//	override onInvokeActivity                 handlers.OnInvoke(&bot, "vendor/name", f)
//	super.onInvokeActivity(context)           nothing, an unknown invoke is answered 501
//	override onAdaptiveCardInvoke             handlers.OnAdaptiveCardAction(&bot, "verb", f); bot.OnAdaptiveCardInvoke(f)
//	return { status: 200, body }              return body, nil
//	throw new InvokeException(409, body)      return nil, &framework.InvokeError{Status: 409, Body: body}
//	send type 'invokeResponse'                turn.SetInvokeResponse(status, body)
//	this.onEvent(f)                           handlers.OnEvent(&bot, "vendor/name", f)
//	this.onTokenResponseEvent(f)              handlers.OnEvent(&bot, "tokens/response", f)
//	this.onUnrecognizedActivityType(f)        bot.OnUnrecognizedActivityType(f)
//	context.activity                          turn.Activity
//	context.sendActivity('hi')                turn.SendText(ctx, "hi")
//	MessageFactory.text('hi')                 schema.TextMessage("hi")
//	CardFactory.heroCard('hi')                schema.HeroCard{Title: "hi"}.Attachment()
//	context.turnState.set(key, v)             key.Set(turn, v) of a framework.Key
//	context.onSendActivities(f)               turn.OnSend(f)
//	TurnContext.getConversationReference(a)   turn.ConversationReference()
//	adapter.continueConversationAsync(...)    turn.Adapter().ContinueConversation(ctx, ref, h)
//
// Each row is a test of that name.
package handlers
