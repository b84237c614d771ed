package auth

import (
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// Rule names the rule that refused a request. The set is closed, so that it can label a metric.
type Rule string

// The rules, in the order in which they are applied.
const (
	// RuleHeader: there is exactly one Authorization header, of the form "Bearer <token>".
	RuleHeader Rule = "header"
	// RuleToken: the token is a well-formed, signed JWT of at most 16 KiB.
	RuleToken Rule = "token"
	// RuleAlgorithm: it is signed with RS256.
	RuleAlgorithm Rule = "algorithm"
	// RuleIssuer: it names an issuer whose tokens the bot accepts.
	RuleIssuer Rule = "issuer"
	// RuleKeysUnavailable: the signing keys of that issuer can be had.
	RuleKeysUnavailable Rule = "keys-unavailable"
	// RuleKey: the token names one of them.
	RuleKey Rule = "key"
	// RuleSignature: that key made the signature.
	RuleSignature Rule = "signature"
	// RuleTenant: the tenant and version that an Entra token names are those of its issuer.
	RuleTenant Rule = "tenant"
	// RuleAppOnly: an Entra token was issued to an app that proved who it is, and for no user.
	RuleAppOnly Rule = "app-only"
	// RuleCaller: that app is one that may call.
	RuleCaller Rule = "caller"
	// RuleAudience: the token was issued for this bot.
	RuleAudience Rule = "audience"
	// RuleExpired: it says when it expires, which is not more than 5 minutes ago.
	RuleExpired Rule = "expired"
	// RuleNotYetValid: it was issued, and is valid from, not more than 5 minutes in the future.
	RuleNotYetValid Rule = "not-yet-valid"
	// RuleServiceURL: the activity's service URL is the one in the token, or one that its sender may name.
	RuleServiceURL Rule = "service-url"
	// RuleEndorsement: the signing key is endorsed for the activity's channel.
	RuleEndorsement Rule = "endorsement"
)

// Error says why a request is refused. Its text is for the log: it holds no token, and nothing of it belongs in the
// answer to the caller.
type Error struct {
	// Rule is the rule that failed.
	Rule Rule
	// Err says how it failed.
	Err error
}

// Error returns the rule and the reason on one line of bounded length.
func (e *Error) Error() string {
	return "auth: " + string(e.Rule) + ": " + printable(e.Err.Error(), 4*maxShown)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// HTTPStatus returns the status to answer: 503 if the signing keys cannot be had, 403 if the token is genuine but not
// for this activity, 401 otherwise.
func (e *Error) HTTPStatus() int {
	switch e.Rule {
	case RuleKeysUnavailable:
		return http.StatusServiceUnavailable
	case RuleServiceURL, RuleEndorsement:
		return http.StatusForbidden
	default:
		return http.StatusUnauthorized
	}
}

func refuse(rule Rule, format string, args ...any) *Error {
	return &Error{Rule: rule, Err: fmt.Errorf(format, args...)}
}

// clip cuts the caller's text for an error.
func clip(s string) string { return printable(s, maxShown) }

// printable cuts s to about limit bytes and replaces what could forge or break a log line.
func printable(s string, limit int) string {
	if len(s) > limit {
		s = s[:limit] + "..."
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
