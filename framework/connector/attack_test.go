package connector_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/connector"
)

// TestAttacks holds the rows of the attack matrix that aim at what the bot sends; framework/auth/ATTACKS.md has all rows.
// The connector takes everything; seen is what it must have seen of it, or "" for nothing.
func TestAttacks(t *testing.T) {
	t.Parallel()
	type send = func(ctx context.Context, out *connector.Outbound) error
	to := func(serviceURL string) send { // a stored reference that was edited
		return func(ctx context.Context, out *connector.Outbound) error {
			client, err := out.Client(serviceURL)
			if err != nil {
				return err
			}
			return post(ctx, client)
		}
	}
	id := func(id string) send { // as of an activity, in a conversation of that id too
		return func(ctx context.Context, out *connector.Outbound) error {
			client, err := out.Client(serviceURL)
			if err != nil {
				return err
			}
			return client.DeleteActivity(ctx, id, id)
		}
	}
	correlated := func(id string) send {
		return func(ctx context.Context, out *connector.Outbound) error {
			return to(serviceURL)(framework.WithCorrelationID(ctx, id), out)
		}
	}
	const base = "https://smba.example/amer/v3/conversations/"
	tests := []struct {
		name string
		send send
		seen string
	}{
		{"row 36: attacker's host", to("https://evil.test/"), ""},
		{"row 36: suffix", to("https://smba.example.evil.test/"), ""},
		{"row 37: http", to("http://smba.example/amer/"), ""},
		{"row 37: user information", to("https://smba.example@evil.test/"), ""},
		{"row 37: port", to("https://smba.example:8443/"), ""},
		{"row 37: IP", to("https://10.0.0.1/"), ""},
		{"row 37: IPv6 loopback", to("https://[::1]/"), ""},
		{"row 37: metadata service", to("http://169.254.169.254/"), ""},
		{"row 37: unicode host", to("https://smba。example/"), ""},
		{"row 41: stored reference", to("https://evil.test/v3"), ""},
		{"row 41: stored reference, a dot segment", to("https://smba.example/amer/../x"), ""},
		{"row 60: path", id("../../../x"), ""},
		{"row 60: slashes", id("a/b"), base + "a%2Fb/activities/a%2Fb"},
		{"row 61: dot", id("."), ""},
		{"row 61: dots", id(".."), ""},
		{"row 61: escaped dots", id("%2e%2e"), base + "%252e%252e/activities/%252e%252e"},
		{"row 62: query", id("?a=b"), base + "%3Fa%3Db/activities/%3Fa%3Db"},
		{"row 62: fragment", id("#a"), base + "%23a/activities/%23a"},
		{"row 62: escaped slash", id("%2f"), base + "%252f/activities/%252f"},
		{"row 62: semicolon", id("a;b"), base + "a%3Bb/activities/a%3Bb"},
		{"row 62: line break", id("a\r\nb"), ""},
		{"row 63: 10 KB", id(strings.Repeat("x", 10<<10)), ""},
		{"row 64: line break in a header", correlated("a\r\nEvil: 1"), base + "c/activities"},
		{"row 71: id of another conversation", id("19:other@thread.tacv2"), base + "19%3Aother%40thread.tacv2/activities/19%3Aother%40thread.tacv2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(answer(http.StatusCreated, ""))
			urls, err := auth.NewServiceURLs(auth.Cloud{ServiceHosts: []string{"smba.example"}})
			require.NoError(t, err)
			out := service.outbound()
			out.Tokens, out.CheckURL = token("t"), urls.Check
			err = tt.send(t.Context(), out)
			if tt.seen == "" {
				require.Error(t, err)
				require.NotContains(t, err.Error(), "\n")
				require.Empty(t, service.seen, "no token leaves")
				return
			}
			require.NoError(t, err)
			require.Len(t, service.seen, 1)
			require.Equal(t, tt.seen, service.seen[0].url)
			require.NotContains(t, service.seen[0].header, "Evil")
			require.NotContains(t, service.seen[0].header, "X-Ms-Correlation-Id")
		})
	}
}

// Row 38: an answer cannot lead the bot's token elsewhere, nor its message.
func TestAttackRow38Redirect(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		service := answering(answer(status, "", "Location", "https://evil.test/"))
		out := service.outbound()
		out.Tokens, out.CheckURL = token("t"), anywhere
		require.Equal(t, status, channelError(t, post(t.Context(), clientOf(t, out, serviceURL))).Status)
		require.Len(t, service.seen, 1)
	}
}
