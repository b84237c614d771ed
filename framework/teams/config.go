package teams

import (
	"encoding/json"

	"github.com/convobot/convo/framework/schema"
)

// Names of the invokes by which a bot is configured when it is added to a team or group chat, and later.
const (
	InvokeConfigFetch  = "config/fetch"  // value: any, answer: ConfigResponse
	InvokeConfigSubmit = "config/submit" // value: any, answer: ConfigResponse
)

// ConfigResponse answers config/fetch and config/submit. Make one with [ConfigDialog], [ConfigMessage] or [ConfigAuth].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-configuration-experience
type ConfigResponse struct {
	ResponseType string    `json:"responseType,omitempty"` // config
	Config       Config    `json:"config,omitzero,omitempty"`
	CacheInfo    CacheInfo `json:"cacheInfo,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// Config says how the configuration goes on: Type is continue, with a [TaskModuleInfo] as value; message, with a text; or
// auth, with actions.
//
// Spec: https://learn.microsoft.com/dotnet/api/microsoft.bot.schema.teams.botconfigauth
type Config struct {
	Type             string                  `json:"type,omitempty"`
	Value            schema.Any              `json:"value,omitzero"`
	SuggestedActions schema.SuggestedActions `json:"suggestedActions,omitzero,omitempty"`

	Extra map[string]json.RawMessage `json:",embed,unknown"`
}

// ConfigDialog answers with a dialog in which the bot is configured.
func ConfigDialog(info TaskModuleInfo) *ConfigResponse {
	return configResponse(Config{Type: "continue", Value: info})
}

// ConfigMessage answers with a text, which ends the configuration.
func ConfigMessage(text string) *ConfigResponse {
	return configResponse(Config{Type: "message", Value: text})
}

// ConfigAuth answers that the user has to sign in first, on the page at url.
func ConfigAuth(title, url string) *ConfigResponse {
	actions := []schema.CardAction{{Type: schema.ActionOpenURL, Title: title, Value: url}}
	return configResponse(Config{Type: "auth", SuggestedActions: schema.SuggestedActions{Actions: actions}})
}

func configResponse(c Config) *ConfigResponse {
	return &ConfigResponse{ResponseType: "config", Config: c}
}
