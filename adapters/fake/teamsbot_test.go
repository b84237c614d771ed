package fake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// teamsBot does a bit of everything that is particular to Teams.
type teamsBot struct {
	handlers.TeamsActivityHandler

	web *http.Client // in production, one that checks where it goes
}

type note struct {
	Note string `json:"note"`
}

// form is the content of a card with an input and a button.
func form(title string, data map[string]any) map[string]any {
	return map[string]any{
		"type": "AdaptiveCard", "version": "1.5",
		"body":    []any{map[string]any{"type": "TextBlock", "text": title}, map[string]any{"type": "Input.Text", "id": "note"}},
		"actions": []any{map[string]any{"type": "Action.Submit", "title": "Save", "data": data}},
	}
}

func dialog(title string) teams.TaskModuleInfo {
	card := schema.AdaptiveCard(form(title, map[string]any{teams.DialogKey: "note"}))
	return teams.TaskModuleInfo{Title: "A note", Card: &card}
}

func newTeamsBot(web *http.Client) *teamsBot {
	b := &teamsBot{web: web}
	b.talk()
	b.dialogs()
	b.extensions()
	b.files()
	b.places()
	b.signIn()
	return b
}

func say(ctx context.Context, turn *framework.TurnContext, a *schema.Activity) error {
	_, err := turn.SendActivity(ctx, a)
	return err
}

func (b *teamsBot) talk() {
	b.OnMessageText("judge me", func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("How was I?")
		a.ChannelData = teams.ChannelData{FeedbackLoop: teams.FeedbackLoop{Type: "default"}}
		return say(ctx, turn, a)
	})
	b.OnMessageText("judge me well", func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("How was I, in your words?")
		a.ChannelData = teams.ChannelData{FeedbackLoop: teams.FeedbackLoop{Type: "custom"}}
		return say(ctx, turn, a)
	})
	b.OnMessageText("psst", func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("Only you hear this")
		a.Recipient = turn.Activity.From
		a.Recipient.IsTargeted = true
		return say(ctx, turn, a)
	})
	b.OnMessageText("like it", func(ctx context.Context, turn *framework.TurnContext) error {
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		return client.AddReaction(ctx, turn.Activity.Conversation.ID, turn.Activity.ID, schema.ReactionHeart)
	})
	b.OnMessageText("prompts", func(ctx context.Context, turn *framework.TurnContext) error {
		a := schema.TextMessage("Next?")
		a.SuggestedActions.Actions = []schema.CardAction{{Type: "Action.Submit", Title: "Vote", Value: map[string]any{"vote": "tea"}}}
		return say(ctx, turn, a)
	})
	b.OnSuggestedActionSubmit(func(ctx context.Context, turn *framework.TurnContext, value schema.Any) error {
		chosen, err := schema.As[map[string]string](value)
		if err != nil {
			return err
		}
		return turn.SendText(ctx, "You want "+chosen["vote"])
	})
	b.OnFeedback(func(ctx context.Context, turn *framework.TurnContext, f teams.Feedback) error {
		return turn.SendText(ctx, strings.TrimSpace("A "+f.Reaction+" "+f.Text()))
	})
	b.OnMessageFetchTask(func(context.Context, *framework.TurnContext, teams.MessageFetchTask) (*teams.TaskModuleResponse, error) {
		return teams.ShowDialog(dialog("What was wrong?")), nil
	})
	b.OnMessageEdit(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "You meant: "+turn.Activity.TextWithoutRecipient())
	})
	b.OnMessageSoftDelete(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "Forgotten") })
	b.OnMessageUndelete(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "Remembered") })
	b.OnReactionsAdded(func(ctx context.Context, turn *framework.TurnContext, added []schema.MessageReaction) error {
		return turn.SendText(ctx, "Thanks for the "+added[0].Type)
	})
	b.OnReactionsRemoved(func(ctx context.Context, turn *framework.TurnContext, removed []schema.MessageReaction) error {
		return turn.SendText(ctx, "No more "+removed[0].Type)
	})
	b.OnReadReceipt(func(ctx context.Context, turn *framework.TurnContext, r teams.ReadReceipt) error {
		return turn.SendText(ctx, "Read up to "+r.LastReadMessageID)
	})
	b.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		if len(turn.Activity.Attachments) > 0 {
			return b.receive(ctx, turn)
		}
		return turn.SendText(ctx, "Echo: "+turn.Activity.TextWithoutRecipient())
	})
}

