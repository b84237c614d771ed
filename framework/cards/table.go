package cards

// Table shows rows and columns.
//
// The published schema calls the member of FirstRowAsHeaders firstRowAsHeader; clients read it as it is written here.
//
// Spec: https://adaptivecards.io/explorer/Table.html
type Table struct {
	Columns                        []TableColumn `json:"columns,omitempty"` // a row may not have more cells than there are columns
	Rows                           []TableRow    `json:"rows,omitempty"`
	FirstRowAsHeaders              *bool         `json:"firstRowAsHeaders,omitempty"`              // true by default
	ShowGridLines                  *bool         `json:"showGridLines,omitempty"`                  // true by default
	GridStyle                      Color         `json:"gridStyle,omitempty"`                      // of the lines
	HorizontalCellContentAlignment Alignment     `json:"horizontalCellContentAlignment,omitempty"` // Left, Center or Right
	VerticalCellContentAlignment   Alignment     `json:"verticalCellContentAlignment,omitempty"`   // Top, Center or Bottom

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

// TableColumn is a column of a [Table]; it holds nothing.
//
// Spec: https://adaptivecards.io/explorer/TableColumnDefinition.html
type TableColumn struct {
	Width                          Width     `json:"width,omitempty"`                          // pixels or a share; 1 by default
	HorizontalCellContentAlignment Alignment `json:"horizontalCellContentAlignment,omitempty"` // Left, Center or Right
	VerticalCellContentAlignment   Alignment `json:"verticalCellContentAlignment,omitempty"`   // Top, Center or Bottom

	Extra map[string]any `json:",embed,unknown"`
}

// TableRow is a row of a [Table].
//
// Spec: https://adaptivecards.io/explorer/TableRow.html
type TableRow struct {
	Cells                          []TableCell `json:"cells,omitempty"`
	Style                          Color       `json:"style,omitempty"`                          // Default, Emphasis, Accent, Good, Warning or Attention
	HorizontalCellContentAlignment Alignment   `json:"horizontalCellContentAlignment,omitempty"` // Left, Center or Right
	VerticalCellContentAlignment   Alignment   `json:"verticalCellContentAlignment,omitempty"`   // Top, Center or Bottom

	Extra map[string]any `json:",embed,unknown"`
}

// TableCell is a cell of a [TableRow].
//
// Spec: https://adaptivecards.io/explorer/TableCell.html
type TableCell struct {
	Items                    []Element       `json:"items"`
	Style                    Color           `json:"style,omitempty"`                 // Default, Emphasis, Accent, Good, Warning or Attention
	SelectAction             Action          `json:"selectAction,omitzero,omitempty"` // when it is tapped; no [ShowCard]
	Bleed                    bool            `json:"bleed,omitzero"`                  // through the padding of what it stands in
	BackgroundImage          BackgroundImage `json:"backgroundImage,omitzero"`
	MinHeight                string          `json:"minHeight,omitempty"`                // pixels, as "80px"
	VerticalContentAlignment Alignment       `json:"verticalContentAlignment,omitempty"` // Top, Center or Bottom
	RTL                      *bool           `json:"rtl,omitempty"`                      // as what it stands in if nil

	Extra map[string]any `json:",embed,unknown"`
}
