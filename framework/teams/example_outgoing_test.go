package teams_test

import (
	"encoding/json"
	"fmt"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// channelData returns the activity's channel data as it goes over the wire.
func channelData(a *schema.Activity) string {
	data, err := json.Marshal(a.ChannelData)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func ExampleNotifyUser() {
	message := schema.TextMessage("Order 17 is late.")
	teams.NotifyUser(message, false, "")
	fmt.Println(channelData(message))
	// Output: {"notification":{"alert":true,"alertInMeeting":false}}
}

// Feedback comes back as the invoke message/submitAction; see handlers.TeamsActivityHandler.OnFeedback.
func ExampleEnableFeedback() {
	answer := schema.TextMessage("The engine has 25 000 parts.")
	answer.MarkAIGenerated()
	teams.EnableFeedback(answer, teams.FeedbackDefault)
	fmt.Println(channelData(answer))
	// Output: {"feedbackLoop":{"type":"default"}}
}

func ExampleSetOnBehalfOf() {
	message := schema.TextMessage("I have ordered it.")
	teams.SetOnBehalfOf(message, schema.ChannelAccount{ID: "29:ada", Name: "Ada Lovelace"})
	fmt.Println(channelData(message))
	// Output: {"onBehalfOf":[{"itemid":0,"mentionType":"person","mri":"29:ada","displayName":"Ada Lovelace"}]}
}

// In a group chat, an answer that the others do not see.
func ExampleSetTarget() {
	received := schema.Activity{From: schema.ChannelAccount{ID: "29:ada", Name: "Ada"}}
	answer := schema.TextMessage("You still owe us a report.")
	teams.SetTarget(answer, received.From)
	fmt.Println(answer.Recipient.Name, teams.IsTargeted(answer))
	// Output: Ada true
}

// The user agrees, or does not; see handlers.TeamsActivityHandler.OnFileConsentAccept.
func ExampleFileConsentCard() {
	card := teams.FileConsentCard{
		Description: "The report of March", SizeInBytes: 1_029_393, AcceptContext: map[string]int{"report": 3},
	}
	message := schema.AttachmentMessage(card.Attachment("report.pdf"))
	fmt.Println(message.Attachments[0].Name, message.Attachments[0].ContentType)
	// Output: report.pdf application/vnd.microsoft.teams.card.file.consent
}

// Once the file is where the consent said, its card opens it.
func ExampleFileInfoCard() {
	put := teams.FileUploadInfo{ // of the consent
		Name: "report.pdf", UniqueID: "1150D938", FileType: "pdf", ContentURL: "https://example.sharepoint.com/report.pdf",
	}
	message := schema.AttachmentMessage(teams.FileInfoCard{UniqueID: put.UniqueID, FileType: put.FileType}.Attachment(put.Name, put.ContentURL))
	fmt.Println(message.Attachments[0].ContentURL)
	// Output: https://example.sharepoint.com/report.pdf
}

func ExampleO365ConnectorCard() {
	card := teams.O365ConnectorCard{
		Title: "Order 17", Text: "It is late.", ThemeColor: "E81123",
		PotentialAction: []teams.O365Action{{
			Type: teams.O365HTTPPost, ID: "remind", Name: "Remind them", Body: `{"order":17}`,
		}},
	}
	fmt.Println(card.Attachment().ContentType)
	// Output: application/vnd.microsoft.teams.card.o365connector
}

func ExampleNewMeetingNotification() {
	page := teams.TaskModuleInfo{Title: "Vote", URL: "https://bot.example.com/vote", Height: 300, Width: 400}
	notification := teams.NewMeetingNotification([]string{"29:ada", "29:grace"}, teams.StageSurface(page), teams.TabIconSurface("votes"))
	for _, surface := range notification.Value.Surfaces {
		fmt.Println(surface.Surface)
	}
	// Output:
	// meetingStage
	// meetingTabIcon
}
