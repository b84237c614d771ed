package playground_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/schema"
)

// Who may ask for what: pages of other origins, and names that were made to mean this machine, get nothing anywhere.
func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	p := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages"})
	own := p.play.URL()
	host := strings.TrimPrefix(own, "http://")
	_, port, err := net.SplitHostPort(host)
	require.NoError(t, err)
	const (
		page, state, acts = "GET /", "GET /playground/state", "POST /playground/acts"
		script            = "GET /page/main.js"
		connector         = "POST /teams/v3/conversations"
		tokens            = "GET /api/usertoken/GetToken"
		login             = "POST /botframework.com/oauth2/v2.0/token"
		keys              = "GET /v1/.well-known/keys"
	)
	drive := "GET " + strings.TrimPrefix(p.play.World().DriveURL(), own) + "/drive/00000000-0000-4000-8000-000000000001"
	everything := []string{page, state, acts, script, drive, connector, tokens, login, keys}
	tests := map[string]struct {
		ask    []string
		host   string
		header map[string]string
		status int
	}{
		"the page":                        {[]string{page, script}, host, nil, 200},
		"the page by IPv4":                {[]string{page}, "127.0.0.1:" + port, nil, 200},
		"the page by IPv6":                {[]string{page}, "[::1]:" + port, nil, 200},
		"the page without a port":         {[]string{page}, "LOCALHOST", nil, 200},
		"the page's own requests":         {[]string{state}, host, map[string]string{"X-Playground-Token": p.token, "Sec-Fetch-Site": "same-origin", "Origin": own}, 200},
		"a program with the page's token": {[]string{state}, host, map[string]string{"X-Playground-Token": p.token}, 200},
		"an address typed in":             {[]string{page}, host, map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200},
		"a link from elsewhere":           {[]string{page}, host, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},

		"no token":          {[]string{state, acts}, host, nil, 403},
		"wrong token":       {[]string{state, acts}, host, map[string]string{"X-Playground-Token": p.token + "x"}, 403},
		"token in a cookie": {[]string{state, acts}, host, map[string]string{"Cookie": "X-Playground-Token=" + p.token}, 403},

		"DNS rebinding":              {everything, "evil.test:" + port, nil, 403},
		"a name that begins so":      {everything, "localhost.evil.test", nil, 403},
		"a name that ends so":        {everything, "evil.localhost:" + port, nil, 403},
		"another machine":            {everything, "192.0.2.1:" + port, nil, 403},
		"every interface":            {everything, "0.0.0.0:" + port, nil, 403},
		"no host":                    {everything, "", nil, 403},
		"credentials in the host":    {everything, "localhost:80@evil.test", nil, 403},
		"a zone":                     {everything, "[::1%25eth0]:" + port, nil, 403},
		"another origin":             {everything, host, map[string]string{"Origin": "https://evil.test", "X-Playground-Token": p.token}, 403},
		"another port of localhost":  {everything, host, map[string]string{"Origin": "http://localhost:1", "X-Playground-Token": p.token}, 403},
		"no origin known":            {everything, host, map[string]string{"Origin": "null", "X-Playground-Token": p.token}, 403},
		"https of the same name":     {everything, host, map[string]string{"Origin": "https://" + host}, 403},
		"cross-site":                 {everything, host, map[string]string{"Sec-Fetch-Site": "cross-site", "X-Playground-Token": p.token}, 403},
		"same-site":                  {everything, host, map[string]string{"Sec-Fetch-Site": "same-site", "X-Playground-Token": p.token}, 403},
		"a link to what is not page": {everything[1:], host, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403},
		"a preflight":                {[]string{"OPTIONS /playground/acts"}, host, map[string]string{"Origin": "https://evil.test", "Access-Control-Request-Headers": "x-playground-token"}, 403},

		"the connector, no token":         {[]string{connector, tokens}, host, nil, 401},
		"the connector, the page's":       {[]string{connector, tokens}, host, map[string]string{"X-Playground-Token": p.token}, 401},
		"the connector, nonsense":         {[]string{connector, tokens}, host, map[string]string{"Authorization": "Bearer x.y.z"}, 401},
		"the connector, another service":  {[]string{connector, tokens}, host, map[string]string{"Authorization": "Bearer " + foreignToken(t)}, 401},
		"the connector, no signature":     {[]string{connector, tokens}, host, map[string]string{"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9."}, 401},
		"the connector, another scheme":   {[]string{connector, tokens}, host, map[string]string{"Authorization": "Basic eDp5"}, 401},
		"the token endpoint, no password": {[]string{login}, host, nil, 400},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, ask := range tt.ask {
				method, path, _ := strings.Cut(ask, " ")
				req := httptest.NewRequestWithContext(t.Context(), method, own+path, strings.NewReader("{}"))
				req.Host = tt.host
				for name, value := range tt.header {
					req.Header.Set(name, value)
				}
				w := httptest.NewRecorder()
				p.play.ServeHTTP(w, req)
				require.Equal(t, tt.status, w.Code, "%s: %s", ask, w.Body)
				require.Empty(t, w.Header().Get("Access-Control-Allow-Origin"), ask)
				if tt.status != http.StatusOK {
					require.NotContains(t, w.Body.String(), p.token, ask)
				}
			}
		})
	}
}

