package teams

// The JSON methods of the wire types; see codec.go.

type (
	plainChannelData       ChannelData
	plainChannelInfo       ChannelInfo
	plainTeamInfo          TeamInfo
	plainTenantInfo        TenantInfo
	plainMeetingInfo       MeetingInfo
	plainSettings          Settings
	plainSource            Source
	plainAppInfo           AppInfo
	plainNotificationInfo  NotificationInfo
	plainOnBehalfOf        OnBehalfOf
	plainFeedbackLoop      FeedbackLoop
	plainFileDownloadInfo  FileDownloadInfo
	plainFileConsentCard   FileConsentCard
	plainFileInfoCard      FileInfoCard
	plainO365ConnectorCard O365ConnectorCard
	plainO365Section       O365Section
	plainO365Fact          O365Fact
	plainO365Image         O365Image
	plainO365Action        O365Action
	plainO365Target        O365Target
	plainO365Input         O365Input
	plainO365Choice        O365Choice
)

func (v *ChannelData) twin() any       { return (*plainChannelData)(v) }
func (v *ChannelInfo) twin() any       { return (*plainChannelInfo)(v) }
func (v *TeamInfo) twin() any          { return (*plainTeamInfo)(v) }
func (v *TenantInfo) twin() any        { return (*plainTenantInfo)(v) }
func (v *MeetingInfo) twin() any       { return (*plainMeetingInfo)(v) }
func (v *Settings) twin() any          { return (*plainSettings)(v) }
func (v *Source) twin() any            { return (*plainSource)(v) }
func (v *AppInfo) twin() any           { return (*plainAppInfo)(v) }
func (v *NotificationInfo) twin() any  { return (*plainNotificationInfo)(v) }
func (v *OnBehalfOf) twin() any        { return (*plainOnBehalfOf)(v) }
func (v *FeedbackLoop) twin() any      { return (*plainFeedbackLoop)(v) }
func (f *FileDownloadInfo) twin() any  { return (*plainFileDownloadInfo)(f) }
func (c *FileConsentCard) twin() any   { return (*plainFileConsentCard)(c) }
func (c *FileInfoCard) twin() any      { return (*plainFileInfoCard)(c) }
func (c *O365ConnectorCard) twin() any { return (*plainO365ConnectorCard)(c) }
func (v *O365Section) twin() any       { return (*plainO365Section)(v) }
func (v *O365Fact) twin() any          { return (*plainO365Fact)(v) }
func (v *O365Image) twin() any         { return (*plainO365Image)(v) }
func (v *O365Action) twin() any        { return (*plainO365Action)(v) }
func (v *O365Target) twin() any        { return (*plainO365Target)(v) }
func (v *O365Input) twin() any         { return (*plainO365Input)(v) }
func (v *O365Choice) twin() any        { return (*plainO365Choice)(v) }

// MarshalJSON implements json.Marshaler.
func (v ChannelData) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChannelData) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v ChannelInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChannelInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TeamInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TeamInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v TenantInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *TenantInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Settings) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Settings) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Source) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Source) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AppInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AppInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v NotificationInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *NotificationInfo) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v OnBehalfOf) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *OnBehalfOf) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v FeedbackLoop) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *FeedbackLoop) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (f FileDownloadInfo) MarshalJSON() ([]byte, error) { return encode(&f) }

// UnmarshalJSON implements json.Unmarshaler.
func (f *FileDownloadInfo) UnmarshalJSON(data []byte) error { return decode(data, f) }

// MarshalJSON implements json.Marshaler.
func (c FileConsentCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *FileConsentCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (c FileInfoCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *FileInfoCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (c O365ConnectorCard) MarshalJSON() ([]byte, error) { return encode(&c) }

// UnmarshalJSON implements json.Unmarshaler.
func (c *O365ConnectorCard) UnmarshalJSON(data []byte) error { return decode(data, c) }

// MarshalJSON implements json.Marshaler.
func (v O365Section) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365Section) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v O365Fact) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365Fact) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v O365Image) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365Image) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v O365Action) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365Action) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v O365Target) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365Target) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v O365Input) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365Input) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v O365Choice) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365Choice) UnmarshalJSON(data []byte) error { return decode(data, v) }
