package fake_test

import (
	"context"
	"testing"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// What only one person sees is expected by them, and by nobody else.
func TestTargetedIsForOnePerson(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		psst := schema.TextMessage("psst")
		psst.Recipient = turn.Activity.From
		psst.Recipient.IsTargeted = true
		_, err := turn.SendActivity(ctx, psst)
		return err
	})).InGroup("Release", "Bob").Says("hi")
	ann.As("Bob").ExpectNothing()
	ann.ExpectTargeted("psst").ExpectNothing()
}
