package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// fromTeams is an invoke as Teams sends it.
func fromTeams(name, value string) *schema.Activity {
	return &schema.Activity{
		Type: schema.TypeInvoke, Name: name, ChannelID: schema.ChannelTeams, Value: json.RawMessage(value),
		From: schema.ChannelAccount{ID: "29:ann", Name: "Ann"},
	}
}

// A button opens a dialog, the dialog sends its form, and the bot answers.
func ExampleOnDialogFetch() {
	type Note struct {
		Order int    `json:"order"`
		Text  string `json:"text"`
	}
	var bot handlers.TeamsActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		card := schema.HeroCard{
			Title: "Order 17", Buttons: []schema.CardAction{teams.OpenDialogAction("Write a note", "note")},
		}
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(card.Attachment()))
		return err
	})
	handlers.OnDialogFetch(&bot, "note",
		func(_ context.Context, _ *framework.TurnContext, data Note) (*teams.TaskModuleResponse, error) {
			card := cards.Card{
				Body: []cards.Element{cards.InputText{ID: "text", Label: "Your note"}},
				Actions: []cards.Action{
					cards.Submit{Title: "Save", Data: map[string]any{teams.DialogKey: "note", "order": data.Order}},
				},
			}
			return teams.ShowDialog(teams.CardDialog("A note", card.Attachment())), nil
		})
	handlers.OnDialogSubmit(&bot, "note",
		func(_ context.Context, turn *framework.TurnContext, data Note) (*teams.TaskModuleResponse, error) {
			return teams.DialogMessage(fmt.Sprintf("%s on order %d: %s", turn.Activity.From.Name, data.Order, data.Text)), nil
		})

	result := deliver(&bot, fromTeams(teams.InvokeTaskFetch, `{"data": {"dialog_id": "note", "order": 17}}`))
	shown, _ := schema.As[teams.TaskModuleResponse](result.Invoke.Body)
	fmt.Println(result.Invoke.Status, shown.Task.Type)

	result = deliver(&bot, fromTeams(teams.InvokeTaskSubmit, `{"data": {"dialog_id": "note", "order": 17, "text": "It is late."}}`))
	closed, _ := schema.As[teams.TaskModuleResponse](result.Invoke.Body)
	fmt.Printf("%d %s %s\n", result.Invoke.Status, closed.Task.Type, closed.Task.Value)

	result = deliver(&bot, fromTeams(teams.InvokeTaskSubmit, `{"data": {"dialog_id": "another"}}`))
	fmt.Println(result.Invoke.Status)
	// Output:
	// 200 continue
	// 200 message "Ann on order 17: It is late."
	// 501
}

// What happens in a meeting comes as events, into the chat of the meeting.
func ExampleTeamsActivityHandler_OnMeetingStart() {
	var bot handlers.TeamsActivityHandler
	bot.OnMeetingStart(func(_ context.Context, turn *framework.TurnContext, meeting teams.MeetingStart) error {
		fmt.Println(meeting.Title, "begins:", teams.MeetingID(turn.Activity))
		return nil
	})
	bot.OnMeetingParticipantsJoin(func(_ context.Context, _ *framework.TurnContext, joined teams.MeetingParticipants) error {
		for _, member := range joined.Members {
			fmt.Println(member.User.Name, "joins as", member.Meeting.Role)
		}
		return nil
	})

	event := func(name, value string) {
		deliver(&bot, &schema.Activity{
			Type: schema.TypeEvent, Name: name, ChannelID: schema.ChannelTeams, Value: json.RawMessage(value),
			ChannelData: teams.ChannelData{Meeting: teams.MeetingInfo{ID: "MCMx"}},
		})
	}
	event(teams.EventMeetingStart, `{"Title": "Stand-up", "StartTime": "2026-11-20T09:00:00Z"}`)
	event(teams.EventMeetingParticipantsJoin, `{"members": [{"user": {"id": "29:ann", "name": "Ann"}, "meeting": {"role": "Organizer"}}]}`)
	// Output:
	// Stand-up begins: MCMx
	// Ann joins as Organizer
}

// Each command of a message extension has a handler of its own.
func ExampleTeamsActivityHandler_OnMessagingExtensionQuery() {
	var bot handlers.TeamsActivityHandler
	bot.OnMessagingExtensionQuery(func(
		_ context.Context, _ *framework.TurnContext, query teams.MessagingExtensionQuery,
	) (*teams.MessagingExtensionResponse, error) {
		var text string
		for _, p := range query.Parameters {
			if p.Name == "text" {
				text, _ = schema.As[string](p.Value)
			}
		}
		var found []teams.MessagingExtensionAttachment
		for _, game := range []string{"Chess", "Checkers", "Go"} {
			if strings.HasPrefix(strings.ToLower(game), strings.ToLower(text)) {
				card := schema.HeroCard{Title: game, Text: "A game for two."}.Attachment()
				found = append(found, teams.ResultOf(card, schema.HeroCard{Title: game}.Attachment()))
			}
		}
		return teams.SearchResults(found...), nil
	}, "searchGames")

	for _, value := range []string{
		`{"commandId": "searchGames", "parameters": [{"name": "text", "value": "ch"}], "queryOptions": {"skip": 0, "count": 25}}`,
		`{"commandId": "searchPlayers", "parameters": []}`,
		`{"commandId": "searchGames", "parameters": "ch"}`,
	} {
		result := deliver(&bot, fromTeams(teams.InvokeMessagingExtensionQuery, value))
		answer, _ := schema.As[teams.MessagingExtensionResponse](result.Invoke.Body)
		fmt.Println(result.Invoke.Status, len(answer.ComposeExtension.Attachments))
	}
	// Output:
	// 200 2
	// 501 0
	// 400 0
}
