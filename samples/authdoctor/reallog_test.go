package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth/authtest"
)

// What a real bot logs is what the doctor reads, in both forms of slog.
func TestRealLogsAreExplained(t *testing.T) {
	t.Parallel()
	key, err := signingKey()
	require.NoError(t, err)
	identity, err := authtest.New(authtest.Config{AppID: appID, Password: secret, TenantID: tenant, SigningKey: key})
	require.NoError(t, err)
	const here = "https://smba.trafficmanager.net/emea/"
	now := time.Now()
	tests := []struct {
		name   string
		claims map[string]any
		header string // for the token
		body   string
		check  string
		saw    string
	}{
		{name: "no header", header: "-", check: "rule/header"},
		{name: "not a token", header: "Bearer x", check: "rule/token"},
		{name: "another bot's", claims: map[string]any{"aud": tenant}, check: "rule/audience", saw: tenant},
		{name: "another cloud's", claims: map[string]any{"iss": "https://api.botframework.us"}, check: "rule/issuer", saw: "botframework.us"},
		{name: "expired", claims: map[string]any{"exp": now.Add(-time.Hour).Unix()}, check: "rule/expired"},
		{name: "from the future", claims: map[string]any{"nbf": now.Add(time.Hour).Unix()}, check: "rule/not-yet-valid"},
		{name: "another service URL", body: `{"type": "message", "id": "1", "channelId": "msteams", "serviceUrl": "https://evil.example", "conversation": {"id": "a"}, "from": {"id": "u"}, "recipient": {"id": "b"}}`, check: "rule/service-url", saw: "evil.example"},
		{name: "another channel", body: `{"type": "message", "id": "1", "channelId": "webchat", "serviceUrl": "` + here + `", "conversation": {"id": "a"}, "from": {"id": "u"}, "recipient": {"id": "b"}}`, check: "rule/endorsement", saw: "webchat"},
		{name: "no activity", body: `[]`, check: "rule/BadArgument"},
	}
	forms := map[string]func(io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	}
	for _, tt := range tests {
		for form, handler := range forms {
			t.Run(tt.name+" "+form, func(t *testing.T) {
				t.Parallel()
				var log bytes.Buffer
				bot, err := cloud.New(cloud.Config{
					AppID: appID, AppPassword: secret, AppType: cloud.SingleTenant, TenantID: tenant,
					Cloud: identity.Cloud("https://identity.test"), HTTPClient: identity.Client(), Logger: slog.New(handler(&log)),
				}, framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil }))
				require.NoError(t, err)
				token, err := identity.SignChannelToken(here, tt.claims)
				require.NoError(t, err)
				r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/messages", strings.NewReader(tt.body))
				r.Header.Set("Content-Type", "application/json")
				switch tt.header {
				case "":
					r.Header.Set("Authorization", "Bearer "+token)
				case "-":
				default:
					r.Header.Set("Authorization", tt.header)
				}
				w := httptest.NewRecorder()
				bot.ServeHTTP(w, r)
				require.GreaterOrEqual(t, w.Code, 400)

				found, err := explainLog(&log)
				require.NoError(t, err)
				require.Len(t, found.findings, 1)
				require.Equal(t, tt.check, found.findings[0].Check)
				require.Contains(t, found.findings[0].Saw, tt.saw)
				require.Contains(t, found.findings[0].Says, "The bot answered 4")
			})
		}
	}
}
