package teams_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func ExampleChannelID() {
	received := schema.Activity{ChannelData: json.RawMessage(`{"channel": {"id": "19:engines@thread.tacv2"}, "team": {"id": "19:team@thread.tacv2"}}`)}
	if channel := teams.ChannelID(&received); channel != "" {
		fmt.Println("in channel", channel)
	}
	fmt.Printf("%q\n", teams.ChannelID(schema.TextMessage("from a private chat")))
	// Output:
	// in channel 19:engines@thread.tacv2
	// ""
}

func ExampleThreadID() {
	fmt.Println(teams.ThreadID("19:engines@thread.tacv2", "1741079727314"))
	// Output: 19:engines@thread.tacv2;messageid=1741079727314
}

func ExampleMemberOf() {
	var member schema.ChannelAccount // as connector.Client.Member returns it
	_ = json.Unmarshal([]byte(`{"id": "29:ada", "name": "Ada Lovelace", "email": "ada@example.com", "userRole": "user"}`), &member)

	ada := teams.MemberOf(member)
	fmt.Println(ada.Name, ada.Email)
	// Output: Ada Lovelace ada@example.com
}

func ExampleFileDownload() {
	received := schema.AttachmentMessage(schema.Attachment{
		ContentType: teams.ContentTypeFileDownloadInfo, Name: "notes.txt",
		Content: json.RawMessage(`{"downloadUrl": "https://example.sharepoint.com/notes", "fileType": "txt"}`),
	})
	for _, attachment := range received.Attachments {
		if file, ok := teams.FileDownload(attachment); ok {
			fmt.Println(attachment.Name, file.DownloadURL)
		}
	}
	// Output: notes.txt https://example.sharepoint.com/notes
}

func ExampleCheckSize() {
	var tooLarge *teams.TooLargeError
	if err := teams.CheckSize(schema.TextMessage(strings.Repeat("long ", 20_000))); errors.As(err, &tooLarge) {
		fmt.Println(tooLarge.Size > tooLarge.Limit)
	}
	// Output: true
}
