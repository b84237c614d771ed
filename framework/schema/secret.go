package schema

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// What carries a token, a code or an address that is as good as a token never prints it: not with fmt, in any of its forms,
// and not through slog. The JSON, which goes to the channel, has it; so has Extra, of which nobody can know.

// shown says whether there is a secret, and nothing else about it.
func shown(secret string) string {
	if secret == "" {
		return "none"
	}
	return "hidden"
}

// printable returns an open value as people read it: raw JSON as text.
func printable(v Any) any {
	if raw, ok := v.(json.RawMessage); ok {
		return string(raw)
	}
	return v
}

// String says whose token it is, without the token.
func (t TokenResponse) String() string {
	return fmt.Sprintf("TokenResponse(connection %q, expiration %q, token %s)", t.ConnectionName, t.Expiration.Text(), shown(t.Token))
}

// GoString is String, for %#v.
func (t TokenResponse) GoString() string { return t.String() }

// LogValue is String, for slog.
func (t TokenResponse) LogValue() slog.Value { return slog.StringValue(t.String()) }

// String says what is to be exchanged, without the token.
func (t TokenExchangeRequest) String() string {
	return fmt.Sprintf("TokenExchangeRequest(uri %q, token %s)", t.URI, shown(t.Token))
}

// GoString is String, for %#v.
func (t TokenExchangeRequest) GoString() string { return t.String() }

// LogValue is String, for slog.
func (t TokenExchangeRequest) LogValue() slog.Value { return slog.StringValue(t.String()) }

// String says which request it is, without the token.
func (t TokenExchangeInvokeRequest) String() string {
	return fmt.Sprintf("TokenExchangeInvokeRequest(id %q, connection %q, token %s)", t.ID, t.ConnectionName, shown(t.Token))
}

// GoString is String, for %#v.
func (t TokenExchangeInvokeRequest) GoString() string { return t.String() }

// LogValue is String, for slog.
func (t TokenExchangeInvokeRequest) LogValue() slog.Value { return slog.StringValue(t.String()) }

// String says what was pressed, without what the user signed in with.
func (v AdaptiveCardInvokeValue) String() string {
	return fmt.Sprintf("AdaptiveCardInvokeValue(verb %q, id %q, data %v, trigger %q, state %s, %v)",
		v.Action.Verb, v.Action.ID, printable(v.Action.Data), v.Trigger, shown(v.State), v.Authentication)
}

// GoString is String, for %#v.
func (v AdaptiveCardInvokeValue) GoString() string { return v.String() }

// LogValue is String, for slog.
func (v AdaptiveCardInvokeValue) LogValue() slog.Value { return slog.StringValue(v.String()) }

// String says whether there is a token or where to sign in, without either's secrets.
func (t TokenOrSignInResource) String() string {
	return fmt.Sprintf("TokenOrSignInResource(%s, %s)", t.TokenResponse, t.SignInResource)
}

// GoString is String, for %#v.
func (t TokenOrSignInResource) GoString() string { return t.String() }

// LogValue is String, for slog.
func (t TokenOrSignInResource) LogValue() slog.Value { return slog.StringValue(t.String()) }

// String says what a client can do, without the addresses, which hold a signature or the state of the sign-in.
func (s SignInResource) String() string {
	return fmt.Sprintf("SignInResource(link %s, exchange for %q, %s)", shown(s.SignInLink), s.TokenExchangeResource.URI, s.TokenPostResource)
}

// GoString is String, for %#v.
func (s SignInResource) GoString() string { return s.String() }

// LogValue is String, for slog.
func (s SignInResource) LogValue() slog.Value { return slog.StringValue(s.String()) }

// String says whether there is an address, without it.
func (t TokenPostResource) String() string {
	return fmt.Sprintf("TokenPostResource(url %s)", shown(t.SASURL))
}

// GoString is String, for %#v.
func (t TokenPostResource) GoString() string { return t.String() }

// LogValue is String, for slog.
func (t TokenPostResource) LogValue() slog.Value { return slog.StringValue(t.String()) }

// String says whether there is a code, without it.
func (q SignInStateVerificationQuery) String() string {
	return fmt.Sprintf("SignInStateVerificationQuery(state %s)", shown(q.State))
}

// GoString is String, for %#v.
func (q SignInStateVerificationQuery) GoString() string { return q.String() }

// LogValue is String, for slog.
func (q SignInStateVerificationQuery) LogValue() slog.Value { return slog.StringValue(q.String()) }
