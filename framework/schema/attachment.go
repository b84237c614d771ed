package schema

import "encoding/json"

// Attachment is a card, a file or a picture that goes with a message.
//
// Either Content holds it, or ContentURL says where it is; not both (A7100).
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#attachment
type Attachment struct {
	ContentType  string `json:"contentType,omitempty"`
	Content      Any    `json:"content,omitzero"`
	ContentURL   string `json:"contentUrl,omitempty"`
	Name         string `json:"name,omitempty"`
	ThumbnailURL string `json:"thumbnailUrl,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// TextMessage returns a message with that text.
func TextMessage(text string) *Activity { return &Activity{Type: TypeMessage, Text: text} }

// AttachmentMessage returns a message without text that shows the attachments one below the other.
func AttachmentMessage(attachments ...Attachment) *Activity {
	return &Activity{Type: TypeMessage, Attachments: attachments}
}
