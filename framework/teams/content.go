package teams

// ValueTypeVoiceMessage is the Activity.ValueType of a spoken message. Its value stays raw JSON.
const ValueTypeVoiceMessage = "application/vnd.microsoft.activity.voice+json"
