package schema

import (
	"fmt"
	"log/slog"
)

// What holds a token prints without it, so that a log line or an error of a bot gives none away. As JSON it is whole.

const hidden = "[hidden]"

func hide(secret string) string {
	if secret == "" {
		return ""
	}
	return hidden
}

// String returns the response without its token. It is what fmt prints.
func (v TokenResponse) String() string {
	return fmt.Sprintf("schema.TokenResponse{ChannelID:%q ConnectionName:%q Token:%q Expiration:%v}",
		v.ChannelID, v.ConnectionName, hide(v.Token), v.Expiration)
}

// GoString is String, for %#v.
func (v TokenResponse) GoString() string { return v.String() }

// LogValue is String, for slog.
func (v TokenResponse) LogValue() slog.Value { return slog.StringValue(v.String()) }

// String returns the request without its token. It is what fmt prints.
func (v TokenExchangeRequest) String() string {
	return fmt.Sprintf("schema.TokenExchangeRequest{URI:%q Token:%q}", v.URI, hide(v.Token))
}

// GoString is String, for %#v.
func (v TokenExchangeRequest) GoString() string { return v.String() }

// LogValue is String, for slog.
func (v TokenExchangeRequest) LogValue() slog.Value { return slog.StringValue(v.String()) }

// String returns the request without its token. It is what fmt prints.
func (v TokenExchangeInvokeRequest) String() string {
	return fmt.Sprintf("schema.TokenExchangeInvokeRequest{ID:%q ConnectionName:%q Token:%q}", v.ID, v.ConnectionName, hide(v.Token))
}

// GoString is String, for %#v.
func (v TokenExchangeInvokeRequest) GoString() string { return v.String() }

// LogValue is String, for slog.
func (v TokenExchangeInvokeRequest) LogValue() slog.Value { return slog.StringValue(v.String()) }
