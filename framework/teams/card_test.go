package teams_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func TestFileDownload(t *testing.T) {
	t.Parallel()
	var a schema.Attachment
	require.NoError(t, a.UnmarshalJSON(golden(t, "file-download.json")))
	info, ok := teams.FileDownload(a)
	require.True(t, ok)
	require.Equal(t, "https://example.sharepoint.com/download?tempauth=example", info.DownloadURL)
	require.Equal(t, "txt", info.FileType)

	for name, other := range map[string]schema.Attachment{
		"nothing":    {},
		"a picture":  {ContentType: "image/png", Content: json.RawMessage(`{"downloadUrl":"https://example.com/"}`)},
		"no content": {ContentType: teams.ContentTypeFileDownloadInfo},
		"malformed":  {ContentType: teams.ContentTypeFileDownloadInfo, Content: json.RawMessage(`{"downloadUrl":5}`)},
	} {
		info, ok := teams.FileDownload(other)
		require.False(t, ok, name)
		require.Zero(t, info, name)
	}
}

func TestCardAttachments(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		golden string
		got    schema.Attachment
	}{
		"consent": {"file-consent.json", teams.FileConsentCard{
			Description: "The report of March", SizeInBytes: 1029393,
			AcceptContext: map[string]int64{"report": 9007199254740993}, DeclineContext: map[string]int{"report": 3},
		}.Attachment("report.pdf")},
		"info": {"file-info.json", teams.FileInfoCard{UniqueID: "1150D938-8870-4044-9F2C-5BBDEBA70C9D", FileType: "pdf"}.
			Attachment("report.pdf", "https://example.sharepoint.com/personal/ada/Documents/report.pdf")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.JSONEq(t, string(golden(t, test.golden)), write(t, test.got))
		})
	}
	connector := teams.O365ConnectorCard{Text: "hi", Sections: []teams.O365Section{{Markdown: new(false)}}}.Attachment()
	require.JSONEq(t, `{"contentType":"application/vnd.microsoft.teams.card.o365connector",
		"content":{"text":"hi","sections":[{"markdown":false}]}}`, write(t, connector))
}
