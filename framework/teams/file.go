package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// Content types of files in Teams.
const (
	ContentTypeFileDownloadInfo = "application/vnd.microsoft.teams.file.download.info"
	ContentTypeFileConsentCard  = "application/vnd.microsoft.teams.card.file.consent"
	ContentTypeFileInfoCard     = "application/vnd.microsoft.teams.card.file.info"
)

// FileDownloadInfo is where a file that a user sent can be had. The attachment has its name.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
type FileDownloadInfo struct {
	DownloadURL string `json:"downloadUrl,omitempty"` // a secret for some minutes: it needs no token. Check its host before use
	UniqueID    string `json:"uniqueId,omitempty"`    // in OneDrive or SharePoint
	FileType    string `json:"fileType,omitempty"`    // extension, such as txt
	ETag        string `json:"etag,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// FileDownload reads an attachment that is a file in Teams, and reports whether it is one.
func FileDownload(a schema.Attachment) (FileDownloadInfo, bool) {
	if a.ContentType != ContentTypeFileDownloadInfo {
		return FileDownloadInfo{}, false
	}
	info, err := schema.As[FileDownloadInfo](a.Content)
	return info, err == nil
}

// FileConsentCard asks the user, in a personal chat, for leave to put a file into their drive. The contexts come back with
// the answer.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
type FileConsentCard struct {
	Description    string     `json:"description,omitempty"`
	SizeInBytes    int64      `json:"sizeInBytes,omitzero"`
	AcceptContext  schema.Any `json:"acceptContext,omitzero"`
	DeclineContext schema.Any `json:"declineContext,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card for a file of that name as an attachment of a message.
func (c FileConsentCard) Attachment(name string) schema.Attachment {
	return schema.Attachment{ContentType: ContentTypeFileConsentCard, Content: c, Name: name}
}

// Values of [FileConsentCardResponse.Action].
const (
	FileConsentAccept  = "accept"
	FileConsentDecline = "decline"
)

// FileInfoCard shows a file that is in OneDrive or SharePoint.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
type FileInfoCard struct {
	UniqueID string `json:"uniqueId,omitempty"`
	FileType string `json:"fileType,omitempty"` // extension, such as txt
	ETag     string `json:"etag,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Attachment returns the card for the file of that name at url as an attachment of a message.
func (c FileInfoCard) Attachment(name, url string) schema.Attachment {
	return schema.Attachment{ContentType: ContentTypeFileInfoCard, Content: c, Name: name, ContentURL: url}
}

// FileConsentCardResponse is the user's answer to a [FileConsentCard].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
type FileConsentCardResponse struct {
	Type       string         `json:"type,omitempty"`   // fileUpload
	Action     string         `json:"action,omitempty"` // accept or decline
	Context    schema.Any     `json:"context,omitzero"` // the card's AcceptContext or DeclineContext, as the client sent it
	UploadInfo FileUploadInfo `json:"uploadInfo,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// FileUploadInfo is where the file may be put, after consent.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
type FileUploadInfo struct {
	Name       string `json:"name,omitempty"`
	UploadURL  string `json:"uploadUrl,omitempty"`  // a secret for some minutes: PUT the file there, with a Content-Range. Check its host before use
	ContentURL string `json:"contentUrl,omitempty"` // of the file, once it is there
	UniqueID   string `json:"uniqueId,omitempty"`
	FileType   string `json:"fileType,omitempty"` // extension, such as txt

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
