package fake

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
)

// Inputs are what a person filled in on a card, by the ids of the inputs. Clients send texts, whatever it is: a number, true
// for a toggle that is on, several choices as a []string, nil or "" for an input that is emptied.
type Inputs map[string]any

// Presses has the person press a button: the one with this title, or with this id, on the newest message of the bot here
// that has one. In a channel these are the threads' first messages, and the story goes on in that thread. The message is
// looked at as the person sees it now: after the bot's updates, or as the card that answered what they pressed on it
// after the last of these. Buttons are looked for everywhere on a card: what is tapped, and what another button would
// show, count. What the person filled in goes with it; an input that is left out keeps what it holds on the card. What the
// client does not take, such as nothing in a required input, fails the test: no person can send it. A bot that checks it all
// the same is told it by [Conversation.Invokes] or [Conversation.Sends].
//
// What is sent depends on the button, as in Teams, and names the message in replyToId:
//   - Action.Execute is the invoke adaptiveCard/action; see [Conversation.ExpectAnswer] for what the bot answers;
//   - Action.Submit is a message without a text, with the data and inputs as value; or what the data's msteams asks for;
//   - imBack and postBack are said by the person, as [Conversation.Says] says it;
//   - messageBack is a message with a text and a value, and what the others see of it is its displayText, if it has one;
//   - invoke is an invoke without a name, or task/fetch if its value is of that type.
//
// Among the suggested actions, Action.Submit is the invoke suggestedActions/submit. While a dialog or tab is in front of
// the person, see [Conversation.ExpectDialog], the button is looked for there, and Action.Submit submits it.
//
// Any other button never reaches the bot, and to press it fails the test.
func (c *Conversation) Presses(title string, filled ...Inputs) *Conversation {
	c.w.t.Helper()
	if s, ok := c.surface(); ok && s.Cards != nil {
		return c.pressOn(s, c.onSurface(s, title), filled)
	}
	on, b := c.findButton(title)
	here := c.in(on.Conversation.ID)
	sent := here.press(b, filled)
	sent.ReplyToID, sent.Value = on.ID, c.raw(sent.Value)
	if shown, ok := (client.Button{Kind: b.Kind, Action: b.Action}).Shows(); ok {
		here.pressShowing(sent, shown)
		return here
	}
	return here.Sends(sent)
}

// pressShowing sends what a button does that shows something else in the conversation.
func (c *Conversation) pressShowing(a *schema.Activity, shown string) {
	c.w.t.Helper()
	c.w.settle()
	delete(c.w.answers, c.person.ID)
	sent, told, err := c.w.teams.Press(c.person, c.id, a, shown)
	c.w.check(err)
	if told {
		_, err = c.deliver(sent)
		c.w.check(err)
	}
}

// findButton returns the button and the message it is on.
func (c *Conversation) findButton(title string) (*schema.Activity, client.Pressable) {
	c.w.t.Helper()
	var others []string
	messages := c.w.teams.MessagesFor(c.person, c.id)
	for _, a := range slices.Backward(messages) {
		if a.From.ID != c.w.teams.Bot().ID {
			continue
		}
		buttons := client.ButtonsOf(c.sees(a))
		if b, ok := c.choose(buttons, title, "one message"); ok {
			return a, b
		}
		for _, b := range buttons {
			others = append(others, fmt.Sprintf("%q", b.Name()))
		}
	}
	c.w.fail("in %s, as %s:\n got: %s\nwant: a button %q", c.place(), c.person.Name, buttonList(others), title)
	return nil, client.Pressable{}
}

// onSurface returns the button of a dialog or tab.
func (c *Conversation) onSurface(s client.Surface, title string) client.Pressable {
	c.w.t.Helper()
	b, ok := c.choose(s.Buttons(), title, "the dialog")
	if !ok {
		var others []string
		for _, b := range s.Buttons() {
			others = append(others, fmt.Sprintf("%q", b.Name()))
		}
		c.w.fail("as %s, in the dialog %q:\n got: %s\nwant: a button %q", c.person.Name, s.Title, buttonList(others), title)
	}
	return b
}

// choose returns the button with this title, or else with this id.
func (c *Conversation) choose(buttons []client.Pressable, title, of string) (client.Pressable, bool) {
	c.w.t.Helper()
	for _, matches := range []func(client.Pressable) bool{
		func(b client.Pressable) bool { return b.Title == title },
		func(b client.Pressable) bool { return b.ID == title },
	} {
		found := slices.DeleteFunc(slices.Clone(buttons), func(b client.Pressable) bool { return !matches(b) })
		switch {
		case title == "" || len(found) == 0:
		case len(found) > 1:
			c.w.fail("in %s, as %s: %d buttons of %s are titled %q; name the one by its id",
				c.place(), c.person.Name, len(found), of, title)
		default:
			return found[0], true
		}
	}
	return client.Pressable{}, false
}

func buttonList(names []string) string {
	if len(names) == 0 {
		return "no buttons"
	}
	return "the buttons " + strings.Join(names, ", ")
}

// press is what a button sends.
func (c *Conversation) press(b client.Pressable, filled []Inputs) *schema.Activity {
	c.w.t.Helper()
	pressed := client.Button{Kind: b.Kind, Action: b.Action}
	switch {
	case b.Action["isEnabled"] == false:
		c.w.fail("the button %q is disabled", b.Name())
	case b.Cards != nil:
		pressed.Data = c.merge(b, filled)
	case b.Kind == "Action.Submit": // among the suggested actions
		return client.Suggested(b.Action["value"])
	}
	sent, ok := pressed.Press(client.Manual, c.message)
	if !ok {
		c.cannotPress(b)
	}
	return sent
}

// merge returns the action's data with the inputs in it, as the client sends it; nil if there is neither.
func (c *Conversation) merge(b client.Pressable, filled []Inputs) any {
	c.w.t.Helper()
	inputs := client.InputsOf(b.Cards)
	texts := make(map[string]string)
	for id, input := range inputs {
		texts[id] = input.Holds()
	}
	for _, f := range filled {
		for id, value := range f {
			input, ok := inputs[id]
			if !ok {
				c.w.fail("the card has no input %q; it has %q", id, slices.Sorted(maps.Keys(inputs)))
			}
			texts[id] = input.Sends(value)
		}
	}
	if b.Action["associatedInputs"] == "none" {
		return b.Action["data"]
	}
	sent := make(map[string]any)
	for _, id := range slices.Sorted(maps.Keys(inputs)) {
		if why := inputs[id].Wrong(texts[id]); why != "" {
			c.w.fail("as %s: the client does not press %q because of the input %q: %s", c.person.Name, b.Name(), id, why)
		}
		if texts[id] != "" {
			sent[id] = texts[id]
		}
	}
	return client.Merge(b.Action["data"], sent)
}

// raw is a value in JSON, where the numbers of plain are numbers again.
func (c *Conversation) raw(v any) schema.Any {
	c.w.t.Helper()
	if v == nil {
		return nil
	}
	raw, err := json.Marshal(v)
	c.w.check(err)
	return json.RawMessage(raw)
}

// cannotPress fails the test.
func (c *Conversation) cannotPress(b client.Pressable) {
	c.w.t.Helper()
	switch b.Kind {
	case "Action.OpenUrl":
		c.w.fail("the button %q opens %s; the bot does not hear of it", b.Name(), text(b.Action, "url"))
	case schema.ActionOpenURL:
		c.w.fail("the button %q opens %s; the bot does not hear of it", b.Name(), text(b.Action, "value"))
	}
	c.w.fail("the button %q is of type %q; the bot does not hear of it", b.Name(), b.Kind)
}
