package framework_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// newTurn returns a turn outside an engine, and what it sends to.
func newTurn(a *schema.Activity) (*framework.TurnContext, *recorder) {
	adapter := &recorder{}
	return framework.NewTurnContext(adapter, a), adapter
}

func TestSentActivityIsAnAddressedCopy(t *testing.T) {
	t.Parallel()
	received := message("7", func(a *schema.Activity) { a.Locale = "de-AT" })
	turn, adapter := newTurn(received)
	mine := schema.Activity{
		ID: "mine", Text: "hi", ServiceURL: "https://elsewhere.example", ChannelID: "elsewhere",
		From: schema.ChannelAccount{ID: "x"}, Recipient: schema.ChannelAccount{ID: "y"}, Conversation: schema.ConversationAccount{ID: "z"},
	}
	given, before := mine, *received

	response, err := turn.SendActivity(context.Background(), &given)
	require.NoError(t, err)
	require.Equal(t, schema.ResourceResponse{ID: "1"}, response)
	require.Equal(t, []*schema.Activity{{
		Type: schema.TypeMessage, Text: "hi", Locale: "de-AT", ReplyToID: "7",
		ServiceURL: received.ServiceURL, ChannelID: received.ChannelID,
		From: received.Recipient, Recipient: received.From, Conversation: received.Conversation,
	}}, adapter.sent)
	require.Equal(t, []schema.ConversationReference{received.Reference()}, adapter.refs)
	require.Equal(t, mine, given, "the caller's activity")
	require.Equal(t, before, *received, "the turn's activity")
}

func TestWhatIsSetBeforeSendingStays(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7", func(a *schema.Activity) { a.Locale = "de-AT" }))
	_, err := turn.SendActivity(context.Background(), &schema.Activity{Type: schema.TypeTyping, Locale: "en-GB", ReplyToID: "6"})
	require.NoError(t, err)
	require.Equal(t, schema.TypeTyping, adapter.sent[0].Type)
	require.Equal(t, "en-GB", adapter.sent[0].Locale)
	require.Equal(t, "6", adapter.sent[0].ReplyToID)
}

// TestConversationUpdateIsAnsweredByNoReply: the ids of these updates name no message in Direct Line and Web Chat.
func TestConversationUpdateIsAnsweredByNoReply(t *testing.T) {
	t.Parallel()
	for channel, want := range map[string]string{
		schema.ChannelDirectLine: "", schema.ChannelWebChat: "", schema.ChannelTeams: "7", schema.ChannelEmulator: "7",
	} {
		turn, adapter := newTurn(activity(schema.TypeConversationUpdate, "7", onChannel(channel)))
		require.Equal(t, want, turn.ConversationReference().ActivityID, channel)
		require.NoError(t, turn.SendText(context.Background(), "welcome"))
		require.Equal(t, want, adapter.sent[0].ReplyToID, channel)

		turn, _ = newTurn(message("7", onChannel(channel)))
		require.Equal(t, "7", turn.ConversationReference().ActivityID, channel)
	}
}

func TestActivitiesAreSentInOrderOneResponseEach(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	responses, err := turn.SendActivities(context.Background(), schema.TextMessage("one"), &schema.Activity{Type: schema.TypeTrace}, schema.TextMessage("two"))
	require.NoError(t, err)
	require.Equal(t, []schema.ResourceResponse{{ID: "1"}, {}, {ID: "2"}}, responses, "the trace has an empty one")
	require.Equal(t, []string{"one", "two"}, adapter.texts())

	responses, err = turn.SendActivities(context.Background())
	require.NoError(t, err)
	require.Empty(t, responses)
}

func TestTraceGoesToTheEmulatorOnly(t *testing.T) {
	t.Parallel()
	for channel, want := range map[string]int{schema.ChannelEmulator: 1, schema.ChannelTeams: 0, schema.ChannelWebChat: 0} {
		turn, adapter := newTurn(message("7", onChannel(channel)))
		require.NoError(t, traces(context.Background(), turn))
		require.Len(t, adapter.sent, want, channel)
		require.False(t, turn.Responded(), channel)
	}
}