// foreignToken is a bot's token of another playground.
func foreignToken(t *testing.T) string {
	t.Helper()
	return botToken(t, serveFor(t, playground.Config{Bot: "http://localhost:1/"}))
}

// botToken gets the bot's token as a bot does.
func botToken(t *testing.T, p *page) string {
	t.Helper()
	cfg := p.play.BotConfig(cloud.Config{})
	credentials, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{Cloud: cfg.Cloud, AppID: cfg.AppID, Password: cfg.AppPassword})
	require.NoError(t, err)
	token, err := credentials.Token(t.Context())
	require.NoError(t, err)
	return token
}

// A path leads where its first part says and nowhere else, however it is written.
func TestPathTricks(t *testing.T) {
	t.Parallel()
	p := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages"})
	for path, status := range map[string]int{
		"/page/":                              404, // not listed
		p.files:                               404,
		p.files + "chat/":                     404,
		p.files + "index.html":                404,
		p.files + "..%2f..%2fguard.go":        404,
		p.files + "main.js":                   200,
		"/page/0123456789ab/main.js":          404, // of another start
		"/page/chat/":                         404,
		"/page/index.html":                    404, // it has no token
		"/page/../playground/state":           404,
		"/page/%2e%2e/playground/state":       404,
		"/page/..%2fguard.go":                 404,
		"/page/%2e%2e%2f%2e%2e%2fgo.mod":      404,
		"/page//main.js":                      200,
		"//playground/state":                  404,
		"/playground//state":                  404,
		"/PLAYGROUND/state":                   404,
		"/playground/state/":                  404,
		"/%70layground/state":                 404, // paths match as they are written
		"/playground":                         404,
		"/teams/../playground/state":          401, // the connector's
		"/teams/..%2fplayground%2fstate":      401,
		"/drive/../playground/state":          404,
		"/drive/..%2f..%2fgo.mod":             404,
		"/drive/":                             404,
		"/api/../playground/state":            401,
		"/v1/.well-known/../../playground":    404,
		"/nothing":                            404,
		"/x/../botframework.com/oauth2/token": 404,
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, p.play.URL(), http.NoBody)
		parsed, err := req.URL.Parse("http://" + req.Host + path)
		require.NoError(t, err, path)
		req.URL.Path, req.URL.RawPath = parsed.Path, parsed.RawPath
		if before, after, ok := strings.Cut(path, ".."); ok && !strings.Contains(path, "%") { // Parse resolves it
			req.URL.Path, req.URL.RawPath = before+".."+after, ""
		}
		w := httptest.NewRecorder()
		p.play.ServeHTTP(w, req)
		if w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect { // ServeMux tidies paths up
			require.True(t, strings.HasPrefix(w.Header().Get("Location"), "/"), path)
			continue
		}
		require.Equal(t, status, w.Code, "%s: %s", path, w.Body)
		require.NotContains(t, w.Body.String(), p.token, path)
	}
}

