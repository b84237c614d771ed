package playground_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

const (
	graph    = "graph" // the connection that surfaceBot wants people to sign in to
	results  = 60      // of its search
	pageSize = 25
)

// surfaceBot answers the invokes of people's clients in the ways that there are. Said what, it shows the card to begin with.
func surfaceBot(pageURL string) *handlers.TeamsActivityHandler {
	b := &handlers.TeamsActivityHandler{}
	for said, show := range map[string]func(turn *framework.TurnContext) *schema.Activity{
		"card": func(turn *framework.TurnContext) *schema.Activity {
			return cardMessage(votesCard("Nobody voted", turn))
		},
		"dialogs":  func(*framework.TurnContext) *schema.Activity { return cardMessage(dialogsCard()) },
		"file":     func(*framework.TurnContext) *schema.Activity { return offerFile() },
		"feedback": func(*framework.TurnContext) *schema.Activity { return judged("Judge me", teams.FeedbackDefault) },
		"own form": func(*framework.TurnContext) *schema.Activity {
			return judged("Judge me in my form", teams.FeedbackCustom)
		},
		"inputs": func(*framework.TurnContext) *schema.Activity { return cardMessage(choicesCard()) },
	} {
		b.OnMessageText(said, func(ctx context.Context, turn *framework.TurnContext) error {
			_, err := turn.SendActivity(ctx, show(turn))
			return err
		})
	}
	b.OnMessageText("sign in", askToSignIn)
	b.OnMessageText("who am i", func(ctx context.Context, turn *framework.TurnContext) error { return greet(ctx, turn, "") })
	b.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		if turn.Activity.Value == nil {
			return nil
		}
		data, err := schema.As[map[string]any](turn.Activity.Value)
		return errors.Join(err, turn.SendText(ctx, fmt.Sprintf("Submitted %v", data)))
	})
	withCards(b)
	withDialogs(b, pageURL)
	withExtension(b, pageURL)
	withSignIn(b)
	withTheRest(b)
	return b
}

func cardMessage(card cards.Card) *schema.Activity {
	return schema.AttachmentMessage(card.Attachment())
}

// votesCard refreshes itself for who said it.
func votesCard(text string, turn *framework.TurnContext) cards.Card {
	return cards.Card{
		Refresh: cards.Refresh{Action: cards.Execute{Verb: "refresh"}, UserIDs: []string{turn.Activity.From.ID}},
		Body:    []cards.Element{cards.TextBlock{Text: text, Wrap: true}},
		Actions: []cards.Action{
			cards.Execute{Title: "Vote", Verb: "vote", Data: map[string]any{"choice": "tea"}},
			cards.Execute{Title: "Text", Verb: "text"},
			cards.Execute{Title: "Fail", Verb: "fail"},
			cards.Execute{Title: "Secret", Verb: "secret"},
			cards.Execute{Title: "Nobody", Verb: "nobody"},
		},
	}
}

func withCards(b *handlers.TeamsActivityHandler) {
	on := func(verb string, do func(turn *framework.TurnContext) schema.AdaptiveCardInvokeResponse) {
		handlers.OnAdaptiveCardAction(b, verb, func(_ context.Context, turn *framework.TurnContext, _ struct{}) (schema.AdaptiveCardInvokeResponse, error) {
			return do(turn), nil
		})
	}
	on("refresh", func(turn *framework.TurnContext) schema.AdaptiveCardInvokeResponse {
		return schema.CardResponse(votesCard("For "+turn.Activity.From.Name+" only", turn))
	})
	on("vote", func(turn *framework.TurnContext) schema.AdaptiveCardInvokeResponse {
		return schema.CardResponse(votesCard(turn.Activity.From.Name+" voted tea", turn))
	})
	on("text", func(*framework.TurnContext) schema.AdaptiveCardInvokeResponse {
		return schema.MessageResponse("Noted, thank you")
	})
	on("fail", func(*framework.TurnContext) schema.AdaptiveCardInvokeResponse {
		return schema.ErrorResponse(403, "Forbidden", "Only the organizer may do that")
	})
	handlers.OnAdaptiveCardAction(b, "secret", func(ctx context.Context, turn *framework.TurnContext, _ struct{}) (schema.AdaptiveCardInvokeResponse, error) {
		asked, err := schema.As[schema.AdaptiveCardInvokeValue](turn.Activity.Value)
		if err != nil {
			return schema.AdaptiveCardInvokeResponse{}, err
		}
		tokens, err := connector.TokensFromTurn(turn)
		if err != nil {
			return schema.AdaptiveCardInvokeResponse{}, err
		}
		var token schema.TokenResponse
		if asked.Authentication.Token != "" {
			token, err = tokens.Exchange(ctx, graph, schema.TokenExchangeRequest{Token: asked.Authentication.Token})
		} else {
			token, err = tokens.GetToken(ctx, graph, asked.State)
		}
		if err != nil {
			card := schema.NewOAuthCard(graph, "The secret is for those who sign in", "Sign in", "https://example.com/login")
			card.TokenExchangeResource = schema.TokenExchangeResource{ID: "1", URI: "api://bot"}
			return schema.AdaptiveCardInvokeResponse{StatusCode: 401, Type: schema.ContentTypeLoginRequest, Value: card}, nil //nolint:nilerr // the answer says that there is no token
		}
		return schema.CardResponse(votesCard("The secret of "+token.Token, turn)), nil
	})
}

