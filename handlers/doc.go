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
//   - message: the first route that matches (OnMessageText, OnMessageRegexp, OnMessageCommand, OnMessageMatch), or else
//     OnMessage.
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
// # What runs in Teams
//
// A [TeamsActivityHandler] runs all of the above, and what only Microsoft Teams sends. Invokes and events go by their names,
// so the handlers below are what [OnInvoke] and [OnEvent] would register, with the types and rules of Teams. The rest
// goes by the eventType of the channel data, and runs after the handlers above.
//
// Members, channels and teams:
//
//   - conversationUpdate: OnTeamsMembersAdded, then OnTeamsMembersRemoved, then what its eventType has:
//   - channelCreated, channelDeleted, channelRenamed, channelRestored: OnChannelCreated, OnChannelDeleted,
//     OnChannelRenamed, OnChannelRestored.
//   - channelShared, channelUnshared: OnChannelShared, OnChannelUnshared.
//   - channelMemberAdded, channelMemberRemoved: OnChannelMemberAdded, OnChannelMemberRemoved.
//   - teamMemberAdded, teamMemberRemoved: OnTeamMemberAdded, OnTeamMemberRemoved.
//   - teamArchived, teamUnarchived, teamRenamed: OnTeamArchived, OnTeamUnarchived, OnTeamRenamed.
//   - teamDeleted, teamHardDeleted, teamRestored: OnTeamDeleted, OnTeamHardDeleted, OnTeamRestored.
//
// Messages:
//
//   - messageUpdate: OnMessageEdit for the eventType editMessage, OnMessageUndelete for undeleteMessage.
//   - messageDelete: OnMessageSoftDelete for softDeleteMessage.
//   - the event application/vnd.microsoft.readReceipt: OnReadReceipt.
//
// Meetings, and an agent's own user:
//
//   - the events application/vnd.microsoft.meetingStart and meetingEnd: OnMeetingStart, OnMeetingEnd.
//   - the events application/vnd.microsoft.meetingParticipantJoin and meetingParticipantLeave: OnMeetingParticipantsJoin,
//     OnMeetingParticipantsLeave.
//   - the event agentLifecycle: OnAgentLifecycle, by its valueType.
//
// Dialogs, tabs and configuration:
//
//   - task/fetch, task/submit: what [OnDialogFetch] or [OnDialogSubmit] registered for the dialog, or else OnTaskFetch,
//     OnTaskSubmit.
//   - tab/fetch, tab/submit: OnTabFetch, OnTabSubmit.
//   - config/fetch, config/submit: OnConfigFetch, OnConfigSubmit.
//
// Message extensions, where a handler may be of some commands only:
//
//   - composeExtension/query: OnMessagingExtensionQuery.
//   - composeExtension/selectItem: OnMessagingExtensionSelectItem.
//   - composeExtension/queryLink, anonymousQueryLink: OnAppBasedLinkQuery, OnAnonymousAppBasedLinkQuery.
//   - composeExtension/fetchTask: OnMessagingExtensionFetchTask.
//   - composeExtension/submitAction: OnMessagingExtensionSubmitAction, or, of a preview, OnMessagingExtensionPreviewEdit or
//     OnMessagingExtensionPreviewSend.
//   - composeExtension/querySettingUrl, setting: OnMessagingExtensionQuerySettingURL, OnMessagingExtensionSetting.
//   - composeExtension/onCardButtonClicked: OnMessagingExtensionCardButtonClicked.
//
// Cards, files and what is done with a message:
//
//   - an invoke without a name: OnCardActionInvoke.
//   - actionableMessage/executeAction: OnO365ConnectorCardAction.
//   - fileConsent/invoke: OnFileConsentAccept or OnFileConsentDecline.
//   - message/submitAction: OnFeedback, or what OnMessageSubmitAction registered for its actionName, or else for the rest.
//   - message/fetchTask: OnMessageFetchTask.
//   - suggestedActions/submit: OnSuggestedActionSubmit.
//   - htmlwidget/calltool: OnHTMLWidgetCallTool.
//
// Signing in, and coming from elsewhere:
//
//   - signin/verifyState, signin/tokenExchange: OnSignInVerifyState, OnSignInTokenExchange, in place of OnSignInInvoke.
//   - signin/failure: OnSignInFailure.
//   - handoff/action: OnHandoffAction.
//
// # Which handler ran
//
// Every handler tells the turn its name before it runs: OnMessage, OnMessageText("help"), OnAdaptiveCardAction("vote").
// Middleware that wants to know asks with [framework.TurnContext.OnHandler]; where nobody asks, it costs nothing.
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
// In Teams, where overrides become registrations, and a handler of its own replaces none:
//
//	class Bot extends TeamsActivityHandler                     type Bot struct { handlers.TeamsActivityHandler; ... }
//	onTeamsMembersAddedEvent                                   bot.OnTeamsMembersAdded(f); OnMembersAdded runs too, and before
//	onTeamsMembersRemovedEvent                                 bot.OnTeamsMembersRemoved(f), also if the activity adds members
//	onTeamsChannelCreatedEvent                                 bot.OnChannelCreated(f)
//	onTeamsChannelDeletedEvent                                 bot.OnChannelDeleted(f)
//	onTeamsChannelRenamedEvent                                 bot.OnChannelRenamed(f)
//	onTeamsChannelRestoredEvent                                bot.OnChannelRestored(f)
//	onTeamsTeamArchivedEvent                                   bot.OnTeamArchived(f)
//	onTeamsTeamUnarchivedEvent                                 bot.OnTeamUnarchived(f)
//	onTeamsTeamDeletedEvent                                    bot.OnTeamDeleted(f)
//	onTeamsTeamHardDeletedEvent                                bot.OnTeamHardDeleted(f)
//	onTeamsTeamRenamedEvent                                    bot.OnTeamRenamed(f)
//	onTeamsTeamRestoredEvent                                   bot.OnTeamRestored(f)
//	onTeamsMessageEditEvent                                    bot.OnMessageEdit(f)
//	onTeamsMessageUndeleteEvent                                bot.OnMessageUndelete(f)
//	onTeamsMessageSoftDeleteEvent                              bot.OnMessageSoftDelete(f)
//	onTeamsMeetingStartEvent                                   bot.OnMeetingStart(f)
//	onTeamsMeetingEndEvent                                     bot.OnMeetingEnd(f)
//	onTeamsMeetingParticipantsJoinEvent                        bot.OnMeetingParticipantsJoin(f)
//	onTeamsMeetingParticipantsLeaveEvent                       bot.OnMeetingParticipantsLeave(f)
//	onTeamsReadReceiptEvent                                    bot.OnReadReceipt(f)
//	handleTeamsCardActionInvoke                                bot.OnCardActionInvoke(f)
//	handleTeamsO365ConnectorCardAction                         bot.OnO365ConnectorCardAction(f)
//	handleTeamsFileConsent                                     nothing, the action chooses one of the next two
//	handleTeamsFileConsentAccept                               bot.OnFileConsentAccept(f)
//	handleTeamsFileConsentDecline                              bot.OnFileConsentDecline(f)
//	handleTeamsTaskModuleFetch                                 handlers.OnDialogFetch(&bot, "name", f); bot.OnTaskFetch(f)
//	handleTeamsTaskModuleSubmit                                handlers.OnDialogSubmit(&bot, "name", f); bot.OnTaskSubmit(f)
//	return null, which closes the dialog                       return nil, nil
//	handleTeamsTabFetch                                        bot.OnTabFetch(f)
//	handleTeamsTabSubmit                                       bot.OnTabSubmit(f)
//	handleTeamsConfigFetch                                     bot.OnConfigFetch(f)
//	handleTeamsConfigSubmit                                    bot.OnConfigSubmit(f)
//	handleTeamsSigninVerifyState                               bot.OnSignInVerifyState(f)
//	handleTeamsSigninTokenExchange                             bot.OnSignInTokenExchange(f)
//	handleTeamsAppBasedLinkQuery                               bot.OnAppBasedLinkQuery(f)
//	handleTeamsAnonymousAppBasedLinkQuery                      bot.OnAnonymousAppBasedLinkQuery(f)
//	handleTeamsMessagingExtensionQuery                         bot.OnMessagingExtensionQuery(f, "command"); without a command for the rest
//	handleTeamsMessagingExtensionSelectItem                    bot.OnMessagingExtensionSelectItem(f)
//	handleTeamsMessagingExtensionFetchTask                     bot.OnMessagingExtensionFetchTask(f, "command")
//	handleTeamsMessagingExtensionSubmitActionDispatch          nothing, the preview's action chooses one of the next three
//	handleTeamsMessagingExtensionSubmitAction                  bot.OnMessagingExtensionSubmitAction(f, "command")
//	handleTeamsMessagingExtensionBotMessagePreviewEdit         bot.OnMessagingExtensionPreviewEdit(f, "command")
//	handleTeamsMessagingExtensionBotMessagePreviewSend         bot.OnMessagingExtensionPreviewSend(f, "command")
//	handleTeamsMessagingExtensionConfigurationQuerySettingUrl  bot.OnMessagingExtensionQuerySettingURL(f)
//	handleTeamsMessagingExtensionConfigurationSetting          bot.OnMessagingExtensionSetting(f)
//	handleTeamsMessagingExtensionCardButtonClicked             bot.OnMessagingExtensionCardButtonClicked(f)
//
// The newer SDKs, Agents and Teams, have what botbuilder has not:
//
//	app.onMessage(selector, f)            bot.OnMessageMatch(match, f)
//	app.onTurn('beforeTurn', f)           framework.Middleware, before its next.OnTurn
//	app.onTurn('afterTurn', f)            framework.Middleware, after its next.OnTurn
//	app.on('dialog.open.note', f)         handlers.OnDialogFetch(&bot, "note", f)
//	app.on('dialog.submit.note', f)       handlers.OnDialogSubmit(&bot, "note", f); the form names the dialog, not an action
//	app.on('message.submit.feedback', f)  bot.OnFeedback(f)
//	app.on('message.submit.approve', f)   bot.OnMessageSubmitAction(f, "approve")
//	app.on('message.fetch-task', f)       bot.OnMessageFetchTask(f)
//	app.on('suggested-action.submit', f)  bot.OnSuggestedActionSubmit(f)
//	app.on('handoff.action', f)           bot.OnHandoffAction(f)
//	app.on('signin.failure', f)           bot.OnSignInFailure(f)
//	app.on('channelShared', f)            bot.OnChannelShared(f)
//	app.on('channelUnshared', f)          bot.OnChannelUnshared(f)
//	app.on('channelMemberAdded', f)       bot.OnChannelMemberAdded(f)
//	app.on('channelMemberRemoved', f)     bot.OnChannelMemberRemoved(f)
//	app.on('teamMemberAdded', f)          bot.OnTeamMemberAdded(f)
//	app.on('teamMemberRemoved', f)        bot.OnTeamMemberRemoved(f)
//
// Each row is a test of that name.
package handlers