func (b *teamsBot) dialogs() {
	b.OnMessageText("write", func(ctx context.Context, turn *framework.TurnContext) error {
		return say(ctx, turn, schema.AttachmentMessage(schema.HeroCard{
			Title: "Notes", Buttons: []schema.CardAction{teams.OpenDialogAction("Write", "note"), teams.OpenDialogAction("Page", "page")},
		}.Attachment()))
	})
	handlers.OnDialogFetch(b, "note", func(context.Context, *framework.TurnContext, note) (*teams.TaskModuleResponse, error) {
		return teams.ShowDialog(dialog("What happened?")), nil
	})
	handlers.OnDialogFetch(b, "page", func(context.Context, *framework.TurnContext, note) (*teams.TaskModuleResponse, error) {
		return teams.ShowDialog(teams.TaskModuleInfo{Title: "A page", URL: "https://contoso.example/form"}), nil
	})
	submit := func(_ context.Context, _ *framework.TurnContext, in note) (*teams.TaskModuleResponse, error) {
		if in.Note == "" {
			return teams.ShowDialog(dialog("Write something")), nil
		}
		return teams.DialogMessage("Kept: " + in.Note), nil
	}
	handlers.OnDialogSubmit(b, "note", submit)
	b.OnTaskSubmit(func(ctx context.Context, turn *framework.TurnContext, r teams.TaskModuleRequest) (*teams.TaskModuleResponse, error) {
		in, err := schema.As[note](r.Data)
		if err != nil {
			return nil, err
		}
		return submit(ctx, turn, in)
	})
	b.OnConfigFetch(func(context.Context, *framework.TurnContext, schema.Any) (*teams.ConfigResponse, error) {
		return teams.ConfigDialog(dialog("How often?")), nil
	})
	b.OnConfigSubmit(func(_ context.Context, _ *framework.TurnContext, value schema.Any) (*teams.ConfigResponse, error) {
		in, err := schema.As[struct {
			Data note `json:"data"`
		}](value)
		return teams.ConfigMessage("From now on " + in.Data.Note), err
	})
	b.OnTabFetch(func(_ context.Context, _ *framework.TurnContext, r teams.TabRequest) (*teams.TabResponse, error) {
		return teams.TabCards(form("Tab "+r.TabContext.TabEntityID, nil)), nil
	})
	b.OnTabSubmit(func(_ context.Context, _ *framework.TurnContext, r teams.TabSubmit) (*teams.TabResponse, error) {
		in, err := schema.As[note](r.Data)
		return teams.TabCards(form("Thanks for "+in.Note, nil)), err
	})
}

func found(title string) teams.MessagingExtensionAttachment {
	tap := schema.CardAction{Type: "invoke", Value: map[string]any{"note": title}}
	return teams.ResultOf(schema.HeroCard{Title: title, Text: "in full"}.Attachment(), schema.ThumbnailCard{Title: title, Tap: tap}.Attachment())
}

func (b *teamsBot) extensions() {
	b.OnMessagingExtensionQuery(func(_ context.Context, _ *framework.TurnContext, q teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		what, err := schema.As[string](q.Parameters[0].Value)
		if what == "nothing" {
			return teams.SearchResults(), err
		}
		return teams.SearchResults(found("Green tea"), found("Black tea")), err
	})
	b.OnMessagingExtensionSelectItem(func(_ context.Context, _ *framework.TurnContext, item schema.Any) (*teams.MessagingExtensionResponse, error) {
		in, err := schema.As[note](item)
		return teams.SearchResults(found(in.Note + ", a cup of it")), err
	})
	b.OnAppBasedLinkQuery(func(_ context.Context, _ *framework.TurnContext, q teams.AppBasedLinkQuery) (*teams.MessagingExtensionResponse, error) {
		return teams.SearchResults(found("Page " + q.URL)), nil
	})
	b.OnMessagingExtensionFetchTask(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		return teams.ActionDialog(dialog("Note on: " + a.MessagePayload.Body.Content)), nil
	})
	b.OnMessagingExtensionSubmitAction(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		in, err := schema.As[note](a.Data)
		if a.CommandID == "announce" {
			return teams.ActionPreview(schema.TextMessage("Announcement: " + in.Note)), err
		}
		return teams.ActionResult(found("Note " + in.Note)), err
	})
	b.OnMessagingExtensionPreviewEdit(func(context.Context, *framework.TurnContext, teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		return teams.ActionDialog(dialog("Once more")), nil
	})
	b.OnMessagingExtensionPreviewSend(func(ctx context.Context, turn *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		return nil, turn.SendText(ctx, a.BotActivityPreview[0].Text)
	})
}

func (b *teamsBot) files() {
	b.OnMessageText("report", func(ctx context.Context, turn *framework.TurnContext) error {
		return say(ctx, turn, schema.AttachmentMessage(teams.FileConsentCard{
			Description: "The report", SizeInBytes: 7, AcceptContext: note{"yes"}, DeclineContext: note{"no"},
		}.Attachment("report.txt")))
	})
	b.OnFileConsentAccept(func(ctx context.Context, turn *framework.TurnContext, r teams.FileConsentCardResponse) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPut, r.UploadInfo.UploadURL, bytes.NewReader([]byte("7 teas\n")))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Range", "bytes 0-6/7")
		resp, err := b.web.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		return say(ctx, turn, schema.AttachmentMessage(
			teams.FileInfoCard{UniqueID: r.UploadInfo.UniqueID, FileType: "txt"}.Attachment("report.txt", r.UploadInfo.ContentURL)))
	})
	b.OnFileConsentDecline(func(ctx context.Context, turn *framework.TurnContext, r teams.FileConsentCardResponse) error {
		in, err := schema.As[note](r.Context)
		if err != nil {
			return err
		}
		return turn.SendText(ctx, "Then "+in.Note)
	})
}

