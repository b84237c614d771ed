package lint

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Middleware returns middleware that checks every activity the bot receives, before its handler, and every one that it
// sends or updates, in the form in which they go on the wire ([Wire]). It changes nothing and stops nothing: report hears
// of each finding, with the context of the turn or of the send; it must be safe for concurrent use. A nil report logs with
// slog's default logger, at level warn. Findings of the silenced numbers, such as A2080, are not reported.
//
// What several activities show together it finds within one turn, such as typing too often; [Conversation] sees all turns.
//
// Put it last into [framework.Chain], so that it sees what the other middleware sends too.
func Middleware(report func(ctx context.Context, f Finding), silenced ...string) framework.Middleware {
	if report == nil {
		report = logFinding
	}
	tell := func(ctx context.Context, found []Finding) {
		for _, f := range found {
			if !slices.Contains(silenced, f.Requirement) {
				report(ctx, f)
			}
		}
	}
	return func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			c := &Conversation{partial: true}
			if !isOwnEvent(turn.Activity) {
				tell(ctx, c.Check(received(turn.Activity), Inbound, time.Now()))
			}
			turn.OnSend(func(send framework.SendFunc) framework.SendFunc {
				return func(ctx context.Context, activities []*schema.Activity) ([]schema.ResourceResponse, error) {
					for _, a := range activities {
						tell(ctx, c.Check(Wire(a), Outbound, time.Now()))
					}
					return send(ctx, activities)
				}
			})
			turn.OnUpdate(func(update framework.UpdateFunc) framework.UpdateFunc {
				return func(ctx context.Context, a *schema.Activity) (schema.ResourceResponse, error) {
					tell(ctx, Check(Wire(a), Outbound))
					return update(ctx, a)
				}
			})
			return next.OnTurn(ctx, turn)
		})
	}
}

// received is the activity as it came: the adapter writes callerId into it (A2252).
func received(a *schema.Activity) *schema.Activity {
	if a.CallerID == "" {
		return a
	}
	came := *a
	came.CallerID = ""
	return &came
}

// isOwnEvent reports whether the turn is one that the bot began, whose activity no channel sent.
func isOwnEvent(a *schema.Activity) bool {
	return a.Type == schema.TypeEvent && (a.Name == schema.EventContinueConversation || a.Name == schema.EventCreateConversation)
}

func logFinding(ctx context.Context, f Finding) {
	slog.WarnContext(ctx, "protocol", //nolint:forbidigo // that is what a nil report asks for
		"requirement", f.Requirement, "level", f.Level.String(), "member", f.Member, "problem", f.Problem)
}
