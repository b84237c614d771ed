package teams

import (
	"encoding/json"
)

// Names of further events of Teams.
const (
	EventReadReceipt    = "application/vnd.microsoft.readReceipt" // value: ReadReceipt
	EventAgentLifecycle = "agentLifecycle"                        // value: AgentLifecycle
)

// ReadReceipt says up to which message of a personal chat the user has read.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events#receive-a-read-receipt
type ReadReceipt struct {
	LastReadMessageID string `json:"lastReadMessageId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AgentLifecycle says what happened to an agent's own user; the activity's ValueType says which, as EventType does.
//
// Spec: https://github.com/microsoft/teams.net/tree/main/core/src
type AgentLifecycle struct {
	TenantID                 string `json:"tenantId,omitempty"`
	AgenticUserID            string `json:"agenticUserId,omitempty"`
	AgenticAppInstanceID     string `json:"agenticAppInstanceId,omitempty"`
	AgentIdentityBlueprintID string `json:"agentIdentityBlueprintId,omitempty"`
	EventType                string `json:"eventType,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Values of Activity.ValueType for [EventAgentLifecycle]. The list is open.
const (
	AgenticUserIdentityCreated           = "AgenticUserIdentityCreated"
	AgenticUserIdentityUpdated           = "AgenticUserIdentityUpdated"
	AgenticUserManagerUpdated            = "AgenticUserManagerUpdated"
	AgenticUserEnabled                   = "AgenticUserEnabled"
	AgenticUserDisabled                  = "AgenticUserDisabled"
	AgenticUserDeleted                   = "AgenticUserDeleted"
	AgenticUserUndeleted                 = "AgenticUserUndeleted"
	AgenticUserWorkloadOnboardingUpdated = "AgenticUserWorkloadOnboardingUpdated"
)
