package schema

import "encoding/json"

// Types of the entities that describe who or what sent an activity.
const (
	EntityClientInfo  = "clientInfo"
	EntityProductInfo = "ProductInfo"
	EntityContext     = "context"
)

// ClientInfo describes the client that a message was written in. Teams adds one to every message of a person.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics
type ClientInfo struct {
	Locale   string `json:"locale,omitempty"`   // BCP 47
	Country  string `json:"country,omitempty"`  // ISO 3166-1 alpha-2
	Platform string `json:"platform,omitempty"` // Windows, Mac, Web, iOS, Android, ...
	Timezone string `json:"timezone,omitempty"` // IANA name

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (ClientInfo) entityType() string { return EntityClientInfo }

// ClientInfo returns what the sender's client says about itself; a zero value if it says nothing.
func (a *Activity) ClientInfo() ClientInfo {
	info, _ := EntityOf[ClientInfo](a)
	return info
}

// ProductInfo names the product inside a channel that an activity came from: COPILOT in Teams.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#channel-id
type ProductInfo struct {
	ID string `json:"id,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (ProductInfo) entityType() string { return EntityProductInfo }

// ContextEntity holds what the user saw when they wrote.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#entity
type ContextEntity struct {
	ScreenContext ScreenContext `json:"screenContext,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

func (ContextEntity) entityType() string { return EntityContext }

// ScreenContext returns what the user saw when they wrote, and whether the activity says so. One that is empty or
// malformed counts for none (A9263 to A9265).
func (a *Activity) ScreenContext() (ScreenContext, bool) {
	for _, e := range a.Entities {
		context, ok := entityAs[ContextEntity](e)
		if ok && len(context.ScreenContext.Images)+len(context.ScreenContext.Extra) > 0 {
			return context.ScreenContext, true
		}
	}
	return ScreenContext{}, false
}

// ScreenContext is a [ContextEntity]'s pictures of the screen.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#entity
type ScreenContext struct {
	Images []string `json:"images,omitempty"` // base64 or URLs

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}
