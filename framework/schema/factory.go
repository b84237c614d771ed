package schema

// TextMessage returns a message with that text.
func TextMessage(text string) *Activity { return &Activity{Type: TypeMessage, Text: text} }

// AttachmentMessage returns a message without text that shows the attachments one below the other.
func AttachmentMessage(attachments ...Attachment) *Activity {
	return &Activity{Type: TypeMessage, Attachments: attachments}
}

// CarouselMessage returns a message without text that shows the attachments side by side; Teams shows at most ten.
func CarouselMessage(attachments ...Attachment) *Activity {
	return &Activity{Type: TypeMessage, Attachments: attachments, AttachmentLayout: LayoutCarousel}
}

// LinkedAttachment returns an attachment whose content is at url, such as a picture; contentType is its media type.
func LinkedAttachment(url, contentType string) Attachment {
	return Attachment{ContentType: contentType, ContentURL: url}
}

// SuggestedReplies returns buttons that say their own title when pressed. For buttons that do something else, make a
// [SuggestedActions] of them.
func SuggestedReplies(titles ...string) SuggestedActions {
	actions := make([]CardAction, len(titles))
	for i, title := range titles {
		actions[i] = CardAction{Type: ActionIMBack, Title: title, Value: title}
	}
	return SuggestedActions{Actions: actions}
}
