package fake

import (
	"encoding/json"

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
	person := c.w.person(name)
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

// InChannel goes on in a channel of the team, as the same person. What is said there starts a thread.
func (c *Conversation) InChannel(name string) *Conversation {
	c.w.t.Helper()
	return c.seat(c.person, name, c.w.channel(name))
}

// InGroup goes on in a group chat, as the same person, who has always been there with the others.
func (c *Conversation) InGroup(name string, others ...string) *Conversation {
	c.w.t.Helper()
	return c.seat(c.person, name, c.w.group(name), c.w.persons(others)...)
}

func (c *Conversation) seat(person world.Person, name, id string, others ...world.Person) *Conversation {
	c.w.t.Helper()
	c.w.check(c.w.teams.Seat(id, append(others, person)...))
	return &Conversation{w: c.w, bot: c.bot, person: person, name: name, id: id}
}

// in is the same person in another conversation of the same place.
func (c *Conversation) in(id string) *Conversation {
	other := *c
	other.id = id
	return &other
}

// Says has the person say something to the bot. In a group chat or a channel the text begins with a mention of the bot,
// as it must in Teams for the bot to hear it. In a channel it returns the new thread.
func (c *Conversation) Says(text string) *Conversation {
	c.w.t.Helper()
	return c.Sends(c.message(text))
}

// message is the text as a message that the bot hears.
func (c *Conversation) message(text string) *schema.Activity {
	message := schema.TextMessage(text)
	if !c.personal {
		mention := schema.NewMention(c.w.teams.Bot())
		message.Text = mention.Text + " " + text
		message.Entities = []schema.Entity{mention}
	}
	return message
}

// Sends has the person send any activity as it is: an event, a card's submission, a message without a mention, which
// the bot then hears only in a personal chat. Ids, times and addresses are filled in.
func (c *Conversation) Sends(a *schema.Activity) *Conversation {
	c.w.t.Helper()
	sent, _ := c.send(a)
	return c.in(sent.Conversation.ID)
}

// Invokes has the person's client invoke the bot, as a button of a card or a dialog does, and returns the answer as it
// is on the wire. See also [Invoke] and [Conversation.ExpectAnswer].
func (c *Conversation) Invokes(name string, value any) framework.InvokeResponse {
	c.w.t.Helper()
	c.w.notTogether("Invokes")
	_, result := c.send(&schema.Activity{Type: schema.TypeInvoke, Name: name, Value: value})
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
	told, err := c.w.teams.AddMembers(c.person, c.id, c.w.persons(names)...)
	return c.tell(told, err)
}

// RemovesMembers has the person remove others from the group chat or team.
func (c *Conversation) RemovesMembers(names ...string) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.RemoveMembers(c.person, c.id, c.w.persons(names)...)
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
	c.deliver(c.w.last)
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
func (c *Conversation) send(a *schema.Activity) (*schema.Activity, framework.Result) {
	c.w.t.Helper()
	c.w.settle()
	delete(c.w.answers, c.person.ID)
	sent, told, err := c.w.teams.Send(c.person, c.id, a)
	c.w.check(err)
	if !told {
		return sent, framework.Result{}
	}
	return sent, c.deliver(sent)
}

func (c *Conversation) tell(told []*schema.Activity, err error) *Conversation {
	c.w.t.Helper()
	c.w.check(err)
	for _, a := range told {
		c.deliver(a)
	}
	return c
}

// deliver runs the bot's turn with what arrives when a is sent over the wire, or keeps it for [Conversation.Together].
func (c *Conversation) deliver(a *schema.Activity) framework.Result {
	c.w.t.Helper()
	raw, err := json.Marshal(a)
	c.w.check(err)
	received := &schema.Activity{}
	c.w.check(json.Unmarshal(raw, received))
	c.w.check(received.CheckReceived())
	c.w.lint.fromClient(c.person.Name, raw)
	c.w.last = a
	d := &delivery{bot: c.bot, activity: a, received: received}
	if c.w.held != nil {
		*c.w.held = append(*c.w.held, d)
		return framework.Result{}
	}
	c.w.run(d)
	c.w.ended(d)
	return d.result
}
