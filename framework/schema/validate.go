package schema

import "fmt"

// InvalidActivityError says which required member a received activity lacks.
type InvalidActivityError struct {
	Member string // JSON path, such as conversation.id
	Rule   string // number of the requirement in the specification, such as A2080
}

// Error names the member and the requirement.
func (e *InvalidActivityError) Error() string {
	return fmt.Sprintf("schema: the activity has no %s (requirement %s)", e.Member, e.Rule)
}

// CheckReceived reports the first member that every activity from a channel must have and this one lacks, as an
// [*InvalidActivityError]: type, channelId, serviceUrl, conversation.id, from.id, and the name of an event, command
// or commandResult. An invoke may lack its name: Teams sends it so when a card's button of type invoke is pressed.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md#requirements
func (a *Activity) CheckReceived() error {
	required := [...]struct{ value, name, rule string }{
		{a.Type, "type", "A2010"},
		{a.ChannelID, "channelId", "A2020"},
		{a.ServiceURL, "serviceUrl", "A2300"},
		{a.Conversation.ID, "conversation.id", "A2080"},
		{a.From.ID, "from.id", "A2060"},
	}
	for _, m := range required {
		if m.value == "" {
			return &InvalidActivityError{Member: m.name, Rule: m.rule}
		}
	}
	if a.Name != "" {
		return nil
	}
	switch a.Type {
	case TypeEvent:
		return &InvalidActivityError{Member: "name", Rule: "A5001"}
	case TypeCommand:
		return &InvalidActivityError{Member: "name", Rule: "A6310"}
	case TypeCommandResult:
		return &InvalidActivityError{Member: "name", Rule: "A6411"}
	}
	return nil
}
