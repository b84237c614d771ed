package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// decision is what somebody made of an alert. Who that is comes from the activity, whose sender the channel vouches for,
// and never from the card.
type decision struct {
	Approved  bool      `json:"approved"`
	UserName  string    `json:"userName,omitempty"`
	UserID    string    `json:"userId,omitempty"`    // the Entra object id
	AccountID string    `json:"accountId,omitempty"` // the user's id on the channel
	At        time.Time `json:"at"`
}

func (d decision) taken() bool { return !d.At.IsZero() }

// decideFunc carries a decision out. This is the place for your own action: restart the service, scale it, silence the
// alert. Everyone who is shown the alert may decide, and everyone who can write to the bot may subscribe: where only some
// shall, look at the user first.
//
// It is called once for each time that an alert fires. If it returns an error, the decision is not taken and the buttons
// stay, and so it is when the bot is killed, or cannot store the decision; what it did by then it has to do again, so let it
// be repeatable. The press is answered when it returns: whatever takes longer than some seconds belongs into a queue.
type decideFunc func(ctx context.Context, a alert, d decision) error

// audit carries a decision out by writing it down.
func audit(logger *slog.Logger) decideFunc {
	return func(ctx context.Context, a alert, d decision) error {
		verdict := "denied"
		if d.Approved {
			verdict = "approved"
		}
		logger.InfoContext(ctx, "decision", "decision", verdict, "alert", a.ID, "name", a.Name, "since", a.StartsAt,
			"user", d.UserID, "account", d.AccountID)
		return nil
	}
}

// onPressed takes a decision and answers whoever took it with the card as it is then; everyone else's is updated.
func (b *alertBot) onPressed(approved bool) func(context.Context, *framework.TurnContext, button) (schema.AdaptiveCardInvokeResponse, error) {
	return func(ctx context.Context, turn *framework.TurnContext, on button) (schema.AdaptiveCardInvokeResponse, error) {
		err := framework.Once(ctx, turn, on.decisionKey(), func(ctx context.Context) error {
			return b.takeDecision(ctx, turn, on, approved)
		})
		notice := ""
		if err != nil && !errors.Is(err, errNothingToDecide) {
			b.logger.ErrorContext(ctx, "decision not carried out", "alert", on.Alert, "error", err)
			notice = "That did not work, and nothing is decided. Try again."
		}
		answer := schema.MessageResponse("This card is out of date: I do not know its alert any more.")
		_, err = b.alerts.use(ctx, on.Alert, false, func(s *shown) error {
			if s.isOn(turn, on) {
				answer = schema.CardResponse(s.card(notice))
			}
			return nil
		})
		return answer, err
	}
}

// errNothingToDecide says that an alert is decided or resolved, or that the card is not one of its cards.
var errNothingToDecide = errors.New("there is nothing to decide")

// takeDecision has a decision carried out, and shows it on every card of the alert.
func (b *alertBot) takeDecision(ctx context.Context, turn *framework.TurnContext, on button, approved bool) error {
	known, err := b.alerts.use(ctx, on.Alert, false, func(s *shown) error {
		if !s.isOn(turn, on) || s.Decision.taken() || !s.Alert.Firing {
			return errNothingToDecide
		}
		user := turn.Activity.From
		d := decision{
			Approved: approved, UserName: cut(user.Name, maxName), UserID: user.AADObjectID, AccountID: user.ID, At: time.Now().UTC(),
		}
		if err := b.decide(ctx, s.Alert, d); err != nil {
			return err
		}
		s.Decision = d
		b.refresh(ctx, turn.Adapter(), s, &outcome{}) // what fails is logged, and changed with the next delivery
		return nil
	})
	if err == nil && !known {
		return errNothingToDecide
	}
	return err
}

// isOn reports whether a button that was pressed is on a card of the alert, as it fires now, in the place of the turn. It
// keeps people from deciding about, or looking at, what they are not shown.
func (s *shown) isOn(turn *framework.TurnContext, on button) bool {
	place := placeID(proactive.KeyOf(turn.Identity().AppID, placeOf(turn.ConversationReference())))
	return slices.ContainsFunc(s.Cards, func(c card) bool { return c.Place == place }) && s.Alert.StartsAt.Equal(on.StartsAt)
}