func dialogsCard() cards.Card {
	open := func(title, dialog string) cards.Action {
		return cards.Submit{Title: title, Data: teams.OpenDialogData(dialog)}
	}
	return cards.Card{
		Body: []cards.Element{cards.TextBlock{Text: "Dialogs of all sorts", Wrap: true}},
		Actions: []cards.Action{
			open("Book a desk", "desk"), open("Floor plan", "plan"), open("Say something", "text"), open("Wrong answer", "wrong"),
			open("Nothing there", "nothing"),
		},
	}
}

func deskForm(problem string) teams.TaskModuleInfo {
	form := cards.Card{
		Body: []cards.Element{
			cards.InputText{ID: "desk", Label: "Desk", IsRequired: true, ErrorMessage: "Please say which desk."},
			cards.InputChoiceSet{ID: "time", Label: "Time", Value: "am", Choices: []cards.Choice{{Title: "Morning", Value: "am"}, {Title: "Afternoon", Value: "pm"}}},
		},
		Actions: []cards.Action{cards.Submit{Title: "Book it", Data: map[string]any{teams.DialogKey: "desk"}}},
	}
	if problem != "" {
		form.Body = append([]cards.Element{cards.TextBlock{Text: problem, Color: cards.Attention, Wrap: true}}, form.Body...)
	}
	return teams.CardDialog("Book a desk", form.Attachment())
}

func withDialogs(b *handlers.TeamsActivityHandler, pageURL string) {
	type none = struct{}
	fetch := func(name string, answer *teams.TaskModuleResponse) {
		handlers.OnDialogFetch(b, name, func(context.Context, *framework.TurnContext, none) (*teams.TaskModuleResponse, error) {
			return answer, nil
		})
	}
	fetch("desk", teams.ShowDialog(deskForm("")))
	fetch("plan", teams.ShowDialog(teams.TaskModuleInfo{Title: "Floor plan", URL: pageURL, Width: 500, Height: 300}))
	fetch("text", teams.DialogMessage("There is nothing to fill in."))
	fetch("wrong", &teams.TaskModuleResponse{Task: teams.TaskModuleTask{Type: "popup", Value: map[string]any{"card": "none"}}})
	handlers.OnDialogSubmit(b, "desk", func(ctx context.Context, turn *framework.TurnContext, in struct {
		Desk string `json:"desk"`
		Time string `json:"time"`
	},
	) (*teams.TaskModuleResponse, error) {
		if in.Desk == "taken" {
			return teams.ShowDialog(deskForm("That desk is taken.")), nil
		}
		err := turn.SendText(ctx, "Booked "+in.Desk+" "+in.Time)
		return teams.DialogMessage("Booked " + in.Desk), err
	})
	b.OnConfigFetch(func(context.Context, *framework.TurnContext, schema.Any) (*teams.ConfigResponse, error) {
		return teams.ConfigDialog(deskForm("Choose the desk of this chat.")), nil
	})
	b.OnConfigSubmit(func(context.Context, *framework.TurnContext, schema.Any) (*teams.ConfigResponse, error) {
		return teams.ConfigMessage("The chat has a desk now."), nil
	})
	b.OnTabFetch(func(_ context.Context, _ *framework.TurnContext, r teams.TabRequest) (*teams.TabResponse, error) {
		if r.TabContext.TabEntityID == "private" && r.State == "" {
			return teams.TabAuth("Sign in first", "https://example.com/login"), nil
		}
		return teams.TabCards(dialogsCard(), choicesCard()), nil
	})
	b.OnTabSubmit(func(context.Context, *framework.TurnContext, teams.TabSubmit) (*teams.TabResponse, error) {
		return teams.TabCards(cards.Card{Body: []cards.Element{cards.TextBlock{Text: "Thank you for the form"}}}), nil
	})
}

