// Package schema holds the wire types of the Activity protocol: what a channel and a bot say to each other.
//
// Three rules hold for every type of the package:
//
//   - What is absent stays absent. A zero field is not written, and neither is an empty object or array: some
//     clients accept a message with an empty "suggestedActions" and then never show it. Where false differs from
//     absent, the field is a *bool.
//   - Nothing is lost. Members that a type does not name are kept in its Extra map and written back; entities,
//     cards and enumeration values that this package does not know pass through untouched.
//   - Input is read strictly: member names match exactly, and a repeated name, a value of the wrong JSON type,
//     invalid UTF-8 or trailing data is an error.
//
// All types work with the standard encoding/json as well: they carry MarshalJSON and UnmarshalJSON, which give
// the same result. Values are plain data without locks: share them for reading only.
//
// # Activities
//
// An [Activity] is one flat struct; which of its fields mean something depends on its Type, such as [TypeMessage],
// [TypeConversationUpdate] or [TypeInvoke]. [Activity.CheckReceived] says what a received one lacks.
// [Activity.TextWithoutRecipient] is what a user said to the bot. Of an enumeration, [Activity.ImportanceOrDefault] and
// its like are the value that counts.
// Its parts are [MessageReaction], [SuggestedActions], [SemanticAction] and [TextHighlight]; times are [Time].
//
// Open values (an activity's value and channelData, an attachment's content) are [Any]: raw JSON when they were
// received, any Go value when they are sent. Read them with [As].
//
// # Accounts and references
//
// [ChannelAccount] is a person or a bot, [ConversationAccount] a conversation. [ConversationReference] is the
// address of a conversation, to keep and to speak to later: [Activity.Reference], [ConversationReference.Address],
// [ConversationReference.ContinuationActivity]. [ConversationParameters] ask for a new conversation, and
// [ConversationResourceResponse] answers. [ExpectedReplies] and [Transcript] are lists of activities.
//
// # Entities
//
// An [Entity] is metadata in Activity.Entities; find one by its type with [EntityOf]. [Activity.StreamInfo] and
// [Activity.ScreenContext] pass over those that the specification says to ignore; [StreamOrder] puts streams in order.
//
//   - Of the text: [Mention] (see [NewMention], [Activity.AddMention], [Activity.Mentions], [Activity.TextWithoutMention],
//     [Activity.IsRecipientMentioned], [Activity.NormalizeMentions]).
//   - Of the sender: [ClientInfo] (see [Activity.ClientInfo]), [ProductInfo] ([Activity.SubChannel]), [ContextEntity].
//   - Of the message: [MessageEntity], by [Activity.MarkAIGenerated], [Activity.AddCitation] and
//     [Activity.SetSensitivity]; [StreamInfo]; [QuotedReply], by [Activity.Quote], [Activity.AppendQuote] and
//     [Activity.Quotes]; [ActivityTreatment], [TargetedMessageInfo].
//   - Of the world: [Place], [GeoCoordinates], [Thing], [StringEntity], [NumberEntity].
//   - All others: [UnknownEntity].
//
// # Attachments and cards
//
// An [Attachment] holds a card, or says where a file is ([LinkedAttachment]). Cards: [AdaptiveCard], [HeroCard],
// [ThumbnailCard], [ReceiptCard], [SignInCard], [OAuthCard], [AnimationCard], [AudioCard], [VideoCard]; each of the
// structs has a method Attachment. Their buttons are [CardAction] values. [AttachmentData] uploads a file, and
// [AttachmentInfo] tells of one.
//
// # Messages in a line
//
// [TextMessage], [AttachmentMessage], [CarouselMessage]; [SuggestedReplies] for Activity.SuggestedActions. What to speak is
// Activity.Speak, and whether an answer is expected Activity.InputHint. What was spoken is a [VoiceMessage].
//
// # Invokes
//
// [AdaptiveCardInvokeValue] is answered by [CardResponse], [MessageResponse] or [ErrorResponse], and
// [SearchInvokeValue] by [SearchResponse]. [TokenExchangeInvokeRequest] and [SignInStateVerificationQuery] belong to
// sign-in. [Error] is the protocol's error object.
//
// # Sign-in and hand-over
//
// [TokenResponse], [SignInResource] and their like are what the token service speaks; they never print their secrets.
// [NewHandoff] asks a hub to hand the conversation over to a person, and [HandoffStatus] says how that goes.
//
// # Commands
//
// [CommandValue] is the value of a [TypeCommand] activity, [CommandResultValue] that of a [TypeCommandResult];
// [SessionValue] and [SessionResult] are those of the commands about a stream of voice.
//
// What Teams adds is in package teams.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md
package schema
