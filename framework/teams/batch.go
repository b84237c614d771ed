package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// BatchOperationState says how far a message to many is.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
type BatchOperationState struct {
	State             string         `json:"state,omitempty"`     // ongoing, completed or failed, in any letter case
	StatusMap         map[string]int `json:"statusMap,omitempty"` // how many recipients, by HTTP status
	RetryAfter        schema.Time    `json:"retryAfter,omitzero"` // when to ask again
	TotalEntriesCount int            `json:"totalEntriesCount,omitzero"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// BatchFailedEntries is a page of those whom a message to many did not reach. Without a ContinuationToken it is the last.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.batchfailedentriesresponse
type BatchFailedEntries struct {
	ContinuationToken string             `json:"continuationToken,omitempty"`
	FailedEntries     []BatchFailedEntry `json:"failedEntryResponses,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// BatchFailedEntry is someone, or a channel, whom a message did not reach.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.batchfailedentry
type BatchFailedEntry struct {
	EntryID string `json:"entryId,omitempty"` // an account's or a channel's id
	ID      string `json:"id,omitempty"`      // the same; the SDKs differ in its name
	Error   string `json:"error,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
