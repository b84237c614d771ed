package fake

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Inputs are what a person filled in on a card, by the ids of the inputs.
type Inputs map[string]any

// Presses has the person press a button: the one with this title, or with this id, on the newest message of the bot here
// that has one. In a channel these are the threads' first messages, and the story goes on in that thread. The message is
// looked at as the person sees it now: after the bot's updates, or as the card that answered what they pressed on it
// after the last of these. Buttons are looked for everywhere on a card: what is tapped, and what another button would
// show, count. What the person filled in goes with it; an input that is left out keeps what it holds on the card.
//
// What is sent depends on the button, as in Teams, and names the message in replyToId:
//   - Action.Execute is the invoke adaptiveCard/action; see [Conversation.ExpectAnswer] for what the bot answers;
//   - Action.Submit is a message without a text, with the data and inputs as value; or what the data's msteams asks for;
//   - imBack and postBack are said by the person, as [Conversation.Says] says it;
//   - messageBack is a message with a text and a value;
//   - invoke is an invoke without a name, or task/fetch if its value is of that type.
//
// Among the suggested actions, Action.Submit is the invoke suggestedActions/submit. While a dialog or tab is in front of
// the person, see [Conversation.ExpectDialog], the button is looked for there, and Action.Submit submits it.
//
// Any other button never reaches the bot, and to press it fails the test.
func (c *Conversation) Presses(title string, filled ...Inputs) *Conversation {
	c.w.t.Helper()
	if s, ok := c.surface(); ok && s.cards != nil {
		return c.pressOn(s, c.onSurface(s, title), filled)
	}
	on, b := c.findButton(title)
	here := c.in(on.Conversation.ID)
	var sent *schema.Activity
	if b.card != nil {
		sent = here.pressAdaptive(b, filled)
	} else {
		sent = here.pressClassic(b.kind, b.action)
	}
	sent.ReplyToID, sent.Value = on.ID, c.raw(sent.Value)
	return here.Sends(sent)
}

// findButton returns the button and the message it is on.
func (c *Conversation) findButton(title string) (*schema.Activity, button) {
	c.w.t.Helper()
	var others []string
	messages := c.w.teams.MessagesFor(c.person, c.id)
	for _, a := range slices.Backward(messages) {
		if a.From.ID != c.w.teams.Bot().ID {
			continue
		}
		buttons := buttonsOf(c.sees(a))
		if b, ok := c.choose(buttons, title, "one message"); ok {
			return a, b
		}
		for _, b := range buttons {
			others = append(others, fmt.Sprintf("%q", b.name()))
		}
	}
	c.w.fail("in %s, as %s:\n got: %s\nwant: a button %q", c.place(), c.person.Name, buttonList(others), title)
	return nil, button{}
}

// onSurface returns the button of a dialog or tab.
func (c *Conversation) onSurface(s surface, title string) button {
	c.w.t.Helper()
	b, ok := c.choose(s.buttons(), title, "the dialog")
	if !ok {
		var others []string
		for _, b := range s.buttons() {
			others = append(others, fmt.Sprintf("%q", b.name()))
		}
		c.w.fail("as %s, in the dialog %q:\n got: %s\nwant: a button %q", c.person.Name, s.title, buttonList(others), title)
	}
	return b
}

// choose returns the button with this title, or else with this id.
func (c *Conversation) choose(buttons []button, title, of string) (button, bool) {
	c.w.t.Helper()
	for _, matches := range []func(button) bool{
		func(b button) bool { return b.title == title },
		func(b button) bool { return b.id == title },
	} {
		found := slices.DeleteFunc(slices.Clone(buttons), func(b button) bool { return !matches(b) })
		switch {
		case title == "" || len(found) == 0:
		case len(found) > 1:
			c.w.fail("in %s, as %s: %d buttons of %s are titled %q; name the one by its id",
				c.place(), c.person.Name, len(found), of, title)
		default:
			return found[0], true
		}
	}
	return button{}, false
}

