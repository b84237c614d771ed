package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t"
	token := schema.TokenResponse{ConnectionName: "orders", Token: secret}
	post := schema.TokenPostResource{SASURL: "https://example.com/?sig=" + secret}
	resource := schema.SignInResource{SignInLink: "https://example.com/?state=" + secret, TokenPostResource: post}
	request := schema.TokenExchangeInvokeRequest{ID: "1", ConnectionName: "orders", Token: secret}
	for name, v := range map[string]any{
		"token":           token,
		"token, pointer":  &token,
		"exchange":        schema.TokenExchangeRequest{URI: "api://orders", Token: secret},
		"invoke":          request,
		"post":            post,
		"sign-in":         resource,
		"token or not":    schema.TokenOrSignInResource{TokenResponse: token, SignInResource: resource},
		"card action":     schema.AdaptiveCardInvokeValue{State: secret, Authentication: request},
		"magic code":      schema.SignInStateVerificationQuery{State: secret},
		"inside a struct": struct{ Got schema.TokenResponse }{token},
		"in a list":       []schema.TokenResponse{token},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
				printed := fmt.Sprintf(format, v)
				require.NotContains(t, printed, secret, format)
				require.Contains(t, printed, "hidden", format)
			}
		})
	}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(handler).Info("signed in", "token", token, "pointer", &token, "resource", resource, "request", request, "post", post,
			"exchange", schema.TokenExchangeRequest{Token: secret}, "code", schema.SignInStateVerificationQuery{State: secret},
			"pressed", schema.AdaptiveCardInvokeValue{State: secret, Authentication: request},
			"either", schema.TokenOrSignInResource{TokenResponse: token})
	}
	require.NotContains(t, log.String(), secret)
	require.Contains(t, log.String(), "orders")

	require.Contains(t, write(t, token), secret, "the channel gets it")
	require.Contains(t, schema.TokenResponse{}.String(), "none")
	pressed := schema.AdaptiveCardInvokeValue{Action: schema.AdaptiveCardInvokeAction{Verb: "ship", Data: json.RawMessage(`{"order":17}`)}}
	require.Contains(t, pressed.String(), `verb "ship"`)
	require.Contains(t, pressed.String(), `{"order":17}`)
}
