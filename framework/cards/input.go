package cards

// InputText asks for a text.
//
// Inputs have these fields in common, besides those of an [Element]:
//   - ID is the member of what the user submits that holds the value, always a string.
//   - Label says what is asked for.
//   - IsRequired does not let the user submit without a value; ErrorMessage is shown to them instead.
//
// Spec: https://adaptivecards.io/explorer/Input.Text.html
type InputText struct {
	Value        string         `json:"value,omitempty"` // to begin with
	Placeholder  string         `json:"placeholder,omitempty"`
	IsMultiline  bool           `json:"isMultiline,omitzero"`
	MaxLength    int            `json:"maxLength,omitzero"` // in characters
	Regex        string         `json:"regex,omitempty"`    // what the value must match
	Style        TextInputStyle `json:"style,omitempty"`
	InlineAction Action         `json:"inlineAction,omitzero,omitempty"` // a button beside it; no [ShowCard]

	ID           string            `json:"id"`
	Label        string            `json:"label,omitempty"`
	IsRequired   bool              `json:"isRequired,omitzero"`
	ErrorMessage string            `json:"errorMessage,omitempty"`
	IsVisible    *bool             `json:"isVisible,omitempty"`
	Separator    bool              `json:"separator,omitzero"`
	Spacing      Size              `json:"spacing,omitempty"`
	Height       string            `json:"height,omitempty"`
	TargetWidth  TargetWidth       `json:"targetWidth,omitempty"`
	Fallback     Element           `json:"fallback,omitzero,omitempty"`
	Requires     map[string]string `json:"requires,omitempty"`
	Extra        map[string]any    `json:",embed,unknown"`
}

// InputNumber asks for a number.
//
// Spec: https://adaptivecards.io/explorer/Input.Number.html
type InputNumber struct {
	Value       *float64 `json:"value,omitempty"` // to begin with
	Min         *float64 `json:"min,omitempty"`
	Max         *float64 `json:"max,omitempty"`
	Placeholder string   `json:"placeholder,omitempty"`

	ID           string            `json:"id"`
	Label        string            `json:"label,omitempty"`
	IsRequired   bool              `json:"isRequired,omitzero"`
	ErrorMessage string            `json:"errorMessage,omitempty"`
	IsVisible    *bool             `json:"isVisible,omitempty"`
	Separator    bool              `json:"separator,omitzero"`
	Spacing      Size              `json:"spacing,omitempty"`
	Height       string            `json:"height,omitempty"`
	TargetWidth  TargetWidth       `json:"targetWidth,omitempty"`
	Fallback     Element           `json:"fallback,omitzero,omitempty"`
	Requires     map[string]string `json:"requires,omitempty"`
	Extra        map[string]any    `json:",embed,unknown"`
}

// InputDate asks for a date. Dates are written as 2006-01-02.
//
// Spec: https://adaptivecards.io/explorer/Input.Date.html
type InputDate struct {
	Value       string `json:"value,omitempty"` // to begin with
	Min         string `json:"min,omitempty"`
	Max         string `json:"max,omitempty"`
	Placeholder string `json:"placeholder,omitempty"`

	ID           string            `json:"id"`
	Label        string            `json:"label,omitempty"`
	IsRequired   bool              `json:"isRequired,omitzero"`
	ErrorMessage string            `json:"errorMessage,omitempty"`
	IsVisible    *bool             `json:"isVisible,omitempty"`
	Separator    bool              `json:"separator,omitzero"`
	Spacing      Size              `json:"spacing,omitempty"`
	Height       string            `json:"height,omitempty"`
	TargetWidth  TargetWidth       `json:"targetWidth,omitempty"`
	Fallback     Element           `json:"fallback,omitzero,omitempty"`
	Requires     map[string]string `json:"requires,omitempty"`
	Extra        map[string]any    `json:",embed,unknown"`
}

