package cards

import "cmp"

// The JSON methods; see encode.go.

type (
	plainCard             Card
	plainTextBlock        TextBlock
	plainRichTextBlock    RichTextBlock
	plainFactSet          FactSet
	plainCodeBlock        CodeBlock
	plainImage            Image
	plainImageSet         ImageSet
	plainMedia            Media
	plainContainer        Container
	plainColumnSet        ColumnSet
	plainActionSet        ActionSet
	plainTable            Table
	plainInputText        InputText
	plainInputNumber      InputNumber
	plainInputDate        InputDate
	plainInputTime        InputTime
	plainInputToggle      InputToggle
	plainInputChoiceSet   InputChoiceSet
	plainTextRun          TextRun
	plainColumn           Column
	plainTableRow         TableRow
	plainTableCell        TableCell
	plainDataQuery        DataQuery
	plainBadge            Badge
	plainIcon             Icon
	plainProgressBar      ProgressBar
	plainProgressRing     ProgressRing
	plainRating           Rating
	plainCompoundButton   CompoundButton
	plainCarousel         Carousel
	plainInputRating      InputRating
	plainCarouselPage     CarouselPage
	plainExecute          Execute
	plainSubmit           Submit
	plainOpenURL          OpenURL
	plainShowCard         ShowCard
	plainToggleVisibility ToggleVisibility
	plainRefresh          Refresh
	plainAuthentication   Authentication
	plainBackgroundImage  BackgroundImage
	plainMetadata         Metadata
	plainMSTeams          MSTeams
	plainTableColumn      TableColumn
)

func (TextBlock) element()       {}
func (RichTextBlock) element()   {}
func (FactSet) element()         {}
func (CodeBlock) element()       {}
func (Image) element()           {}
func (ImageSet) element()        {}
func (Media) element()           {}
func (Container) element()       {}
func (ColumnSet) element()       {}
func (ActionSet) element()       {}
func (Table) element()           {}
func (InputText) element()       {}
func (InputNumber) element()     {}
func (InputDate) element()       {}
func (InputTime) element()       {}
func (InputToggle) element()     {}
func (InputChoiceSet) element()  {}
func (TextRun) inline()          {}
func (Badge) element()           {}
func (Icon) element()            {}
func (ProgressBar) element()     {}
func (ProgressRing) element()    {}
func (Rating) element()          {}
func (CompoundButton) element()  {}
func (Carousel) element()        {}
func (InputRating) element()     {}
func (Execute) action()          {}
func (Submit) action()           {}
func (OpenURL) action()          {}
func (ShowCard) action()         {}
func (ToggleVisibility) action() {}

func (e TextBlock) wire() any { return typed[plainTextBlock]{"TextBlock", plainTextBlock(e)} }
func (e RichTextBlock) wire() any {
	return typed[plainRichTextBlock]{"RichTextBlock", plainRichTextBlock(e)}
}
func (e FactSet) wire() any     { return typed[plainFactSet]{"FactSet", plainFactSet(e)} }
func (e CodeBlock) wire() any   { return typed[plainCodeBlock]{"CodeBlock", plainCodeBlock(e)} }
func (e Image) wire() any       { return typed[plainImage]{"Image", plainImage(e)} }
func (e ImageSet) wire() any    { return typed[plainImageSet]{"ImageSet", plainImageSet(e)} }
func (e Media) wire() any       { return typed[plainMedia]{"Media", plainMedia(e)} }
func (e Container) wire() any   { return typed[plainContainer]{"Container", plainContainer(e)} }
func (e ColumnSet) wire() any   { return typed[plainColumnSet]{"ColumnSet", plainColumnSet(e)} }
func (e ActionSet) wire() any   { return typed[plainActionSet]{"ActionSet", plainActionSet(e)} }
func (e Table) wire() any       { return typed[plainTable]{"Table", plainTable(e)} }
func (e InputText) wire() any   { return typed[plainInputText]{"Input.Text", plainInputText(e)} }
func (e InputNumber) wire() any { return typed[plainInputNumber]{"Input.Number", plainInputNumber(e)} }
func (e InputDate) wire() any   { return typed[plainInputDate]{"Input.Date", plainInputDate(e)} }
func (e InputTime) wire() any   { return typed[plainInputTime]{"Input.Time", plainInputTime(e)} }
func (e InputToggle) wire() any { return typed[plainInputToggle]{"Input.Toggle", plainInputToggle(e)} }