// What was uploaded is served as a file, never as a page.
func TestWhatIsServedIsInert(t *testing.T) {
	t.Parallel()
	p := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages"})
	for _, path := range []string{"/", "/page/main.js", "/drive/x", "/teams/v3/attachments/x/views/original", "/v1/.well-known/keys", "/nothing"} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, p.play.URL()+path, http.NoBody)
		w := httptest.NewRecorder()
		p.play.ServeHTTP(w, req)
		h := w.Header()
		require.Contains(t, h.Get("Content-Security-Policy"), "default-src 'none'", path)
		require.Contains(t, h.Get("Content-Security-Policy"), "frame-ancestors 'none'", path)
		require.Equal(t, path != "/", strings.Contains(h.Get("Content-Security-Policy"), "sandbox"), path)
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		require.Equal(t, "same-origin", h.Get("Cross-Origin-Resource-Policy"), path)
		require.Equal(t, "no-referrer", h.Get("Referrer-Policy"), path)
	}
}

// The address of a file is what gives access to it, so that no other program guesses it; ids alone can be guessed.
func TestFilesHaveAddressesThatNobodyGuesses(t *testing.T) {
	t.Parallel()
	p := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages"})
	w := p.play.World()
	ann := w.People()[0]
	sent, _, err := w.SendFile(ann, w.PersonalChat(ann), &schema.Activity{}, "a.html", "text/html", []byte("<script>"))
	require.NoError(t, err)
	address := strings.TrimPrefix(sent.Attachments[0].ContentURL, p.play.URL())
	secret, file, found := strings.Cut(address, "/drive/")
	require.True(t, found)
	for path, status := range map[string]int{
		address:                            http.StatusOK,
		address + "/content":               http.StatusOK,
		"/drive/" + file:                   http.StatusNotFound,
		secret + "x/drive/" + file:         http.StatusNotFound,
		secret + "/teams/v3/conversations": http.StatusNotFound,
		secret + "/drive/../api/usertoken/GetTokenStatus": http.StatusNotFound,
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, p.play.URL(), http.NoBody)
		req.URL.Path = path
		got := httptest.NewRecorder()
		p.play.ServeHTTP(got, req)
		require.Equal(t, status, got.Code, path)
		require.Contains(t, got.Header().Get("Content-Security-Policy"), "sandbox")
		if status == http.StatusOK {
			require.Equal(t, "application/octet-stream", got.Header().Get("Content-Type"))
		}
	}
	require.GreaterOrEqual(t, len(secret), 26)
}

// Bodies are read as far as they may be large.
func TestHugeBodies(t *testing.T) {
	t.Parallel()
	p := serveFor(t, playground.Config{Bot: "http://localhost:1/api/messages"})
	token := botToken(t, p)
	chat := p.play.World().Conversations()[0].ID
	tests := map[string]struct {
		path   string
		limit  int64
		status int
		header [2]string
	}{
		"an act":             {"/playground/acts", 16 << 20, 413, [2]string{"X-Playground-Token", p.token}},
		"a message":          {"/teams/v3/conversations/" + chat + "/activities", 4 << 20, 413, [2]string{"Authorization", "Bearer " + token}},
		"without a token":    {"/teams/v3/conversations/" + chat + "/activities", 0, 401, [2]string{}},
		"the token endpoint": {"/botframework.com/oauth2/v2.0/token", 1 << 20, 400, [2]string{"Content-Type", "application/x-www-form-urlencoded"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := &endless{}
			req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, p.play.URL()+tt.path, body)
			if tt.header[0] != "" {
				req.Header.Set(tt.header[0], tt.header[1])
			}
			w := httptest.NewRecorder()
			p.play.ServeHTTP(w, req)
			require.Equal(t, tt.status, w.Code, w.Body)
			require.LessOrEqual(t, body.read, tt.limit+1<<20)
		})
	}
}

