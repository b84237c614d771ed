package main

import (
	"regexp"
	"strings"
)

// A client secret that Entra makes has 40 characters now, and had 32 or 34 before.
//
// Spec: https://github.com/microsoft/security-utilities/blob/main/GeneratedRegexPatterns/PreciselyClassifiedSecurityKeys.json
const (
	shortestUsual = 32
	longestUsual  = 44
	shortest      = 16 // below it, it is not believed to be one at all
)

const howToRenew = "In Entra under App registrations, your app, Certificates & secrets, make a new client secret and copy its Value, which is shown only once."

var percentEncoded = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// describeSecret tells of a secret only how long it is, roughly.
func describeSecret(secret string) string {
	switch n := len(secret); {
	case n < shortestUsual:
		return "a secret shorter than Entra's"
	case n <= longestUsual:
		return "a secret as long as Entra's"
	default:
		return "a secret longer than Entra's"
	}
}

// checkSecret never passes the secret on: what is said of it is chosen here.
func (s setup) checkSecret(found *report) {
	const check = "secret"
	secret := s.AppPassword
	switch {
	case secret == "":
		if s.credential() == noCredential {
			found.problem(check, advice{says: "There is no client secret (" + envSecret + "), and no other credential.", fix: howToRenew}, "")
		}
	case strings.HasPrefix(strings.TrimSpace(secret), "-----BEGIN"):
		found.problem(check, advice{
			says:  "The secret is a certificate or a private key.",
			cause: "Certificates are not given as a secret.",
			fix:   "Put it into a file, and name that in MicrosoftAppCertificate_FILE in place of " + envSecret + ".",
		}, "")
	case checkWrapped(found, check, envSecret, secret), checkPlaceholder(found, check, envSecret, secret):
	case guid.MatchString(secret):
		found.problem(check, advice{
			says:  "The secret is a GUID. That is the id of a secret, not its value.",
			cause: "Entra shows both in one row, and the value only once.",
			fix:   howToRenew,
		}, "")
	case looksLikeToken(secret):
		found.problem(check, advice{
			says: "The secret is a token.", cause: "The bot gets tokens itself, in exchange for a secret.", fix: howToRenew,
		}, "")
	case len(secret) < shortest:
		found.problem(check, advice{
			says: "The secret is too short to be one of Entra's.", cause: "It was cut off, perhaps by a shell at a character such as $ or #.",
			fix: "Set it in single quotation marks. If it is lost: " + howToRenew,
		}, "")
	case percentEncoded.MatchString(secret):
		found.note(check, advice{
			says: "The secret has a part like %7E: it may be encoded as in a URL.", fix: "Set the value as Entra shows it.",
		})
	}
}
