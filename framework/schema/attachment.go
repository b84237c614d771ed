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

// AttachmentData is a file to upload to a conversation. Its bytes are base64 on the wire.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#attachmentdata-object
type AttachmentData struct {
	Type            string `json:"type,omitempty"` // media type
	Name            string `json:"name,omitempty"`
	OriginalBase64  []byte `json:"originalBase64,omitempty"`
	ThumbnailBase64 []byte `json:"thumbnailBase64,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AttachmentInfo says in which views an uploaded file can be had.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#attachmentinfo-object
type AttachmentInfo struct {
	Name  string           `json:"name,omitempty"`
	Type  string           `json:"type,omitempty"` // media type
	Views []AttachmentView `json:"views,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AttachmentView is one view of an uploaded file.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#attachmentview-object
type AttachmentView struct {
	ViewID string `json:"viewId,omitempty"` // original or thumbnail
	Size   int64  `json:"size,omitzero"`    // in bytes

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
