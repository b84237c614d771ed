package adaptertest_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/adaptertest"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// setup is of an adapter that keeps the contract; see package fake.
func setup(t *testing.T) adaptertest.Setup {
	t.Helper()
	w := fake.NewWorld(t)
	conv := w.Connect(nil)
	return adaptertest.Setup{
		Adapter:   w.Adapter(),
		Reference: conv.Reference(),
		Create: schema.ConversationParameters{
			IsGroup:     true,
			ChannelData: teams.ChannelData{Channel: teams.ChannelInfo{ID: conv.InChannel("General").Reference().Conversation.ID}},
			Activity:    schema.TextMessage("first"),
		},
		Refused: schema.TextMessage(""),
		Texts: func(conversationID string) []string {
			var texts []string
			for _, a := range w.Teams().Messages(conversationID) {
				texts = append(texts, a.Text)
			}
			return texts
		},
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, setup)
}

// adapter replaces what is broken in one that is not.
type adapter struct {
	framework.Adapter

	send      func(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error)
	update    func(ctx context.Context, ref schema.ConversationReference, a *schema.Activity) (schema.ResourceResponse, error)
	remove    func(ctx context.Context, ref schema.ConversationReference, id string) error
	create    func(ctx context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error)
	continues func(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error
}

func (a *adapter) SendActivities(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if a.send != nil {
		return a.send(ctx, ref, as)
	}
	return a.Adapter.SendActivities(ctx, ref, as)
}

func (a *adapter) UpdateActivity(ctx context.Context, ref schema.ConversationReference, activity *schema.Activity) (schema.ResourceResponse, error) {
	if a.update != nil {
		return a.update(ctx, ref, activity)
	}
	return a.Adapter.UpdateActivity(ctx, ref, activity)
}

func (a *adapter) DeleteActivity(ctx context.Context, ref schema.ConversationReference, id string) error {
	if a.remove != nil {
		return a.remove(ctx, ref, id)
	}
	return a.Adapter.DeleteActivity(ctx, ref, id)
}

func (a *adapter) CreateConversation(ctx context.Context, channelID, serviceURL string, p schema.ConversationParameters) (framework.Created, error) {
	if a.create != nil {
		return a.create(ctx, channelID, serviceURL, p)
	}
	return a.Adapter.CreateConversation(ctx, channelID, serviceURL, p)
}

func (a *adapter) ContinueConversation(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
	if a.continues != nil {
		return a.continues(ctx, ref, h)
	}
	return h.OnTurn(ctx, framework.NewTurnContext(a, ref.ContinuationActivity()))
}

var errBroken = errors.New("broken")

// Every rule finds an adapter that breaks it.
func TestRulesFindBrokenAdapters(t *testing.T) {
	t.Parallel()
	const (
		inOrder, leaves, stops = "sends in order", "leaves what it sends as it is", "stops at what is refused"
		unknown, updates       = "sends nothing to an unknown conversation", "updates"
		deletes, unknownID     = "deletes", "reports an unknown activity"
		creates, continues     = "creates a conversation to speak in", "continues a conversation"
		handlerError           = "returns the handler's error"
		handlerPanic           = "returns the handler's panic"
		within, canceled       = "continues a conversation within its own turn", "honours its context"
		concurrent             = "is safe for concurrent use"
	)
	tests := []struct {
		name   string
		broken func(a *adapter)
		found  []string // among others
	}{
		{"sends in reverse", func(a *adapter) {
			a.send = func(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
				as = slices.Clone(as)
				slices.Reverse(as)
				return a.Adapter.SendActivities(ctx, ref, as)
			}
		}, []string{inOrder, stops}},
		{"changes what it sends", func(a *adapter) {
			a.send = func(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
				for _, activity := range as {
					activity.InputHint = "acceptingInput"
				}
				return a.Adapter.SendActivities(ctx, ref, as)
			}
		}, []string{leaves}},
		{"goes on after a refusal", func(a *adapter) {
			a.send = func(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
				var all []schema.ResourceResponse
				var errs error
				for _, activity := range as {
					responses, err := a.Adapter.SendActivities(ctx, ref, []*schema.Activity{activity})
					all, errs = append(all, responses...), errors.Join(errs, err)
				}
				return all, errs
			}
		}, []string{stops}},
		{"sends nothing and says so to nobody", func(a *adapter) {
			a.send = func(context.Context, schema.ConversationReference, []*schema.Activity) ([]schema.ResourceResponse, error) {
				return nil, nil
			}
		}, []string{inOrder, stops, unknown, creates, canceled, continues, within, concurrent}},
		{"has errors of its own", func(a *adapter) {
			a.update = func(context.Context, schema.ConversationReference, *schema.Activity) (schema.ResourceResponse, error) {
				return schema.ResourceResponse{}, errBroken
			}
		}, []string{updates, unknownID}},
		{"says that a lost update may have arrived", func(a *adapter) {
			a.update = func(context.Context, schema.ConversationReference, *schema.Activity) (schema.ResourceResponse, error) {
				return schema.ResourceResponse{}, &framework.ChannelError{Class: framework.Ambiguous}
			}
		}, []string{updates, unknownID}},
		{"deletes nothing", func(a *adapter) {
			a.remove = func(context.Context, schema.ConversationReference, string) error { return nil }
		}, []string{deletes, unknownID}},
		{"creates nothing", func(a *adapter) {
			a.create = func(context.Context, string, string, schema.ConversationParameters) (framework.Created, error) {
				return framework.Created{}, nil
			}
		}, []string{creates}},
		{"does not run the handler", func(a *adapter) {
			a.continues = func(context.Context, schema.ConversationReference, framework.Handler) error { return nil }
		}, []string{continues, handlerError, handlerPanic, within, concurrent}},
		{"gives the handler another activity", func(a *adapter) {
			a.continues = func(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
				activity := ref.ContinuationActivity()
				activity.Type = schema.TypeMessage
				return h.OnTurn(ctx, framework.NewTurnContext(a, activity))
			}
		}, []string{continues}},
		{"loses the address", func(a *adapter) {
			a.continues = func(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
				ref.User = schema.ChannelAccount{}
				return h.OnTurn(ctx, framework.NewTurnContext(a, ref.ContinuationActivity()))
			}
		}, []string{continues}},
		{"gives the handler another adapter", func(a *adapter) {
			a.continues = func(ctx context.Context, ref schema.ConversationReference, h framework.Handler) error {
				return h.OnTurn(ctx, framework.NewTurnContext(a.Adapter, ref.ContinuationActivity()))
			}
		}, []string{continues}},
		{"lets panics through", func(*adapter) {}, []string{handlerPanic}},
	}
	covered := make(map[string]bool)
	for _, tt := range tests {
		for _, rule := range tt.found {
			covered[rule] = true
		}
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := adaptertest.Broken(t.Context(), func() adaptertest.Setup {
				s := setup(t)
				a := &adapter{Adapter: s.Adapter}
				tt.broken(a)
				s.Adapter = a
				return s
			})
			require.Subset(t, slices.Collect(maps.Keys(found)), tt.found)
		})
	}
	require.Len(t, covered, 14, "a rule that no adapter breaks")
}
