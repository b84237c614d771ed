package teams

// The JSON methods of the wire types; see codec.go.

type (
	plainMeetingStart                 MeetingStart
	plainMeetingEnd                   MeetingEnd
	plainMeetingParticipants          MeetingParticipants
	plainMeetingMember                MeetingMember
	plainMeetingPresence              MeetingPresence
	plainMeeting                      Meeting
	plainMeetingDetails               MeetingDetails
	plainMeetingParticipant           MeetingParticipant
	plainMeetingNotification          MeetingNotification
	plainMeetingNotificationValue     MeetingNotificationValue
	plainMeetingSurface               MeetingSurface
	plainMeetingNotificationResponse  MeetingNotificationResponse
	plainMeetingNotificationFailure   MeetingNotificationFailure
	plainReadReceipt                  ReadReceipt
	plainAgentLifecycle               AgentLifecycle
	plainAgentManager                 AgentManager
	plainAgentUpdatedProperty         AgentUpdatedProperty
	plainBatchOperationState          BatchOperationState
	plainBatchFailedEntries           BatchFailedEntries
	plainBatchFailedEntry             BatchFailedEntry
	plainMessageSubmitAction          MessageSubmitAction
	plainFeedback                     Feedback
	plainMessageFetchTask             MessageFetchTask
	plainHandoff                      Handoff
	plainSignInFailure                SignInFailure
	plainHTMLWidget                   HTMLWidget
	plainWidgetSecurityPolicy         WidgetSecurityPolicy
	plainWidgetToolCall               WidgetToolCall
	plainWidgetToolResponse           WidgetToolResponse
	plainWidgetToolResult             WidgetToolResult
	plainMessageActionsPayload        MessageActionsPayload
	plainMessageFrom                  MessageFrom
	plainMessageIdentity              MessageIdentity
	plainMessageBody                  MessageBody
	plainMessageAttachment            MessageAttachment
	plainMessageMention               MessageMention
	plainMessageReaction              MessageReaction
	plainFileConsentCardResponse      FileConsentCardResponse
	plainFileUploadInfo               FileUploadInfo
	plainO365ConnectorCardActionQuery O365ConnectorCardActionQuery
)

func (v *MeetingStart) twin() any                 { return (*plainMeetingStart)(v) }
func (v *MeetingEnd) twin() any                   { return (*plainMeetingEnd)(v) }
func (v *MeetingParticipants) twin() any          { return (*plainMeetingParticipants)(v) }
func (v *MeetingMember) twin() any                { return (*plainMeetingMember)(v) }
func (v *MeetingPresence) twin() any              { return (*plainMeetingPresence)(v) }
func (v *Meeting) twin() any                      { return (*plainMeeting)(v) }
func (v *MeetingDetails) twin() any               { return (*plainMeetingDetails)(v) }
func (v *MeetingParticipant) twin() any           { return (*plainMeetingParticipant)(v) }
func (v *MeetingNotification) twin() any          { return (*plainMeetingNotification)(v) }
func (v *MeetingNotificationValue) twin() any     { return (*plainMeetingNotificationValue)(v) }
func (v *MeetingSurface) twin() any               { return (*plainMeetingSurface)(v) }
func (v *MeetingNotificationResponse) twin() any  { return (*plainMeetingNotificationResponse)(v) }
func (v *MeetingNotificationFailure) twin() any   { return (*plainMeetingNotificationFailure)(v) }
func (r *ReadReceipt) twin() any                  { return (*plainReadReceipt)(r) }
func (v *AgentLifecycle) twin() any               { return (*plainAgentLifecycle)(v) }
func (v *AgentManager) twin() any                 { return (*plainAgentManager)(v) }
func (v *AgentUpdatedProperty) twin() any         { return (*plainAgentUpdatedProperty)(v) }
func (v *BatchOperationState) twin() any          { return (*plainBatchOperationState)(v) }
func (v *BatchFailedEntries) twin() any           { return (*plainBatchFailedEntries)(v) }
func (v *BatchFailedEntry) twin() any             { return (*plainBatchFailedEntry)(v) }
func (m *MessageSubmitAction) twin() any          { return (*plainMessageSubmitAction)(m) }
func (f *Feedback) twin() any                     { return (*plainFeedback)(f) }
func (m *MessageFetchTask) twin() any             { return (*plainMessageFetchTask)(m) }
func (h *Handoff) twin() any                      { return (*plainHandoff)(h) }
func (v *SignInFailure) twin() any                { return (*plainSignInFailure)(v) }
func (w *HTMLWidget) twin() any                   { return (*plainHTMLWidget)(w) }
func (v *WidgetSecurityPolicy) twin() any         { return (*plainWidgetSecurityPolicy)(v) }
func (v *WidgetToolCall) twin() any               { return (*plainWidgetToolCall)(v) }
func (v *WidgetToolResponse) twin() any           { return (*plainWidgetToolResponse)(v) }
func (v *WidgetToolResult) twin() any             { return (*plainWidgetToolResult)(v) }
func (v *MessageActionsPayload) twin() any        { return (*plainMessageActionsPayload)(v) }
func (v *MessageFrom) twin() any                  { return (*plainMessageFrom)(v) }
func (v *MessageIdentity) twin() any              { return (*plainMessageIdentity)(v) }
func (v *MessageBody) twin() any                  { return (*plainMessageBody)(v) }
func (v *MessageAttachment) twin() any            { return (*plainMessageAttachment)(v) }
func (v *MessageMention) twin() any               { return (*plainMessageMention)(v) }
func (v *MessageReaction) twin() any              { return (*plainMessageReaction)(v) }
func (r *FileConsentCardResponse) twin() any      { return (*plainFileConsentCardResponse)(r) }
func (f *FileUploadInfo) twin() any               { return (*plainFileUploadInfo)(f) }
func (v *O365ConnectorCardActionQuery) twin() any { return (*plainO365ConnectorCardActionQuery)(v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingStart) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingStart) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingEnd) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingEnd) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingParticipants) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingParticipants) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingMember) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingMember) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingPresence) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingPresence) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v Meeting) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *Meeting) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingDetails) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingParticipant) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingParticipant) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingNotification) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingNotification) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingNotificationValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingNotificationValue) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingSurface) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingSurface) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingNotificationResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingNotificationResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MeetingNotificationFailure) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MeetingNotificationFailure) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (r ReadReceipt) MarshalJSON() ([]byte, error) { return encode(&r) }

