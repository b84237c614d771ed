package fake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Conversation is a person in a place, with the bot: the subject of a story's sentences. Its methods return a
// Conversation, to go on with; none changes the one it is called on.
type Conversation struct {
	w      *World
	bot    framework.Handler
	person world.Person
	name   string // of the place
	id     string // of the conversation: a chat, a channel, or a thread

	personal bool
}

// As goes on as another person: in a chat of their own if this is a personal one, else in the same place, where they
// have always been.
func (c *Conversation) As(name string) *Conversation {
	c.w.t.Helper()
	person := c.w.person(name, c.person.TenantID)
	if c.personal {
		return c.w.personalChat(c.bot, person)
	}
	return c.seat(person, c.name, c.id)
}

// Person returns who the person is in the simulated Teams, for example to name them to the bot by id, or to
// [World.Teams].
func (c *Conversation) Person() world.Person { return c.person }

// World returns the world of the story.
func (c *Conversation) World() *World { return c.w }

// InPrivate goes on in the person's own chat with the bot. If no story was there yet and the bot did not write to them,
// this is when the app is installed for them.
func (c *Conversation) InPrivate() *Conversation {
	c.w.t.Helper()
	return c.w.personalChat(c.bot, c.person)
}

// Speaking goes on as the same person, whose client has that language, a BCP 47 tag such as de-DE, from now on and
// wherever else the story names them. Without it, it is en-US.
func (c *Conversation) Speaking(locale string) *Conversation {
	other := *c
	other.person.Locale = locale
	other.person = c.w.teams.AddPerson(other.person)
	c.w.people[other.person.Name] = other.person
	return &other
}

// InChannel goes on in a channel of the team of the person's organization, as the same person. What is said there starts a
// thread.
func (c *Conversation) InChannel(name string) *Conversation {
	c.w.t.Helper()
	return c.seat(c.person, name, c.w.channel(c.person, name))
}

// InGroup goes on in a group chat, as the same person, who has always been there with the others.
func (c *Conversation) InGroup(name string, others ...string) *Conversation {
	c.w.t.Helper()
	return c.seat(c.person, name, c.w.group(c.person, name), c.persons(others)...)
}

func (c *Conversation) seat(person world.Person, name, id string, others ...world.Person) *Conversation {
	c.w.t.Helper()
	c.w.check(c.w.teams.Seat(id, append(others, person)...))
	return &Conversation{w: c.w, bot: c.bot, person: person, name: name, id: id}
}

// in is the same person in another conversation of the same place.
func (c *Conversation) in(id string) *Conversation {
	if id == c.id {
		return c
	}
	other := *c
	other.id = id
	return &other
}

// Says has the person say something to the bot. In a group chat or a channel the text begins with a mention of the bot,
// as it must in Teams for the bot to hear it. In a channel it returns the new thread.
func (c *Conversation) Says(text string) *Conversation {
	c.w.t.Helper()
	sent, _, err := c.send(c.message(text))
	c.w.check(err)
	return c.in(sent.Conversation.ID)
}

// Mentions has the person say something that mentions others too: wherever the text has an @ before one of these names,
// they picked that person from Teams' list. Else it is as [Conversation.Says].
func (c *Conversation) Mentions(text string, names ...string) *Conversation {
	c.w.t.Helper()
	message := c.message("")
	message.Text += text
	for _, name := range slices.SortedFunc(slices.Values(names), longerFirst) {
		p := c.w.person(name, c.person.TenantID)
		mention := schema.NewMention(schema.ChannelAccount{ID: p.ID, Name: p.Name})
		n := strings.Count(message.Text, "@"+name)
		if n == 0 {
			c.w.fail("the text %q does not mention @%s", text, name)
		}
		message.Text = strings.ReplaceAll(message.Text, "@"+name, mention.Text)
		for range n {
			message.Entities = append(message.Entities, mention)
		}
	}
	return c.Sends(message)
}

// longerFirst puts Bob Berg before Bob.
func longerFirst(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }

// message is the text as a message that the bot hears. It is short, so that the message stays on the stack of who calls it.
func (c *Conversation) message(text string) *schema.Activity {
	return client.Said(text, c.w.teams.Bot(), c.personal)
}

// Sends has the person send any activity as it is: an event, a card's submission, a message without a mention, which
// the bot then hears only in a personal chat. Ids, times and addresses are filled in.
func (c *Conversation) Sends(a *schema.Activity) *Conversation {
	c.w.t.Helper()
	sent, _, err := c.send(a)
	c.w.check(err)
	return c.in(sent.Conversation.ID)
}

// SendsJSON is [Conversation.Sends] for an activity that is written as JSON.
func (c *Conversation) SendsJSON(text string) *Conversation {
	c.w.t.Helper()
	a := &schema.Activity{}
	if err := json.Unmarshal([]byte(text), a); err != nil {
		c.w.fail("what is sent is no activity: %v", err)
	}
	return c.Sends(a)
}

// Invokes has the person's client invoke the bot, as a button of a card or a dialog does, and returns the answer as it
// is on the wire. See also [Invoke] and [Conversation.ExpectAnswer].
func (c *Conversation) Invokes(name string, value any) framework.InvokeResponse {
	c.w.t.Helper()
	c.w.notTogether("Invokes")
	_, result, err := c.send(&schema.Activity{Type: schema.TypeInvoke, Name: name, Value: value})
	c.w.check(err)
	return c.w.onWire(result)
}