func result(n int, tap bool) teams.MessagingExtensionAttachment {
	title := fmt.Sprintf("Result %d", n)
	preview := schema.ThumbnailCard{Title: title, Text: "One of many"}
	if tap {
		preview.Tap = schema.CardAction{Type: schema.ActionInvoke, Value: map[string]any{"n": n}}
	}
	card := cards.Card{Body: []cards.Element{cards.TextBlock{Text: "Card of " + strings.ToLower(title), Wrap: true}}}
	return teams.ResultOf(card.Attachment(), preview.Attachment())
}

func withExtension(b *handlers.TeamsActivityHandler, pageURL string) {
	b.OnMessagingExtensionQuery(func(_ context.Context, _ *framework.TurnContext, q teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		switch q.Parameter("text") {
		case "none":
			return teams.MessagingExtensionMessage("Nothing is called that."), nil
		case "private":
			if q.State == "" {
				return teams.MessagingExtensionAuth("Sign in to search", pageURL+"/settings"), nil
			}
		}
		var found []teams.MessagingExtensionAttachment
		for n := q.QueryOptions.Skip + 1; n <= min(q.QueryOptions.Skip+pageSize, results); n++ {
			found = append(found, result(n, n == 2))
		}
		return teams.SearchResults(found...), nil
	}, "find")
	b.OnMessagingExtensionSelectItem(func(context.Context, *framework.TurnContext, schema.Any) (*teams.MessagingExtensionResponse, error) {
		return teams.SearchResults(result(200, false)), nil
	})
	b.OnAppBasedLinkQuery(func(_ context.Context, _ *framework.TurnContext, q teams.AppBasedLinkQuery) (*teams.MessagingExtensionResponse, error) {
		return teams.SearchResults(result(len(q.URL), false)), nil
	})
	b.OnMessagingExtensionFetchTask(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		return teams.ActionDialog(deskForm(a.MessagePayload.Body.TextContent)), nil
	}, "report")
	b.OnMessagingExtensionSubmitAction(func(_ context.Context, _ *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		in, err := schema.As[struct {
			Desk string `json:"desk"`
		}](a.Data)
		return teams.ActionPreview(cardMessage(cards.Card{Body: []cards.Element{cards.TextBlock{Text: "Report of desk " + in.Desk}}})), err
	}, "report")
	b.OnMessagingExtensionPreviewEdit(func(context.Context, *framework.TurnContext, teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		return teams.ActionDialog(deskForm("Once more")), nil
	}, "report")
	b.OnMessagingExtensionPreviewSend(func(ctx context.Context, turn *framework.TurnContext, a teams.MessagingExtensionAction) (*teams.MessagingExtensionActionResponse, error) {
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(a.BotActivityPreview[0].Attachments...))
		return nil, err
	}, "report")
	b.OnMessagingExtensionQuerySettingURL(func(context.Context, *framework.TurnContext, teams.MessagingExtensionQuery) (*teams.MessagingExtensionResponse, error) {
		return teams.MessagingExtensionConfig("Settings", pageURL+"/settings"), nil
	})
	b.OnMessagingExtensionSetting(func(ctx context.Context, turn *framework.TurnContext, value schema.Any) error {
		set, err := schema.As[struct {
			State string `json:"state"`
		}](value)
		return errors.Join(err, turn.SendText(ctx, "Set to "+set.State))
	})
}

func askToSignIn(ctx context.Context, turn *framework.TurnContext) error {
	card := schema.NewOAuthCard(graph, "Please sign in", "Sign in", "https://example.com/login")
	card.TokenExchangeResource = schema.TokenExchangeResource{ID: "1", URI: "api://bot"}
	_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
	return err
}

