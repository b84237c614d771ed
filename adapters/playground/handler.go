package playground

import (
	"context"
	"errors"
	"fmt"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Handler returns the bot as it is behind its endpoint: a turn posts its activity there, and its answer is the bot's. Package
// fake tells stories to it:
//
//	conv := fake.Join(t, play.World()).Connect(play.Handler())
//	conv.Says("hi").ExpectText("Echo: hi")
func (p *Playground) Handler() framework.Handler { return behind{p} }

// behind is the bot behind its endpoint.
type behind struct{ p *Playground }

// Elsewhere has package fake hand over all that Teams delivers, also what it delivers twice.
func (behind) Elsewhere() {}

// OnTurn implements [framework.Handler].
func (b behind) OnTurn(ctx context.Context, turn *framework.TurnContext) error {
	answer := awaited(ctx, b.p.dispatch(ctx, world.Delivery{Activity: turn.Activity})) // who tells it has met the world's faults
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
}