// Invoke invokes the bot as [Conversation.Invokes] does and returns the body of its answer, which must be a success.
func Invoke[Out any](c *Conversation, name string, value any) Out {
	c.w.t.Helper()
	answer := c.Invokes(name, value)
	c.w.settle()
	if answer.Status < 200 || answer.Status > 299 {
		c.w.fail("invoke %s: the bot answered with status %d and body %s", name, answer.Status, answer.Body)
	}
	out, err := schema.As[Out](answer.Body)
	if err != nil {
		c.w.fail("invoke %s: the bot's answer %s: %v", name, answer.Body, err)
	}
	return out
}

// AddsMembers has the person add others to the group chat or team.
func (c *Conversation) AddsMembers(names ...string) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.AddMembers(c.person, c.id, c.persons(names)...)
	return c.tell(told, err)
}

// RemovesMembers has the person remove others from the group chat or team.
func (c *Conversation) RemovesMembers(names ...string) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.RemoveMembers(c.person, c.id, c.persons(names)...)
	return c.tell(told, err)
}

// Installs has the person add the app here. In a story it has always been there; this is how the bot hears of it: by a
// conversationUpdate and an installationUpdate.
func (c *Conversation) Installs() *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.Install(c.person, c.id)
	return c.tell(told, err)
}

// Uninstalls has the person remove the app. The bot hears of it, and Teams refuses what it says here from then on.
func (c *Conversation) Uninstalls() *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.Uninstall(c.person, c.id)
	return c.tell(told, err)
}

// Blocks has the person block the bot. The bot does not hear of it; Teams refuses what it says in the person's own chat,
// wherever the person does this, from then on.
func (c *Conversation) Blocks() *Conversation {
	c.w.t.Helper()
	c.w.settle()
	c.w.teams.Block(c.person)
	return c
}

// Unblocks has the person allow the bot to write to them again.
func (c *Conversation) Unblocks() *Conversation {
	c.w.t.Helper()
	c.w.settle()
	c.w.teams.Unblock(c.person)
	return c
}

// DeliversAgain has Teams deliver once more what the bot was told last, as it does when an answer is lost.
func (c *Conversation) DeliversAgain() *Conversation {
	c.w.t.Helper()
	c.w.settle()
	if c.w.last == nil {
		c.w.fail("there is nothing to deliver again: the bot was not told anything")
	}
	_, err := c.deliver(c.w.last)
	c.w.check(err)
	return c
}

// Reference returns the address of the conversation, as the bot can keep it from what the person sends.
func (c *Conversation) Reference() schema.ConversationReference {
	c.w.t.Helper()
	ref, err := c.w.teams.Reference(c.person, c.id)
	c.w.check(err)
	return ref
}

// send has the person send a, and the bot hear it if it does.
func (c *Conversation) send(a *schema.Activity) (*schema.Activity, framework.Result, error) {
	if err := c.w.unsettled(); err != nil {
		return nil, framework.Result{}, err
	}
	delete(c.w.answers, c.person.ID)
	sent, told, err := c.w.teams.Send(c.person, c.id, a)
	if err != nil {
		return nil, framework.Result{}, err
	}
	if c.heard(told); !told {
		return sent, framework.Result{}, nil
	}
	result, err := c.deliver(sent)
	return sent, result, err
}

// heard notes for a failure why the bot does not hear what the person does.
func (c *Conversation) heard(told bool) {
	at, _ := c.w.teams.Conversation(c.id)
	switch {
	case told:
		c.w.unheard = ""
	case !at.Installed:
		c.w.unheard = fmt.Sprintf("; the bot was not told what %s did, because it is not there", c.person.Name)
	default:
		c.w.unheard = fmt.Sprintf("; the bot was not told what %s did, because that does not mention it", c.person.Name)
	}
}

func (c *Conversation) tell(told []*schema.Activity, err error) *Conversation {
	c.w.t.Helper()
	c.w.check(err)
	for _, a := range told {
		_, err := c.deliver(a)
		c.w.check(err)
	}
	return c
}

// deliver has what the bot is told reach it, as far as it does now, see [world.World.Deliveries], and returns what came of it.
// The story does not wait: what comes later comes next.
func (c *Conversation) deliver(a *schema.Activity) (result framework.Result, err error) {
	c.w.last, c.w.unheard = a, ""
	for _, d := range c.w.teams.Deliveries([]*schema.Activity{a}) {
		arrived, err := c.arrives(d, d.Activity != a && !d.Again)
		if err != nil {
			return framework.Result{}, err
		}
		if d.Activity == a && !d.Again {
			result = arrived
		}
	}
	return result, nil
}

// arrives runs the bot's turn with what arrives when something is sent over the wire, or keeps it for [Conversation.Together].
// overtaken says that it was held back until now.
func (c *Conversation) arrives(sent world.Delivery, overtaken bool) (framework.Result, error) {
	raw := sent.JSON
	if raw == nil {
		var err error
		if raw, err = sent.Activity.MarshalJSON(); err != nil {
			return framework.Result{}, err
		}
	}
	received := &schema.Activity{}
	if err := cmp.Or(received.UnmarshalJSON(raw), received.CheckReceived()); err != nil {
		return framework.Result{}, err
	}
	c.w.lint.fromClient(c.person.Name, raw)
	d := &delivery{bot: c.bot, activity: sent.Activity, received: received, overtaken: overtaken}
	if c.w.held != nil {
		*c.w.held = append(*c.w.held, d)
		return framework.Result{}, nil
	}
	c.w.run(d)
	c.w.ended(d)
	return d.result, nil
}
