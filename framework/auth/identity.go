package auth

import (
	"slices"
	"strings"
)

// Identity is the verified sender of a request. It is immutable; the zero Identity is nobody and fits no activity.
type Identity struct {
	// AppID is the bot that was called.
	AppID string
	// Issuer is who issued the token.
	Issuer string
	// ServiceURL is where the sender's connector is reached, as the token says.
	ServiceURL string

	endorsements []string // channel ids that the signing key may speak for
}

// CheckActivity binds an activity to the identity that sent it: serviceURL must be the token's, apart from one trailing
// slash, and channelID must be endorsed by the key that signed the token. Both must be present. Without these checks a
// genuine token could be sent along with a body that leads the bot's own token elsewhere. The error is an [*Error]
// with [RuleServiceURL] or [RuleEndorsement].
func (id Identity) CheckActivity(channelID, serviceURL string) error {
	switch {
	case serviceURL == "" || id.ServiceURL == "":
		return refuse(RuleServiceURL, "activity has %q and token has %q; neither may be empty",
			clip(serviceURL), clip(id.ServiceURL))
	case strings.TrimSuffix(serviceURL, "/") != strings.TrimSuffix(id.ServiceURL, "/"):
		return refuse(RuleServiceURL, "activity has %q but token has %q", clip(serviceURL), clip(id.ServiceURL))
	case channelID == "" || !slices.Contains(id.endorsements, channelID):
		return refuse(RuleEndorsement, "the signing key is not endorsed for channel %q", clip(channelID))
	}
	return nil
}
