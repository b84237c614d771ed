package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// Names of the invokes of message extensions.
const (
	InvokeMessagingExtensionQuery             = "composeExtension/query"               // value: MessagingExtensionQuery, answer: MessagingExtensionResponse
	InvokeMessagingExtensionQueryLink         = "composeExtension/queryLink"           // value: AppBasedLinkQuery, answer: MessagingExtensionResponse
	InvokeMessagingExtensionAnonymousLink     = "composeExtension/anonymousQueryLink"  // value: AppBasedLinkQuery, answer: MessagingExtensionResponse
	InvokeMessagingExtensionSelectItem        = "composeExtension/selectItem"          // value: any, answer: MessagingExtensionResponse
	InvokeMessagingExtensionSubmitAction      = "composeExtension/submitAction"        // value: MessagingExtensionAction, answer: MessagingExtensionActionResponse
	InvokeMessagingExtensionFetchTask         = "composeExtension/fetchTask"           // value: MessagingExtensionAction, answer: MessagingExtensionActionResponse
	InvokeMessagingExtensionQuerySettingURL   = "composeExtension/querySettingUrl"     // value: MessagingExtensionQuery, answer: MessagingExtensionResponse
	InvokeMessagingExtensionSetting           = "composeExtension/setting"             // value: any, answer: none
	InvokeMessagingExtensionCardButtonClicked = "composeExtension/onCardButtonClicked" // value: any, answer: none
)

