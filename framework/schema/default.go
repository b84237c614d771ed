package schema

// TextFormatOrDefault returns the activity's TextFormat, or [TextFormatPlain] if it has none that this package knows
// (A3012).
func (a *Activity) TextFormatOrDefault() string {
	switch a.TextFormat {
	case TextFormatMarkdown, TextFormatXML, TextFormatExtendedMarkdown:
		return a.TextFormat
	}
	return TextFormatPlain
}

// InputHintOrDefault returns the activity's InputHint, or [InputHintAccepting] if it has none that this package knows
// (A3042).
func (a *Activity) InputHintOrDefault() string {
	switch a.InputHint {
	case InputHintExpecting, InputHintIgnoring:
		return a.InputHint
	}
	return InputHintAccepting
}

// AttachmentLayoutOrDefault returns the activity's AttachmentLayout, or [LayoutList] if it has none that this package
// knows (A3061).
func (a *Activity) AttachmentLayoutOrDefault() string {
	if a.AttachmentLayout == LayoutCarousel {
		return LayoutCarousel
	}
	return LayoutList
}

// ImportanceOrDefault returns the activity's Importance, or [ImportanceNormal] if it has none that this package knows
// (A3101).
func (a *Activity) ImportanceOrDefault() string {
	switch a.Importance {
	case ImportanceLow, ImportanceHigh, ImportanceUrgent:
		return a.Importance
	}
	return ImportanceNormal
}

// RepliesInResponse reports whether the activity wants its replies in the HTTP response: there is nothing to see before the last.
func (a *Activity) RepliesInResponse() bool {
	return a.DeliveryMode == DeliveryExpectReplies || a.DeliveryMode == DeliveryStream
}

// DeliveryModeOrDefault returns the activity's DeliveryMode, or [DeliveryNormal] if it has none that this package knows
// (A3111), or the one that means the same.
func (a *Activity) DeliveryModeOrDefault() string {
	switch a.DeliveryMode {
	case DeliveryExpectReplies, DeliveryEphemeral, DeliveryStream:
		return a.DeliveryMode
	}
	return DeliveryNormal
}