// UnmarshalJSON implements json.Unmarshaler.
func (r *ReadReceipt) UnmarshalJSON(data []byte) error { return decode(data, r) }

// MarshalJSON implements json.Marshaler.
func (v AgentLifecycle) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AgentLifecycle) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AgentManager) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AgentManager) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v AgentUpdatedProperty) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *AgentUpdatedProperty) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v BatchOperationState) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *BatchOperationState) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v BatchFailedEntries) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *BatchFailedEntries) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v BatchFailedEntry) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *BatchFailedEntry) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (m MessageSubmitAction) MarshalJSON() ([]byte, error) { return encode(&m) }

// UnmarshalJSON implements json.Unmarshaler.
func (m *MessageSubmitAction) UnmarshalJSON(data []byte) error { return decode(data, m) }

// MarshalJSON implements json.Marshaler.
func (f Feedback) MarshalJSON() ([]byte, error) { return encode(&f) }

// UnmarshalJSON implements json.Unmarshaler.
func (f *Feedback) UnmarshalJSON(data []byte) error { return decode(data, f) }

// MarshalJSON implements json.Marshaler.
func (m MessageFetchTask) MarshalJSON() ([]byte, error) { return encode(&m) }

// UnmarshalJSON implements json.Unmarshaler.
func (m *MessageFetchTask) UnmarshalJSON(data []byte) error { return decode(data, m) }

// MarshalJSON implements json.Marshaler.
func (h Handoff) MarshalJSON() ([]byte, error) { return encode(&h) }

// UnmarshalJSON implements json.Unmarshaler.
func (h *Handoff) UnmarshalJSON(data []byte) error { return decode(data, h) }

// MarshalJSON implements json.Marshaler.
func (v SignInFailure) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *SignInFailure) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v WidgetToolCall) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *WidgetToolCall) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v WidgetToolResponse) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *WidgetToolResponse) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v WidgetToolResult) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *WidgetToolResult) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageActionsPayload) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageActionsPayload) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageFrom) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageFrom) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageIdentity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageIdentity) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageBody) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageBody) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageAttachment) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageAttachment) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageMention) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageMention) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (v MessageReaction) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *MessageReaction) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (r FileConsentCardResponse) MarshalJSON() ([]byte, error) { return encode(&r) }

// UnmarshalJSON implements json.Unmarshaler.
func (r *FileConsentCardResponse) UnmarshalJSON(data []byte) error { return decode(data, r) }

// MarshalJSON implements json.Marshaler.
func (f FileUploadInfo) MarshalJSON() ([]byte, error) { return encode(&f) }

// UnmarshalJSON implements json.Unmarshaler.
func (f *FileUploadInfo) UnmarshalJSON(data []byte) error { return decode(data, f) }

// MarshalJSON implements json.Marshaler.
func (v O365ConnectorCardActionQuery) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *O365ConnectorCardActionQuery) UnmarshalJSON(data []byte) error { return decode(data, v) }

// MarshalJSON implements json.Marshaler.
func (w HTMLWidget) MarshalJSON() ([]byte, error) { return encode(&w) }

// UnmarshalJSON implements json.Unmarshaler.
func (w *HTMLWidget) UnmarshalJSON(data []byte) error { return decode(data, w) }

// MarshalJSON implements json.Marshaler.
func (v WidgetSecurityPolicy) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON implements json.Unmarshaler.
func (v *WidgetSecurityPolicy) UnmarshalJSON(data []byte) error { return decode(data, v) }