func buttonList(names []string) string {
	if len(names) == 0 {
		return "no buttons"
	}
	return "the buttons " + strings.Join(names, ", ")
}

// pressAdaptive is what an action of an Adaptive Card sends.
func (c *Conversation) pressAdaptive(b button, filled []Inputs) *schema.Activity {
	c.w.t.Helper()
	if b.action["isEnabled"] == false {
		c.w.fail("the button %q is disabled", b.name())
	}
	data := c.merge(b, filled)
	switch b.kind {
	case "Action.Execute":
		return &schema.Activity{Type: schema.TypeInvoke, Name: schema.InvokeAdaptiveCardAction, Value: schema.AdaptiveCardInvokeValue{
			Action:  schema.AdaptiveCardInvokeAction{Type: b.kind, ID: b.id, Verb: text(b.action, "verb"), Data: c.raw(data)},
			Trigger: "manual",
		}}
	case "Action.Submit":
		object, _ := data.(map[string]any)
		teams, _ := object["msteams"].(map[string]any)
		switch kind := text(teams, "type"); kind {
		case "":
			if data == nil {
				data = map[string]any{}
			}
			return &schema.Activity{Type: schema.TypeMessage, Value: data}
		case taskFetch:
			return fetchTask(data)
		default:
			return c.pressClassic(kind, teams)
		}
	}
	return c.cannotPress(b.name(), b.kind, text(b.action, "url"))
}

// merge returns the action's data with the inputs in it; nil if there is neither.
func (c *Conversation) merge(b button, filled []Inputs) any {
	c.w.t.Helper()
	data := b.action["data"]
	inputs := inputsOf(b.card, make(map[string]any))
	known := slices.Sorted(maps.Keys(inputs))
	for _, f := range filled {
		for id, value := range f {
			if !slices.Contains(known, id) {
				c.w.fail("the card has no input %q; it has %q", id, known)
			}
			inputs[id] = value
		}
	}
	maps.DeleteFunc(inputs, func(_ string, value any) bool { return value == nil })
	object, isObject := data.(map[string]any)
	if len(inputs) == 0 || data != nil && !isObject || b.action["associatedInputs"] == "none" {
		return data
	}
	merged := make(map[string]any)
	maps.Copy(merged, object)
	maps.Copy(merged, inputs)
	return merged
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

const taskFetch = teams.InvokeTaskFetch

// pressClassic is what a CardAction sends.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions
func (c *Conversation) pressClassic(kind string, action map[string]any) *schema.Activity {
	c.w.t.Helper()
	value := action["value"]
	switch kind {
	case schema.ActionIMBack, schema.ActionPostBack:
		return c.message(text(action, "value"))
	case schema.ActionMessageBack:
		if value == nil {
			return c.message(text(action, "text"))
		}
		return &schema.Activity{Type: schema.TypeMessage, Text: text(action, "text"), Value: value}
	case "invoke":
		if object, _ := value.(map[string]any); text(object, "type") == taskFetch {
			return fetchTask(value)
		}
		return &schema.Activity{Type: schema.TypeInvoke, Value: value}
	case "Action.Submit": // a suggested action
		return &schema.Activity{Type: schema.TypeInvoke, Name: teams.InvokeSuggestedActionsSubmit, Value: value}
	}
	return c.cannotPress(text(action, "title"), kind, text(action, "value"))
}

// fetchTask asks the bot for a dialog.
func fetchTask(data any) *schema.Activity {
	return &schema.Activity{Type: schema.TypeInvoke, Name: taskFetch, Value: map[string]any{
		"data": data, "context": map[string]string{"theme": theme},
	}}
}

func (c *Conversation) cannotPress(name, kind, target string) *schema.Activity {
	c.w.t.Helper()
	if kind == "Action.OpenUrl" || kind == schema.ActionOpenURL {
		c.w.fail("the button %q opens %s; the bot does not hear of it", name, target)
	}
	c.w.fail("the button %q is of type %q; the bot does not hear of it", name, kind)
	return nil
}
