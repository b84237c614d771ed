package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// ConvoBot as a user starts it, without credentials and with its page: the page's desk lists whom the bot was introduced to,
// and sends to them as the bot.
func TestThePagesDeskSpeaksAsTheBot(t *testing.T) {
	t.Parallel()
	cmd := convoBot(t)
	cmd.Env = append(cmd.Env, "PORT="+freePort(t.Context(), t), "PLAYGROUND=localhost:0")
	url := start(t, cmd, "open ")
	token := regexp.MustCompile(`name="playground-token" content="(\w+)"`).FindStringSubmatch(ask(t, http.MethodGet, url+"/", "", ""))[1]

	var list struct {
		Records []struct {
			Key  string `json:"key"`
			Name string `json:"name"`
		} `json:"records"`
	}
	require.Eventually(t, func() bool {
		require.NoError(t, json.Unmarshal([]byte(ask(t, http.MethodGet, url+"/playground/desk?text=Ann", token, "")), &list))
		return len(list.Records) == 1
	}, patience, 50*time.Millisecond)
	require.Equal(t, "Ann Ahmed", list.Records[0].Name)
	body, err := json.Marshal(map[string]any{"to": []string{list.Records[0].Key}, "text": "It is time."})
	require.NoError(t, err)
	require.Contains(t, ask(t, http.MethodPost, url+"/playground/desk", token, string(body)), `"outcome":"sent"`)
}

// freePort returns a port for a program that is yet to start. It is below those that systems give to connections, and to
// listeners that take any: one of these would be gone by then, now and then, where many tests run.
func freePort(ctx context.Context, t *testing.T) string {
	t.Helper()
	for range 100 {
		port := strconv.Itoa(20_000 + rand.IntN(10_000))
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "localhost:"+port)
		if err == nil {
			require.NoError(t, l.Close())
			return port
		}
	}
	require.Fail(t, "no port is free")
	return ""
}

// ask asks the page, with its token.
func ask(t *testing.T, method, url, token, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader([]byte(body)))
	require.NoError(t, err)
	req.Header.Set("X-Playground-Token", token)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, res.StatusCode, "%s", answer)
	return string(answer)
}
