package teams

import (
	"encoding/json"
	"strconv"

	"github.com/convobot/convo/framework/schema"
)

// Names of further events of Teams.
const (
	EventReadReceipt    = "application/vnd.microsoft.readReceipt" // value: ReadReceipt
	EventAgentLifecycle = "agentLifecycle"                        // value: AgentLifecycle
)

// ReadReceipt says up to which message of a personal chat the user has read.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.readreceiptinfo
type ReadReceipt struct {
	LastReadMessageID string `json:"lastReadMessageId,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// IsMessageRead reports whether the message with that id, of the same chat, has been read. Ids of Teams are numbers that
// grow; one that is none has been read only if it is LastReadMessageID itself.
func (r ReadReceipt) IsMessageRead(id string) bool {
	if id == "" || r.LastReadMessageID == "" {
		return false
	}
	message, err := strconv.ParseUint(id, 10, 64)
	last, lastErr := strconv.ParseUint(r.LastReadMessageID, 10, 64)
	if err != nil || lastErr != nil {
		return id == r.LastReadMessageID
	}
	return message <= last
}

// Values of Activity.ValueType for [EventAgentLifecycle], with the fields that are set besides those that all have. The
// list is open.
const (
	AgenticUserIdentityCreated           = "AgenticUserIdentityCreated"           // Manager, ExpirationDateTime
	AgenticUserIdentityUpdated           = "AgenticUserIdentityUpdated"           // UpdatedProperty
	AgenticUserManagerUpdated            = "AgenticUserManagerUpdated"            // Manager, with its ManagerID alone
	AgenticUserEnabled                   = "AgenticUserEnabled"                   //
	AgenticUserDisabled                  = "AgenticUserDisabled"                  //
	AgenticUserDeleted                   = "AgenticUserDeleted"                   // DeletionReason
	AgenticUserUndeleted                 = "AgenticUserUndeleted"                 //
	AgenticUserWorkloadOnboardingUpdated = "AgenticUserWorkloadOnboardingUpdated" // WorkloadName, WorkloadOnboardingState
)

// AgentLifecycle says what happened to an agent's own user. The activity's ValueType says which; so does EventType, with
// a small first letter. Such events come on the channel agents ([schema.ChannelAgents]), not msteams.
//
// Spec: https://microsoft.github.io/teams-sdk/typescript/in-depth-guides/agent-365/lifecycle-events
type AgentLifecycle struct {
	TenantID                 string `json:"tenantId,omitempty"`
	AgenticUserID            string `json:"agenticUserId,omitempty"` // its Microsoft Entra object id
	AgenticAppInstanceID     string `json:"agenticAppInstanceId,omitempty"`
	AgentIdentityBlueprintID string `json:"agentIdentityBlueprintId,omitempty"`
	EventType                string `json:"eventType,omitempty"`
	Version                  int64  `json:"version,omitzero"` // counts up with every change, where the service says it

	Manager                 AgentManager         `json:"manager,omitzero,omitempty"`
	ExpirationDateTime      schema.Time          `json:"expirationDateTime,omitzero"` // in the year 1 where there is none
	UpdatedProperty         AgentUpdatedProperty `json:"updatedProperty,omitzero,omitempty"`
	DeletionReason          string               `json:"deletionReason,omitempty"` // such as UserSoftDelete
	WorkloadName            string               `json:"workloadName,omitempty"`   // such as Teams
	WorkloadOnboardingState string               `json:"workloadOnboardingState,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AgentManager is the person who is responsible for an agent.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.teams.apps.agentlifecyclemanager
type AgentManager struct {
	UserID      string `json:"userId,omitempty"`    // Microsoft Entra object id; of AgenticUserIdentityCreated
	ManagerID   string `json:"managerId,omitempty"` // the same; of AgenticUserManagerUpdated
	Email       string `json:"email,omitempty"`
	DisplayName string `json:"displayName,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// AgentUpdatedProperty is what changed about an agent's user.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.teams.apps.agentlifecycleupdatedproperty
type AgentUpdatedProperty struct {
	PropertyName  string `json:"propertyName,omitempty"` // such as Mail
	PropertyValue string `json:"propertyValue,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
