// Package client is what Teams' clients send to a bot when people press buttons, fill in dialogs and use message
// extensions: one answer to that for the sentences of package fake and the page of package playground.
//
// What the functions return is a draft, as world.World.Send takes it: without ids, times and addresses.
package client

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// theme is how the people's clients look.
const theme = "default"

// Invoke is an invoke with a value.
func Invoke(name string, value any) *schema.Activity {
	return &schema.Activity{Type: schema.TypeInvoke, Name: name, Value: raw(value)}
}

// FetchTask asks the bot for a dialog.
func FetchTask(data any) *schema.Activity {
	return Invoke(teams.InvokeTaskFetch, map[string]any{"data": data, "context": map[string]string{"theme": theme}})
}

// Configure asks the bot for its configuration, as when someone adds it to a team or group chat.
func Configure() *schema.Activity {
	return Invoke(teams.InvokeConfigFetch, map[string]any{
		"data": map[string]string{"type": teams.InvokeConfigFetch}, "context": teams.TaskModuleContext{Theme: theme},
	})
}

// OpenTab asks for the cards of a tab, by its id in the manifest.
func OpenTab(entityID string) *schema.Activity {
	return Invoke(teams.InvokeTabFetch, teams.TabRequest{
		TabContext: teams.TabEntityContext{TabEntityID: entityID}, Context: teams.TabContext{Theme: theme},
	})
}

// HandOff brings a person from another conversation to the bot, with the secret by which it finds that again.
func HandOff(continuation string) *schema.Activity {
	return Invoke(teams.InvokeHandoff, teams.Handoff{Continuation: continuation})
}

// Said is a message by which a person says something to the bot. In a private chat the bot hears all; elsewhere the text begins
// with a mention of the bot, as it must in Teams.
func Said(text string, bot schema.ChannelAccount, private bool) *schema.Activity {
	message := schema.TextMessage(text) // which stays on the stack of who calls this, as long as it is short
	if !private {
		mention(message, bot)
	}
	return message
}

func mention(message *schema.Activity, bot schema.ChannelAccount) {
	mentioned := schema.NewMention(bot)
	message.Text = mentioned.Text + " " + message.Text
	message.Entities = []schema.Entity{mentioned}
}

// Status is the status of the bot's answer to an invoke that counts: the one in its body, read by [Plain], if there is one, as
// of an Adaptive Card's action that is refused.
func Status(status int, body any) int {
	object, _ := body.(map[string]any)
	if inner, ok := object["statusCode"].(json.Number); ok && status == http.StatusOK {
		if n, err := inner.Int64(); err == nil {
			return int(n)
		}
	}
	return status
}

// Plain returns a value as its JSON is read, with large numbers exact; nil if it has none.
func Plain(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	var out any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(&out) != nil {
		return nil
	}
	return out
}

// raw returns a value in JSON, where the numbers of [Plain] are numbers; what has no JSON form stays, for whoever sends it to
// find out.
func raw(v any) schema.Any {
	text, err := json.Marshal(v)
	if v == nil || err != nil {
		return v
	}
	return json.RawMessage(text)
}

// Merge returns the data of an action with what was filled in; nil if there is neither. Data that is no object takes none.
func Merge(data any, inputs map[string]any) any {
	object, isObject := data.(map[string]any)
	if len(inputs) == 0 || data != nil && !isObject {
		return data
	}
	merged := make(map[string]any)
	maps.Copy(merged, object)
	maps.Copy(merged, inputs)
	return merged
}

// text returns a member that is a text.
func text(object map[string]any, name string) string {
	s, _ := object[name].(string)
	return s
}
