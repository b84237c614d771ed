package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

const reminderPath = "/reminder"

// meetingBot keeps the list of who is in the meeting, and answers in its chat.
type meetingBot struct {
	handlers.TeamsActivityHandler

	attendance *state.Property[attendance] // of the meeting's chat
	publicURL  string                      // of the note, without a slash at its end
}

func newBot(storage state.Storage, publicURL string) framework.Handler {
	s := state.New(storage)
	b := &meetingBot{attendance: state.NewProperty[attendance](s.Conversation(), "attendance"), publicURL: publicURL}
	b.OnMeetingStart(b.onStart)
	b.OnMeetingParticipantsJoin(b.onJoin)
	b.OnMeetingParticipantsLeave(b.onLeave)
	b.OnMeetingEnd(b.onEnd)
	b.OnMessageText("who", b.onWho)
	b.OnMessageText("details", inMeeting(onDetails))
	b.OnMessageText("me", inMeeting(onMe))
	b.OnMessageText("remind", inMeeting(b.onRemind))
	b.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "I keep the list of who is in this meeting. Say `who`, `me`, `details`, or `remind` when there are five minutes left.")
	})
	return framework.Chain(b, s.AutoSave)
}

// update changes the list. Events of one chat run one after the other, but another process may change it too.
func (b *meetingBot) update(ctx context.Context, turn *framework.TurnContext, change func(*attendance)) error {
	return b.attendance.Update(ctx, turn, func(a *attendance) error {
		a.in(teams.MeetingID(turn.Activity))
		change(a)
		return nil
	})
}

// onStart answers in the meeting's chat. People may have joined before: the list is not emptied here.
func (b *meetingBot) onStart(ctx context.Context, turn *framework.TurnContext, meeting teams.MeetingStart) error {
	return turn.SendText(ctx, "**"+meeting.Title+"** has begun, and I keep the list of who is here.")
}

// onJoin and onLeave say nothing: in a large meeting that would be all that one reads.
func (b *meetingBot) onJoin(ctx context.Context, turn *framework.TurnContext, joined teams.MeetingParticipants) error {
	return b.update(ctx, turn, func(a *attendance) { a.note(joined.Members, true) })
}

func (b *meetingBot) onLeave(ctx context.Context, turn *framework.TurnContext, left teams.MeetingParticipants) error {
	return b.update(ctx, turn, func(a *attendance) { a.note(left.Members, false) })
}

func (b *meetingBot) onEnd(ctx context.Context, turn *framework.TurnContext, meeting teams.MeetingEnd) error {
	a, err := b.attendance.Get(ctx, turn)
	if err != nil {
		return err
	}
	a.in(teams.MeetingID(turn.Activity))
	return errors.Join(b.attendance.Delete(ctx, turn),
		turn.SendText(ctx, "**"+meeting.Title+"** has ended. There were: "+a.names(true)+"."))
}

func (b *meetingBot) onWho(ctx context.Context, turn *framework.TurnContext) error {
	a, err := b.attendance.Get(ctx, turn)
	if err != nil {
		return err
	}
	return turn.SendText(ctx, "Here are: "+a.names(false)+".")
}

// inMeeting asks the connector about the turn's meeting. What Teams refuses is said, for the permissions are granted by
// who installs the app.
func inMeeting(ask func(ctx context.Context, turn *framework.TurnContext, client *connector.Client, meetingID string) (string, error)) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		id := teams.MeetingID(turn.Activity)
		if id == "" {
			return turn.SendText(ctx, "Ask me in the chat of a meeting.")
		}
		client, err := connector.FromTurn(turn)
		if err != nil {
			return err
		}
		text, err := ask(ctx, turn, client, id)
		if channel, ok := errors.AsType[*framework.ChannelError](err); ok {
			text = fmt.Sprintf("Teams does not tell me: %s.", channel.Class)
		} else if err != nil {
			return err
		}
		return turn.SendText(ctx, text)
	}
}

func onDetails(ctx context.Context, _ *framework.TurnContext, client *connector.Client, meetingID string) (string, error) {
	meeting, err := client.Meeting(ctx, meetingID)
	if err != nil {
		return "", err
	}
	text := cmp.Or(meeting.Details.Title, "This meeting") + ": " + cmp.Or(meeting.Details.Type, "of no type")
	if from, to := meeting.Details.ScheduledStartTime, meeting.Details.ScheduledEndTime; !from.IsZero() && !to.IsZero() { // not of calls
		text += ", planned from " + from.UTC().Format("15:04") + " to " + to.UTC().Format("15:04") + " UTC"
	}
	return text + ".", nil
}

func onMe(ctx context.Context, turn *framework.TurnContext, client *connector.Client, meetingID string) (string, error) {
	me, err := client.MeetingParticipant(ctx, meetingID, turn.Activity.From.AADObjectID, teams.TenantID(turn.Activity))
	if err != nil {
		return "", err
	}
	where := "not in the meeting now"
	if me.Meeting.InMeeting {
		where = "in the meeting"
	}
	return fmt.Sprintf("You are %s, and %s.", me.Meeting.Role, where), nil
}

// onRemind shows the note to everyone who is there. It is for who leads the meeting: the role is asked for each time,
// because it can change.
func (b *meetingBot) onRemind(ctx context.Context, turn *framework.TurnContext, client *connector.Client, meetingID string) (string, error) {
	who, err := client.MeetingParticipant(ctx, meetingID, turn.Activity.From.AADObjectID, teams.TenantID(turn.Activity))
	if err != nil {
		return "", err
	}
	if !mayRemind(who.Meeting.Role) {
		return "Only the organizer and presenters remind others.", nil
	}
	a, err := b.attendance.Get(ctx, turn)
	if err != nil {
		return "", err
	}
	recipients := a.present()
	if a.MeetingID != meetingID || len(recipients) == 0 {
		return "Nobody is here.", nil
	}
	note := teams.ShowDialog(teams.TaskModuleInfo{Title: "Five minutes left", Height: 200, Width: 350, URL: b.publicURL + reminderPath})
	failed, err := client.SendMeetingNotification(ctx, meetingID, teams.MeetingNotification{Value: teams.MeetingNotificationValue{
		Recipients: recipients,
		Surfaces:   []teams.MeetingSurface{{Surface: "meetingStage", ContentType: "task", Content: &note.Task}},
	}})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Shown to %d of %d.", len(recipients)-len(failed.RecipientsFailureInfo), len(recipients)), nil
}

// mayRemind reports whether people of that role lead the meeting: Organizer and Presenter, but not Attendee.
func mayRemind(role string) bool { return role == "Organizer" || role == "Presenter" }
