package schema

import "encoding/json"

// Types of the entities about whom a message is for and what it answers; Teams.
const (
	EntityActivityTreatment   = "activityTreatment"
	EntityTargetedMessageInfo = "targetedMessageInfo"
	EntityQuotedReply         = "quotedReply"
)

// TreatmentTargeted is the Treatment of a message for its recipient alone; a mark, as [ChannelAccount.IsTargeted].
const TreatmentTargeted = "targeted"

// ActivityTreatment says how the channel shall treat an activity.
//
// Spec: https://learn.microsoft.com/javascript/api/@microsoft/agents-activity/activitytreatment
type ActivityTreatment struct {
	Treatment string `json:"treatment,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (ActivityTreatment) entityType() string { return EntityActivityTreatment }

// TargetedMessageInfo names the message for one recipient alone that an activity belongs to.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
type TargetedMessageInfo struct {
	MessageID string `json:"messageId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (TargetedMessageInfo) entityType() string { return EntityTargetedMessageInfo }

// QuotedReply quotes another message. The text has <quoted messageId="..."/> where the quote stands.
//
// Spec: https://microsoft.github.io/teams-sdk/typescript/essentials/sending-messages/
type QuotedReply struct {
	QuotedReply QuotedMessage `json:"quotedReply,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (QuotedReply) entityType() string { return EntityQuotedReply }

// QuotedMessage is what a [QuotedReply] quotes. To quote, set MessageID; Teams fills in the rest.
//
// Spec: https://microsoft.github.io/teams-sdk/typescript/essentials/sending-messages/
type QuotedMessage struct {
	MessageID                 string `json:"messageId,omitempty"`
	SenderID                  string `json:"senderId,omitempty"`
	SenderName                string `json:"senderName,omitempty"`
	Preview                   string `json:"preview,omitempty"`
	Time                      string `json:"time,omitempty"` // as the client writes it
	IsReplyDeleted            bool   `json:"isReplyDeleted,omitzero"`
	ValidatedMessageReference bool   `json:"validatedMessageReference,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