// InputTime asks for a time of the day. Times are written as 15:04.
//
// Spec: https://adaptivecards.io/explorer/Input.Time.html
type InputTime struct {
	Value       string `json:"value,omitempty"` // to begin with
	Min         string `json:"min,omitempty"`
	Max         string `json:"max,omitempty"`
	Placeholder string `json:"placeholder,omitempty"`

	ID           string            `json:"id"`
	Label        string            `json:"label,omitempty"`
	IsRequired   bool              `json:"isRequired,omitzero"`
	ErrorMessage string            `json:"errorMessage,omitempty"`
	IsVisible    *bool             `json:"isVisible,omitempty"`
	Separator    bool              `json:"separator,omitzero"`
	Spacing      Size              `json:"spacing,omitempty"`
	Height       string            `json:"height,omitempty"`
	TargetWidth  TargetWidth       `json:"targetWidth,omitempty"`
	Fallback     Element           `json:"fallback,omitzero,omitempty"`
	Requires     map[string]string `json:"requires,omitempty"`
	Extra        map[string]any    `json:",embed,unknown"`
}

// InputToggle asks for yes or no.
//
// Spec: https://adaptivecards.io/explorer/Input.Toggle.html
type InputToggle struct {
	Title    string `json:"title"`              // beside the box
	Value    string `json:"value,omitempty"`    // to begin with: ValueOn or ValueOff
	ValueOn  string `json:"valueOn,omitempty"`  // true by default
	ValueOff string `json:"valueOff,omitempty"` // false by default
	Wrap     bool   `json:"wrap,omitzero"`

	ID           string            `json:"id"`
	Label        string            `json:"label,omitempty"`
	IsRequired   bool              `json:"isRequired,omitzero"`
	ErrorMessage string            `json:"errorMessage,omitempty"`
	IsVisible    *bool             `json:"isVisible,omitempty"`
	Separator    bool              `json:"separator,omitzero"`
	Spacing      Size              `json:"spacing,omitempty"`
	Height       string            `json:"height,omitempty"`
	TargetWidth  TargetWidth       `json:"targetWidth,omitempty"`
	Fallback     Element           `json:"fallback,omitzero,omitempty"`
	Requires     map[string]string `json:"requires,omitempty"`
	Extra        map[string]any    `json:",embed,unknown"`
}

// InputChoiceSet asks for one of several choices, or for some. The values of several are submitted as one string, with commas between
// them.
//
// Spec: https://adaptivecards.io/explorer/Input.ChoiceSet.html
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
type InputChoiceSet struct {
	Choices       []Choice    `json:"choices,omitempty"`
	ChoicesData   DataQuery   `json:"choices.data,omitzero"` // choices that the bot finds while the user types; with the style Filtered
	IsMultiSelect bool        `json:"isMultiSelect,omitzero"`
	Style         ChoiceStyle `json:"style,omitempty"`
	Value         string      `json:"value,omitempty"` // to begin with
	Placeholder   string      `json:"placeholder,omitempty"`
	Wrap          bool        `json:"wrap,omitzero"`

	ID           string            `json:"id"`
	Label        string            `json:"label,omitempty"`
	IsRequired   bool              `json:"isRequired,omitzero"`
	ErrorMessage string            `json:"errorMessage,omitempty"`
	IsVisible    *bool             `json:"isVisible,omitempty"`
	Separator    bool              `json:"separator,omitzero"`
	Spacing      Size              `json:"spacing,omitempty"`
	Height       string            `json:"height,omitempty"`
	TargetWidth  TargetWidth       `json:"targetWidth,omitempty"`
	Fallback     Element           `json:"fallback,omitzero,omitempty"`
	Requires     map[string]string `json:"requires,omitempty"`
	Extra        map[string]any    `json:",embed,unknown"`
}

// Choice is one choice of an [InputChoiceSet].
//
// Spec: https://adaptivecards.io/explorer/Input.Choice.html
type Choice struct {
	Title string `json:"title"`
	Value string `json:"value"` // what is submitted; without a comma where several may be chosen
}

// DataQuery has Teams ask the bot for choices: handlers.OnSearch with the same dataset answers.
//
// Spec: https://adaptivecards.io/explorer/Data.Query.html
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
type DataQuery struct {
	Dataset          string           `json:"dataset"`
	Count            int              `json:"count,omitzero"` // how many choices are wanted at most
	Skip             int              `json:"skip,omitzero"`
	AssociatedInputs AssociatedInputs `json:"associatedInputs,omitempty"` // AutoInputs sends the other inputs with the query, for choices that depend on them

	Extra map[string]any `json:",embed,unknown"`
}
