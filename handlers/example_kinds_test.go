package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// deliver gives the bot one activity, as an adapter does.
func deliver(bot framework.Handler, a *schema.Activity) framework.Result {
	var engine framework.Engine
	result, err := engine.Process(context.Background(), printer{}, a, bot)
	if err != nil {
		panic(err)
	}
	return result
}

func ExampleOnInvoke() {
	type Approval struct {
		Order int `json:"order"`
	}
	type Outcome struct {
		Message string `json:"message"`
	}
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "example/approve",
		func(_ context.Context, _ *framework.TurnContext, in Approval) (*Outcome, error) {
			if in.Order == 0 {
				return nil, &framework.InvokeError{Status: http.StatusConflict, Err: errors.New("there is no order 0")}
			}
			return &Outcome{Message: fmt.Sprintf("order %d is approved", in.Order)}, nil
		})

	for _, value := range []string{`{"order": 42}`, `{"order": 0}`, `{"order": "x"}`} {
		result := deliver(&bot, &schema.Activity{
			Type: schema.TypeInvoke, Name: "example/approve", Value: json.RawMessage(value),
		})
		fmt.Print(result.Invoke.Status)
		if outcome, err := schema.As[Outcome](result.Invoke.Body); err == nil {
			fmt.Print(" ", outcome.Message)
		}
		fmt.Println()
	}
	// Output:
	// 200 order 42 is approved
	// 409
	// 400
}

func ExampleOnAdaptiveCardAction() {
	type Vote struct {
		Poll   string `json:"poll"`
		Option int    `json:"option"`
	}
	var bot handlers.ActivityHandler
	handlers.OnAdaptiveCardAction(&bot, "vote",
		func(_ context.Context, turn *framework.TurnContext, v Vote) (schema.AdaptiveCardInvokeResponse, error) {
			if v.Poll != "7" {
				return schema.ErrorResponse(http.StatusBadRequest, "Closed", "This poll is closed."), nil
			}
			return schema.MessageResponse(fmt.Sprintf("%s votes for %d.", turn.Activity.From.Name, v.Option)), nil
		})

	// What the client sends when a button with {"type": "Action.Execute", "verb": "vote", ...} is pressed.
	result := deliver(&bot, &schema.Activity{
		Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction, From: schema.ChannelAccount{Name: "Ann"},
		Value: json.RawMessage(`{"action": {"type": "Action.Execute", "verb": "vote", "data": {"poll": "7", "option": 2}}}`),
	})
	fmt.Printf("%d %s\n", result.Invoke.Status, result.Invoke.Body)
	// Output: 200 {"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"Ann votes for 2."}
}

func ExampleActivityHandler_OnSearch() {
	var bot handlers.ActivityHandler
	bot.OnSearch("games", func(
		_ context.Context, _ *framework.TurnContext, search schema.SearchInvokeValue,
	) (schema.SearchInvokeResponse, error) {
		var found []schema.SearchResult
		for _, game := range []string{"Chess", "Checkers", "Go"} {
			if strings.HasPrefix(strings.ToLower(game), strings.ToLower(search.QueryText)) {
				found = append(found, schema.SearchResult{Title: game, Value: game})
			}
		}
		return schema.SearchResponse(found...), nil
	})

	// What Teams sends while somebody types into an Input.ChoiceSet with "choices.data" of the dataset games.
	result := deliver(&bot, &schema.Activity{
		Type: schema.TypeInvoke, Name: schema.InvokeSearch, ChannelID: schema.ChannelTeams,
		Value: json.RawMessage(`{"queryText": "ch", "queryOptions": {"skip": 0, "top": 15}, "dataset": "games"}`),
	})
	answer, err := schema.As[schema.SearchInvokeResponse](result.Invoke.Body)
	fmt.Printf("%d %s %v\n", result.Invoke.Status, answer.Value, err)
	// Output: 200 {"results":[{"title":"Chess","value":"Chess"},{"title":"Checkers","value":"Checkers"}]} <nil>
}

func ExampleOnEvent() {
	var bot handlers.ActivityHandler
	handlers.OnEvent(&bot, "example/deployed",
		func(ctx context.Context, turn *framework.TurnContext, version string) error {
			return turn.SendText(ctx, "Version "+version+" is live.")
		})

	deliver(&bot, &schema.Activity{Type: schema.TypeEvent, Name: "example/deployed", Value: "1.2"})
	// Output: bot: Version 1.2 is live.
}

func ExampleActivityHandler_OnMessageCommand() {
	var bot handlers.ActivityHandler
	bot.OnMessageCommand("remind", func(ctx context.Context, turn *framework.TurnContext, args string) error {
		return turn.SendText(ctx, "I shall remind you: "+args)
	})

	deliver(&bot, schema.TextMessage("/remind drink water"))
	deliver(&bot, schema.TextMessage("Remind  call Ann "))
	// Output:
	// bot: I shall remind you: drink water
	// bot: I shall remind you: call Ann
}

func ExampleActivityHandler_OnMessageRegexp() {
	var bot handlers.ActivityHandler
	bot.OnMessageRegexp(regexp.MustCompile(`(?i)\border (\d+)`),
		func(ctx context.Context, turn *framework.TurnContext, match []string) error {
			return turn.SendText(ctx, "Looking up "+match[1]+".")
		})

	deliver(&bot, schema.TextMessage("Where is Order 42?"))
	// Output: bot: Looking up 42.
}

func ExampleBypassQueue() {
	var bot handlers.ActivityHandler
	bot.OnMessageText("stop", func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Stopping, whatever else runs.")
	}, handlers.BypassQueue())

	deliver(&bot, schema.TextMessage("stop"))
	// Output: bot: Stopping, whatever else runs.
}
