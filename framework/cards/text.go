package cards

// TextBlock shows a text with Markdown: bold, italic, links and lists. What people wrote can change the look of it and hide
// links in it; show that with [PlainText].
//
// Spec: https://adaptivecards.io/explorer/TextBlock.html
type TextBlock struct {
	Text                string    `json:"text"`
	Size                Size      `json:"size,omitempty"` // Small to ExtraLarge
	Weight              Weight    `json:"weight,omitempty"`
	Color               Color     `json:"color,omitempty"`
	IsSubtle            bool      `json:"isSubtle,omitzero"`
	FontType            FontType  `json:"fontType,omitempty"`
	Style               TextStyle `json:"style,omitempty"`
	Wrap                bool      `json:"wrap,omitzero"` // on several lines; else what does not fit is cut
	MaxLines            int       `json:"maxLines,omitzero"`
	HorizontalAlignment Alignment `json:"horizontalAlignment,omitempty"` // Left, Center or Right

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

// RichTextBlock shows texts as they are, without Markdown, each with its own look.
//
// Spec: https://adaptivecards.io/explorer/RichTextBlock.html
type RichTextBlock struct {
	Inlines             []Inline  `json:"inlines"`
	HorizontalAlignment Alignment `json:"horizontalAlignment,omitempty"` // Left, Center or Right

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

// PlainText shows a text as it is. Use it for what people wrote.
func PlainText(text string) RichTextBlock {
	return RichTextBlock{Inlines: []Inline{TextRun{Text: text}}}
}

// TextRun is a piece of a [RichTextBlock].
//
// Spec: https://adaptivecards.io/explorer/TextRun.html
type TextRun struct {
	Text          string   `json:"text"`
	Size          Size     `json:"size,omitempty"` // Small to ExtraLarge
	Weight        Weight   `json:"weight,omitempty"`
	Color         Color    `json:"color,omitempty"`
	IsSubtle      bool     `json:"isSubtle,omitzero"`
	FontType      FontType `json:"fontType,omitempty"`
	Italic        bool     `json:"italic,omitzero"`
	Strikethrough bool     `json:"strikethrough,omitzero"`
	Underline     bool     `json:"underline,omitzero"`
	Highlight     bool     `json:"highlight,omitzero"`
	SelectAction  Action   `json:"selectAction,omitzero,omitempty"`

	Extra map[string]any `json:",embed,unknown"`
}

// FactSet shows names and values in two columns.
//
// Spec: https://adaptivecards.io/explorer/FactSet.html
type FactSet struct {
	Facts []Fact `json:"facts"`

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

// Fact is a line of a [FactSet]. Both texts may have Markdown.
//
// Spec: https://adaptivecards.io/explorer/Fact.html
type Fact struct {
	Title string `json:"title"`
	Value string `json:"value"`
}

// CodeBlock shows source code with colors, in Teams.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#codeblock-in-adaptive-cards
type CodeBlock struct {
	CodeSnippet     string `json:"codeSnippet"`
	Language        string `json:"language,omitempty"`       // such as Go, Json, Bash, PlainText
	StartLineNumber int    `json:"startLineNumber,omitzero"` // 1 by default

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
