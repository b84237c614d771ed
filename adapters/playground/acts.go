package playground

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// act is what a person does on the page. Which members matter depends on Do.
type act struct {
	Do           string           `json:"do"`
	Person       string           `json:"person"` // the id of who does it
	Conversation string           `json:"conversation,omitempty"`
	Message      string           `json:"message,omitempty"`  // the id of the one that is edited, reacted to and so on
	Activity     *schema.Activity `json:"activity,omitempty"` // what is sent, or the new text of an edit
	Reaction     string           `json:"reaction,omitempty"`
	Accept       bool             `json:"accept,omitempty"` // the file that is offered
	File         struct {
		Name string `json:"name"`
		Type string `json:"type"`
		Data []byte `json:"data"` // in base64
	} `json:"file,omitzero"`
	With json.RawMessage `json:"with,omitempty"` // what an act of invokes.go comes with
}

// acted is what came of it.
type acted struct {
	Activity *schema.Activity `json:"activity,omitempty"` // as Teams makes it of what was sent
	Told     bool             `json:"told"`               // the bot is told
	Problem  string           `json:"problem,omitempty"`  // why it cannot be, if that was soon known; for an invoke the answer says it
	Answer   *botAnswer       `json:"answer,omitempty"`   // of the bot, to an invoke

	hears []*schema.Activity // what the bot is still to be told of it
}

// doing is how one of them is done.
type doing func(p *Playground, ctx context.Context, by world.Person, in act) (acted, error)

// acts returns what people can do in a conversation, by the name in Do.
func acts() map[string]doing {
	all := invokes()
	maps.Copy(all, map[string]doing{
		"send": (*Playground).send,
		"sendFile": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			message := cmp.Or(in.Activity, &schema.Activity{})
			return madeOne(p.world.SendFile(by, in.Conversation, message, in.File.Name, in.File.Type, in.File.Data))
		},
		"edit": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			if in.Activity == nil {
				return acted{}, badRequest("there is no new text")
			}
			return madeOne(p.world.Edit(by, in.Conversation, in.Message, in.Activity))
		},
		"delete": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			return madeOne(p.world.Delete(by, in.Conversation, in.Message))
		},
		"undelete": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			return madeOne(p.world.Undelete(by, in.Conversation, in.Message))
		},
		"react": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			return madeOne(p.world.React(by, in.Conversation, in.Message, in.Reaction, true))
		},
		"unreact": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			return madeOne(p.world.React(by, in.Conversation, in.Message, in.Reaction, false))
		},
		"read": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			return madeSome(p.world.Read(by, in.Conversation))
		},
		"stop": func(p *Playground, _ context.Context, by world.Person, in act) (acted, error) {
			return acted{}, p.world.StopStream(by, in.Conversation)
		},
		"answerFileConsent": func(p *Playground, ctx context.Context, by world.Person, in act) (acted, error) {
			a, err := p.world.AnswerFileConsent(by, in.Conversation, in.Message, in.Accept)
			return p.invoked(ctx, a, err)
		},
	})
	return all
}

func (p *Playground) serveAct(w http.ResponseWriter, r *http.Request) {
	var in act
	if err := decode(w, r, &in); err != nil {
		answer(w, nil, err)
		return
	}
	by, ok := p.world.Person(in.Person)
	do, known := p.acts[in.Do]
	switch {
	case !known:
		answer(w, nil, badRequest("nobody can %q", in.Do))
	case !ok:
		answer(w, nil, badRequest("there is no person %q", in.Person))
	default:
		out, err := do(p, r.Context(), by, in)
		out.Problem = p.tell(r.Context(), out.hears...)
		answer(w, out, err)
	}
}

// send sends an activity. The answer to an invoke is waited for; any other activity is delivered by the way.
func (p *Playground) send(ctx context.Context, by world.Person, in act) (acted, error) {
	if in.Activity == nil {
		return acted{}, badRequest("there is no activity to send")
	}
	sent, told, err := p.world.Send(by, in.Conversation, in.Activity)
	if told && sent.Type == schema.TypeInvoke {
		return p.invoked(ctx, sent, err)
	}
	return madeOne(sent, told, err)
}

// madeOne is what came of an act that makes one activity, of which the bot may hear.
func madeOne(a *schema.Activity, told bool, err error) (acted, error) {
	if err != nil || !told {
		return acted{Activity: a}, err
	}
	return acted{Activity: a, Told: true, hears: []*schema.Activity{a}}, nil
}

// madeSome is what came of an act of which the bot hears any number of things.
func madeSome(told []*schema.Activity, err error) (acted, error) {
	if err != nil {
		return acted{}, err
	}
	return acted{Told: len(told) > 0, hears: told}, nil
}

// invoked delivers an invoke and waits for the bot's answer.
func (p *Playground) invoked(ctx context.Context, a *schema.Activity, err error) (acted, error) {
	if err != nil {
		return acted{}, err
	}
	answer := p.deliver(ctx, a)
	return acted{Activity: a, Told: true, Answer: &answer}, nil
}
