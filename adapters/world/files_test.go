package world_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// puts uploads a piece of a file, with a Content-Range unless that is empty.
func (b town) puts(path, contentRange, data string) (status int, answer string) {
	b.t.Helper()
	req := httptest.NewRequestWithContext(b.t.Context(), http.MethodPut, path, strings.NewReader(data))
	if contentRange != "" {
		req.Header.Set("Content-Range", contentRange)
	}
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, req)
	return rec.Code, rec.Body.String()
}

func TestUpload(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat, offer := b.offersFile(b.ann)
	invoke, err := b.AnswerFileConsent(b.ann, chat, offer, true)
	require.NoError(t, err)
	require.Equal(t, offer, invoke.ReplyToID)
	consent, err := schema.As[teams.FileConsentCardResponse](json.RawMessage(mustJSON(t, invoke.Value)))
	require.NoError(t, err)
	path := consent.UploadInfo.UploadURL
	require.True(t, strings.HasPrefix(path, b.DriveURL()+"/drive/"))

	for _, bad := range []struct {
		contentRange, data string
		status             int
	}{
		{"", "hello", http.StatusBadRequest},
		{"bytes 0-9/10", "hello", http.StatusBadRequest},
		{"bytes 0-4/4", "hello", http.StatusBadRequest},
		{"bytes 1-5/6", "hello", http.StatusRequestedRangeNotSatisfiable},
		{"bytes 0-4/999999999", "hello", http.StatusRequestEntityTooLarge},
	} {
		status, answer := b.puts(path, bad.contentRange, bad.data)
		require.Equal(t, bad.status, status, answer)
	}
	_, has := b.File(b.ann, "report.txt")
	require.False(t, has)

	status, answer := b.puts(path, "bytes 0-4/11", "hello")
	require.Equal(t, http.StatusAccepted, status)
	require.JSONEq(t, `{"nextExpectedRanges":["5-"]}`, answer)
	status, _ = b.puts(path, "bytes 5-10/11", " there")
	require.Equal(t, http.StatusCreated, status)
	data, has := b.File(b.ann, "report.txt")
	require.True(t, has)
	require.Equal(t, "hello there", string(data))
	status, _ = b.puts(path, "bytes 0-4/5", "again")
	require.Equal(t, http.StatusNotFound, status, "an upload session ends with the file")

	_, err = b.AnswerFileConsent(b.ann, chat, "1", true)
	require.ErrorContains(t, err, "offers no file")
	_, err = b.AnswerFileConsent(b.bob, chat, offer, true)
	require.ErrorContains(t, err, "Bob is not in")
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}

func TestSendFile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sent, told, err := b.SendFile(b.ann, b.PersonalChat(b.ann), schema.TextMessage("here"), "a.txt", "text/plain", []byte("hello"))
	require.NoError(t, err)
	require.True(t, told)
	file, ok := teams.FileDownload(sent.Attachments[0])
	require.True(t, ok)
	require.Equal(t, "txt", file.FileType)
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, file.DownloadURL, http.NoBody))
	require.Equal(t, "hello", rec.Body.String())

	group := b.AddGroupChat("Release", b.ann)
	_, _, err = b.SendFile(b.ann, group, schema.TextMessage(""), "a.txt", "text/plain", nil)
	require.ErrorContains(t, err, "personal chats only")
	sent, _, err = b.SendFile(b.ann, group, b.mentioning("look"), "a.png", "image/png", []byte("picture"))
	require.NoError(t, err)
	require.Equal(t, "image/*", sent.Attachments[0].ContentType)
	_, answer := b.bot(http.MethodGet, strings.TrimPrefix(sent.Attachments[0].ContentURL, b.ServiceURL()), "")
	require.Equal(t, "picture", answer)
}

func TestMessagesOfOthersStay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann, b.bob)
	sent, _, err := b.Send(b.ann, group, b.mentioning("hi"))
	require.NoError(t, err)
	_, _, err = b.Edit(b.bob, group, sent.ID, schema.TextMessage("ho"))
	require.ErrorContains(t, err, "Bob wrote no message")
	_, _, err = b.Undelete(b.ann, group, sent.ID)
	require.ErrorContains(t, err, "deleted is false already")
	_, told, err := b.Delete(b.ann, group, sent.ID)
	require.NoError(t, err)
	require.True(t, told)
	require.Empty(t, b.Messages(group))
	_, _, err = b.Edit(b.ann, group, sent.ID, schema.TextMessage("ho"))
	require.ErrorContains(t, err, "is deleted")
	_, err = b.Read(b.ann, group)
	require.ErrorContains(t, err, "personal chats only")
	_, err = b.Read(b.ann, b.PersonalChat(b.ann))
	require.ErrorContains(t, err, "nothing of the bot to read")
}

// Of what did not mention it, the bot hears neither the message nor its end; of an edit that mentions it, it does.
func TestEditsReachWhomTheyMention(t *testing.T) {
	t.Parallel()
	b := setup(t)
	group := b.AddGroupChat("Release", b.ann)
	sent, told, err := b.Send(b.ann, group, schema.TextMessage("lunch?"))
	require.NoError(t, err)
	require.False(t, told)
	_, told, err = b.Edit(b.ann, group, sent.ID, schema.TextMessage("dinner?"))
	require.NoError(t, err)
	require.False(t, told)
	edited, told, err := b.Edit(b.ann, group, sent.ID, b.mentioning("dinner?"))
	require.NoError(t, err)
	require.True(t, told)
	require.Equal(t, sent.ID, edited.ID)
	require.Equal(t, schema.TypeMessageUpdate, edited.Type)
	require.Equal(t, schema.TypeMessage, b.Messages(group)[0].Type)
}
