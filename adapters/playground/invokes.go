package playground

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// pressed is a button: an action of an Adaptive Card with its data and inputs, a CardAction, or a suggested action.
type pressed struct {
	Action    map[string]any `json:"action"`              // as it is in the card
	Data      any            `json:"data,omitempty"`      // of an Adaptive Card's action
	Suggested bool           `json:"suggested,omitempty"` // it is a suggested action
	Body      string         `json:"body,omitempty"`      // of an HttpPOST of a connector card
	Trigger   string         `json:"trigger,omitempty"`   // of Action.Execute: manual or automatic
}

// form is what was filled in, and what the bot answered with the form.
type form struct {
	Asked   *schema.Activity `json:"asked"`
	Data    any              `json:"data,omitempty"`
	Preview *schema.Activity `json:"preview,omitempty"` // of a message that the bot would post
	Choice  string           `json:"choice,omitempty"`  // send or edit
}

// rating is a judgement of the bot's message.
type rating struct {
	Reaction string  `json:"reaction"`
	Comment  *string `json:"comment,omitempty"`
	Custom   bool    `json:"custom,omitempty"` // in the bot's own form
}

// invokes are the acts by which a client asks the bot for something.
func invokes() map[string]doing {
	return map[string]doing{
		"press":      with((*Playground).press),
		"submitForm": with((*Playground).submitForm),
		"configure": func(p *Playground, ctx context.Context, by world.Person, in act) (acted, error) {
			return p.sends(ctx, by, in, client.Configure())
		},
		"openTab":      with((*Playground).openTab),
		"search":       with((*Playground).search),
		"pasteLink":    with((*Playground).pasteLink),
		"pick":         with((*Playground).pick),
		"openAction":   with((*Playground).openAction),
		"submitAction": with((*Playground).submitAction),
		"openSettings": with((*Playground).openSettings),
		"finish":       with((*Playground).finish),
		"signIn":       with((*Playground).signIn),
		"signOut":      with((*Playground).signOut),
		"rate":         with((*Playground).rate),
		"handOff":      with((*Playground).handOff),
		"choices":      with((*Playground).choices),
	}
}

// with reads what an act comes with.
func with[T any](do func(p *Playground, ctx context.Context, by world.Person, in act, more T) (acted, error)) doing {
	return func(p *Playground, ctx context.Context, by world.Person, in act) (acted, error) {
		var more T
		decoder := json.NewDecoder(bytes.NewReader(in.With))
		decoder.DisallowUnknownFields()
		decoder.UseNumber() // large numbers stay exact
		if err := decoder.Decode(&more); err != nil {
			return acted{}, badRequest("what %q comes with is not the JSON expected here: %v", in.Do, err)
		}
		return do(p, ctx, by, in, more)
	}
}

// sends sends a draft of what a client sends.
func (p *Playground) sends(ctx context.Context, by world.Person, in act, draft *schema.Activity) (acted, error) {
	if draft.ReplyToID == "" {
		draft.ReplyToID = in.Message
	}
	in.Activity = draft
	return p.send(ctx, by, in)
}

func (p *Playground) press(ctx context.Context, by world.Person, in act, b pressed) (acted, error) {
	kind, _ := b.Action["type"].(string)
	switch {
	case b.Suggested && kind == "Action.Submit":
		return p.sends(ctx, by, in, client.Suggested(b.Action["value"]))
	case b.Action["@type"] == "HttpPOST":
		id, _ := b.Action["@id"].(string)
		return p.sends(ctx, by, in, client.ConnectorAction(id, b.Body))
	}
	trigger := client.Manual
	if b.Trigger == client.Automatic {
		trigger = client.Automatic
	}
	button := client.Button{Kind: kind, Action: b.Action, Data: b.Data}
	draft, ok := button.Press(trigger, p.sayer(in.Conversation))
	if !ok {
		return acted{}, badRequest("the bot does not hear of a button of type %q", kind)
	}
	if shown, ok := button.Shows(); ok {
		draft.ReplyToID = in.Message
		return madeOne(p.world.Press(by, in.Conversation, draft, shown))
	}
	out, err := p.sends(ctx, by, in, draft)
	p.keepView(by, in, out)
	return out, err
}

// keepView keeps the card that answered a press on a message: this person sees it from then on. The message is looked for only
// now, since the bot may have changed it before it answered.
func (p *Playground) keepView(by world.Person, in act, out acted) {
	if out.Answer == nil {
		return
	}
	if on, ok := p.world.Message(by, in.Conversation, out.Activity.ReplyToID); ok && !on.Deleted {
		p.views.Keep(by.ID, on.Activity, out.Activity, out.Answer.Body)
	}
}

// sayer makes what a person says a message that the bot hears: it is mentioned where it has to be.
func (p *Playground) sayer(conversationID string) func(text string) *schema.Activity {
	where, _ := p.world.Conversation(conversationID)
	return func(text string) *schema.Activity {
		return client.Said(text, p.world.Bot(), where.Type == schema.ConversationPersonal)
	}
}

func (p *Playground) submitForm(ctx context.Context, by world.Person, in act, f form) (acted, error) {
	in.Message = "" // it is in what was asked, if the form came up on a message
	switch {
	case f.Asked == nil:
		return acted{}, badRequest("there is no form to submit")
	case f.Preview != nil:
		draft, err := client.Previewed(f.Asked, f.Preview, f.Choice)
		if err != nil {
			return acted{}, badRequest("%v", err)
		}
		return p.sends(ctx, by, in, draft)
	}
	return p.sends(ctx, by, in, client.SubmitForm(f.Asked, f.Data))
}

func (p *Playground) rate(ctx context.Context, by world.Person, in act, r rating) (acted, error) {
	if r.Custom {
		return p.sends(ctx, by, in, client.FetchRating(r.Reaction))
	}
	return p.sends(ctx, by, in, client.Rate(r.Reaction, r.Comment))
}

// typing is what a person types into an input whose choices come from the bot.
type typing struct {
	Dataset   string         `json:"dataset"`
	QueryText string         `json:"queryText"`
	Skip      int            `json:"skip,omitempty"`
	Top       int            `json:"top,omitempty"`
	Others    map[string]any `json:"others,omitempty"` // the inputs that it depends on
}

func (p *Playground) choices(ctx context.Context, by world.Person, in act, t typing) (acted, error) {
	options := schema.SearchInvokeOptions{Skip: t.Skip, Top: t.Top}
	return p.sends(ctx, by, in, client.Choices(t.Dataset, t.QueryText, options, t.Others))
}

// handOff is the continuation of another conversation.
type handOff struct {
	Continuation string `json:"continuation"`
}

func (p *Playground) handOff(ctx context.Context, by world.Person, in act, h handOff) (acted, error) {
	return p.sends(ctx, by, in, client.HandOff(h.Continuation))
}
