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
	// ServiceURL is where the sender's connector is reached, as the token says; empty if it does not.
	ServiceURL string
	// CallerID is what the activity's callerId is to say: the cloud for a channel, or else urn:botframework:aadappid:
	// and the id of the app that the token was issued to.
	CallerID string

	class        class
	endorsements []string     // channel ids that the signing key may speak for
	urls         *ServiceURLs // for ownApp, what it may name; for otherBot, what it may not
}

// class is how a sender was verified, and so what it may say.
type class uint8

const (
	channel  class = iota // by the cloud's channel service
	ownApp                // by Entra, as the bot's own app
	otherBot              // by Entra, as another app that may call
)

// CheckActivity binds an activity to the identity that sent it. The error is an [*Error] with [RuleServiceURL] or
// [RuleEndorsement]. Without these checks a genuine token could be sent along with a body that leads the bot's own
// token elsewhere.
//
// Of a channel, serviceURL must be the token's, apart from one trailing slash, and channelID must be endorsed by the key
// that signed the token. Entra's tokens hold neither: the bot's own app may name the service URLs that the bot's token
// may go to; another bot may name any but the channels', in whose name it could otherwise make this bot speak.
func (id Identity) CheckActivity(channelID, serviceURL string) error {
	switch {
	case serviceURL == "" || id.ServiceURL == "" && id.class == channel:
		return refuse(RuleServiceURL, "activity has %q and token has %q; neither may be empty",
			clip(serviceURL), clip(id.ServiceURL))
	case id.ServiceURL != "" && strings.TrimSuffix(serviceURL, "/") != strings.TrimSuffix(id.ServiceURL, "/"):
		return refuse(RuleServiceURL, "activity has %q but token has %q", clip(serviceURL), clip(id.ServiceURL))
	case channelID == "" || id.class == channel && !slices.Contains(id.endorsements, channelID):
		return refuse(RuleEndorsement, "the signing key is not endorsed for channel %q", clip(channelID))
	}
	switch id.class {
	case ownApp:
		if err := id.urls.Check(serviceURL); err != nil {
			return &Error{Rule: RuleServiceURL, Err: err}
		}
	case otherBot:
		if e, reason := parseEndpoint(serviceURL); reason != "" || id.urls.listed(e.host) {
			return refuse(RuleServiceURL, "a bot may not speak for the channel at %q", clip(serviceURL))
		}
	case channel:
	}
	return nil
}
