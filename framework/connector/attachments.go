package connector

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/convobot/convo/framework/schema"
)

// maxView is how many bytes of an attachment are read.
const maxView = 16 << 20

var errBadLocation = errors.New("the answer's location is not an https URL")

// AttachmentContent is one form of an uploaded file: its bytes, or the address where they are.
type AttachmentContent struct {
	ContentType string
	Data        []byte
	// Location is set instead, if the channel answered with an https address. The client does not go there: the answer
	// chose the address, which may be one inside your network, and the bot's token must not go along.
	Location string
}

// UploadAttachment stores a file in the channel's blob storage and returns its id, for use in attachments. Teams does not
// take files that way.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#upload-attachment-to-channel
func (c *Client) UploadAttachment(ctx context.Context, conversationID string, data schema.AttachmentData) (schema.ResourceResponse, error) {
	const op = "upload attachment"
	body, err := data.MarshalJSON()
	if err != nil {
		return schema.ResourceResponse{}, encodingError(op, err)
	}
	return call[schema.ResourceResponse](ctx, c, op, http.MethodPost, conversationRoute(c, conversationID).path("/attachments"), body)
}

// AttachmentInfo returns the forms of an uploaded file.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-attachment-info
func (c *Client) AttachmentInfo(ctx context.Context, attachmentID string) (schema.AttachmentInfo, error) {
	return call[schema.AttachmentInfo](ctx, c, "get attachment info", http.MethodGet, attachmentRoute(c, attachmentID), nil)
}

// AttachmentView returns one form of an uploaded file, such as original. It reads at most 16 MiB, and answers a longer one
// with an error.
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#get-attachment
func (c *Client) AttachmentView(ctx context.Context, attachmentID, viewID string) (AttachmentContent, error) {
	from := attachmentRoute(c, attachmentID).path("/views").id("view", viewID)
	from.manner = manner{accept: "application/octet-stream, application/json", limit: maxView, redirects: true}
	a, err := c.do(ctx, "get attachment", http.MethodGet, from, nil)
	if err != nil {
		return AttachmentContent{}, err
	}
	if a.status == http.StatusMovedPermanently || a.status == http.StatusFound {
		return a.elsewhere()
	}
	return AttachmentContent{ContentType: a.header.Get("Content-Type"), Data: a.body}, nil
}

func (a answer) elsewhere() (AttachmentContent, error) {
	location, err := url.Parse(a.header.Get("Location"))
	if err != nil || location.Scheme != "https" || location.Hostname() == "" || location.User != nil {
		return AttachmentContent{}, a.unusable(errBadLocation)
	}
	return AttachmentContent{Location: location.String()}, nil
}

func attachmentRoute(c *Client, attachmentID string) *route {
	return c.route("/v3/attachments").id("attachment", attachmentID)
}
