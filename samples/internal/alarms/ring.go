package alarms

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// What the buttons of an alarm that rings ask for.
const (
	verbSnooze  = "alarm/snooze"
	verbDismiss = "alarm/dismiss"
)

const snoozeMinutes = 10

// press is the data of a button.
type press struct {
	Alarm string `json:"alarm"`
	Ring  int    `json:"ring"`
}

// render returns the message of an alarm that rings, in the language of who set it.
func (f *Feature) render(ctx context.Context, a proactive.Alarm, late time.Duration) (*schema.Activity, error) {
	v, err := f.voiceFor(ctx, a.By, a.Reference.Locale)
	if err != nil {
		return nil, err
	}
	notes := []string{v.say("card.set", a.Number, cmp.Or(a.Reference.User.Name, "?"))}
	if late > 0 {
		key := "card.late"
		if a.Rule != "" {
			key = "card.missed"
		}
		notes = append(notes, v.say(key, v.when(a, a.Due), zone(a)))
	}
	data := press{Alarm: a.ID, Ring: a.Rings}
	card := v.card(a, notes,
		cards.Execute{Title: v.say("card.snooze", snoozeMinutes), Verb: verbSnooze, Data: data},
		cards.Execute{Title: v.say("card.dismiss"), Verb: verbDismiss, Data: data},
	)
	message := schema.AttachmentMessage(card.Attachment())
	message.Summary = a.Activity.Text // what a notification shows
	return message, nil
}

// snooze and dismiss take an answer from anybody in the conversation: all of them have heard the alarm. The first counts.
func (f *Feature) snooze(ctx context.Context, turn *framework.TurnContext, in press) (schema.AdaptiveCardInvokeResponse, error) {
	until := time.Now().Add(snoozeMinutes * time.Minute)
	a, err := f.alarms.Snooze(ctx, turn.ConversationReference(), in.Alarm, in.Ring, until)
	return f.answer(ctx, turn, a, err, func(v voice) string {
		next := a.Due
		if !a.Snoozed.IsZero() {
			next = a.Snoozed
		}
		return v.say("answer.snoozed", turn.Activity.From.Name, v.when(a, next), zone(a))
	})
}

func (f *Feature) dismiss(ctx context.Context, turn *framework.TurnContext, in press) (schema.AdaptiveCardInvokeResponse, error) {
	a, err := f.alarms.Dismiss(ctx, turn.ConversationReference(), in.Alarm, in.Ring)
	return f.answer(ctx, turn, a, err, func(v voice) string { return v.say("answer.dismissed", turn.Activity.From.Name) })
}

// answer answers a press: with the card without its buttons, or with why nothing has changed.
func (f *Feature) answer(
	ctx context.Context, turn *framework.TurnContext, a proactive.Alarm, err error, done func(voice) string,
) (schema.AdaptiveCardInvokeResponse, error) {
	v, voiceErr := f.voiceOf(ctx, turn)
	switch {
	case voiceErr != nil:
		return schema.AdaptiveCardInvokeResponse{}, voiceErr
	case errors.Is(err, proactive.ErrAlarmNotFound):
		return schema.MessageResponse(v.say("answer.gone")), nil
	case errors.Is(err, proactive.ErrAlarmOver) && a.State == proactive.AlarmWaiting:
		return schema.MessageResponse(v.say("answer.waiting", v.when(a, a.Due), zone(a))), nil
	case errors.Is(err, proactive.ErrAlarmOver):
		return schema.MessageResponse(v.say("answer.over")), nil
	case err != nil:
		return schema.AdaptiveCardInvokeResponse{}, err
	}
	answered := v.card(a, []string{done(v)})
	f.show(ctx, turn, a, answered)
	return schema.CardResponse(answered), nil
}

// show replaces the card for the others in the conversation; who pressed gets it as the answer.
func (f *Feature) show(ctx context.Context, turn *framework.TurnContext, a proactive.Alarm, answered cards.Card) {
	if turn.Activity.ReplyToID == "" || turn.Activity.Conversation.ConversationType == schema.ConversationPersonal {
		return
	}
	message := schema.AttachmentMessage(answered.Attachment())
	message.ID, message.Summary = turn.Activity.ReplyToID, a.Activity.Text
	if _, err := turn.UpdateActivity(ctx, message); err != nil {
		slog.Default().WarnContext(ctx, "the card of an alarm that was answered is not replaced", "error", err)
	}
}
