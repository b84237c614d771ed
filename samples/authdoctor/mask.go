package main

import (
	"encoding/base64"
	"net/url"
	"os"
	"regexp"
	"strings"
	"unicode"
)

const (
	hidden    = "[hidden]"
	minSecret = 6   // bytes; hiding less would make the rest unreadable
	maxSaw    = 400 // bytes of text of others
)

// secretShaped is text that is secret wherever it stands: the value of something that is named so, a client secret of Entra,
// which has Q~ in a fixed place, and what follows a scheme in an Authorization header.
//
// Spec: https://github.com/microsoft/security-utilities/blob/main/GeneratedRegexPatterns/PreciselyClassifiedSecurityKeys.json
var secretShaped = regexp.MustCompile(`(?i)((?:secret|password|passwd|pwd|client_assertion|access_token|api_?key|authorization)["']?\s*[:=]\s*["']?)[^\s"'&,;]+` +
	`|()[a-z0-9_~.-]{3}[78]Q~[a-z0-9_~.-]{31,}` +
	`|(\b(?:Bearer|Basic)\s+)[a-z0-9+/_~.=-]{16,}`)

var (
	objectStart  = regexp.MustCompile(`^\{\s*"`)
	namesASecret = regexp.MustCompile(`(?i)(password|secret|token|key|identity_header)(_FILE)?$`)
)

// mask hides the secrets of an environment, and what has the form of a secret, in everything that is written.
type mask struct{ known *strings.Replacer }

// newMask takes the values of all variables whose names say that they are secret, not only of those that a bot reads.
func newMask(environ []string) mask {
	public := map[string]bool{} // an app id that was set for the secret too is no secret
	var secrets []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if name == envAppID || name == envTenantID {
			public[bare(value)] = guid.MatchString(bare(value))
		}
		if !namesASecret.MatchString(name) {
			continue
		}
		if strings.HasSuffix(name, fileSuffix) {
			if !strings.HasPrefix(name, "MicrosoftApp") && name != envFederatedToken {
				continue // another program's: this one has not read it, so it cannot repeat it
			}
			content, err := os.ReadFile(value) //nolint:gosec // the operator names the file
			if err != nil {
				continue
			}
			value = string(content)
		}
		secrets = append(secrets, value, bare(value))
	}
	var pairs []string
	for _, secret := range secrets {
		if len(secret) >= minSecret && !public[bare(secret)] {
			pairs = append(pairs, secret, hidden, url.QueryEscape(secret), hidden, url.PathEscape(secret), hidden)
		}
	}
	return mask{known: strings.NewReplacer(pairs...)}
}

func (m mask) text(s string) string {
	return secretShaped.ReplaceAllString(m.known.Replace(s), "${1}${2}${3}"+hidden)
}

// looksLikeToken reports whether s holds a JWT: base64 of a JSON object, a dot, and more of the kind. Whatever stands before
// it, the work grows no faster than s.
func looksLikeToken(s string) bool {
	start := 0 // of what may be base64
	for i := range len(s) {
		if isBase64(s[i]) {
			continue
		}
		if s[i] == '.' && len(s)-i > 4 && isBase64(s[i+1]) && isBase64(s[i+2]) && isBase64(s[i+3]) && isBase64(s[i+4]) && endsInObject(s[start:i]) {
			return true
		}
		start = i + 1
	}
	return false
}

// endsInObject reports whether an object that is encoded as base64 begins anywhere in s.
func endsInObject(s string) bool {
	const enough = 12 // characters, to tell
	for i := range max(len(s)-enough+1, 0) {
		if s[i] != 'e' { // as all that begins with a brace
			continue
		}
		begin, err := base64.RawURLEncoding.DecodeString(s[i : i+enough])
		if err == nil && objectStart.Match(begin) {
			return true
		}
	}
	return false
}

func isBase64(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// printable cuts text of others and replaces what could forge or break a line.
func printable(s string) string {
	if len(s) > maxSaw {
		s = strings.ToValidUTF8(s[:maxSaw], "") + "..."
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
