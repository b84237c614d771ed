package cards

// Values that several types have in common.
const (
	Default = "default" // what a client does without a value, also where an element would inherit another
	Auto    = "auto"    // of widths, heights and pictures: as large as the content
	Stretch = "stretch" // of widths, heights and pictures: as large as the place
)

// Size is the size of a text or a picture, or a spacing.
type Size string

// Values of [Size].
const (
	None       Size = "none" // spacing only
	ExtraSmall Size = "extraSmall"
	Small      Size = "small"
	Medium     Size = "medium"
	Large      Size = "large"
	ExtraLarge Size = "extraLarge"
	Padding    Size = "padding" // spacing only: as much as a container has inside
)

// Weight is how bold a text is.
type Weight string

// Values of [Weight].
const (
	Lighter Weight = "lighter"
	Bolder  Weight = "bolder"
)

// Color is the color of a text, and the style of a container: what it means, of which the client's theme makes a color.
type Color string

// Values of [Color].
const (
	Dark      Color = "dark"  // of texts
	Light     Color = "light" // of texts
	Emphasis  Color = "emphasis"
	Accent    Color = "accent"
	Good      Color = "good"
	Warning   Color = "warning"
	Attention Color = "attention"

	Subtle      Color = "subtle"      // of badges
	Informative Color = "informative" // of badges
)

// FontType is the kind of font of a text.
type FontType string

// Monospace is the font of code.
const Monospace FontType = "monospace"

// TextStyle says what a text is, for screen readers and to give it the look of that.
type TextStyle string

// Values of [TextStyle].
const (
	Heading      TextStyle = "heading"
	ColumnHeader TextStyle = "columnHeader"
)

// Alignment is where something stands in its place.
type Alignment string

// Values of [Alignment].
const (
	Left   Alignment = "left"
	Right  Alignment = "right"
	Top    Alignment = "top"
	Bottom Alignment = "bottom"
	Center Alignment = "center" // in both directions
)

// ImageStyle is the shape of a picture.
type ImageStyle string

// Values of [ImageStyle].
const (
	Person         ImageStyle = "person"         // cut to a circle
	RoundedCorners ImageStyle = "roundedCorners" // of Teams
)

// FillMode is how a background picture fills its place.
type FillMode string

// Values of [FillMode].
const (
	Cover              FillMode = "cover" // the default
	RepeatHorizontally FillMode = "repeatHorizontally"
	RepeatVertically   FillMode = "repeatVertically"
	Repeat             FillMode = "repeat"
)

// TextInputStyle is what is to be typed, so that a telephone can offer the right keys.
type TextInputStyle string

// Values of [TextInputStyle].
const (
	Tel      TextInputStyle = "tel"
	URL      TextInputStyle = "url"
	Email    TextInputStyle = "email"
	Password TextInputStyle = "password" // not shown while it is typed, but sent to the bot as it is
)

// ChoiceStyle is how choices are offered.
type ChoiceStyle string

// Values of [ChoiceStyle].
const (
	Compact  ChoiceStyle = "compact"  // a menu; the default
	Expanded ChoiceStyle = "expanded" // a list of buttons
	Filtered ChoiceStyle = "filtered" // typing narrows the choices
)

// ActionStyle is the look of a button.
type ActionStyle string

// Values of [ActionStyle].
const (
	Positive    ActionStyle = "positive"
	Destructive ActionStyle = "destructive"
)

// ActionMode is where a button stands.
type ActionMode string

// Values of [ActionMode].
const (
	Primary   ActionMode = "primary"   // in the row; the default
	Secondary ActionMode = "secondary" // in the menu behind the row
)

// AssociatedInputs are the inputs that an action sends.
type AssociatedInputs string

// Values of [AssociatedInputs].
const (
	AutoInputs AssociatedInputs = "auto" // those of the card, and of the cards around it; the default
	NoInputs   AssociatedInputs = "none" // and they need not be valid
)

// TargetWidth is a width of the card as the client shows it.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#responsive-layout
type TargetWidth string

// Values of [TargetWidth], besides those of [AtLeast] and [AtMost].
const (
	VeryNarrow TargetWidth = "veryNarrow" // in the panel of a meeting
	Narrow     TargetWidth = "narrow"     // on a telephone
	Standard   TargetWidth = "standard"   // in a chat
	Wide       TargetWidth = "wide"       // in a chat, with the width of [Full]
)

// AtLeast is that width and all that are wider.
func AtLeast(w TargetWidth) TargetWidth { return "atLeast:" + w }

// AtMost is that width and all that are narrower.
func AtMost(w TargetWidth) TargetWidth { return "atMost:" + w }

// Width is the width of a column: [Auto], [Stretch], pixels as "80px", or a share of what is left as "2".
type Width string

func (w Width) wire() any {
	if isShare(string(w)) {
		return Raw(w)
	}
	return string(w)
}

// MarshalJSON writes a share as a number, as clients want it, and all else as text.
func (w Width) MarshalJSON() ([]byte, error) { return encode(w) }

// isShare reports whether s is a whole number as JSON writes it.
func isShare(s string) bool {
	if s == "" || len(s) > 1 && s[0] == '0' {
		return false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
