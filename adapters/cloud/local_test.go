package cloud_test

import (
	"context"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
)

// Without credentials a bot takes what comes straight from this machine, and nothing else.
func TestLocalRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*http.Request)
		status int
	}{
		"straight":             {func(*http.Request) {}, 200},
		"with a token":         {header("Authorization", "Bearer x"), 200},
		"IPv6":                 {allOf(remote("[::1]:40000"), local("::1"), host("[::1]:3978")), 200},
		"IPv4 in IPv6":         {allOf(remote("[::ffff:127.0.0.1]:40000"), local("::ffff:127.0.0.1")), 200},
		"other loopback":       {allOf(remote("127.0.0.2:40000"), local("127.0.0.2"), host("127.0.0.2")), 200},
		"host without port":    {host("localhost"), 200},
		"host, IPv6, no port":  {host("[::1]"), 200},
		"host in upper case":   {host("LOCALHOST:3978"), 200},
		"similar header names": {allOf(header("X-Forward", "1"), header("Viaduct", "1")), 200},

		"peer in the network":     {remote("192.168.0.7:40000"), 403},
		"peer in the net, IPv6":   {remote("[2001:db8::1]:40000"), 403},
		"peer of IPv4 in IPv6":    {remote("[::ffff:192.168.0.7]:40000"), 403},
		"unspecified peer":        {remote("0.0.0.0:40000"), 403},
		"no peer":                 {remote(""), 403},
		"peer on a unix socket":   {remote("@"), 403},
		"local addr in the net":   {local("192.168.0.1"), 403},
		"local addr in net, IPv6": {local("2001:db8::1"), 403},
		"no local addr":           {func(r *http.Request) { *r = *r.WithContext(context.Background()) }, 403},

		"host elsewhere":           {host("bot.example"), 403},
		"host below localhost":     {host("localhost.evil.test"), 403},
		"host with no port number": {host("localhost:http"), 403},
		"host above localhost":     {host("evil.localhost:3978"), 403},
		"host that looks loopback": {host("127.0.0.1.evil.test"), 403},
		"host as a number":         {host("2130706433"), 403},
		"host unspecified":         {host("0.0.0.0:3978"), 403},
		"host in the network":      {host("192.168.0.1:3978"), 403},
		"no host":                  {host(""), 403},

		"Forwarded":          {header("Forwarded", "for=192.0.2.1"), 403},
		"empty Forwarded":    {header("Forwarded", ""), 403},
		"Via":                {header("Via", "1.1 proxy"), 403},
		"X-Real-IP":          {header("X-Real-IP", "192.0.2.1"), 403},
		"original forwarded": {header("X-Original-Forwarded-For", "192.0.2.1"), 403},
		"X-Forwarded":        {header("X-Forwarded", "192.0.2.1"), 403},
		"Cloudflare":         {header("Cf-Connecting-Ip", "192.0.2.1"), 403},
		"X-Forwarded-For":    {header("X-Forwarded-For", "127.0.0.1"), 403},
		"X-Forwarded-Host":   {header("x-forwarded-host", "localhost"), 403},
		"X-Forwarded-Proto":  {header("X-Forwarded-Proto", "https"), 403},
		"X-Forwarded-Else":   {header("X-Forwarded-Else", ""), 403},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newLocalBot(t, nil)
			r := localRequest(t, activity(t, nil))
			tt.change(r)
			w := b.do(r)
			require.Equal(t, tt.status, w.Code, w.Body)
			if tt.status == http.StatusOK {
				require.EqualValues(t, 1, b.turns.Load())
				return
			}
			require.Zero(t, b.turns.Load())
			require.Contains(t, w.Body.String(), "this bot has no credentials")
			require.Len(t, b.logs.lines(t, "request refused"), 1)
		})
	}
}

// A stranger who gets a request through cannot lead the bot to speak to others than this machine.
func TestLocalBotSendsToLoopbackOnly(t *testing.T) {
	t.Parallel()
	for _, to := range []string{
		serviceURL, "http://192.168.0.1:80/", "http://localhost.evil.test/", "http://0.0.0.0:1/", "http://[::]:1/", "http://169.254.169.254/",
	} {
		t.Run(to, func(t *testing.T) {
			t.Parallel()
			var err error
			b := newLocalBot(t, func(ctx context.Context, turn *framework.TurnContext) error {
				err = turn.SendText(ctx, "hi")
				return nil
			})
			w := b.do(localRequest(t, activity(t, map[string]any{"serviceUrl": to})))
			require.Equal(t, http.StatusOK, w.Code)
			var refused *auth.ServiceURLError
			require.ErrorAs(t, err, &refused)
		})
	}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func remote(addr string) func(*http.Request) {
	return func(r *http.Request) { r.RemoteAddr = addr }
}

func host(host string) func(*http.Request) {
	return func(r *http.Request) { r.Host = host }
}

func local(ip string) func(*http.Request) {
	return func(r *http.Request) {
		addr := &net.TCPAddr{IP: net.ParseIP(ip), Port: 3978}
		*r = *r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(addr)))
	}
}

func allOf(changes ...func(*http.Request)) func(*http.Request) {
	return func(r *http.Request) {
		for _, change := range changes {
			change(r)
		}
	}
}
