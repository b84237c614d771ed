package cards

// Elements of Teams that the published schema does not know. Give them a Fallback where other channels show the card.

// Badge shows a word or two, or an icon, in a colored shape.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type Badge struct {
	Text         string `json:"text,omitempty"`
	Icon         string `json:"icon,omitempty"`         // name of an icon, such as Calendar
	IconPosition string `json:"iconPosition,omitempty"` // before (the default) or after
	Style        Color  `json:"style,omitempty"`        // Subtle, Informative, Accent, Good, Warning or Attention
	Appearance   string `json:"appearance,omitempty"`   // filled (the default) or tint
	Shape        string `json:"shape,omitempty"`        // circular (the default), rounded or square
	Size         Size   `json:"size,omitempty"`         // Medium (the default), Large or ExtraLarge
	Tooltip      string `json:"tooltip,omitempty"`

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

// Icon shows one of the icons of Fluent.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type Icon struct {
	Name         string `json:"name"`            // such as Calendar
	Size         string `json:"size,omitempty"`  // xxSmall, xSmall, small, standard (the default), medium, large, xLarge or xxLarge
	Style        string `json:"style,omitempty"` // regular (the default) or filled
	Color        Color  `json:"color,omitempty"`
	SelectAction Action `json:"selectAction,omitzero,omitempty"` // when it is tapped; no [ShowCard]

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

// ProgressBar shows how far something is.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type ProgressBar struct {
	Value *float64 `json:"value,omitempty"` // from 0 to Max; if nil, the bar moves on and on
	Max   float64  `json:"max,omitzero"`    // 100 by default
	Color Color    `json:"color,omitempty"` // Accent (the default), Good, Warning or Attention

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

// ProgressRing shows that something is going on.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type ProgressRing struct {
	Label         string `json:"label,omitempty"`
	LabelPosition string `json:"labelPosition,omitempty"` // before, after, above or below (the default)
	Size          string `json:"size,omitempty"`          // tiny, small, medium (the default) or large

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

// Rating shows a number of stars.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type Rating struct {
	Value float64 `json:"value"`
	Count int     `json:"count,omitzero"`  // how many people rated
	Max   int     `json:"max,omitzero"`    // 5 by default
	Size  Size    `json:"size,omitempty"`  // Medium or Large (the default)
	Color string  `json:"color,omitempty"` // neutral (the default) or marigold
	Style string  `json:"style,omitempty"` // default or compact

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

// InputRating asks for a number of stars.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type InputRating struct {
	Value          float64 `json:"value,omitzero"` // to begin with
	Max            int     `json:"max,omitzero"`   // 5 by default
	AllowHalfSteps bool    `json:"allowHalfSteps,omitzero"`
	Size           Size    `json:"size,omitempty"`  // Medium or Large (the default)
	Color          string  `json:"color,omitempty"` // neutral (the default) or marigold

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

// CompoundButton is a large button with a title, a description and an icon.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type CompoundButton struct {
	Title        string   `json:"title"`
	Description  string   `json:"description,omitempty"`
	Badge        string   `json:"badge,omitempty"` // a word that stands out
	Icon         IconInfo `json:"icon,omitzero"`
	SelectAction Action   `json:"selectAction,omitzero,omitempty"` // what it does; no [ShowCard]

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

// IconInfo is the icon of a [CompoundButton]; its fields are as those of an [Icon].
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type IconInfo struct {
	Name  string `json:"name"`
	Size  string `json:"size,omitempty"`
	Style string `json:"style,omitempty"`
	Color Color  `json:"color,omitempty"`
}

// Carousel shows one of its pages at a time.
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type Carousel struct {
	Pages         []CarouselPage `json:"pages"`
	PageAnimation string         `json:"pageAnimation,omitempty"` // slide (the default), crossFade or none
	MinHeight     string         `json:"minHeight,omitempty"`     // pixels, as "80px"
	Bleed         bool           `json:"bleed,omitzero"`          // through the padding of what it stands in

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

// CarouselPage is a page of a [Carousel].
//
// Spec: https://github.com/microsoft/teams.net/blob/main/src/Microsoft.Teams.Cards/Core.cs
type CarouselPage struct {
	Items                    []Element       `json:"items"`
	Style                    Color           `json:"style,omitempty"`                 // Default, Emphasis, Accent, Good, Warning or Attention
	SelectAction             Action          `json:"selectAction,omitzero,omitempty"` // when it is tapped; no [ShowCard]
	BackgroundImage          BackgroundImage `json:"backgroundImage,omitzero"`
	MinHeight                string          `json:"minHeight,omitempty"`                // pixels, as "80px"
	VerticalContentAlignment Alignment       `json:"verticalContentAlignment,omitempty"` // Top, Center or Bottom
	RTL                      *bool           `json:"rtl,omitempty"`                      // as what it stands in if nil
	ShowBorder               bool            `json:"showBorder,omitzero"`                // of Teams
	RoundedCorners           bool            `json:"roundedCorners,omitzero"`            // of Teams

	Extra map[string]any `json:",embed,unknown"`
}
