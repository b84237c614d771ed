package schema

// Values of [Activity.Type]. The list is open: an activity of another type is kept as it is. What BotBuilder calls
// delay is not here: it never was on the wire; wait before you send.
const (
	TypeMessage               = "message"
	TypeMessageUpdate         = "messageUpdate"
	TypeMessageDelete         = "messageDelete"
	TypeMessageReaction       = "messageReaction"
	TypeConversationUpdate    = "conversationUpdate"
	TypeContactRelationUpdate = "contactRelationUpdate"
	TypeInstallationUpdate    = "installationUpdate"
	TypeTyping                = "typing"
	TypeEvent                 = "event"
	TypeInvoke                = "invoke"
	TypeInvokeResponse        = "invokeResponse" // never on the wire; see framework.TurnContext.SetInvokeResponse
	TypeEndOfConversation     = "endOfConversation"
	TypeHandoff               = "handoff"
	TypeSuggestion            = "suggestion"
	TypeTrace                 = "trace" // shown by the emulator only
	TypeCommand               = "command"
	TypeCommandResult         = "commandResult"
	TypeDeleteUserData        = "deleteUserData"
)

// Values of [Activity.Name] for events. The list is open.
const (
	EventContinueConversation = "ContinueConversation" // in whose turn a bot speaks first; never on the wire
	EventCreateConversation   = "CreateConversation"   // never on the wire
	EventTokenResponse        = "tokens/response"
	EventConsentResponse      = "Sys.ConsentResponseEvent"
	EventHandoffInitiate      = "handoff.initiate"
	EventHandoffStatus        = "handoff.status"
	EventMediaStart           = "Media.Start"
	EventMediaChunk           = "Media.Chunk"
	EventMediaEnd             = "Media.End"
)

// Values of [Activity.Name] for commands that the specification reserves. Other commands are named like media types.
const (
	CommandSessionInit     = "session.init"
	CommandSessionUpdate   = "session.update"
	CommandSessionEnd      = "session.end"
	CommandTelephonyPrefix = "channel/vnd.microsoft.telephony." // before the name of an action
)

// Values of [Activity.Action] of an installation update; a contact relation update has the first two.
const (
	InstallationAdd           = "add"
	InstallationRemove        = "remove"
	InstallationAddUpgrade    = "add-upgrade"    // known from SDKs, not from the specification
	InstallationRemoveUpgrade = "remove-upgrade" // likewise
)

// Values of [Activity.Code] of an end of conversation. SDKs spell some reasons differently: what ended for lack of time
// is any of three.
const (
	EndUnknown                   = "unknown"
	EndCompletedSuccessfully     = "completedSuccessfully"
	EndUserCancelled             = "userCancelled"
	EndError                     = "error"
	EndChannelFailed             = "channelFailed"
	EndTimedOut                  = "timedOut"
	EndBotTimedOut               = "botTimedOut"
	EndAgentTimedOut             = "agentTimedOut"
	EndBotIssuedInvalidMessage   = "botIssuedInvalidMessage"
	EndAgentIssuedInvalidMessage = "agentIssuedInvalidMessage"
)
