package cards

// Container groups elements.
//
// Spec: https://adaptivecards.io/explorer/Container.html
type Container struct {
	Items                    []Element       `json:"items"`
	Style                    Color           `json:"style,omitempty"`                 // Default, Emphasis, Accent, Good, Warning or Attention
	SelectAction             Action          `json:"selectAction,omitzero,omitempty"` // when it is tapped; no [ShowCard]
	Bleed                    bool            `json:"bleed,omitzero"`                  // through the padding of what it stands in
	BackgroundImage          BackgroundImage `json:"backgroundImage,omitzero"`
	MinHeight                string          `json:"minHeight,omitempty"`                // pixels, as "80px"
	VerticalContentAlignment Alignment       `json:"verticalContentAlignment,omitempty"` // Top, Center or Bottom
	RTL                      *bool           `json:"rtl,omitempty"`                      // as what it stands in if nil
	ShowBorder               bool            `json:"showBorder,omitzero"`                // of Teams
	RoundedCorners           bool            `json:"roundedCorners,omitzero"`            // of Teams

	ID          string            `json:"id,omitempty"`
	IsVisible   *bool             `json:"isVisible,omitempty"`
	Separator   bool              `json:"separator,omitzero"`
	Spacing     Size              `json:"spacing,omitempty"`
	Height      string            `json:"height,omitempty"`
	TargetWidth TargetWidth       `json:"targetWidth,omitempty"`
	Fallback    Element           `json:"fallback,omitzero,omitempty"`
	Requires    map[string]string `json:"requires,omitempty"`
	Extra       map[string]any    `json:",embed,unknown"`
}

// ColumnSet shows columns side by side.
//
// Spec: https://adaptivecards.io/explorer/ColumnSet.html
type ColumnSet struct {
	Columns             []Column  `json:"columns,omitempty"`
	Style               Color     `json:"style,omitempty"`                 // Default, Emphasis, Accent, Good, Warning or Attention
	SelectAction        Action    `json:"selectAction,omitzero,omitempty"` // when it is tapped; no [ShowCard]
	Bleed               bool      `json:"bleed,omitzero"`                  // through the padding of what it stands in
	MinHeight           string    `json:"minHeight,omitempty"`             // pixels, as "80px"
	HorizontalAlignment Alignment `json:"horizontalAlignment,omitempty"`   // Left, Center or Right
	ShowBorder          bool      `json:"showBorder,omitzero"`             // of Teams
	RoundedCorners      bool      `json:"roundedCorners,omitzero"`         // of Teams

	ID          string            `json:"id,omitempty"`
	IsVisible   *bool             `json:"isVisible,omitempty"`
	Separator   bool              `json:"separator,omitzero"`
	Spacing     Size              `json:"spacing,omitempty"`
	Height      string            `json:"height,omitempty"`
	TargetWidth TargetWidth       `json:"targetWidth,omitempty"`
	Fallback    Element           `json:"fallback,omitzero,omitempty"`
	Requires    map[string]string `json:"requires,omitempty"`
	Extra       map[string]any    `json:",embed,unknown"`
}

// Column is a column of a [ColumnSet]. Its common fields are as those of an [Element], with space and line at its side.
//
// Spec: https://adaptivecards.io/explorer/Column.html
type Column struct {
	Items                    []Element       `json:"items,omitempty"`
	Width                    Width           `json:"width,omitempty"`                 // Auto, Stretch (the default), pixels or a share
	Style                    Color           `json:"style,omitempty"`                 // Default, Emphasis, Accent, Good, Warning or Attention
	SelectAction             Action          `json:"selectAction,omitzero,omitempty"` // when it is tapped; no [ShowCard]
	Bleed                    bool            `json:"bleed,omitzero"`                  // through the padding of what it stands in
	BackgroundImage          BackgroundImage `json:"backgroundImage,omitzero"`
	MinHeight                string          `json:"minHeight,omitempty"`                // pixels, as "80px"
	VerticalContentAlignment Alignment       `json:"verticalContentAlignment,omitempty"` // Top, Center or Bottom
	RTL                      *bool           `json:"rtl,omitempty"`                      // as what it stands in if nil
	ShowBorder               bool            `json:"showBorder,omitzero"`                // of Teams
	RoundedCorners           bool            `json:"roundedCorners,omitzero"`            // of Teams

	ID          string            `json:"id,omitempty"`
	IsVisible   *bool             `json:"isVisible,omitempty"`
	Separator   bool              `json:"separator,omitzero"`
	Spacing     Size              `json:"spacing,omitempty"`
	TargetWidth TargetWidth       `json:"targetWidth,omitempty"`
	Fallback    Element           `json:"fallback,omitzero,omitempty"`
	Requires    map[string]string `json:"requires,omitempty"`
	Extra       map[string]any    `json:",embed,unknown"`
}

// ActionSet shows buttons among the elements.
//
// Spec: https://adaptivecards.io/explorer/ActionSet.html
type ActionSet struct {
	Actions []Action `json:"actions"`

	ID          string            `json:"id,omitempty"`
	IsVisible   *bool             `json:"isVisible,omitempty"`
	Separator   bool              `json:"separator,omitzero"`
	Spacing     Size              `json:"spacing,omitempty"`
	Height      string            `json:"height,omitempty"`
	TargetWidth TargetWidth       `json:"targetWidth,omitempty"`
	Fallback    Element           `json:"fallback,omitzero,omitempty"`
	Requires    map[string]string `json:"requires,omitempty"`
	Extra       map[string]any    `json:",embed,unknown"`
}
