package auth_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/auth"
)

func TestPublicServiceURLs(t *testing.T) {
	t.Parallel()
	urls, err := auth.NewServiceURLs(auth.PublicCloud())
	require.NoError(t, err)
	for _, raw := range []string{
		"https://smba.trafficmanager.net",
		"https://smba.trafficmanager.net/",
		"https://smba.trafficmanager.net/amer/",
		"https://smba.trafficmanager.net/teams/.well-known/x",
		"https://smba.trafficmanager.net:443/emea/",
		"https://SMBA.TrafficManager.NET/emea/",
		"https://smba.trafficmanager.net./in/",
		"https://smba.infra.gcc.teams.microsoft.com/gcc",
		"https://webchat.botframework.com/",
		"https://a.b.botframework.com/",
	} {
		require.NoError(t, urls.Check(raw), raw)
	}
}

func TestRefusedServiceURLs(t *testing.T) {
	t.Parallel()
	urls, err := auth.NewServiceURLs(auth.PublicCloud())
	require.NoError(t, err)
	tests := map[string]struct{ raw, host, reason string }{
		"row 36: attacker's host":       {"https://evil.test/", "evil.test", "not a known service host"},
		"row 36: suffix bypass":         {"https://smba.trafficmanager.net.evil.test/", "smba.trafficmanager.net.evil.test", "not a known"},
		"row 36: shared domain":         {"https://smba-evil.trafficmanager.net/", "smba-evil.trafficmanager.net", "not a known"},
		"row 36: below an exact host":   {"https://x.smba.trafficmanager.net/", "x.smba.trafficmanager.net", "not a known"},
		"row 36: suffix without a dot":  {"https://evilbotframework.com/", "evilbotframework.com", "not a known"},
		"row 36: the bare suffix":       {"https://botframework.com/", "botframework.com", "not a known"},
		"row 37: http":                  {"http://smba.trafficmanager.net/", "smba.trafficmanager.net", "not https"},
		"row 37: user information":      {"https://smba.trafficmanager.net@evil.test/", "evil.test", "user information"},
		"row 37: password":              {"https://u:hunter2@smba.trafficmanager.net/", "smba.trafficmanager.net", "user information"},
		"row 37: port":                  {"https://smba.trafficmanager.net:8443/", "smba.trafficmanager.net", "port"},
		"row 37: port of http":          {"https://smba.trafficmanager.net:80/", "smba.trafficmanager.net", "port"},
		"row 37: IPv4":                  {"https://10.0.0.1/", "10.0.0.1", "not a known"},
		"row 37: IPv4 as a number":      {"https://2130706433/", "2130706433", "not a known"},
		"row 37: metadata service":      {"http://169.254.169.254/latest", "169.254.169.254", "not a known"},
		"row 37: IPv6 loopback":         {"https://[::1]/", "::1", "not a known"},
		"row 37: loopback":              {"http://localhost:3978/", "localhost", "not a known"},
		"row 37: unicode host":          {"https://smba.trafficmanager。net/", "", "host name"},
		"row 37: Kelvin sign for k":     {"https://x.botframewor\u212a.com/", "", "host name"},
		"row 37: escaped host":          {"https://smba%2etrafficmanager.net/", "", "not a URL"},
		"row 37: backslash":             {`https://evil.test\.botframework.com/`, "", "not a URL"},
		"row 37: two trailing dots":     {"https://smba.trafficmanager.net../", "", "host name"},
		"row 37: empty label":           {"https://.botframework.com/", "", "host name"},
		"row 37: query":                 {"https://smba.trafficmanager.net/?code=hunter2", "smba.trafficmanager.net", "query"},
		"row 37: empty query":           {"https://smba.trafficmanager.net/?", "smba.trafficmanager.net", "query"},
		"row 37: fragment":              {"https://smba.trafficmanager.net/#hunter2", "smba.trafficmanager.net", "fragment"},
		"row 37: dot segments":          {"https://smba.trafficmanager.net/amer/../x", "smba.trafficmanager.net", "dot segment"},
		"row 37: escaped dot segments":  {"https://smba.trafficmanager.net/amer/%2e%2E/x", "smba.trafficmanager.net", "dot segment"},
		"row 37: escaped slash and dot": {"https://smba.trafficmanager.net/amer%2f..%2fx", "smba.trafficmanager.net", "dot segment"},
		"row 37: backslash in the path": {"https://smba.trafficmanager.net/amer%5c..", "smba.trafficmanager.net", "backslash"},
		"row 37: other scheme":          {"ftp://smba.trafficmanager.net/", "", "http or https"},
		"row 37: opaque":                {"https:smba.trafficmanager.net", "", "host name"},
		"row 37: relative":              {"//smba.trafficmanager.net/", "", "http or https"},
		"row 37: control character":     {"https://smba.trafficmanager.net/\n", "", "not a URL"},
		"row 37: empty":                 {"", "", "http or https"},
		"row 37: long": {
			"https://smba.trafficmanager.net/" + strings.Repeat("x", 1<<20), "", "too long",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := urls.Check(tt.raw)
			var refused *auth.ServiceURLError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, tt.host, refused.Host)
			require.Contains(t, refused.Reason, tt.reason)
			require.ErrorContains(t, err, tt.host)
			require.NotContains(t, err.Error(), "hunter2")
			require.Less(t, len(err.Error()), 512)
		})
	}
}

