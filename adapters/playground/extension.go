package playground

import (
	"context"
	"maps"
	"slices"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/teams"
)

// command is the use of a message extension or a tab.
type command struct {
	ID         string                              `json:"id,omitempty"` // in the manifest
	Parameters map[string]any                      `json:"parameters,omitempty"`
	Skip       int                                 `json:"skip,omitempty"`
	URL        string                              `json:"url,omitempty"`
	Data       any                                 `json:"data,omitempty"`
	Result     *teams.MessagingExtensionAttachment `json:"result,omitempty"`
}

func (p *Playground) openTab(ctx context.Context, by world.Person, in act, c command) (acted, error) {
	return p.sends(ctx, by, in, client.OpenTab(c.ID))
}

func (p *Playground) search(ctx context.Context, by world.Person, in act, c command) (acted, error) {
	var parameters []teams.MessagingExtensionParameter
	for _, name := range slices.Sorted(maps.Keys(c.Parameters)) {
		parameters = append(parameters, teams.MessagingExtensionParameter{Name: name, Value: c.Parameters[name]})
	}
	return p.sends(ctx, by, in, client.Search(c.ID, parameters, c.Skip))
}

func (p *Playground) pasteLink(ctx context.Context, by world.Person, in act, c command) (acted, error) {
	return p.sends(ctx, by, in, client.PasteLink(c.URL))
}

func (p *Playground) openSettings(ctx context.Context, by world.Person, in act, c command) (acted, error) {
	return p.sends(ctx, by, in, client.Settings(c.ID))
}

// pick chooses a result; the bot hears of it only if the result says so.
func (p *Playground) pick(ctx context.Context, by world.Person, in act, c command) (acted, error) {
	if c.Result == nil {
		return acted{}, badRequest("there is no result to pick")
	}
	draft, ok := client.Pick(*c.Result)
	if !ok {
		return acted{}, nil
	}
	return p.sends(ctx, by, in, draft)
}

func (p *Playground) openAction(ctx context.Context, by world.Person, in act, c command) (acted, error) {
	action, err := p.action(by, in, c)
	if err != nil {
		return acted{}, err
	}
	in.Message = "" // it is in the action
	return p.sends(ctx, by, in, client.OpenAction(action))
}

func (p *Playground) submitAction(ctx context.Context, by world.Person, in act, c command) (acted, error) {
	action, err := p.action(by, in, c)
	if err != nil {
		return acted{}, err
	}
	in.Message = ""
	return p.sends(ctx, by, in, client.SubmitAction(action, c.Data))
}

// action is an action command, on the message that the act names if it names one.
func (p *Playground) action(by world.Person, in act, c command) (teams.MessagingExtensionAction, error) {
	if in.Message == "" {
		return client.Action(c.ID, nil, p.world.Bot().ID), nil
	}
	on, ok := p.world.Message(by, in.Conversation, in.Message)
	if !ok || on.Deleted {
		return teams.MessagingExtensionAction{}, badRequest("there is no message %q", in.Message)
	}
	return client.Action(c.ID, on.Activity, p.world.Bot().ID), nil
}
