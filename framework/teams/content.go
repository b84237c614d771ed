package teams

// Content types and value types of Teams whose content stays raw JSON.
const (
	ContentTypeHTMLWidget = "widget/mcp-ui"                                 // of an attachment; preview
	ValueTypeVoiceMessage = "application/vnd.microsoft.activity.voice+json" // of Activity.ValueType
)
