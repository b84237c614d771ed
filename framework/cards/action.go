package cards

// Action is what a button does, or the tap on an element: [Execute], [Submit], [OpenURL], [ShowCard], [ToggleVisibility],
// an [Object] or a [Raw].
//
// Actions have these fields in common:
//   - Title is the button's label, IconURL a picture before it, Tooltip what is shown above it.
//   - Style is [Positive] or [Destructive]; Mode [Secondary] puts the button into the menu behind the row.
//   - IsEnabled is true by default; new(false) shows a button that cannot be pressed.
//   - ID, Fallback, Requires and Extra are as those of an [Element].
type Action interface {
	node
	action()
}

// Execute asks the bot for something; the bot answers with a card in place of this one, or a text. The button is
// handled by handlers.OnAdaptiveCardAction with the same verb.
//
// Spec: https://adaptivecards.io/explorer/Action.Execute.html
type Execute struct {
	Title            string           `json:"title,omitempty"`
	Verb             string           `json:"verb,omitempty"`
	Data             any              `json:"data,omitzero"` // any value whose JSON is an object; the inputs are put into it
	AssociatedInputs AssociatedInputs `json:"associatedInputs,omitempty"`

	ID        string            `json:"id,omitempty"`
	IconURL   string            `json:"iconUrl,omitempty"`
	Style     ActionStyle       `json:"style,omitempty"`
	Mode      ActionMode        `json:"mode,omitempty"`
	Tooltip   string            `json:"tooltip,omitempty"`
	IsEnabled *bool             `json:"isEnabled,omitempty"`
	Fallback  Action            `json:"fallback,omitzero,omitempty"`
	Requires  map[string]string `json:"requires,omitempty"`
	Extra     map[string]any    `json:",embed,unknown"`
}

// Submit sends the inputs to the bot as a message without text, whose value is Data with the inputs in it. What Teams
// does instead says the member msteams of Data: see [IMBackData], [MessageBackData], [SignInData] and
// teams.OpenDialogData, which opens a dialog.
//
// Spec: https://adaptivecards.io/explorer/Action.Submit.html
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#adaptive-cards-actions
type Submit struct {
	Title            string           `json:"title,omitempty"`
	Data             any              `json:"data,omitzero"` // any value whose JSON is an object; the inputs are put into it
	AssociatedInputs AssociatedInputs `json:"associatedInputs,omitempty"`

	ID        string            `json:"id,omitempty"`
	IconURL   string            `json:"iconUrl,omitempty"`
	Style     ActionStyle       `json:"style,omitempty"`
	Mode      ActionMode        `json:"mode,omitempty"`
	Tooltip   string            `json:"tooltip,omitempty"`
	IsEnabled *bool             `json:"isEnabled,omitempty"`
	Fallback  Action            `json:"fallback,omitzero,omitempty"`
	Requires  map[string]string `json:"requires,omitempty"`
	Extra     map[string]any    `json:",embed,unknown"`
}

// OpenURL opens a page.
//
// Spec: https://adaptivecards.io/explorer/Action.OpenUrl.html
type OpenURL struct {
	Title string `json:"title,omitempty"`
	URL   string `json:"url"`

	ID        string            `json:"id,omitempty"`
	IconURL   string            `json:"iconUrl,omitempty"`
	Style     ActionStyle       `json:"style,omitempty"`
	Mode      ActionMode        `json:"mode,omitempty"`
	Tooltip   string            `json:"tooltip,omitempty"`
	IsEnabled *bool             `json:"isEnabled,omitempty"`
	Fallback  Action            `json:"fallback,omitzero,omitempty"`
	Requires  map[string]string `json:"requires,omitempty"`
	Extra     map[string]any    `json:",embed,unknown"`
}

// ShowCard opens a card below the button. It cannot be the action of a tap.
//
// Spec: https://adaptivecards.io/explorer/Action.ShowCard.html
type ShowCard struct {
	Title string `json:"title,omitempty"`
	Card  Card   `json:"card"`

	ID        string            `json:"id,omitempty"`
	IconURL   string            `json:"iconUrl,omitempty"`
	Style     ActionStyle       `json:"style,omitempty"`
	Mode      ActionMode        `json:"mode,omitempty"`
	Tooltip   string            `json:"tooltip,omitempty"`
	IsEnabled *bool             `json:"isEnabled,omitempty"`
	Fallback  Action            `json:"fallback,omitzero,omitempty"`
	Requires  map[string]string `json:"requires,omitempty"`
	Extra     map[string]any    `json:",embed,unknown"`
}

// ToggleVisibility shows and hides elements of the card. The bot hears nothing of it.
//
// Spec: https://adaptivecards.io/explorer/Action.ToggleVisibility.html
type ToggleVisibility struct {
	Title          string          `json:"title,omitempty"`
	TargetElements []TargetElement `json:"targetElements"`

	ID        string            `json:"id,omitempty"`
	IconURL   string            `json:"iconUrl,omitempty"`
	Style     ActionStyle       `json:"style,omitempty"`
	Mode      ActionMode        `json:"mode,omitempty"`
	Tooltip   string            `json:"tooltip,omitempty"`
	IsEnabled *bool             `json:"isEnabled,omitempty"`
	Fallback  Action            `json:"fallback,omitzero,omitempty"`
	Requires  map[string]string `json:"requires,omitempty"`
	Extra     map[string]any    `json:",embed,unknown"`
}

// TargetElement is an element that a [ToggleVisibility] shows or hides.
//
// Spec: https://adaptivecards.io/explorer/TargetElement.html
type TargetElement struct {
	ElementID string `json:"elementId"`
	IsVisible *bool  `json:"isVisible,omitempty"` // the other of what it is if nil
}

// Targets are the elements with these ids, each to be hidden if it is shown and shown if it is hidden.
func Targets(ids ...string) []TargetElement {
	targets := make([]TargetElement, len(ids))
	for i, id := range ids {
		targets[i].ElementID = id
	}
	return targets
}

// IMBackData is the data of a [Submit] with which the user says text, as if they had typed it.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#adaptive-cards-with-imback-action
func IMBackData(text string) map[string]any {
	return teamsData(map[string]any{"type": "imBack", "value": text})
}

// MessageBackData is the data of a [Submit] that sends the bot a message with text and value. Others see displayText as
// said by the user; nothing, if it is empty.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#adaptive-cards-with-messageback-action
func MessageBackData(text, displayText string, value any) map[string]any {
	data := map[string]any{"type": "messageBack", "text": text}
	if displayText != "" {
		data["displayText"] = displayText
	}
	if value != nil {
		data["value"] = value
	}
	return teamsData(data)
}

// SignInData is the data of a [Submit] that opens the page at url for the user to sign in.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#adaptive-cards-with-signin-action
func SignInData(url string) map[string]any {
	return teamsData(map[string]any{"type": "signin", "value": url})
}

func teamsData(what map[string]any) map[string]any { return map[string]any{"msteams": what} }
