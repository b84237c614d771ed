package handlers_test

import (
	"context"
	"net/http"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

func habitsOfInvokes() []habit {
	ordered := &schema.Activity{Type: schema.TypeInvoke, Name: "vendor/order", Value: order{ID: 7}}
	return []habit{
		{
			row: "override onInvokeActivity",
			bot: onInvoke(func(_ context.Context, _ *framework.TurnContext, in order) (order, error) {
				return order{ID: in.ID + 1}, nil
			}),
			activity: ordered,
			answer:   &framework.InvokeResponse{Status: http.StatusOK, Body: order{ID: 8}},
		},
		{
			row:      "super.onInvokeActivity(context)",
			bot:      &handlers.ActivityHandler{},
			activity: ordered,
			answer:   &framework.InvokeResponse{Status: http.StatusNotImplemented},
		},
		{
			row: "override onAdaptiveCardInvoke",
			bot: otherVerbs(votingBot()),
			activity: &schema.Activity{
				Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction, Value: pressed("mute", `{}`),
			},
			answer: &framework.InvokeResponse{Status: http.StatusOK, Body: schema.MessageResponse("other mute manual")},
		},
		{
			row: "override onSearchInvoke",
			bot: newBot(func(bot *handlers.ActivityHandler) {
				bot.OnSearch("games", findNothing)
				bot.OnSearchInvoke(find("other"))
			}),
			activity: &schema.Activity{
				Type: schema.TypeInvoke, Name: schema.InvokeSearch,
				Value: schema.SearchInvokeValue{Kind: "search", QueryText: "mine", Dataset: "games"},
			},
			answer: &framework.InvokeResponse{Status: http.StatusOK, Body: schema.SearchResponse()},
		},
		{
			row:      "override onSignInInvoke",
			bot:      newBot(func(bot *handlers.ActivityHandler) { bot.OnSignInInvoke(say("welcome back", nil)) }),
			activity: &schema.Activity{Type: schema.TypeInvoke, Name: schema.InvokeSignInVerifyState},
			says:     []string{"welcome back"},
			answer:   &framework.InvokeResponse{Status: http.StatusOK},
		},
		{
			row:      "return { status: 200, body }",
			bot:      onInvoke(answering("body", nil)),
			activity: ordered,
			answer:   &framework.InvokeResponse{Status: http.StatusOK, Body: "body"},
		},
		{
			row:      "throw new InvokeException(409, body)",
			bot:      onInvoke(answering[*order](nil, &framework.InvokeError{Status: http.StatusConflict, Body: "body"})),
			activity: ordered,
			answer:   &framework.InvokeResponse{Status: http.StatusConflict, Body: "body"},
		},
		{
			row: "send type 'invokeResponse'",
			bot: onInvoke(func(_ context.Context, turn *framework.TurnContext, _ order) (struct{}, error) {
				turn.SetInvokeResponse(http.StatusAccepted, "body")
				return struct{}{}, nil
			}),
			activity: ordered,
			answer:   &framework.InvokeResponse{Status: http.StatusAccepted, Body: "body"},
		},
	}
}

func onInvoke[In, Out any](fn func(context.Context, *framework.TurnContext, In) (Out, error)) framework.Handler {
	return newBot(func(bot *handlers.ActivityHandler) { handlers.OnInvoke(bot, "vendor/order", fn) })
}
