package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// maxFile is how large a file may be that the bot puts into a drive, in bytes.
const maxFile = 16 << 20

// drives are what people keep in OneDrive, as far as the bot has to do with it.
type drives struct {
	files map[string][]byte   // by id
	slots map[string]*slot    // where a file may be put, by id
	of    map[string][]driven // by the person's id
}

// driven is a file in someone's drive.
type driven struct{ name, id string }

// slot is where the bot may put a file.
type slot struct {
	owner Person
	where *place
	name  string
	got   []byte
	done  bool
}

func newDrives() drives {
	return drives{files: make(map[string][]byte), slots: make(map[string]*slot), of: make(map[string][]driven)}
}

// SendFile has a person send a file to the bot: a picture, in any conversation, as what the connector has a view of; any
// other file, in their personal chat, as what lies in their drive. mediaType decides: image/png, text/plain. The text may
// be empty.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
func (w *World) SendFile(from Person, conversationID string, message *schema.Activity, name, mediaType string, data []byte) (sent *schema.Activity, told bool, err error) {
	attachment, err := w.attach(from, conversationID, name, mediaType, data)
	if err != nil {
		return nil, false, err
	}
	draft := *message
	draft.Attachments = append(slices.Clip(draft.Attachments), attachment)
	return w.Send(from, conversationID, &draft)
}

func (w *World) attach(from Person, conversationID, name, mediaType string, data []byte) (schema.Attachment, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, err := w.enter(from, conversationID)
	switch {
	case err != nil:
		return schema.Attachment{}, err
	case strings.HasPrefix(mediaType, "image/"):
		id := w.keep(&upload{name: name, mediaType: mediaType, original: bytes.Clone(data)})
		view := strings.TrimSuffix(w.serviceURL, "/") + "/v3/attachments/" + id + "/views/original"
		return schema.Attachment{ContentType: "image/*", ContentURL: view}, nil
	case where.account.ConversationType != schema.ConversationPersonal:
		return schema.Attachment{}, fmt.Errorf("world: Teams sends bots files in personal chats only, not in %s", where.name)
	}
	id := w.putFile(from, name, bytes.Clone(data))
	return schema.Attachment{
		ContentType: teams.ContentTypeFileDownloadInfo,
		ContentURL:  w.driveURL + "/drive/" + id,
		Name:        name,
		Content:     teams.FileDownloadInfo{DownloadURL: w.driveURL + "/drive/" + id, UniqueID: id, FileType: extension(name)},
	}, nil
}

func (w *World) putFile(owner Person, name string, data []byte) (id string) {
	id = uuid(w.next())
	w.drives.files[id] = data
	w.drives.of[owner.ID] = append(w.drives.of[owner.ID], driven{name, id})
	return id
}

// extension is the type of a file, as Teams names it.
func extension(name string) string { return strings.TrimPrefix(path.Ext(name), ".") }

// File returns the newest file of that name in the person's drive, and whether there is one.
func (w *World) File(p Person, name string) ([]byte, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, file := range slices.Backward(w.drives.of[p.ID]) {
		if file.name == name {
			return bytes.Clone(w.drives.files[file.id]), true
		}
	}
	return nil, false
}

// AnswerFileConsent has a person accept or decline the file that a message of the bot offers with a
// teams.FileConsentCard. It returns the invoke that their client sends, with the message in replyToId: if they accept, it
// tells the bot where it may put the file, once and within 16 MiB.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#invoke-activity-when-the-user-accepts-the-file
func (w *World) AnswerFileConsent(by Person, conversationID, messageID string, accept bool) (*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(by, conversationID)
	if err != nil {
		return nil, err
	}
	name, card, ok := where.consentCard(root, messageID)
	if !ok {
		return nil, fmt.Errorf("world: the message %q in %s offers no file", messageID, where.name)
	}
	answer := teams.FileConsentCardResponse{
		Action: teams.FileConsentDecline, Context: card.DeclineContext,
		Extra: map[string]json.RawMessage{"type": json.RawMessage(`"fileUpload"`)},
	}
	if accept {
		id := uuid(w.next())
		w.drives.slots[id] = &slot{owner: by, where: where, name: name}
		answer.Action, answer.Context = teams.FileConsentAccept, card.AcceptContext
		answer.UploadInfo = teams.FileUploadInfo{
			Name: name, UploadURL: w.driveURL + "/drive/" + id, ContentURL: w.driveURL + "/drive/" + id + "/content",
			UniqueID: id, FileType: extension(name),
		}
	}
	draft := w.compose(by, &schema.Activity{
		Type: schema.TypeInvoke, Name: teams.InvokeFileConsent, Value: answer, ReplyToID: messageID,
	})
	a, err := w.stamp(draft, by.account(), where.conversation(root), w.messageData(where))
	if err != nil {
		return nil, err
	}
	w.record(Entry{Kind: Told, Who: by.Name, Where: where.name, Activity: a})
	return a, nil
}

