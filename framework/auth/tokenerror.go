package auth

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

var (
	errNoBearerToken = errors.New("the answer holds no bearer token with a lifetime")
	errPanicked      = errors.New("a source of tokens or certificates panicked; the log has the stack")
)

// TokenError says why the identity service gave no token. It holds neither a secret nor the service's full answer.
type TokenError struct {
	// Status is the HTTP status of the answer, or 0 if there was none that could be understood.
	Status int
	// Code is the OAuth error code, such as "invalid_client", if there was one.
	Code string
	// Description is the service's explanation, cut short and on one line. For Entra it starts with the AADSTS number.
	Description string
	// Err is the underlying error, if there was no answer that could be understood.
	Err error
}

// Error names the status, code and description, or the underlying error.
func (e *TokenError) Error() string {
	if e.Err != nil {
		return "auth: no access token: " + printable(e.Err.Error(), 4*maxShown)
	}
	if e.Code == "" {
		return fmt.Sprintf("auth: no access token: the identity service answered %d", e.Status)
	}
	return fmt.Sprintf("auth: no access token: the identity service answered %d: %s: %s", e.Status, e.Code, e.Description)
}

// Unwrap returns Err.
func (e *TokenError) Unwrap() error { return e.Err }

// refusal makes an error of the service's words. It may repeat what it was sent, so the values of secrets are taken out.
func refusal(status int, code, description string, secrets url.Values) *TokenError {
	var pairs []string
	for _, values := range secrets {
		for _, secret := range values {
			if secret != "" {
				pairs = append(pairs, secret, "[secret]", url.QueryEscape(secret), "[secret]")
			}
		}
	}
	redact := strings.NewReplacer(pairs...).Replace
	return &TokenError{
		Status:      status,
		Code:        clip(redact(code)),
		Description: printable(redact(description), 4*maxShown),
	}
}
