package handlers

import (
	"context"
	"errors"
	"reflect"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// OnAdaptiveCardAction registers the handler of one verb of Action.Execute, which is matched exactly: of a button of an
// Adaptive Card, or of a card that refreshes itself. It panics if the verb has a handler.
//
// The action's data is read as [OnInvoke] reads a value: Data names the members that the handler needs, and others are
// ignored. The client merges the card's inputs into the data as text, numbers and toggles too. All of it is what the
// client sent: who pressed is turn.Activity.From, never a member of the data.
//
// The answer is made with [schema.CardResponse], [schema.MessageResponse] or [schema.ErrorResponse]; its StatusCode is
// 200 if it is 0. The protocol has no answer that shows nothing (Teams is known to take an empty text for a failure and
// to send the action again), so the zero response shows "OK".
//
// The HTTP status of an answer is 200 whatever its StatusCode, as the protocol asks. So a [*framework.InvokeError] with a
// status of 400 to 599 becomes an ErrorResponse with that status if its body is nil or a text, which is the message; one
// with another body is answered as it says. Any other error is answered 500 without its text.
//
// What the protocol does not allow, and data that Data does not fit, is answered HTTP 400 with an ErrorResponse, and fn
// does not run. An action whose verb has no handler, see also [ActivityHandler.OnAdaptiveCardInvoke], is answered 501.
func OnAdaptiveCardAction[Data any](r Registrar, verb string, fn InvokeFunc[Data, schema.AdaptiveCardInvokeResponse]) {
	h := r.activityHandler()
	h.mustAcceptNamed("OnAdaptiveCardAction", verb, fn != nil)
	where := of("OnAdaptiveCardAction", verb)
	h.answerCardActions(where)
	h.cardActions.add(where, verb, func(
		ctx context.Context, turn *framework.TurnContext, value schema.AdaptiveCardInvokeValue,
	) (schema.AdaptiveCardInvokeResponse, error) {
		data, err := read[Data](value.Action.Data)
		if err != nil {
			return schema.AdaptiveCardInvokeResponse{}, refuseValue(turn.Activity.Name, "action/data", err)
		}
		return fn(ctx, turn, data)
	})
}

// OnAdaptiveCardInvoke registers the handler of every Action.Execute whose verb has no handler of its own, or that has
// no verb. The rules of [OnAdaptiveCardAction] hold. It panics if there is one already.
func (h *ActivityHandler) OnAdaptiveCardInvoke(
	fn InvokeFunc[schema.AdaptiveCardInvokeValue, schema.AdaptiveCardInvokeResponse],
) {
	h.mustAccept("OnAdaptiveCardInvoke", fn != nil)
	h.answerCardActions("OnAdaptiveCardInvoke")
	h.cardActions.addRest("OnAdaptiveCardInvoke", fn)
}

// answerCardActions makes the bot answer card actions from the first registration on.
func (h *ActivityHandler) answerCardActions(where string) {
	if h.cardActions.empty() {
		h.answerInvoke(where, schema.InvokeAdaptiveCardAction, h.onCardAction)
	}
}

func (h *ActivityHandler) onCardAction(ctx context.Context, turn *framework.TurnContext) error {
	value, err := cardActionOf(turn.Activity)
	if err != nil {
		return err
	}
	fn := h.cardActions.find(value.Action.Verb)
	if fn == nil {
		return nil // without an answer the engine says 501
	}
	answer, err := fn(ctx, turn, value)
	if reflect.ValueOf(answer).IsZero() {
		answer = schema.MessageResponse("OK")
	}
	return respond(turn, answer, err)
}

// cardActionOf reads the value of an adaptiveCard/action.
func cardActionOf(a *schema.Activity) (schema.AdaptiveCardInvokeValue, error) {
	if isTooLarge(a.Value) {
		return schema.AdaptiveCardInvokeValue{}, refuse("BadRequest", "the value of the card action is too large", nil)
	}
	value, err := schema.As[schema.AdaptiveCardInvokeValue](a.Value)
	switch {
	case errors.Is(err, schema.ErrNoValue):
		return value, refuse("BadRequest", "the card action has no value", err)
	case err != nil:
		return value, refuseValue(a.Name, "", err)
	case reflect.ValueOf(value.Action).IsZero():
		return value, refuse("BadRequest", "the value of the card action has no action", nil)
	case value.Action.Type != "Action.Execute":
		return value, refuse("NotSupported", "the card action is not an Action.Execute", nil)
	default:
		return value, nil
	}
}
