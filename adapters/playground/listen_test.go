package playground_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/playground"
)

func TestListenRefuses(t *testing.T) {
	t.Parallel()
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = taken.Close() })
	const bot = "http://localhost:3978/api/messages"
	for name, tt := range map[string]struct {
		cfg  playground.Config
		want string
	}{
		"every interface":         {playground.Config{Bot: bot, Addr: "0.0.0.0:0"}, "not of this machine alone"},
		"every interface of IPv6": {playground.Config{Bot: bot, Addr: "[::]:0"}, "not of this machine alone"},
		"another machine":         {playground.Config{Bot: bot, Addr: "192.0.2.1:0"}, "not of this machine alone"},
		"a name":                  {playground.Config{Bot: bot, Addr: "example.com:80"}, "not of this machine alone"},
		"no port":                 {playground.Config{Bot: bot, Addr: "localhost"}, "use localhost:3979"},
		"a port in use":           {playground.Config{Bot: bot, Addr: taken.Addr().String()}, "if another playground is running"},
		"in use for one IP":       {playground.Config{Bot: bot, Addr: ":" + portOf(taken)}, "if another playground is running"},
		"no bot":                  {playground.Config{}, "Bot is not the URL"},
		"a bot without a scheme":  {playground.Config{Bot: "localhost:3978/api/messages"}, "Bot is not the URL"},
		"a bot with a password":   {playground.Config{Bot: "http://a:hush@localhost:3978/"}, "Bot is not the URL"},
		"half anonymous":          {playground.Config{Bot: bot, Anonymous: true, AppPassword: "hush"}, "Anonymous"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := playground.Listen(context.Background(), tt.cfg)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "hush")
		})
	}
}

func portOf(l net.Listener) string {
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// The playground is where its URL says, whichever way a client takes localhost.
func TestListenAddresses(t *testing.T) {
	t.Parallel()
	for addr, url := range map[string]string{
		":0": "http://localhost:", "localhost:0": "http://localhost:", "127.0.0.1:0": "http://127.0.0.1:", "[::1]:0": "http://[::1]:",
	} {
		t.Run(addr, func(t *testing.T) {
			t.Parallel()
			if six, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "[::1]:0"); err != nil {
				t.Skip("no IPv6 here")
			} else {
				_ = six.Close()
			}
			play, err := playground.Listen(t.Context(), playground.Config{Addr: addr, Bot: "http://localhost:1/"})
			require.NoError(t, err)
			ctx, stop := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- play.Serve(ctx) }()
			require.True(t, strings.HasPrefix(play.URL(), url), play.URL())
			urls := []string{play.URL()}
			if strings.Contains(url, "localhost") {
				urls = append(urls, strings.Replace(play.URL(), "localhost", "127.0.0.1", 1), strings.Replace(play.URL(), "localhost", "[::1]", 1))
			}
			for _, url := range urls {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
				require.NoError(t, err)
				resp, err := http.DefaultTransport.RoundTrip(req)
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				require.Equal(t, http.StatusOK, resp.StatusCode)
			}
			stop()
			require.NoError(t, <-served)
		})
	}
}
