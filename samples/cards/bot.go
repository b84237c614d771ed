package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/messagesize"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// kinds are the messages that the bot shows, by the word that asks for each.
func kinds() map[string]func() *schema.Activity {
	return map[string]func() *schema.Activity{
		"adaptive":  func() *schema.Activity { return withCard(orderCard()) },
		"json":      func() *schema.Activity { return schema.AttachmentMessage(schema.AdaptiveCard(menuJSON)) },
		"refresh":   func() *schema.Activity { return withCard(secretCard("Press refresh in the message's menu.")) },
		"hero":      func() *schema.Activity { return schema.AttachmentMessage(heroCard().Attachment()) },
		"thumbnail": func() *schema.Activity { return schema.AttachmentMessage(thumbnailCard().Attachment()) },
		"receipt":   func() *schema.Activity { return schema.AttachmentMessage(receiptCard().Attachment()) },
		"signin":    func() *schema.Activity { return schema.AttachmentMessage(signInCard().Attachment()) },
		"o365":      func() *schema.Activity { return schema.AttachmentMessage(o365Card().Attachment()) },
		"media":     func() *schema.Activity { return schema.AttachmentMessage(mediaCards()...) },
		"list":      func() *schema.Activity { return schema.AttachmentMessage(dishCards()...) },
		"carousel":  func() *schema.Activity { return schema.CarouselMessage(dishCards()...) },
		"suggest":   suggestions,
		"big":       func() *schema.Activity { return withCard(bigCard()) },
	}
}

func newBot() framework.Handler {
	var bot handlers.TeamsActivityHandler
	for word, message := range kinds() {
		bot.OnMessageText(word, func(ctx context.Context, turn *framework.TurnContext) error { return show(ctx, turn, message()) })
	}
	bot.OnMessage(onMessage)
	handlers.OnAdaptiveCardAction(&bot, verbOrder, onOrder)
	handlers.OnAdaptiveCardAction(&bot, verbSecret, onSecret)
	bot.OnSearch(datasetDishes, onSearch)
	bot.OnCardActionInvoke(func(ctx context.Context, turn *framework.TurnContext, value schema.Any) (schema.Any, error) {
		return nil, tell(ctx, turn, "An invoke", value)
	})
	bot.OnSuggestedActionSubmit(func(ctx context.Context, turn *framework.TurnContext, data schema.Any) error {
		return tell(ctx, turn, "A suggested action", data)
	})
	bot.OnO365ConnectorCardAction(func(ctx context.Context, turn *framework.TurnContext, q teams.O365ConnectorCardActionQuery) error {
		return turn.SendText(ctx, fmt.Sprintf("The action %s of a connector card: %s", q.ActionID, q.Body))
	})
	return framework.Chain(&bot, messagesize.Middleware)
}

// show sends a message. The middleware sends none that Teams would refuse for its size.
func show(ctx context.Context, turn *framework.TurnContext, message *schema.Activity) error {
	_, err := turn.SendActivity(ctx, message)
	if tooLarge, ok := errors.AsType[*teams.TooLargeError](err); ok {
		return turn.SendText(ctx, fmt.Sprintf("Not sent: that has %d bytes, and Teams takes %d.", tooLarge.Size, tooLarge.Limit))
	}
	return err
}

// onMessage answers what is no word of kinds: a button that sends a message has a value.
func onMessage(ctx context.Context, turn *framework.TurnContext) error {
	if turn.Activity.Value != nil {
		return tell(ctx, turn, "A button", turn.Activity.Value)
	}
	return turn.SendText(ctx, "Say one of: "+strings.Join(slices.Sorted(maps.Keys(kinds())), ", "))
}

// tell says what a button sent. It came from a client, which may send anything.
func tell(ctx context.Context, turn *framework.TurnContext, what string, value schema.Any) error {
	data, err := schema.As[map[string]any](value)
	if err != nil {
		return turn.SendText(ctx, what+" sent something that is no object.")
	}
	parts := make([]string, 0, len(data))
	for _, name := range slices.Sorted(maps.Keys(data)) {
		parts = append(parts, fmt.Sprintf("%s is %v", name, data[name]))
	}
	return turn.SendText(ctx, what+" sent: "+strings.Join(parts, ", "))
}

// order is the data of the order card's button, with its inputs.
type order struct {
	Table int    `json:"table"`
	Dish  string `json:"dish,omitempty"`
	Note  string `json:"note,omitempty"`
}

// onOrder puts another card in the place of the one whose button was pressed: for everyone by an update of the message,
// and as the answer at once for who pressed.
func onOrder(ctx context.Context, turn *framework.TurnContext, o order) (schema.AdaptiveCardInvokeResponse, error) {
	if o.Dish == "" { // clients see to that, but who asks need not be one
		return schema.MessageResponse("Choose a dish."), nil
	}
	card := orderedCard(o, turn.Activity.From.Name)
	update := withCard(card)
	update.ID = turn.Activity.ReplyToID
	if _, err := turn.UpdateActivity(ctx, update); err != nil {
		return schema.AdaptiveCardInvokeResponse{}, err
	}
	return schema.CardResponse(card), nil
}

// onSecret answers clients that refresh the card when they show it: the message stays, and each person sees their own.
func onSecret(_ context.Context, turn *framework.TurnContext, _ struct{}) (schema.AdaptiveCardInvokeResponse, error) {
	return schema.CardResponse(secretCard("Only you see this, " + turn.Activity.From.Name + ".")), nil
}

// onSearch finds what is not on today's menu.
func onSearch(_ context.Context, _ *framework.TurnContext, search schema.SearchInvokeValue) (schema.SearchInvokeResponse, error) {
	var found []schema.SearchResult
	for _, name := range []string{"Asparagus", "Pancakes", "Pumpkin soup"} {
		if strings.Contains(strings.ToLower(name), strings.ToLower(search.QueryText)) {
			found = append(found, schema.SearchResult{Title: name, Value: name})
		}
	}
	return schema.SearchResponse(found...), nil
}
