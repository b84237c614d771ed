package schema_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// TestTokensAreNotPrinted: neither alone nor inside of something else.
func TestTokensAreNotPrinted(t *testing.T) {
	t.Parallel()
	const secret = "a-token-of-somebody"
	response := schema.TokenResponse{ConnectionName: "graph", Token: secret}
	for _, v := range []any{
		response, &response,
		[]schema.TokenResponse{response},
		map[string]schema.TokenResponse{"graph": response},
		schema.TokenOrSignInResource{TokenResponse: response},
		schema.TokenExchangeRequest{URI: "graph", Token: secret},
		schema.TokenExchangeInvokeRequest{ConnectionName: "graph", Token: secret},
		schema.AdaptiveCardInvokeValue{Authentication: schema.TokenExchangeInvokeRequest{ConnectionName: "graph", Token: secret}},
	} {
		var logged bytes.Buffer
		slog.New(slog.NewTextHandler(&logged, nil)).Info("got", "v", v)
		for _, text := range []string{fmt.Sprint(v), fmt.Sprintf("%v %+v %#v %s", v, v, v, v), logged.String()} {
			require.NotContains(t, text, secret, "%T", v)
			require.Contains(t, text, "graph", "%T", v)
		}
	}
	whole, err := response.MarshalJSON()
	require.NoError(t, err)
	require.Contains(t, string(whole), secret, "on the wire it is whole")
	require.NotContains(t, fmt.Sprint(schema.TokenResponse{}), "hidden")
}
