// Package teams holds what Microsoft Teams adds to the Activity protocol: the values of its invokes and events, the answers
// to them, and helpers for what a message asks of Teams.
//
// All types keep members that they do not name in Extra, leave out what is absent, and work with encoding/json, as
// those of package schema do. A value of another shape is an error that names the member, never a panic. What carries a
// secret, such as [Handoff], never prints it.
//
// # Channel data
//
// [ChannelData] is the channelData of an activity. [Data] reads all of it; [Channel], [Team], [TenantID], [MeetingID],
// [SelectedChannel], [EventType] and [SentOnBehalfOf] read a part, and return zero values where the channel data is absent,
// malformed or not of Teams' shape. None asks for the activity's ChannelID. Each reads the data anew: to have several parts,
// call Data once, and [ChannelData.Place].
//
//	if teams.EventType(turn.Activity) == teams.EventChannelCreated {
//		channel := teams.Channel(turn.Activity)
//	}
//
// # What a message asks for
//
//   - [NotifyUser]: an alert in the activity feed or in a meeting.
//   - [EnableFeedback]: buttons to like or dislike it.
//   - [SetOnBehalfOf]: that it is shown as sent for a person.
//   - [SetTarget]: that one person alone sees it ([IsTargeted]).
//   - [CheckSize]: whether it is too large; framework/middleware/messagesize checks every message of a turn.
//
// Of package schema, for every channel: mentions, quotes, the AI label, citations, sensitivity labels, suggested actions.
//
// # Members and threads
//
// [MemberOf] reads what Teams says about a [Member] besides the account: email, user principal name, role. [RosterID] is
// whose members are around an activity.
//
// [NewThread] starts a thread in a channel, [InThread] is the address of one, and [ThreadID] and [SplitThreadID] make and take
// apart its conversation id.
//
// # Dialogs
//
// Invokes task/fetch and task/submit, of task modules. [TaskModuleRequest] says which one ([TaskModuleRequest.Dialog]) and
// holds the form. [ShowDialog] answers with a [TaskModuleInfo], such as [CardDialog] or [PageDialog]; [DialogMessage] with
// a text. [OpenDialogAction] and [OpenDialogData] are buttons that open one.
//
// # Message extensions
//
// Invokes composeExtension/...:
//
//   - Search: [MessagingExtensionQuery] ([MessagingExtensionQuery.Parameter]), answered by [SearchResults] of [ResultOf],
//     [MessagingExtensionMessage], [MessagingExtensionAuth], [MessagingExtensionSilentAuth] or [MessagingExtensionConfig].
//   - Links: [AppBasedLinkQuery], answered likewise.
//   - Actions: [MessagingExtensionAction], on a message with its [MessageActionsPayload], answered by [ActionDialog],
//     [ActionResult] or [ActionPreview].
//
// # Tabs and settings
//
// Invokes tab/fetch and tab/submit: [TabRequest], [TabSubmit], answered by [TabCards] or [TabAuth]. Invokes config/fetch and
// config/submit, answered by [ConfigDialog], [ConfigMessage] or [ConfigAuth].
//
// # Files
//
// [FileDownload] reads a file that a user sent. [FileConsentCard] asks for leave to put a file into the user's drive, the
// invoke fileConsent/invoke brings the answer, a [FileConsentCardResponse], and [FileInfoCard] shows the file there.
//
// # Feedback and other invokes
//
//   - [MessageFetchTask] asks for a form, [MessageSubmitAction] brings it: [MessageSubmitAction.Feedback], [Feedback.Text].
//   - [O365ConnectorCardActionQuery]: a button of an [O365ConnectorCard], the card of Office connectors.
//   - [Handoff]: a user comes from Copilot.
//   - [SignInFailure]: single sign-on failed in the client. What else belongs to sign-in is in package schema.
//   - [WidgetToolCall]: a tool that an [HTMLWidget] calls ([HTMLWidget.Message]), answered by [WidgetText] or [WidgetError].
//
// # Events
//
//   - [MeetingStart], [MeetingEnd], [MeetingParticipants]. A notification to participants is [NewMeetingNotification]; what
//     the connector knows is a [Meeting] and a [MeetingParticipant].
//   - [ReadReceipt]: [ReadReceipt.IsMessageRead].
//   - [AgentLifecycle]: what happened to an agent that has a user of its own.
//   - What happened to a channel, a team or a message is in [ChannelData.EventType]: see [EventChannelCreated] and its like.
//
// # Messages to many
//
// [BatchOperationState] says how far one is, [BatchFailedEntries] whom it did not reach.
package teams
