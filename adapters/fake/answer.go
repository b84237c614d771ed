package fake

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// ExpectAnswer expects that the bot answered what the person did last, in any place, and that the answer shows this: the
// card or the text that the person is given, a dialog's title or card. What the person did is a button's Action.Execute,
// see [Conversation.Presses], or another invoke. An error is no such answer, see [Conversation.ExpectRefusal].
func (c *Conversation) ExpectAnswer(part string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	if status, body := read(answer); status < 200 || status > 299 || !shows(client.Visible(body), part) {
		c.w.fail("as %s:\n got: %s\nwant: an answer with %q in it", c.person.Name, c.describe(answer), part)
	}
	return c
}

// ExpectRefusal expects that the bot answered what the person did last with an error of this status and with this in
// one of its texts: the code, the message; "" is in any. The status is the one in the answer to an Action.Execute, as of
// schema.ErrorResponse, or else the HTTP status.
func (c *Conversation) ExpectRefusal(status int, part string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	if got, body := read(answer); got != status || part != "" && !shows(strs(body, nil), part) {
		c.w.fail("as %s:\n got: %s\nwant: a refusal with status %d and %q in it",
			c.person.Name, c.describe(answer), status, part)
	}
	return c
}

// takeAnswer returns the answer to what the person did last, which must have asked for one.
func (c *Conversation) takeAnswer() framework.InvokeResponse {
	c.w.t.Helper()
	c.w.settle()
	c.w.notTogether("an expectation")
	d, ok := c.w.answers[c.person.ID]
	if !ok || d.activity.Type != schema.TypeInvoke {
		c.w.fail("as %s: there is no answer to expect; what %s did last is not an invoke", c.person.Name, c.person.Name)
	}
	return c.w.onWire(d.result)
}

// onWire returns the answer to an invoke as Teams receives it.
func (w *World) onWire(result framework.Result) framework.InvokeResponse {
	w.t.Helper()
	if result.Invoke == nil {
		return framework.InvokeResponse{Status: http.StatusInternalServerError}
	}
	answer := *result.Invoke
	if answer.Body != nil {
		body, err := json.Marshal(answer.Body)
		w.check(err)
		answer.Body = json.RawMessage(body)
	}
	return answer
}

// read returns the status that counts, and the body.
func read(answer framework.InvokeResponse) (status int, body any) {
	body = client.Plain(answer.Body)
	return client.Status(answer.Status, body), body
}

// strs appends every text in a JSON value.
func strs(v any, found []string) []string {
	switch v := v.(type) {
	case string:
		return append(found, v)
	case []any:
		for _, element := range v {
			found = strs(element, found)
		}
	case map[string]any:
		for _, member := range v {
			found = strs(member, found)
		}
	}
	return found
}

func describeAnswer(answer framework.InvokeResponse) string {
	text := fmt.Sprintf("an answer with status %d", answer.Status)
	if answer.Body != nil {
		text += " " + sorted(answer.Body)
	}
	return text
}

// describe says in one line what the bot answered to what the person did last.
func (c *Conversation) describe(answer framework.InvokeResponse) string {
	text := describeAnswer(answer)
	switch {
	case answer.Status == http.StatusNotImplemented && answer.Body == nil:
		return text + ": the bot has no handler for " + asked(c.w.answers[c.person.ID].activity)
	case answer.Status >= http.StatusBadRequest:
		return text // all of what it says is wrong, and where
	}
	return cut(text)
}

// asked says by what handlers of an invoke are chosen: its name, and the name in its value that a bot knows it by.
func asked(a *schema.Activity) string {
	var value struct {
		CommandID string `json:"commandId"`
		Action    struct {
			Verb string `json:"verb"`
		} `json:"action"`
		Data map[string]any `json:"data"`
	}
	if raw, err := json.Marshal(a.Value); err == nil {
		_ = json.Unmarshal(raw, &value) // what has another form is named by the invoke's name
	}
	text := fmt.Sprintf("%q", a.Name)
	switch a.Name {
	case schema.InvokeAdaptiveCardAction:
		text += fmt.Sprintf(" with the verb %q", value.Action.Verb)
	case teams.InvokeTaskFetch, teams.InvokeTaskSubmit:
		if name, ok := value.Data[teams.DialogKey]; ok {
			return fmt.Sprintf("%s with the %s %q", text, teams.DialogKey, fmt.Sprint(name))
		}
		return fmt.Sprintf("%s without a %s, which the data of the button or form names the dialog by", text, teams.DialogKey)
	default:
		if value.CommandID != "" {
			text += fmt.Sprintf(" with the command %q", value.CommandID)
		}
	}
	return text
}
