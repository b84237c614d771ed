package world

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// readMessage reads what the bot wants to say.
func (c *call) readMessage() { c.message, c.unreadable = readActivity(c.body) }

func readActivity(body []byte) (*schema.Activity, *refusal) {
	a := &schema.Activity{}
	if problem := decode(body, a); problem != nil {
		return nil, problem
	}
	return a, checkSayable(a)
}

// readParameters reads what conversation the bot wants to start.
func (c *call) readParameters() {
	c.parameters = &schema.ConversationParameters{}
	c.unreadable = decode(c.body, c.parameters)
	if c.unreadable == nil && c.parameters.Activity != nil {
		c.unreadable = checkSayable(c.parameters.Activity)
	}
}

// decode reads JSON more strictly than Teams does. An object without members is accepted by Teams' clients and then
// makes them not show the message at all, which nobody would notice in a test.
func decode(body []byte, into any) *refusal {
	if err := unmarshal(body, into); err != nil {
		return refuse(http.StatusBadRequest, "BadSyntax", "The body is not the JSON expected here: %v", err)
	}
	if !mayHaveEmptyObject(body) {
		return nil
	}
	var raw any
	if err := json.Unmarshal(body, &raw); err != nil {
		return refuse(http.StatusBadRequest, "BadSyntax", "The body is not JSON: %v", err)
	}
	if path, ok := emptyObject(raw, nil); ok {
		return refuse(http.StatusBadRequest, "BadArgument",
			"%s is an empty object; leave it out, or Teams may not show the message", cmp.Or(path, "the body"))
	}
	return nil
}

// unmarshal is json.Unmarshal without its first pass over what a wire type checks itself.
func unmarshal(body []byte, into any) error {
	if into, ok := into.(json.Unmarshaler); ok {
		return into.UnmarshalJSON(body)
	}
	return json.Unmarshal(body, into)
}

// mayHaveEmptyObject reports whether there is a brace that is closed at once, be it in a text. Most bodies have none, and then
// need not be read again.
func mayHaveEmptyObject(body []byte) bool {
	for {
		_, after, found := bytes.Cut(body, []byte("{"))
		if !found {
			return false
		}
		if bytes.HasPrefix(bytes.TrimLeft(after, " \t\r\n"), []byte("}")) {
			return true
		}
		body = after
	}
}

// emptyObject finds an object without members, outside of the values that may be anything.
func emptyObject(v any, path []string) (string, bool) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			return strings.Join(path, "."), true
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name == "value" || name == "channelData" || name == "content" {
				continue
			}
			if found, ok := emptyObject(v[name], append(path, name)); ok {
				return found, true
			}
		}
	case []any:
		for i, element := range v {
			if found, ok := emptyObject(element, append(path, strconv.Itoa(i))); ok {
				return found, true
			}
		}
	}
	return "", false
}

// checkSayable holds a message to what Teams takes and shows.
func checkSayable(a *schema.Activity) *refusal {
	switch {
	case a.Type == schema.TypeTyping:
		return nil
	case a.Type != schema.TypeMessage:
		return refuse(http.StatusBadRequest, "BadArgument", "Teams takes no activity of type %q from a bot", a.Type)
	case a.Text == "" && len(a.Attachments) == 0:
		return refuse(http.StatusBadRequest, "BadSyntax", "The message has neither text nor attachments")
	case lacksActions(a.SuggestedActions):
		return refuse(http.StatusBadRequest, "BadArgument", "suggestedActions has no actions; Teams would not show the message")
	}
	return nil
}

func lacksActions(s schema.SuggestedActions) bool {
	return s.Actions == nil && (s.To != nil || len(s.Extra) > 0)
}
