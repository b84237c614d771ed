package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// process is ConvoBot as a user starts it, without credentials, in a simulated Teams that it talks to over sockets.
type process struct {
	t         *testing.T
	env       []string
	connector string // base URL of the simulated Teams
	cmd       *exec.Cmd
	endpoint  string
}

// startProcess starts ConvoBot with these settings, in that Teams.
func startProcess(t *testing.T, w *fake.World, env ...string) *process {
	t.Helper()
	server := httptest.NewServer(w.Teams())
	t.Cleanup(server.Close)
	p := &process{t: t, connector: server.URL, env: env}
	p.start()
	return p
}

func (p *process) start() {
	p.t.Helper()
	p.cmd = convoBot(p.t, p.env...)
	p.endpoint = "http://" + start(p.t, p.cmd, `url=http://`)
}

// killed ends the process as kill -9 does, and starts it again.
func (p *process) killed() {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Kill())
	_ = p.cmd.Wait() // it says that the process was killed
	p.start()
}

// ends has the process end as it is told to.
func (p *process) ends() {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(p.t, p.cmd.Wait())
}

// OnTurn makes the process the bot of a story: it hands activities over as Teams does.
func (p *process) OnTurn(ctx context.Context, turn *framework.TurnContext) error {
	a := *turn.Activity
	a.ServiceURL = strings.Replace(a.ServiceURL, "https://teams.example", p.connector, 1)
	body, err := json.Marshal(&a)
	if err != nil {
		return err
	}
	status, answer, err := p.post(ctx, p.endpoint, "", body)
	switch {
	case err != nil:
		return err
	case a.Type == schema.TypeInvoke && len(answer) > 0:
		turn.SetInvokeResponse(status, json.RawMessage(answer))
	case status != http.StatusOK:
		return fmt.Errorf("ConvoBot answers %d: %s", status, answer)
	}
	return nil
}

// notify reports an external event, and returns how many recipients there were by what became of them.
func (p *process) notify(body string) map[string]int {
	p.t.Helper()
	to := strings.Replace(p.endpoint, "/api/messages", "/api/notifications", 1)
	status, answer, err := p.post(p.t.Context(), to, notifyKey, []byte(body))
	require.NoError(p.t, err)
	require.Equal(p.t, http.StatusOK, status, "%s", answer)
	var told struct {
		Counts map[string]int `json:"counts"`
	}
	require.NoError(p.t, json.Unmarshal(answer, &told))
	return told.Counts
}

func (p *process) post(ctx context.Context, to, key string, body []byte) (status int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	return res.StatusCode, answer, err
}

// ready is what /readyz answers.
func (p *process) ready() string {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, strings.Replace(p.endpoint, "/api/messages", "/readyz", 1), http.NoBody)
	require.NoError(p.t, err)
	res, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(p.t, err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	require.NoError(p.t, err)
	return string(answer)
}

// convoBot is ConvoBot as a program: the tests' own, see TestMain.
func convoBot(t *testing.T, env ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(slices.Clone(env), "CONVO_TEST_BOT=1", "PORT=0", "METRICS_ADDR=off", "PLAYGROUND=off", "NOTIFY_KEY="+notifyKey)
	cmd.Dir = t.TempDir() // of its memory, if env names no other
	return cmd
}
