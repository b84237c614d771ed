package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// unknownID is well-formed as an id, and names nothing.
const unknownID = "1"

func sendsInOrder(ctx context.Context, s Setup) error {
	responses, err := s.send(ctx, "one", "two", "three")
	if err != nil {
		return err
	}
	ids := make(map[string]bool)
	for _, r := range responses {
		ids[r.ID] = true
	}
	if len(ids) != len(responses) || ids[""] {
		return fmt.Errorf("three activities got the responses %v, want an id of its own in each", responses)
	}
	return s.expectTexts(s.Reference, "one", "two", "three")
}

func leavesActivitiesAlone(ctx context.Context, s Setup) error {
	a := s.message("unchanged")
	before := *a
	if _, err := s.Adapter.SendActivities(ctx, s.Reference, []*schema.Activity{a}); err != nil {
		return fmt.Errorf("SendActivities: %w", err)
	}
	if !reflect.DeepEqual(before, *a) {
		return fmt.Errorf("SendActivities changed the activity\nfrom %+v\nto   %+v", before, *a)
	}
	return nil
}

func stopsAtRefusal(ctx context.Context, s Setup) error {
	activities := []*schema.Activity{s.message("before"), s.Reference.Address(s.Refused), s.message("after")}
	responses, err := s.Adapter.SendActivities(ctx, s.Reference, activities)
	if err := isChannelError("SendActivities with a refused activity", err); err != nil {
		return err
	}
	if len(responses) != 1 {
		return fmt.Errorf("the second of three activities was refused: %d responses, want that of the first", len(responses))
	}
	return s.expectTexts(s.Reference, "before")
}

func refusesUnknownConversation(ctx context.Context, s Setup) error {
	ref := s.Reference
	ref.Conversation.ID += "-unknown"
	_, err := s.Adapter.SendActivities(ctx, ref, []*schema.Activity{ref.Address(schema.TextMessage("lost"))})
	return isChannelError("SendActivities to an unknown conversation", err)
}

func updates(ctx context.Context, s Setup) error {
	responses, err := s.send(ctx, "draft", "other")
	if err != nil {
		return err
	}
	a := s.message("final")
	a.ID = responses[0].ID
	if _, err := s.Adapter.UpdateActivity(ctx, s.Reference, a); err != nil {
		return fmt.Errorf("UpdateActivity: %w", err)
	}
	return s.expectTexts(s.Reference, "final", "other")
}

func deletes(ctx context.Context, s Setup) error {
	responses, err := s.send(ctx, "mistake", "other")
	if err != nil {
		return err
	}
	if err := s.Adapter.DeleteActivity(ctx, s.Reference, responses[0].ID); err != nil {
		return fmt.Errorf("DeleteActivity: %w", err)
	}
	return s.expectTexts(s.Reference, "other")
}

func reportsUnknownActivity(ctx context.Context, s Setup) error {
	a := s.message("nothing to replace")
	a.ID = unknownID
	_, err := s.Adapter.UpdateActivity(ctx, s.Reference, a)
	return errors.Join(
		isChannelError("UpdateActivity of an unknown activity", err),
		isChannelError("DeleteActivity of an unknown activity", s.Adapter.DeleteActivity(ctx, s.Reference, unknownID)),
	)
}

func createsConversation(ctx context.Context, s Setup) error {
	create := s.Create
	if create.Bot.ID == "" {
		create.Bot = s.Reference.Bot
	}
	created, err := s.Adapter.CreateConversation(ctx, s.Reference.ChannelID, s.Reference.ServiceURL, create)
	if err != nil {
		return fmt.Errorf("CreateConversation: %w", err)
	}
	ref := created.Reference
	if ref.Conversation.ID == "" || ref.ChannelID == "" || ref.ServiceURL == "" {
		return fmt.Errorf("CreateConversation returned %+v, want conversation, channel and service URL", ref)
	}
	if _, err := s.Adapter.SendActivities(ctx, ref, []*schema.Activity{ref.Address(schema.TextMessage("hello"))}); err != nil {
		return fmt.Errorf("SendActivities to the new conversation: %w", err)
	}
	if texts := s.Texts(ref.Conversation.ID); !slices.Contains(texts, "hello") {
		return fmt.Errorf("the new conversation has the messages %q, want \"hello\" among them", texts)
	}
	return nil
}

func isSafeConcurrently(ctx context.Context, s Setup) error {
	const senders = 8
	errs := make([]error, senders)
	var wg sync.WaitGroup
	for i := range senders {
		wg.Go(func() {
			text := fmt.Sprint(i)
			errs[i] = s.Adapter.ContinueConversation(ctx, s.Reference, framework.HandlerFunc(
				func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, text) }))
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%d turns at once: %w", senders, err)
	}
	if got := len(s.Texts(s.Reference.Conversation.ID)); got != senders {
		return fmt.Errorf("%d turns at once sent %d messages", senders, got)
	}
	return nil
}

// message is addressed as a turn does it, answering nothing.
func (s Setup) message(text string) *schema.Activity {
	ref := s.Reference
	ref.ActivityID = ""
	return ref.Address(schema.TextMessage(text))
}

// send returns as many responses as there are texts, or an error.
func (s Setup) send(ctx context.Context, texts ...string) ([]schema.ResourceResponse, error) {
	activities := make([]*schema.Activity, len(texts))
	for i, text := range texts {
		activities[i] = s.message(text)
	}
	responses, err := s.Adapter.SendActivities(ctx, s.Reference, activities)
	switch {
	case err != nil:
		return nil, fmt.Errorf("SendActivities: %w", err)
	case len(responses) != len(texts):
		return nil, fmt.Errorf("SendActivities: %d responses for %d activities", len(responses), len(texts))
	}
	return responses, nil
}

func (s Setup) expectTexts(ref schema.ConversationReference, want ...string) error {
	if got := s.Texts(ref.Conversation.ID); !slices.Equal(got, want) {
		return fmt.Errorf("the conversation has the messages %q, want %q", got, want)
	}
	return nil
}

// isChannelError returns what is wrong with err, which should say that the channel refused.
func isChannelError(call string, err error) error {
	refused, ok := errors.AsType[*framework.ChannelError](err)
	switch {
	case !ok:
		return fmt.Errorf("%s: got error %w, want a *framework.ChannelError", call, orNone(err))
	case refused.Class == framework.Ambiguous || refused.Class == framework.RetryLater:
		return fmt.Errorf("%s: class %q, want one that says not to try again", call, refused.Class)
	}
	return nil
}

var errNone = errors.New("none")

func orNone(err error) error {
	if err == nil {
		return errNone
	}
	return err
}
