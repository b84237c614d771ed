package cards

import "encoding/json"

// Element is what stands in the body of a card: a [TextBlock], an [Image], a [Container], an [InputText], any other
// such type of this package, an [Object] or a [Raw].
//
// Elements have these fields in common:
//   - ID names the element in this card, for [ToggleVisibility], and an input in what the user submits. It must be
//     unique in the card.
//   - IsVisible is true by default; new(false) hides the element until a ToggleVisibility shows it.
//   - Separator draws a line above the element; Spacing is the space above it, from [None] to [ExtraLarge] or [Padding].
//   - Height is [Auto] by default; [Stretch] fills what is left of a container.
//   - TargetWidth shows the element on cards of that width only; of Teams.
//   - Fallback is shown by a client that does not know the element, or what Requires lists, a feature with the lowest
//     version of it; [Drop] shows nothing.
//   - Extra holds members that the type does not name. One that it does name is an error when the card is written.
type Element interface {
	node
	element()
}

// Inline is a piece of a [RichTextBlock]: a [TextRun], an [Object] or a [Raw].
type Inline interface {
	node
	inline()
}

// Object is an element, action or inline of which this package has no type, such as a chart. It must have a "type".
type Object map[string]any

// Raw is the JSON of an element, action or inline.
type Raw json.RawMessage

// Drop as a fallback leaves an element or action out where a client does not know it.
const Drop FallbackOption = "drop"

// FallbackOption is a fallback that is no element or action; see [Drop].
type FallbackOption string

func (Object) element() {}
func (Object) action()  {}
func (Object) inline()  {}

func (o Object) wire() any { return map[string]any(o) }

// MarshalJSON implements json.Marshaler.
func (o Object) MarshalJSON() ([]byte, error) { return encode(o) }

func (Raw) element() {}
func (Raw) action()  {}
func (Raw) inline()  {}

func (r Raw) wire() any { return json.RawMessage(r) }

// MarshalJSON implements json.Marshaler.
func (r Raw) MarshalJSON() ([]byte, error) { return encode(r) }

func (FallbackOption) element() {}
func (FallbackOption) action()  {}

func (f FallbackOption) wire() any { return string(f) }