// MessagingExtensionQuery is what a user searches for.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
type MessagingExtensionQuery struct {
	CommandID    string                         `json:"commandId,omitempty"` // as in the app's manifest
	Parameters   []MessagingExtensionParameter  `json:"parameters,omitempty"`
	QueryOptions MessagingExtensionQueryOptions `json:"queryOptions,omitzero,omitempty"`
	State        string                         `json:"state,omitempty"` // from a configuration or sign-in page

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Parameter returns the text of the search's parameter of that name: what the user typed, or chose. It is "" if there is none.
func (q MessagingExtensionQuery) Parameter(name string) string {
	for _, p := range q.Parameters {
		if p.Name == name {
			return p.text()
		}
	}
	return ""
}

// InitialRun reports whether the user has not typed yet: answer with what they are most likely to want.
func (q MessagingExtensionQuery) InitialRun() bool { return q.Parameter("initialRun") == "true" }

// text returns a value that is no text as its JSON: true, 5.
func (p MessagingExtensionParameter) text() string {
	if text, err := schema.As[string](p.Value); err == nil {
		return text
	}
	raw, err := schema.As[json.RawMessage](p.Value)
	if err != nil {
		return ""
	}
	return string(raw)
}

// MessagingExtensionParameter is one field of a search. The name initialRun with the value true stands for the search
// before the user has typed.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messagingextensionparameter
type MessagingExtensionParameter struct {
	Name  string     `json:"name,omitempty"`
	Value schema.Any `json:"value,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessagingExtensionQueryOptions say which results are wanted. Package handlers answers 400 for a negative number and a count
// above 1000; bound what you return all the same.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messagingextensionqueryoptions
type MessagingExtensionQueryOptions struct {
	Skip  int `json:"skip,omitzero"`
	Count int `json:"count,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AppBasedLinkQuery is a link that somebody put into a message, of a domain that the app's manifest names.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/link-unfurling
type AppBasedLinkQuery struct {
	URL   string `json:"url,omitempty"`
	State string `json:"state,omitempty"` // from a sign-in page

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessagingExtensionAction is an action command: its dialog is to open, or was submitted.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/define-action-command
type MessagingExtensionAction struct {
	CommandID               string                `json:"commandId,omitempty"`      // as in the app's manifest
	CommandContext          string                `json:"commandContext,omitempty"` // one of the constants below
	Data                    schema.Any            `json:"data,omitzero"`            // of the form; as the client sent it
	Context                 TaskModuleContext     `json:"context,omitzero,omitempty"`
	TabContext              TabEntityContext      `json:"tabContext,omitzero,omitempty"`
	BotMessagePreviewAction string                `json:"botMessagePreviewAction,omitempty"` // edit or send, of a preview
	BotActivityPreview      []schema.Activity     `json:"botActivityPreview,omitempty"`      // the message that was previewed
	MessagePayload          MessageActionsPayload `json:"messagePayload,omitzero,omitempty"` // of CommandContext message
	State                   string                `json:"state,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessagingExtensionResponse answers a search or a link. Make one with [SearchResults], [MessagingExtensionMessage],
// [MessagingExtensionAuth] or [MessagingExtensionConfig].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
type MessagingExtensionResponse struct {
	ComposeExtension MessagingExtensionResult `json:"composeExtension,omitzero,omitempty"`
	CacheInfo        CacheInfo                `json:"cacheInfo,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessagingExtensionActionResponse answers an action: with a dialog, see [ActionDialog], or with what is put into the
// message box, see [ActionResult].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
type MessagingExtensionActionResponse struct {
	Task             TaskModuleTask           `json:"task,omitzero,omitempty"`
	ComposeExtension MessagingExtensionResult `json:"composeExtension,omitzero,omitempty"`
	CacheInfo        CacheInfo                `json:"cacheInfo,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessagingExtensionResult is what a message extension shows. Type is result, auth, config, message, botMessagePreview or
// silentAuth, and says which other fields mean something.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messagingextensionresult
type MessagingExtensionResult struct {
	Type             string                             `json:"type,omitempty"`
	AttachmentLayout string                             `json:"attachmentLayout,omitempty"`          // list or grid
	Attachments      []MessagingExtensionAttachment     `json:"attachments,omitzero"`                // of result; empty says that there are none
	SuggestedActions MessagingExtensionSuggestedActions `json:"suggestedActions,omitzero,omitempty"` // of auth and config
	Text             string                             `json:"text,omitempty"`                      // of message
	ActivityPreview  *schema.Activity                   `json:"activityPreview,omitempty"`           // of botMessagePreview

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessagingExtensionAttachment is a card that goes into the message, and a preview of it for the list.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messagingextensionattachment
type MessagingExtensionAttachment struct {
	ContentType  string             `json:"contentType,omitempty"`
	Content      schema.Any         `json:"content,omitzero"`
	ContentURL   string             `json:"contentUrl,omitempty"`
	Name         string             `json:"name,omitempty"`
	ThumbnailURL string             `json:"thumbnailUrl,omitempty"`
	Preview      *schema.Attachment `json:"preview,omitempty"` // a hero or thumbnail card

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// MessagingExtensionSuggestedActions are the buttons of an auth or config result: one that opens a page.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.messagingextensionsuggestedaction
type MessagingExtensionSuggestedActions struct {
	Actions []schema.CardAction `json:"actions,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Values of [MessagingExtensionAction.CommandContext].
const (
	CommandContextMessage    = "message"    // called on a message, which is in MessagePayload
	CommandContextCompose    = "compose"    // called from the message box
	CommandContextCommandBox = "commandbox" //nolint:misspell // the wire's word; called from the command box
)

// Values of [MessagingExtensionAction.BotMessagePreviewAction].
const (
	PreviewEdit = "edit"
	PreviewSend = "send"
)

// SearchResults answers with a list of cards; the one that is chosen goes into the message. Without any it says that there are
// none. To show a grid, set AttachmentLayout to grid.
func SearchResults(results ...MessagingExtensionAttachment) *MessagingExtensionResponse {
	return &MessagingExtensionResponse{ComposeExtension: cardResult(results)}
}

// ResultOf is a result of a message extension: the card that goes into the message, and what stands for it in the list.
func ResultOf(card, preview schema.Attachment) MessagingExtensionAttachment {
	return MessagingExtensionAttachment{
		ContentType: card.ContentType, Content: card.Content, ContentURL: card.ContentURL, Name: card.Name,
		ThumbnailURL: card.ThumbnailURL, Preview: &preview, Extra: card.Extra,
	}
}

// MessagingExtensionMessage answers with a text in place of results.
func MessagingExtensionMessage(text string) *MessagingExtensionResponse {
	return &MessagingExtensionResponse{ComposeExtension: MessagingExtensionResult{Type: "message", Text: text}}
}

// MessagingExtensionAuth answers that the user has to sign in first, on the page at url.
func MessagingExtensionAuth(title, url string) *MessagingExtensionResponse {
	return &MessagingExtensionResponse{
		ComposeExtension: MessagingExtensionResult{Type: "auth", SuggestedActions: openPage(title, url)},
	}
}

// MessagingExtensionSilentAuth answers as [MessagingExtensionAuth] does, but the client first tries single sign-on, without
// asking the user.
func MessagingExtensionSilentAuth(title, url string) *MessagingExtensionResponse {
	return &MessagingExtensionResponse{
		ComposeExtension: MessagingExtensionResult{Type: "silentAuth", SuggestedActions: openPage(title, url)},
	}
}

// MessagingExtensionConfig answers that the user has to choose settings first, on the page at url.
func MessagingExtensionConfig(title, url string) *MessagingExtensionResponse {
	return &MessagingExtensionResponse{
		ComposeExtension: MessagingExtensionResult{Type: "config", SuggestedActions: openPage(title, url)},
	}
}

// ActionDialog answers an action with what its dialog shows now.
func ActionDialog(info TaskModuleInfo) *MessagingExtensionActionResponse {
	return &MessagingExtensionActionResponse{Task: TaskModuleTask{Type: "continue", Value: info}}
}

// ActionResult answers an action with a card that is put into the message box.
func ActionResult(card MessagingExtensionAttachment) *MessagingExtensionActionResponse {
	return &MessagingExtensionActionResponse{ComposeExtension: cardResult([]MessagingExtensionAttachment{card})}
}

// ActionPreview answers an action with a message that the bot would post, for the user to edit or send.
func ActionPreview(a *schema.Activity) *MessagingExtensionActionResponse {
	return &MessagingExtensionActionResponse{
		ComposeExtension: MessagingExtensionResult{Type: "botMessagePreview", ActivityPreview: a},
	}
}

func cardResult(cards []MessagingExtensionAttachment) MessagingExtensionResult {
	if cards == nil {
		cards = []MessagingExtensionAttachment{}
	}
	return MessagingExtensionResult{Type: "result", AttachmentLayout: "list", Attachments: cards}
}
