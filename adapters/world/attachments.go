package world

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/convobot/convo/framework/schema"
)

// How much of what the bot uploads is kept, in bytes and in pieces.
const (
	maxUploaded = 8 << 20
	maxUploads  = 1000
)

// upload is a file that is kept by the connector, such as a picture in a message.
type upload struct {
	name, mediaType     string
	original, thumbnail []byte
}

func (w *World) attachmentRoutes(v3 string) []route {
	return []route{
		{method: http.MethodPost, path: v3 + "/conversations/{conversation}/attachments", do: w.uploadAttachment, limit: maxBulk},
		{method: http.MethodGet, path: v3 + "/attachments/{attachment}", do: w.attachmentInfo},
		{method: http.MethodGet, path: v3 + "/attachments/{attachment}/views/{view}", do: w.attachmentView},
	}
}

// uploadAttachment keeps a file.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#upload-attachment-to-channel
func (w *World) uploadAttachment(c call) (int, any, *refusal) {
	if _, _, problem := w.writable(c.conversation); problem != nil {
		return 0, nil, problem
	}
	var data schema.AttachmentData
	if err := json.Unmarshal(c.body, &data); err != nil || data.Type == "" || len(data.OriginalBase64) == 0 {
		return 0, nil, refuse(http.StatusBadRequest, "BadSyntax", "The body is no attachment with a type and originalBase64")
	}
	size := len(data.OriginalBase64) + len(data.ThumbnailBase64)
	if w.uploaded+size > maxUploaded || len(w.uploads) >= maxUploads {
		return 0, nil, refuse(http.StatusInsufficientStorage, "InsufficientStorage", "The bot has uploaded too much")
	}
	w.uploaded += size
	id := w.keep(&upload{name: data.Name, mediaType: data.Type, original: data.OriginalBase64, thumbnail: data.ThumbnailBase64})
	return http.StatusCreated, schema.ResourceResponse{ID: id}, nil
}

func (w *World) keep(u *upload) string {
	id := fmt.Sprintf("0-attachment-%d", w.next())
	w.uploads[id] = u
	return id
}

// attachmentInfo answers in which views a file can be had.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-attachment-info
func (w *World) attachmentInfo(c call) (int, any, *refusal) {
	u, ok := w.uploads[c.vars["attachment"]]
	if !ok {
		return 0, nil, noAttachment()
	}
	info := schema.AttachmentInfo{Name: u.name, Type: u.mediaType}
	info.Views = append(info.Views, schema.AttachmentView{ViewID: "original", Size: int64(len(u.original))})
	if u.thumbnail != nil {
		info.Views = append(info.Views, schema.AttachmentView{ViewID: "thumbnail", Size: int64(len(u.thumbnail))})
	}
	return http.StatusOK, info, nil
}

// attachmentView answers with the bytes of a view.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-attachment
func (w *World) attachmentView(c call) (int, any, *refusal) {
	u, ok := w.uploads[c.vars["attachment"]]
	switch {
	case ok && c.vars["view"] == "original":
		return http.StatusOK, content{u.mediaType, u.original}, nil
	case ok && c.vars["view"] == "thumbnail" && u.thumbnail != nil:
		return http.StatusOK, content{u.mediaType, u.thumbnail}, nil
	}
	return 0, nil, noAttachment()
}

func noAttachment() *refusal {
	return refuse(http.StatusNotFound, "NotFound", "There is no such attachment or view")
}