func (e InputChoiceSet) wire() any {
	return typed[plainInputChoiceSet]{"Input.ChoiceSet", plainInputChoiceSet(e)}
}
func (e TextRun) wire() any     { return typed[plainTextRun]{"TextRun", plainTextRun(e)} }
func (e Column) wire() any      { return typed[plainColumn]{"Column", plainColumn(e)} }
func (e TableRow) wire() any    { return typed[plainTableRow]{"TableRow", plainTableRow(e)} }
func (e TableCell) wire() any   { return typed[plainTableCell]{"TableCell", plainTableCell(e)} }
func (e DataQuery) wire() any   { return typed[plainDataQuery]{"Data.Query", plainDataQuery(e)} }
func (e Badge) wire() any       { return typed[plainBadge]{"Badge", plainBadge(e)} }
func (e Icon) wire() any        { return typed[plainIcon]{"Icon", plainIcon(e)} }
func (e ProgressBar) wire() any { return typed[plainProgressBar]{"ProgressBar", plainProgressBar(e)} }

func (e ProgressRing) wire() any {
	return typed[plainProgressRing]{"ProgressRing", plainProgressRing(e)}
}
func (e Rating) wire() any { return typed[plainRating]{"Rating", plainRating(e)} }
func (e CompoundButton) wire() any {
	return typed[plainCompoundButton]{"CompoundButton", plainCompoundButton(e)}
}
func (e Carousel) wire() any    { return typed[plainCarousel]{"Carousel", plainCarousel(e)} }
func (e InputRating) wire() any { return typed[plainInputRating]{"Input.Rating", plainInputRating(e)} }

func (e CarouselPage) wire() any {
	return typed[plainCarouselPage]{"CarouselPage", plainCarouselPage(e)}
}
func (a Execute) wire() any  { return typed[plainExecute]{"Action.Execute", plainExecute(a)} }
func (a Submit) wire() any   { return typed[plainSubmit]{"Action.Submit", plainSubmit(a)} }
func (a OpenURL) wire() any  { return typed[plainOpenURL]{"Action.OpenUrl", plainOpenURL(a)} }
func (a ShowCard) wire() any { return typed[plainShowCard]{"Action.ShowCard", plainShowCard(a)} }
func (a ToggleVisibility) wire() any {
	return typed[plainToggleVisibility]{"Action.ToggleVisibility", plainToggleVisibility(a)}
}
func (r Refresh) wire() any         { return plainRefresh(r) }
func (a Authentication) wire() any  { return plainAuthentication(a) }
func (b BackgroundImage) wire() any { return plainBackgroundImage(b) }
func (m Metadata) wire() any        { return plainMetadata(m) }
func (m MSTeams) wire() any         { return plainMSTeams(m) }
func (c TableColumn) wire() any     { return plainTableColumn(c) }

func (c Card) wire() any {
	c.Version = cmp.Or(c.Version, defaultVersion)
	return typed[plainCard]{"AdaptiveCard", plainCard(c)}
}

// MarshalJSON implements json.Marshaler.
func (c Card) MarshalJSON() ([]byte, error) { return encode(c) }

// MarshalJSON implements json.Marshaler.
func (e TextBlock) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e RichTextBlock) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e FactSet) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e CodeBlock) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Image) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e ImageSet) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Media) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Container) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e ColumnSet) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e ActionSet) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Table) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e InputText) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e InputNumber) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e InputDate) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e InputTime) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e InputToggle) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e InputChoiceSet) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e TextRun) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Column) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e TableRow) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e TableCell) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e DataQuery) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Badge) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Icon) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e ProgressBar) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e ProgressRing) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Rating) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e CompoundButton) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e Carousel) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e InputRating) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (e CarouselPage) MarshalJSON() ([]byte, error) { return encode(e) }

// MarshalJSON implements json.Marshaler.
func (a Execute) MarshalJSON() ([]byte, error) { return encode(a) }

// MarshalJSON implements json.Marshaler.
func (a Submit) MarshalJSON() ([]byte, error) { return encode(a) }

// MarshalJSON implements json.Marshaler.
func (a OpenURL) MarshalJSON() ([]byte, error) { return encode(a) }

// MarshalJSON implements json.Marshaler.
func (a ShowCard) MarshalJSON() ([]byte, error) { return encode(a) }

// MarshalJSON implements json.Marshaler.
func (a ToggleVisibility) MarshalJSON() ([]byte, error) { return encode(a) }

// MarshalJSON implements json.Marshaler.
func (r Refresh) MarshalJSON() ([]byte, error) { return encode(r) }

// MarshalJSON implements json.Marshaler.
func (a Authentication) MarshalJSON() ([]byte, error) { return encode(a) }

// MarshalJSON implements json.Marshaler.
func (b BackgroundImage) MarshalJSON() ([]byte, error) { return encode(b) }

// MarshalJSON implements json.Marshaler.
func (m Metadata) MarshalJSON() ([]byte, error) { return encode(m) }

// MarshalJSON implements json.Marshaler.
func (m MSTeams) MarshalJSON() ([]byte, error) { return encode(m) }

// MarshalJSON implements json.Marshaler.
func (c TableColumn) MarshalJSON() ([]byte, error) { return encode(c) }
