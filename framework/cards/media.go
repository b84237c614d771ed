package cards

// Image shows a picture: PNG, JPEG or GIF.
//
// Spec: https://adaptivecards.io/explorer/Image.html
type Image struct {
	URL                 string       `json:"url"`               // https, or the picture itself in a data URL
	AltText             string       `json:"altText,omitempty"` // for who cannot see it
	Size                Size         `json:"size,omitempty"`    // Auto, Stretch, Small, Medium or Large
	Width               string       `json:"width,omitempty"`   // pixels, as "80px"; instead of Size
	Style               ImageStyle   `json:"style,omitempty"`
	BackgroundColor     string       `json:"backgroundColor,omitempty"`       // behind a transparent picture, as "#DDEEFF"
	HorizontalAlignment Alignment    `json:"horizontalAlignment,omitempty"`   // Left, Center or Right
	SelectAction        Action       `json:"selectAction,omitzero,omitempty"` // when it is tapped; no [ShowCard]
	MSTeams             ImageMSTeams `json:"msteams,omitzero"`

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

// ImageMSTeams is what Teams adds to an [Image].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#stage-view-for-images-in-adaptive-cards
type ImageMSTeams struct {
	AllowExpand bool `json:"allowExpand,omitzero"` // a button shows the picture large
}

// ImageSet shows pictures side by side.
//
// Spec: https://adaptivecards.io/explorer/ImageSet.html
type ImageSet struct {
	Images    []Image `json:"images"`
	ImageSize Size    `json:"imageSize,omitempty"` // of each: Small, Medium (the default) or Large

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

// Media plays a sound or a video. In Teams the file must be in OneDrive or SharePoint, or the URL be one of YouTube, Vimeo or
// Dailymotion.
//
// Spec: https://adaptivecards.io/explorer/Media.html
// Spec: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/media-elements-in-adaptive-cards
type Media struct {
	Sources        []MediaSource   `json:"sources"`
	Poster         string          `json:"poster,omitempty"` // URL of a picture to show before it plays
	AltText        string          `json:"altText,omitempty"`
	CaptionSources []CaptionSource `json:"captionSources,omitempty"`

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

// MediaSource is one form of a [Media]; the client plays the first that it can.
//
// Spec: https://adaptivecards.io/explorer/MediaSource.html
type MediaSource struct {
	URL      string `json:"url"`
	MIMEType string `json:"mimeType,omitempty"`
}

// CaptionSource is a file of subtitles.
//
// Spec: https://adaptivecards.io/explorer/CaptionSource.html
type CaptionSource struct {
	URL      string `json:"url"`
	MIMEType string `json:"mimeType"` // vtt
	Label    string `json:"label"`
}
