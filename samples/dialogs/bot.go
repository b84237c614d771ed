package main

import (
	"context"
	"errors"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
	"github.com/convobot/convo/handlers"
)

// The dialogs' names. Buttons have them in their data, and handlers are chosen by them.
const (
	dialogBook    = "book"    // the form
	dialogConfirm = "confirm" // what was filled in, to be agreed to
	dialogChange  = "change"  // back from there to the form
	dialogPlan    = "plan"    // the page
	dialogDesk    = "desk"    // what the page submits
)

const floorPlanPath = "/floorplan"

// deskBot books desks.
type deskBot struct {
	handlers.TeamsActivityHandler

	office    office
	publicURL string // of the pages, without a slash at its end
}

func newBot(publicURL string) *deskBot {
	b := &deskBot{publicURL: publicURL}
	b.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(startCard().Attachment()))
		return err
	})
	// A button opens a dialog: task/fetch.
	handlers.OnDialogFetch(b, dialogBook, func(context.Context, *framework.TurnContext, struct{}) (*teams.TaskModuleResponse, error) {
		return showForm(booking{}, "")
	})
	handlers.OnDialogFetch(b, dialogPlan, b.showPlan)
	// What is filled in there is submitted: task/submit.
	handlers.OnDialogSubmit(b, dialogBook, b.onForm)
	handlers.OnDialogSubmit(b, dialogChange, onChange)
	handlers.OnDialogSubmit(b, dialogDesk, onChange)
	handlers.OnDialogSubmit(b, dialogConfirm, b.onConfirm)
	return b
}

// onForm shows the second step, or the first again with what is wrong.
func (b *deskBot) onForm(_ context.Context, _ *framework.TurnContext, in booking) (*teams.TaskModuleResponse, error) {
	if problem := in.problem(time.Now()); problem != "" {
		return showForm(in, problem)
	}
	return show("Is that right?", confirmCard(in))
}

// onChange shows the form with what was chosen before, on the page or in the form itself.
func onChange(_ context.Context, _ *framework.TurnContext, in booking) (*teams.TaskModuleResponse, error) {
	return showForm(in, "")
}

// onConfirm books. It checks everything once more: the client sent it, and time has passed since.
func (b *deskBot) onConfirm(ctx context.Context, turn *framework.TurnContext, in booking) (*teams.TaskModuleResponse, error) {
	if problem := in.problem(time.Now()); problem != "" {
		return showForm(in, problem)
	}
	person := turn.Activity.From
	if !b.office.take(in, person.ID, time.Now()) {
		return showForm(in, "Somebody was faster: "+in.String()+" is taken.")
	}
	// Teams sends an invoke again whose answer was lost: say it once.
	err := framework.Once(ctx, turn, "book/"+in.Desk+"/"+in.Day+"/"+person.ID, func(ctx context.Context) error {
		return turn.SendText(ctx, person.Name+" has booked "+in.String()+".")
	})
	if channel, ok := errors.AsType[*framework.ChannelError](err); ok {
		return teams.DialogMessage("You have booked " + in.String() + ", but I cannot say so here: " + channel.Class.String() + "."), nil
	}
	if err != nil {
		return nil, err
	}
	return teams.DialogMessage("You have booked " + in.String() + "."), nil
}

func (b *deskBot) showPlan(context.Context, *framework.TurnContext, struct{}) (*teams.TaskModuleResponse, error) {
	return teams.ShowDialog(teams.TaskModuleInfo{
		Title: "Floor plan", Width: 500, Height: 300,
		URL: b.publicURL + floorPlanPath, FallbackURL: b.publicURL + floorPlanPath,
	}), nil
}