func TestResponded(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	adapter.fail = &framework.ChannelError{Class: framework.RetryLater}
	require.Equal(t, adapter.fail, turn.SendText(context.Background(), "refused"))
	require.False(t, turn.Responded())
	adapter.fail = nil
	require.NoError(t, turn.SendText(context.Background(), "sent"))
	require.True(t, turn.Responded())
	require.NoError(t, traces(context.Background(), turn))
	require.True(t, turn.Responded(), "it does not go back")
}

// failsFrom is an adapter that refuses from the nth activity on.
type failsFrom struct {
	recorder
	n   int
	err error
}

func (f *failsFrom) SendActivities(ctx context.Context, ref schema.ConversationReference, as []*schema.Activity) ([]schema.ResourceResponse, error) {
	if len(f.sent) >= f.n {
		return nil, f.err
	}
	return f.recorder.SendActivities(ctx, ref, as)
}

func TestAfterAFailureNothingMoreIsSent(t *testing.T) {
	t.Parallel()
	adapter := &failsFrom{n: 1, err: &framework.ChannelError{Class: framework.Ambiguous}}
	turn := framework.NewTurnContext(adapter, message("7"))
	responses, err := turn.SendActivities(context.Background(), schema.TextMessage("one"), schema.TextMessage("two"), schema.TextMessage("three"))
	require.Equal(t, framework.Ambiguous, framework.ClassOf(err))
	require.Equal(t, []schema.ResourceResponse{{ID: "1"}}, responses, "what was sent before it")
	require.Equal(t, []string{"one"}, adapter.texts())
}

func TestInvokeResponseIsNotSent(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(invoke("7"))
	_, err := turn.SendActivities(context.Background(), schema.TextMessage("one"), &schema.Activity{Type: schema.TypeInvokeResponse})
	require.ErrorContains(t, err, "SetInvokeResponse")
	require.Empty(t, adapter.sent)
}

func TestUpdateActivity(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	given := schema.Activity{ID: "3", Text: "new text"}
	response, err := turn.UpdateActivity(context.Background(), &given)
	require.NoError(t, err)
	require.Equal(t, "3", response.ID)
	require.Equal(t, schema.Activity{ID: "3", Text: "new text"}, given)
	updated := adapter.updated[0]
	require.Equal(t, "3", updated.ID)
	require.Equal(t, schema.TypeMessage, updated.Type)
	require.Equal(t, "29:user", updated.Recipient.ID)
	require.Equal(t, "19:chat", adapter.refs[0].Conversation.ID)
	require.Empty(t, updated.ReplyToID, "an update answers nothing")
	require.False(t, turn.Responded())

	_, err = turn.UpdateActivity(context.Background(), &schema.Activity{ID: "3", ReplyToID: "2"})
	require.NoError(t, err)
	require.Equal(t, "2", adapter.updated[1].ReplyToID)
}

func TestDeleteActivity(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	require.NoError(t, turn.DeleteActivity(context.Background(), "3"))
	require.Equal(t, []string{"3"}, adapter.deleted)
	require.Equal(t, "19:chat", adapter.refs[0].Conversation.ID)
}

func TestUpdateAndDeleteNeedAnID(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	_, err := turn.UpdateActivity(context.Background(), schema.TextMessage("x"))
	require.ErrorContains(t, err, "has no ID")
	require.ErrorContains(t, turn.DeleteActivity(context.Background(), ""), "has no ID")
	require.Empty(t, adapter.refs)
}

func TestErrorsOfTheAdapterAreReturned(t *testing.T) {
	t.Parallel()
	turn, adapter := newTurn(message("7"))
	adapter.fail = errors.New("no network")
	for name, act := range map[string]func(context.Context, *framework.TurnContext) error{
		"send": sends, "update": updates, "delete": deletes, "create": creates,
	} {
		require.Equal(t, adapter.fail, act(context.Background(), turn), name)
	}
}

// mute is an adapter of a channel that answers without a body.
type mute struct{ recorder }

func (*mute) SendActivities(context.Context, schema.ConversationReference, []*schema.Activity) ([]schema.ResourceResponse, error) {
	return nil, nil
}

func TestAdapterWithoutResponsesIsNoError(t *testing.T) {
	t.Parallel()
	turn := framework.NewTurnContext(&mute{}, message("7"))
	responses, err := turn.SendActivities(context.Background(), schema.TextMessage("one"), schema.TextMessage("two"))
	require.NoError(t, err)
	require.Len(t, responses, 2)
}