func greet(ctx context.Context, turn *framework.TurnContext, code string) error {
	tokens, err := connector.TokensFromTurn(turn)
	if err != nil {
		return err
	}
	token, err := tokens.GetToken(ctx, graph, code)
	if errors.Is(err, connector.ErrNoToken) {
		return turn.SendText(ctx, "I do not know you")
	}
	return errors.Join(err, turn.SendText(ctx, "You hold "+token.Token))
}

func withSignIn(b *handlers.TeamsActivityHandler) {
	b.OnSignInVerifyState(func(ctx context.Context, turn *framework.TurnContext, q schema.SignInStateVerificationQuery) error {
		return greet(ctx, turn, q.State)
	})
	b.OnSignInTokenExchange(func(
		ctx context.Context, turn *framework.TurnContext, offered schema.TokenExchangeInvokeRequest,
	) (*schema.TokenExchangeInvokeResponse, error) {
		return nil, connector.ExchangeOnce(ctx, turn, offered, func(ctx context.Context, _ schema.TokenResponse) error { return greet(ctx, turn, "") })
	})
	b.OnSignInFailure(func(ctx context.Context, turn *framework.TurnContext, f teams.SignInFailure) error {
		return turn.SendText(ctx, "Single sign-on failed: "+f.Code)
	})
}

func offerFile() *schema.Activity {
	card := teams.FileConsentCard{Description: "The numbers", SizeInBytes: 5, AcceptContext: map[string]any{"n": 1}, DeclineContext: map[string]any{"n": 1}}
	return schema.AttachmentMessage(card.Attachment("numbers.txt"))
}

func judged(text, form string) *schema.Activity {
	a := schema.TextMessage(text)
	a.ChannelData = teams.ChannelData{FeedbackLoop: teams.FeedbackLoop{Type: form}}
	return a
}

func choicesCard() cards.Card {
	return cards.Card{
		Body: []cards.Element{cards.InputChoiceSet{
			ID: "city", Label: "City", Style: cards.Filtered, ChoicesData: cards.DataQuery{Dataset: "cities", Count: 5},
		}},
		Actions: []cards.Action{cards.Submit{Title: "Send", Data: map[string]any{"from": "inputs"}}},
	}
}

func withTheRest(b *handlers.TeamsActivityHandler) {
	b.OnFileConsentAccept(func(ctx context.Context, turn *framework.TurnContext, consent teams.FileConsentCardResponse) error {
		if err := upload(ctx, consent.UploadInfo.UploadURL, "12345"); err != nil {
			return err
		}
		info := teams.FileInfoCard{UniqueID: consent.UploadInfo.UniqueID, FileType: consent.UploadInfo.FileType}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(info.Attachment(consent.UploadInfo.Name, consent.UploadInfo.ContentURL)))
		return err
	})
	b.OnFileConsentDecline(func(ctx context.Context, turn *framework.TurnContext, _ teams.FileConsentCardResponse) error {
		return turn.SendText(ctx, "Then I keep it")
	})
	b.OnFeedback(func(ctx context.Context, turn *framework.TurnContext, f teams.Feedback) error {
		return turn.SendText(ctx, "Judged: "+f.Reaction+" "+f.Feedback)
	})
	b.OnMessageFetchTask(func(_ context.Context, _ *framework.TurnContext, f teams.MessageFetchTask) (*teams.TaskModuleResponse, error) {
		given, err := f.Action().Feedback()
		return teams.ShowDialog(deskForm("Why " + given.Reaction + "?")), err
	})
	b.OnHandoffAction(func(ctx context.Context, turn *framework.TurnContext, h teams.Handoff) error {
		return turn.SendText(ctx, "You come from "+h.Continuation)
	})
	b.OnSearchInvoke(func(_ context.Context, _ *framework.TurnContext, q schema.SearchInvokeValue) (schema.SearchInvokeResponse, error) {
		return schema.SearchResponse(schema.SearchResult{Title: q.QueryText + " of " + q.Dataset, Value: "1"}), nil
	})
	b.OnO365ConnectorCardAction(func(ctx context.Context, turn *framework.TurnContext, q teams.O365ConnectorCardActionQuery) error {
		return turn.SendText(ctx, "Posted "+q.ActionID+" "+q.Body)
	})
}

// upload puts a file where a person's consent says.
func upload(ctx context.Context, to, data string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, to, strings.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(data)-1, len(data)))
	resp, err := (&http.Client{}).Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
