package schema

// The enumerations of a message. All are open; an unknown value means the default to whoever reads it.

// Values of [Activity.TextFormat]; without one the channel decides.
const (
	TextFormatPlain            = "plain"
	TextFormatMarkdown         = "markdown"
	TextFormatXML              = "xml"
	TextFormatExtendedMarkdown = "extendedmarkdown" // Teams
)

// Values of [Activity.AttachmentLayout].
const (
	LayoutList     = "list" // the default
	LayoutCarousel = "carousel"
)

// Values of [Activity.InputHint], as every SDK writes them; the specification's prose leaves out "Input".
const (
	InputHintAccepting = "acceptingInput" // the default
	InputHintExpecting = "expectingInput"
	InputHintIgnoring  = "ignoringInput"
)

// Values of [Activity.Importance].
const (
	ImportanceLow    = "low"
	ImportanceNormal = "normal" // the default
	ImportanceHigh   = "high"
	ImportanceUrgent = "urgent" // Teams
)

// Values of [Activity.DeliveryMode]. An unknown value means normal (A3111).
const (
	DeliveryNormal        = "normal"
	DeliveryNotification  = "notification"  // deprecated, the same as normal
	DeliveryExpectReplies = "expectReplies" // replies come back in the HTTP response
	DeliveryEphemeral     = "ephemeral"
	DeliveryStream        = "stream" // replies come back as server-sent events
)

// Values of [MessageReaction.Type]. Teams sends any of its emoji by their names too.
const (
	ReactionLike      = "like"
	ReactionPlusOne   = "plusOne"
	ReactionHeart     = "heart"
	ReactionLaugh     = "laugh"
	ReactionSurprised = "surprised"
	ReactionSad       = "sad"
	ReactionAngry     = "angry"
	ReactionEyes      = "1f440_eyes"
	ReactionCheckMark = "2705_whiteheavycheckmark"
	ReactionLaunch    = "launch"
	ReactionPushpin   = "1f4cc_pushpin"
)

// Values of [SemanticAction.State].
const (
	SemanticActionStart    = "start"
	SemanticActionContinue = "continue"
	SemanticActionDone     = "done"
)
