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
// The activity's type decides which events happen. An event may have several handlers: they run in the order of
// registration, and nobody has to call the next one. Where a line below names several events, they happen in that
// order. The first error ends the turn and is returned; [SkipRest] ends one event's handlers without being an error.
// What has no handler is no error either.
//
// Messages:
//
//   - message: the first route that matches (OnMessageText, OnMessageRegexp, OnMessageCommand), or else OnMessage.
//   - messageUpdate: OnMessageUpdate.
//   - messageDelete: OnMessageDelete.
//
// Conversations:
//
//   - conversationUpdate: OnConversationUpdate, then OnMembersAdded, then OnMembersRemoved.
//   - installationUpdate: OnInstallationUpdate, then OnInstallationAdd or OnInstallationRemove.
//   - contactRelationUpdate: OnContactRelationUpdate.
//   - endOfConversation: OnEndOfConversation.
//   - typing: OnTyping.
//
// Reactions:
//
//   - messageReaction: OnMessageReaction, then OnReactionsAdded, then OnReactionsRemoved.
//
// Events and commands, from programs:
//
//   - event: OnEventActivity, then what [OnEvent] registered for its name.
//   - command: OnCommand, then what the function [OnCommand] or OnSessionCommand registered for its name, which answers it. A
//     bot that has none of them answers that it does not support the command.
//   - commandResult: OnCommandResult.
//
// Invokes are answered, so each has one handler, and a second one panics; without one the channel is answered 501:
//
//   - adaptiveCard/action: what [OnAdaptiveCardAction] registered for its verb, or else OnAdaptiveCardInvoke.
//   - application/search: what OnSearch registered for its dataset, or else OnSearchInvoke.
//   - signin/verifyState, signin/tokenExchange: OnSignInInvoke.
//   - all others, and these too in place of the above: what [OnInvoke] registered for its name.
//
// Anything else:
//
//   - a type that the protocol does not define: OnUnrecognizedActivityType.
//   - deleteUserData, handoff, invokeResponse, suggestion, trace: nothing.
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
//	this.onMessageUpdate(f)                   bot.OnMessageUpdate(f)
//	this.onMessageDelete(f)                   bot.OnMessageDelete(f)
//	this.onConversationUpdate(f)              bot.OnConversationUpdate(f)
//	if (m.id !== a.recipient.id)              nothing, the bot is not in the list
//	this.onMembersRemoved(f)                  bot.OnMembersRemoved(f), also if the activity adds members
//	this.onInstallationUpdate(f)              bot.OnInstallationUpdate(f)
//	this.onInstallationUpdateAdd(f)           bot.OnInstallationAdd(f)
//	this.onInstallationUpdateRemove(f)        bot.OnInstallationRemove(f)
//	this.onMessageReaction(f)                 bot.OnMessageReaction(f)
//	this.onReactionsAdded(f)                  bot.OnReactionsAdded(f)
//	this.onReactionsRemoved(f)                bot.OnReactionsRemoved(f)
//	this.onTyping(f)                          bot.OnTyping(f)
//	this.onEndOfConversation(f)               bot.OnEndOfConversation(f)
//	this.onCommand(f)                         bot.OnCommand(f)
//	this.onCommandResult(f)                   bot.OnCommandResult(f)
//	override onInvokeActivity                 handlers.OnInvoke(&bot, "vendor/name", f)
//	super.onInvokeActivity(context)           nothing, an unknown invoke is answered 501
//	override onAdaptiveCardInvoke             handlers.OnAdaptiveCardAction(&bot, "verb", f); bot.OnAdaptiveCardInvoke(f)
//	override onSearchInvoke                   bot.OnSearch("dataset", f); bot.OnSearchInvoke(f)
//	override onSignInInvoke                   bot.OnSignInInvoke(f)
//	return { status: 200, body }              return body, nil
//	throw new InvokeException(409, body)      return nil, &framework.InvokeError{Status: 409, Body: body}
//	send type 'invokeResponse'                turn.SetInvokeResponse(status, body)
//	override onEventActivity                  bot.OnEventActivity(f)
//	this.onEvent(f)                           handlers.OnEvent(&bot, "vendor/name", f)
//	this.onTokenResponseEvent(f)              handlers.OnEvent(&bot, schema.EventTokenResponse, f)
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
