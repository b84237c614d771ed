package client

import (
	"fmt"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// pageOfResults is how many results a client asks for at a time.
const pageOfResults = 25

// Search uses a search command of the message extension, by its id in the manifest; without parameters, as when it is
// opened. Skip is how many results the person has seen.
func Search(commandID string, parameters []teams.MessagingExtensionParameter, skip int) *schema.Activity {
	if parameters == nil {
		parameters = []teams.MessagingExtensionParameter{{Name: "initialRun", Value: "true"}}
	}
	return Invoke(teams.InvokeMessagingExtensionQuery, teams.MessagingExtensionQuery{
		CommandID: commandID, Parameters: parameters,
		QueryOptions: teams.MessagingExtensionQueryOptions{Skip: skip, Count: pageOfResults},
	})
}

// PasteLink puts a link into a message that is being written.
func PasteLink(url string) *schema.Activity {
	return Invoke(teams.InvokeMessagingExtensionQueryLink, teams.AppBasedLinkQuery{URL: url})
}

// Pick returns what the client sends for a result that is chosen: nothing, and false, unless its preview has a tap of type
// invoke.
func Pick(result teams.MessagingExtensionAttachment) (*schema.Activity, bool) {
	if result.Preview == nil {
		return nil, false
	}
	card, _ := Plain(result.Preview.Content).(map[string]any)
	tap, _ := card["tap"].(map[string]any)
	if text(tap, "type") != "invoke" {
		return nil, false
	}
	return Invoke(teams.InvokeMessagingExtensionSelectItem, tap["value"]), true
}

// Settings asks where the settings of the message extension are chosen.
func Settings(commandID string) *schema.Activity {
	return Invoke(teams.InvokeMessagingExtensionQuerySettingURL, teams.MessagingExtensionQuery{CommandID: commandID})
}

// AsksForSettings reports whether an invoke is that of [Settings].
func AsksForSettings(asked *schema.Activity) bool {
	return asked.Name == teams.InvokeMessagingExtensionQuerySettingURL
}

// Set brings what the settings page ended with to the bot.
func Set(state string) *schema.Activity {
	return Invoke(teams.InvokeMessagingExtensionSetting, map[string]string{"state": state})
}

// Action is an action command of the message extension, by its id in the manifest: from the box where one writes, or on a
// message, if there is one. BotID is that of the bot's account.
func Action(commandID string, on *schema.Activity, botID string) teams.MessagingExtensionAction {
	action := teams.MessagingExtensionAction{
		CommandID: commandID, CommandContext: "compose", Context: teams.TaskModuleContext{Theme: theme},
	}
	if on == nil {
		return action
	}
	action.CommandContext = "message"
	action.MessagePayload = teams.MessageActionsPayload{
		ID: on.ID, MessageType: "message", CreatedDateTime: on.Timestamp, Locale: on.Locale,
		Body: teams.MessageBody{ContentType: "text", Content: on.Text, TextContent: on.Text},
	}
	who := teams.MessageIdentity{ID: on.From.ID, DisplayName: on.From.Name}
	if on.From.ID == botID {
		who.ApplicationIdentityType = "bot"
		action.MessagePayload.From.Application = who
	} else {
		who.ID, who.UserIdentityType = on.From.AADObjectID, "aadUser"
		action.MessagePayload.From.User = who
	}
	for _, attachment := range on.Attachments {
		action.MessagePayload.Attachments = append(action.MessagePayload.Attachments, teams.MessageAttachment{
			ContentType: attachment.ContentType, ContentURL: attachment.ContentURL, Content: attachment.Content, Name: attachment.Name,
		})
	}
	return action
}

// OpenAction asks for the dialog of an action command.
func OpenAction(action teams.MessagingExtensionAction) *schema.Activity {
	return Invoke(teams.InvokeMessagingExtensionFetchTask, action)
}

// SubmitAction runs an action command whose form is in the manifest, with what was filled in.
func SubmitAction(action teams.MessagingExtensionAction, data any) *schema.Activity {
	action.Data = data
	return Invoke(teams.InvokeMessagingExtensionSubmitAction, action)
}

// Previewed lets the bot post the message that it showed in answer to asked ("send"), or goes back to the form ("edit").
func Previewed(asked, preview *schema.Activity, do string) (*schema.Activity, error) {
	action, err := schema.As[teams.MessagingExtensionAction](asked.Value)
	if err != nil {
		return nil, fmt.Errorf("client: what was asked is no action of a message extension: %w", err)
	}
	action.BotMessagePreviewAction, action.BotActivityPreview = do, []schema.Activity{*preview}
	return Invoke(teams.InvokeMessagingExtensionSubmitAction, action), nil
}
