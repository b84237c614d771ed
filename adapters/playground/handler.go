package playground

import (
	"context"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Handler returns the bot as it is behind its endpoint: a turn posts its activity there, and its answer is the bot's. Package
// fake tells stories to it:
//
//	conv := fake.Join(t, play.World()).Connect(play.Handler())
//	conv.Says("hi").ExpectText("Echo: hi")
func (p *Playground) Handler() framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		answer := p.deliver(ctx, turn.Activity)
		switch {
		case turn.Activity.Type == schema.TypeInvoke && answer.Status != 0:
			var body schema.Any // nil if there is none, which an empty json.RawMessage is not
			if len(answer.Body) > 0 {
				body = answer.Body
			}
			turn.SetInvokeResponse(answer.Status, body)
			return nil
		case answer.Problem != "":
			return fmt.Errorf("playground: %w", errors.New(answer.Problem))
		}
		return nil
	})
}