// receive tells what is in the file that somebody sent.
func (b *teamsBot) receive(ctx context.Context, turn *framework.TurnContext) error {
	file, ok := teams.FileDownload(turn.Activity.Attachments[0])
	url := turn.Activity.Attachments[0].ContentURL
	if ok {
		url = file.DownloadURL
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := b.web.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return turn.SendText(ctx, fmt.Sprintf("%s %d: %s", turn.Activity.Attachments[0].Name, resp.StatusCode, data))
}

func (b *teamsBot) places() {
	channel := func(what string) func(context.Context, *framework.TurnContext, teams.ChannelInfo, teams.TeamInfo) error {
		return func(ctx context.Context, turn *framework.TurnContext, channel teams.ChannelInfo, team teams.TeamInfo) error {
			return turn.SendText(ctx, fmt.Sprintf("%s %s of %s", what, channel.Name, team.Name))
		}
	}
	b.OnChannelCreated(channel("created"))
	b.OnChannelRenamed(channel("renamed"))
	b.OnChannelShared(channel("shared"))
	b.OnTeamRenamed(func(ctx context.Context, turn *framework.TurnContext, team teams.TeamInfo) error {
		return turn.SendText(ctx, "now "+team.Name)
	})
	b.OnTeamUnarchived(func(ctx context.Context, turn *framework.TurnContext, team teams.TeamInfo) error {
		return turn.SendText(ctx, "back in "+team.Name)
	})
	b.OnMeetingStart(func(ctx context.Context, turn *framework.TurnContext, m teams.MeetingStart) error {
		return turn.SendText(ctx, m.Title+" begins")
	})
	b.OnMeetingEnd(func(ctx context.Context, turn *framework.TurnContext, m teams.MeetingEnd) error {
		return turn.SendText(ctx, m.Title+" is over")
	})
	b.OnMeetingParticipantsJoin(func(ctx context.Context, turn *framework.TurnContext, joined teams.MeetingParticipants) error {
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		_, err = client.SendMeetingNotification(ctx, teams.MeetingID(turn.Activity), teams.MeetingNotification{
			Value: teams.MeetingNotificationValue{
				Recipients: []string{joined.Members[0].User.ID},
				Surfaces:   []teams.MeetingSurface{{Surface: "meetingStage", ContentType: "task", Content: &teams.ShowDialog(dialog("Welcome")).Task}},
			},
		})
		return err
	})
	b.OnMeetingParticipantsLeave(func(ctx context.Context, turn *framework.TurnContext, left teams.MeetingParticipants) error {
		return turn.SendText(ctx, "Bye "+left.Members[0].User.Name)
	})
	b.OnAgentLifecycle(func(ctx context.Context, turn *framework.TurnContext, _ teams.AgentLifecycle) error {
		return turn.SendText(ctx, turn.Activity.ValueType)
	})
	b.OnHandoffAction(func(ctx context.Context, turn *framework.TurnContext, h teams.Handoff) error {
		return turn.SendText(ctx, "We were at "+h.Continuation)
	})
}

func (b *teamsBot) signIn() {
	const connection = "graph"
	b.OnMessageText("sign in", func(ctx context.Context, turn *framework.TurnContext) error {
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return err
		}
		got, err := tokens.TokenOrSignInResource(ctx, connection, "", "")
		if err != nil {
			return err
		}
		if got.TokenResponse.Token != "" {
			return turn.SendText(ctx, "You are signed in")
		}
		card := schema.NewOAuthCard(connection, "Sign in", "Sign in", got.SignInResource.SignInLink)
		card.TokenExchangeResource = got.SignInResource.TokenExchangeResource
		return say(ctx, turn, schema.AttachmentMessage(card.Attachment()))
	})
	b.OnMessageText("sign out", func(ctx context.Context, turn *framework.TurnContext) error {
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return err
		}
		return tokens.SignOut(ctx, connection)
	})
	b.OnSignInVerifyState(func(ctx context.Context, turn *framework.TurnContext, q schema.SignInStateVerificationQuery) error {
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return err
		}
		token, err := tokens.GetToken(ctx, connection, q.State)
		if err != nil {
			return err
		}
		return turn.SendText(ctx, "Your token is "+token.Token)
	})
	b.OnSignInTokenExchange(func(ctx context.Context, turn *framework.TurnContext, r schema.TokenExchangeInvokeRequest) (*schema.TokenExchangeInvokeResponse, error) {
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return nil, err
		}
		token, err := tokens.Exchange(ctx, r.ConnectionName, schema.TokenExchangeRequest{Token: r.Token})
		if errors.Is(err, connector.ErrNoToken) {
			return &schema.TokenExchangeInvokeResponse{ID: r.ID, ConnectionName: r.ConnectionName, FailureDetail: "no"}, nil
		}
		if err != nil {
			return nil, err
		}
		return nil, turn.SendText(ctx, "Silently "+token.Token)
	})
}