// consentCard finds the file that a message offers.
func (p *place) consentCard(root, messageID string) (name string, card teams.FileConsentCard, ok bool) {
	m, found := p.find(root, messageID)
	if !found {
		return "", card, false
	}
	for _, a := range m.activity.Attachments {
		if a.ContentType == teams.ContentTypeFileConsentCard {
			card, err := schema.As[teams.FileConsentCard](a.Content)
			return a.Name, card, err == nil
		}
	}
	return "", card, false
}

func (w *World) driveRoutes() []route {
	return []route{
		{method: http.MethodGet, path: "/drive/{file}", do: w.download, elsewhere: true},
		{method: http.MethodGet, path: "/drive/{file}/content", do: w.download, elsewhere: true},
		{method: http.MethodPut, path: "/drive/{file}", do: w.receiveFile, limit: maxFile, elsewhere: true},
	}
}

func (w *World) download(c call) (int, any, *refusal) {
	data, ok := w.drives.files[c.vars["file"]]
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "itemNotFound", "There is no such file")
	}
	return http.StatusOK, content{"application/octet-stream", data}, nil
}

var contentRange = regexp.MustCompile(`^bytes (\d{1,9})-(\d{1,9})/(\d{1,9})$`)

// receiveFile takes a file, whole or in pieces that follow each other, as an upload session of OneDrive does.
//
// Spec: https://learn.microsoft.com/graph/api/driveitem-createuploadsession#upload-bytes-to-the-upload-session
func (w *World) receiveFile(c call) (int, any, *refusal) {
	id := c.vars["file"]
	s, ok := w.drives.slots[id]
	if !ok || s.done {
		return 0, nil, refuse(http.StatusNotFound, "itemNotFound", "There is no such upload session, or the file is complete")
	}
	parts := contentRange.FindStringSubmatch(c.header.Get("Content-Range"))
	if parts == nil {
		return 0, nil, refuse(http.StatusBadRequest, "invalidRequest", "Content-Range is not of the form bytes first-last/size")
	}
	first, _ := strconv.Atoi(parts[1])
	last, _ := strconv.Atoi(parts[2])
	size, _ := strconv.Atoi(parts[3])
	switch {
	case size > maxFile:
		return 0, nil, refuse(http.StatusRequestEntityTooLarge, "invalidRequest", "The file is larger than %d bytes", maxFile)
	case first != len(s.got):
		return 0, nil, refuse(http.StatusRequestedRangeNotSatisfiable, "invalidRange", "The next byte expected is %d", len(s.got))
	case last-first+1 != len(c.body) || last >= size:
		return 0, nil, refuse(http.StatusBadRequest, "invalidRequest", "Content-Range does not fit the body")
	}
	s.got = append(s.got, c.body...)
	if len(s.got) < size {
		return http.StatusAccepted, map[string][]string{"nextExpectedRanges": {fmt.Sprintf("%d-", len(s.got))}}, nil
	}
	s.done = true
	w.drives.files[id] = s.got
	w.drives.of[s.owner.ID] = append(w.drives.of[s.owner.ID], driven{s.name, id})
	w.recordByBot(Uploaded, s.where, "", &schema.Activity{
		Type: schema.TypeEvent, Attachments: []schema.Attachment{{ContentType: "application/octet-stream", Name: s.name}},
	}, s.owner.Name)
	return http.StatusCreated, map[string]any{"id": id, "name": s.name, "size": size}, nil
}
