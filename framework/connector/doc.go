// Package connector is the client of the Bot Connector service: it sends what a bot says, and asks a channel about
// its conversations and their members.
//
// A handler gets a [Client] from its turn with [FromTurn]. An adapter embeds an [Outbound], which is the sending half
// of a framework.Adapter.
//
// What a client can do:
//
//   - conversations: CreateConversation, SendToConversation, ReplyToActivity, UpdateActivity, DeleteActivity, SendHistory;
//     Conversations and AllConversations where a channel lists them.
//   - members: AllMembers, PagedMembers, Members, Member, DeleteMember, ActivityMembers; [Profiles] for those who joined.
//   - one recipient alone: a message whose Recipient.IsTargeted is set; DeleteTargetedActivity.
//   - reactions: AddReaction, DeleteReaction.
//   - files: UploadAttachment, AttachmentInfo, AttachmentView.
//   - teams and meetings: TeamDetails, TeamChannels, Meeting, MeetingParticipant, SendMeetingNotification.
//   - many at once: SendToUsers, SendToTenant, SendToTeam, SendToChannels; BatchState, BatchFailed, AllBatchFailed,
//     CancelBatch.
//
// What users signed in to is kept by another service, whose client is a [TokenClient]: [TokensFromTurn], [ExchangeOnce].
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
// way, and they are repeated automatically also after 502, 503, 504 and broken connections. So is the exchange of a user's
// token, which leaves nothing behind.
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
// Reactions have a limit of their own, 2 a second to the messages of one conversation.
//
// The budget is that of one process: several share the channel's limits without knowing of each other, and then a 429 is
// answered as above. It counts up to 10,000 conversations and as many tenants, in 4 MiB, or 15 if all are busy. An update, a
// deletion and a question count against the tenant alone.
//
// # Coming from TeamsInfo
//
// What botbuilder's TeamsInfo and its clients for tokens do, and what to write here, where client is that of FromTurn and
// tokens that of TokensFromTurn. What TeamsInfo takes from the turn when it is left out is written out: outside a team or a
// meeting the id is empty, which is an [InvalidIDError].
//
//	botbuilder                                     Convo
//
//	TeamsInfo.getTeamDetails(context)              client.TeamDetails(ctx, teams.TeamID(turn.Activity))
//	TeamsInfo.getTeamChannels(context)             client.TeamChannels(ctx, teams.TeamID(turn.Activity))
//	TeamsInfo.getMembers(context)                  client.AllMembers(ctx, teams.RosterID(turn.Activity))
//	TeamsInfo.getPagedMembers(context, 50, next)   client.PagedMembers(ctx, teams.RosterID(turn.Activity), 50, next)
//	TeamsInfo.getTeamMembers(context, team)        client.AllMembers(ctx, team)
//	TeamsInfo.getPagedTeamMembers(context, team)   client.PagedMembers(ctx, team, 0, "")
//	TeamsInfo.getMember(context, user)             client.Member(ctx, teams.RosterID(turn.Activity), user)
//	TeamsInfo.getTeamMember(context, team, user)   client.Member(ctx, team, user)
//	member.email                                   teams.MemberOf(member).Email
//	onTeamsMembersAdded: profiles are filled in    connector.Profiles(ctx, turn, added)
//	TeamsInfo.getMeetingInfo(context)              client.Meeting(ctx, teams.MeetingID(turn.Activity))
//	TeamsInfo.getMeetingParticipant(context)       client.MeetingParticipant(ctx, teams.MeetingID(a), a.From.AADObjectID, teams.TenantID(a))
//	TeamsInfo.sendMeetingNotification(context, n)  client.SendMeetingNotification(ctx, teams.MeetingID(turn.Activity), n)
//	TeamsInfo.sendMessageToTeamsChannel(...)       turn.CreateConversation(ctx, teams.NewThread(channel, message))
//	TeamsInfo.sendMessageToListOfUsers(...)        client.SendToUsers(ctx, tenant, users, message)
//	TeamsInfo.sendMessageToAllUsersInTenant(...)   client.SendToTenant(ctx, tenant, message)
//	TeamsInfo.sendMessageToAllUsersInTeam(...)     client.SendToTeam(ctx, tenant, team, message)
//	TeamsInfo.sendMessageToListOfChannels(...)     client.SendToChannels(ctx, tenant, channels, message)
//	TeamsInfo.getOperationState(context, id)       client.BatchState(ctx, id)
//	TeamsInfo.getFailedEntries(context, id)        client.AllBatchFailed(ctx, id)
//	TeamsInfo.cancelOperation(context, id)         client.CancelBatch(ctx, id)
//	reply in another thread                        client.SendToConversation(ctx, teams.ThreadID(channel, root), message)
//	continueConversation in another thread         turn.Adapter().ContinueConversation(ctx, teams.InThread(ref, root), h)
//	userTokenClient.getUserToken(...)              tokens.GetToken(ctx, connection, code)
//	userTokenClient.getSignInResource(...)         tokens.SignInResource(ctx, connection, connector.SignInOptions{})
//	userTokenClient.signOutUser(...)               tokens.SignOut(ctx, connection)
//	userTokenClient.getTokenStatus(...)            tokens.TokenStatus(ctx)
//	userTokenClient.getAadTokens(...)              tokens.AADTokens(ctx, connection, resources...)
//	userTokenClient.exchangeToken(...)             tokens.Exchange(ctx, connection, request)
//	TeamsSSOTokenExchangeMiddleware                connector.ExchangeOnce(ctx, turn, request, use)
//
// Each row is a test of that name.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
package connector