// endless is a body of JSON that does not end.
type endless struct{ read int64 }

// Read implements [io.Reader].
func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	if e.read == 0 {
		copy(b, `{"do":"`)
	}
	e.read += int64(len(b))
	return len(b), nil
}

// A page that listens but does not read holds up nobody, and there are so many of them at most.
func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	p := serve(t, echo())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	open := func() int {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.play.URL()+"/playground/events", http.NoBody)
		require.NoError(t, err)
		req.Header.Set("X-Playground-Token", p.token)
		resp, err := p.client.Do(req)
		require.NoError(t, err)
		t.Cleanup(func() { _ = resp.Body.Close() })
		return resp.StatusCode
	}
	for range 64 {
		require.Equal(t, http.StatusOK, open())
	}
	require.Equal(t, http.StatusServiceUnavailable, open())
	ann := p.play.World().People()[0]
	chat := p.play.World().PersonalChat(ann)
	large := strings.Repeat("x", 20_000)
	for range 3 {
		p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": large}}, nil)
	}
	p.eventually("the bot's answers", []string{"6"}, func() []string { return []string{fmt.Sprint(len(p.play.World().Messages(chat)))} })
}

// Neither the log nor the inspector nor the configuration shows the password, the page's token or a bot's token.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	const password = "hush-password"
	log := &lockedBuffer{}
	cfg := playground.Config{
		AppPassword: password, Bot: "http://localhost:1/api/messages",
		Logger: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	p := serveFor(t, cfg)
	token := botToken(t, p)
	ann := p.play.World().People()[0]
	chat := p.play.World().PersonalChat(ann)
	p.act(m{"do": "send", "person": ann.ID, "conversation": chat, "activity": m{"type": "message", "text": "hi"}}, nil) // to nobody
	for _, authorization := range []string{"Bearer " + token, "Bearer " + token + "x", "Basic " + password, password} {
		for _, path := range []string{"/teams/v3/conversations/" + chat + "/activities", "/api/usertoken/GetTokenStatus"} {
			req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, p.play.URL()+path, strings.NewReader(`{"type":"message","text":"hi"}`))
			req.Header.Set("Authorization", authorization)
			req.Header.Set("Proxy-Authorization", authorization)
			req.Header.Set("Cookie", p.token)
			req.Header.Set("X-Playground-Token", p.token)
			p.play.ServeHTTP(httptest.NewRecorder(), req)
		}
	}
	for _, secret := range []string{password, password + "x"} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, p.play.URL()+"/x/oauth2/v2.0/token", strings.NewReader(
			"grant_type=client_credentials&client_id=x&client_secret="+secret))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		p.play.ServeHTTP(httptest.NewRecorder(), req)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, events := ask(ended, p.play, p.token, http.MethodGet, "/playground/events", "")
	_, state := ask(t.Context(), p.play, p.token, http.MethodGet, "/playground/state", "")
	raw, err := json.Marshal(map[string]any{"config": cfg})
	require.NoError(t, err)
	slog.New(slog.NewTextHandler(log, nil)).Info("config", "config", cfg)
	require.Contains(t, events, `"appid":"00000000-0000-4000-8000-00000000b07b"`, "what the token claims")
	require.Contains(t, log.String(), "the bot's request was refused")
	signature := token[strings.LastIndex(token, ".")+1:]
	for where, text := range map[string]string{
		"events": events, "state": state, "log": log.String(), "String": fmt.Sprintf("%v %+v %#v %s", cfg, cfg, cfg, cfg), "JSON": string(raw),
	} {
		for what, secret := range map[string]string{"password": password, "page's token": p.token, "bot's token": token, "its signature": signature} {
			require.NotContains(t, text, secret, "%s in %s", what, where)
		}
	}
}

// lockedBuffer is a log that several write to.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

// Write implements [io.Writer].
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}
