package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// A bot with the settings that the program prints, and nothing else, is talked with through its page.
func TestWhatItPrintsIsWhatABotNeeds(t *testing.T) {
	t.Parallel()
	program := build(t)
	tests := map[string]struct {
		args, env []string
		local     bool
		appID     string
	}{
		"made up":     {nil, nil, false, "00000000-0000-4000-8000-00000000b07b"},
		"its own":     {nil, []string{"MicrosoftAppId=11111111-2222-3333-4444-555555555555", passwordEnv + "=hush"}, false, "11111111-2222-3333-4444-555555555555"},
		"a flag":      {[]string{"-app-id", "66666666-2222-3333-4444-555555555555"}, nil, false, "66666666-2222-3333-4444-555555555555"},
		"no proof":    {[]string{"-anonymous"}, nil, true, ""},
		"no proof of": {[]string{"-anonymous"}, []string{"MicrosoftAppId=x", passwordEnv + "=hush"}, true, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bot http.Handler
			endpoint := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { bot.ServeHTTP(w, r) }))
			t.Cleanup(endpoint.Close)
			botURL := "http://" + endpoint.Listener.Addr().String() + "/api/messages"
			p := start(t, exec.CommandContext(t.Context(), program, append(tt.args, "-bot", botURL, "-addr", "localhost:0", "-name", "Echo")...), tt.env)
			cfg, err := cloud.ConfigFromEnv(p.settings)
			require.NoError(t, err)
			require.Equal(t, tt.local, cfg.Local)
			require.Equal(t, tt.appID, cfg.AppID)
			adapter, err := cloud.New(cfg, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
				if turn.Activity.Type != "message" {
					return turn.SendText(ctx, "welcome")
				}
				return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
			}))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, adapter.Shutdown(context.Background())) })
			bot = adapter
			endpoint.Start()

			ann, chat := p.ann()
			p.waitFor(ann, chat, "welcome")
			p.says(ann, chat, "hi")
			p.waitFor(ann, chat, "Echo: hi")
			require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
			rest, err := io.ReadAll(p.out)
			require.NoError(t, err)
			require.NoError(t, p.cmd.Wait(), string(rest))
			require.NotContains(t, p.printed+string(rest), "hush")
		})
	}
}

func TestWrongFlags(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"-addr 0.0.0.0:0":                 "not of this machine alone",
		"-bot localhost:3978":             "Bot is not the URL",
		"-addr localhost:0 -nonsense yes": "nonsense",
		"-manifest nowhere.json":          "nowhere.json",
		"-manifest main.go":               "Manifest is neither the JSON of an app manifest nor an app package",
		"http://localhost:3978":           `"http://localhost:3978" is no flag; the URL of the bot's endpoint comes after -bot`,
	} {
		require.ErrorContains(t, run(t.Context(), strings.Fields(args), io.Discard), want, args)
	}
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "playground")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return program
}

// running is the program, and its page.
type running struct {
	t          *testing.T
	cmd        *exec.Cmd
	out        io.Reader
	printed    string
	url, token string
	settings   []string // as an environment
}

func start(t *testing.T, cmd *exec.Cmd, env []string) *running {
	t.Helper()
	cmd.Env = append([]string{"HOME=" + t.TempDir()}, env...)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewReader(out)
	p := &running{t: t, cmd: cmd, out: lines}
	given := strings.Join(env, "\n")
	for done := false; !done; {
		line, err := lines.ReadString('\n')
		if err != nil {
			_ = cmd.Wait() // then all of it is there
			require.NoError(t, err, problems.String())
		}
		p.printed += line
		if found := regexp.MustCompile(`^open (http://localhost:\d+) `).FindStringSubmatch(line); found != nil {
			p.url = found[1]
		}
		if name, value, ok := strings.Cut(strings.TrimPrefix(line, "  export "), "="); ok && strings.HasPrefix(line, "  export ") {
			value = strings.TrimSpace(value)
			if strings.HasPrefix(value, `"$`) { // what the shell has
				_, value, _ = strings.Cut(given, name+"=")
			}
			p.settings = append(p.settings, name+"="+value)
		}
		done = strings.Contains(line, "without credentials") || strings.HasPrefix(line, "  export ALLOWED_SERVICE_URLS")
	}
	_, p.token, _ = strings.Cut(p.ask(http.MethodGet, "/", nil), `name="playground-token" content="`)
	p.token, _, _ = strings.Cut(p.token, `"`)
	return p
}

func (p *running) ask(method, path string, body []byte) string {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, bytes.NewReader(body))
	require.NoError(p.t, err)
	req.Header.Set("X-Playground-Token", p.token)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(p.t, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(p.t, err)
	require.Equal(p.t, http.StatusOK, resp.StatusCode, string(answer))
	return string(answer)
}

// ann returns the first of the people and their chat with the bot.
func (p *running) ann() (person, chat string) {
	p.t.Helper()
	var state struct {
		People []struct {
			ID string `json:"id"`
		} `json:"people"`
		Conversations []struct {
			ID   string `json:"id"`
			With string `json:"with"`
		} `json:"conversations"`
	}
	require.NoError(p.t, json.Unmarshal([]byte(p.ask(http.MethodGet, "/playground/state", nil)), &state))
	for _, c := range state.Conversations {
		if c.With == state.People[0].ID {
			return c.With, c.ID
		}
	}
	require.Fail(p.t, "Ann has no chat with the bot")
	return "", ""
}

func (p *running) says(person, chat, text string) {
	p.t.Helper()
	p.ask(http.MethodPost, "/playground/acts", fmt.Appendf(nil,
		`{"do":"send","person":%q,"conversation":%q,"activity":{"type":"message","text":%q}}`, person, chat, text))
}

// waitFor waits until a chat has a message.
func (p *running) waitFor(person, chat, text string) {
	p.t.Helper()
	query := url.Values{"person": {person}, "conversation": {chat}}
	require.Eventually(p.t, func() bool {
		return strings.Contains(p.ask(http.MethodGet, "/playground/messages?"+query.Encode(), nil), text)
	}, time.Minute, 20*time.Millisecond, text)
}