func TestExtraBaseURLs(t *testing.T) {
	t.Parallel()
	urls, err := auth.NewServiceURLs(auth.PublicCloud(),
		"https://gateway.example:8443/bots/", "http://localhost:56150", "http://[::1]:80/a")
	require.NoError(t, err)
	for _, raw := range []string{
		"https://gateway.example:8443/bots",
		"https://gateway.example:8443/bots/",
		"https://GATEWAY.example.:8443/bots/team/x",
		"http://localhost:56150/_connector",
		"http://[::1]/a/b",
		"https://smba.trafficmanager.net/amer/",
	} {
		require.NoError(t, urls.Check(raw), raw)
	}
	for _, raw := range []string{
		"https://gateway.example:8443/",
		"https://gateway.example:8443/botsandmore",
		"https://gateway.example:8443/bots/../admin",
		"https://gateway.example/bots",
		"http://gateway.example:8443/bots",
		"https://u@gateway.example:8443/bots",
		"https://x.gateway.example:8443/bots",
		"https://localhost:56150/",
		"http://localhost:56151/",
		"http://127.0.0.1:56150/",
		"http://[::1]:8080/a",
	} {
		require.Error(t, urls.Check(raw), raw)
	}
}

func TestNewServiceURLsRefuses(t *testing.T) {
	t.Parallel()
	for _, extra := range []string{
		"", "gateway.example", "http://gateway.example/", "https://u:hunter2@gateway.example/", "https://gateway.example/?q",
		"http://169.254.169.254/",
	} {
		_, err := auth.NewServiceURLs(auth.PublicCloud(), extra)
		var refused *auth.ServiceURLError
		require.ErrorAs(t, err, &refused, extra)
		require.NotContains(t, err.Error(), "hunter2")
	}
	for _, host := range []string{"", ".", "*.example.com", "Example.com", "example.com/x", "example.com:443"} {
		_, err := auth.NewServiceURLs(auth.Cloud{ServiceHosts: []string{host}})
		require.ErrorContains(t, err, "host name", host)
	}
}

func TestLocalServiceURLs(t *testing.T) {
	t.Parallel()
	urls := auth.LocalServiceURLs()
	for _, raw := range []string{
		"http://localhost:56150/_connector", "https://localhost/", "http://127.0.0.1:1", "http://127.9.9.9/", "http://[::1]:8080/",
	} {
		require.NoError(t, urls.Check(raw), raw)
	}
	for _, raw := range []string{
		"https://smba.trafficmanager.net/amer/", "http://localhost.evil.test/", "http://0.0.0.0/", "http://10.0.0.1/",
		"http://localhost@evil.test/", "http://127.0.0.1.evil.test/", "http://[::]/", "file://localhost/etc/passwd",
	} {
		require.Error(t, urls.Check(raw), raw)
	}
}

func TestZeroServiceURLsAllowNone(t *testing.T) {
	t.Parallel()
	var urls auth.ServiceURLs
	for _, raw := range []string{"", serviceURL, "http://localhost/"} {
		require.Error(t, urls.Check(raw), raw)
	}
}

// FuzzServiceURLs looks for a URL that is allowed but would be sent to another host.
func FuzzServiceURLs(f *testing.F) {
	for _, seed := range []string{
		serviceURL, "https://webchat.botframework.com:443/x/y", "https://smba.trafficmanager.net@evil.test/", "http://[::1%25a]:80/",
		"https://smba.trafficmanager.net.:443", `https://a\@botframework.com`, "",
	} {
		f.Add(seed)
	}
	urls, err := auth.NewServiceURLs(auth.PublicCloud())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, raw string) {
		if err := urls.Check(raw); err != nil {
			require.Less(t, len(err.Error()), 1024)
			return
		}
		u, err := url.Parse(raw)
		require.NoError(t, err)
		require.Equal(t, "https", u.Scheme)
		require.Nil(t, u.User)
		require.Empty(t, u.RawQuery+u.Fragment)
		require.Contains(t, []string{"", "443"}, u.Port())
		host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
		require.True(t, host == "smba.trafficmanager.net" || host == "smba.infra.gcc.teams.microsoft.com" ||
			strings.HasSuffix(host, ".botframework.com"), host)
	})
}
