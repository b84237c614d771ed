package cloud_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth/authtest"
)

// BenchmarkTurn compares whole inbound turns with the least that a plain net/http handler does for one: verify the
// token, decode, and reply over a pooled connection to a connector on this machine. Both answer the same requests in
// the same run, in turns; x-plain is how many turns Convo ends in the time of one of the plain handler.
//
// The plain handler verifies every token and reads four members of the activity; it has no queue, no duplicate check, no
// limit, no retry and no rule for where its token may go.
func BenchmarkTurn(b *testing.B) {
	for _, mode := range []benchMode{
		{name: "authenticated", verify: true},
		{name: "expectReplies", verify: true, inResponse: true},
		{name: "unauthenticated"},
	} {
		b.Run(mode.name, func(b *testing.B) { benchmarkTurn(b, mode) })
	}
}

type benchMode struct {
	name       string
	verify     bool // the token
	inResponse bool // deliveryMode expectReplies
}

// Requests of one measured batch, and how many are under way at once.
const (
	batch   = 200
	clients = 8
)

func benchmarkTurn(b *testing.B, mode benchMode) {
	b.Helper()
	services := startServices(b)
	convo := httptest.NewServer(convoHandler(b, mode, services.identity, services.identityURL, services.connectorURL))
	defer convo.Close()
	plain := httptest.NewServer(plainHandler(mode, services.key))
	defer plain.Close()

	load := &load{token: services.token, mode: mode, template: message(b, services.connectorURL)}
	load.run(b, convo.URL) // connections, keys and tokens are there before the clock runs
	load.run(b, plain.URL)
	var convoTime, plainTime time.Duration
	for b.Loop() {
		convoTime += load.run(b, convo.URL)
		plainTime += load.run(b, plain.URL)
	}
	turns := float64(b.N * batch)
	b.ReportMetric(plainTime.Seconds()/convoTime.Seconds(), "x-plain")
	b.ReportMetric(float64(convoTime.Microseconds())/turns, "µs/turn")
	b.ReportMetric(float64(plainTime.Microseconds())/turns, "µs/plain-turn")
}

// services are what a bot needs of others: a connector that takes everything, and an identity service.
type services struct {
	identity                  *authtest.Service
	identityURL, connectorURL string
	key                       crypto.PublicKey // of the channel's tokens
	token                     string           // of the channel
}

func startServices(b *testing.B) services {
	b.Helper()
	connector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"id":"1"}`)
	}))
	b.Cleanup(connector.Close)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(b, err)
	identity, err := authtest.New(authtest.Config{AppID: "app", Password: "password", SigningKey: key})
	require.NoError(b, err)
	identityServer := httptest.NewServer(identity)
	b.Cleanup(identityServer.Close)
	token, err := identity.SignChannelToken(connector.URL, nil)
	require.NoError(b, err)
	return services{identity, identityServer.URL, connector.URL, key.Public(), token}
}

// convoHandler is an echo bot on Convo.
func convoHandler(b *testing.B, mode benchMode, identity *authtest.Service, identityURL, connectorURL string) http.Handler {
	b.Helper()
	cfg := cloud.Config{
		AppID: "app", AppPassword: "password", Cloud: identity.Cloud(identityURL),
		AllowedServiceURLs: []string{connectorURL}, Logger: slog.New(slog.DiscardHandler),
	}
	if !mode.verify {
		cfg = cloud.Config{Local: true, Logger: cfg.Logger}
	}
	adapter, err := cloud.New(cfg, framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	}))
	require.NoError(b, err)
	return adapter
}

// plainHandler is an echo bot by hand.
func plainHandler(mode benchMode, key crypto.PublicKey) http.Handler {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithAudience("app"),
		jwt.WithIssuer("https://api.botframework.com"), jwt.WithExpirationRequired())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if mode.verify {
			_, err := parser.Parse(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), func(*jwt.Token) (any, error) { return key, nil })
			if err != nil {
				http.Error(w, err.Error(), http.StatusUnauthorized)
				return
			}
		}
		var a struct {
			ID           string `json:"id"`
			Text         string `json:"text"`
			ServiceURL   string `json:"serviceUrl"`
			Conversation struct {
				ID string `json:"id"`
			} `json:"conversation"`
		}
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		reply := map[string]any{"type": "message", "text": "Echo: " + a.Text, "replyToId": a.ID}
		if mode.inResponse {
			_ = json.NewEncoder(w).Encode(map[string]any{"activities": []any{reply}})
			return
		}
		body, _ := json.Marshal(reply)
		req, _ := http.NewRequestWithContext(r.Context(), http.MethodPost,
			a.ServiceURL+"/v3/conversations/"+a.Conversation.ID+"/activities/"+a.ID, bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer the-bots-token")
		res, err := client.Do(req)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
	})
}

// message is a real Teams message, addressed to the connector, with @ID for its number.
func message(b *testing.B, serviceURL string) string {
	b.Helper()
	golden, err := os.ReadFile("../../framework/schema/testdata/teams-message-channel-mention.json")
	require.NoError(b, err)
	var a map[string]any
	require.NoError(b, json.Unmarshal(golden, &a))
	a["id"], a["serviceUrl"] = "@ID", serviceURL
	conversation, ok := a["conversation"].(map[string]any)
	require.True(b, ok)
	conversation["id"] = "19:chan@thread.tacv2;messageid=@ID"
	encoded, err := json.Marshal(a)
	require.NoError(b, err)
	return string(encoded)
}

// load sends batches of messages, each in a conversation of its own.
type load struct {
	token, template string
	mode            benchMode
	next            int
}

func (l *load) run(b *testing.B, url string) time.Duration {
	b.Helper()
	bodies := make(chan string, batch)
	for range batch {
		l.next++
		body := strings.ReplaceAll(l.template, "@ID", fmt.Sprint(1_700_000_000_000+l.next))
		body = strings.ReplaceAll(body, "@PLACE", fmt.Sprint(l.next%knownPlaces))
		if l.mode.inResponse {
			body = strings.TrimSuffix(body, "}") + `,"deliveryMode":"expectReplies"}`
		}
		bodies <- body
	}
	close(bodies)
	var wg sync.WaitGroup
	started := time.Now()
	for range clients {
		wg.Go(func() {
			for body := range bodies {
				l.post(b, url, body)
			}
		})
	}
	wg.Wait()
	return time.Since(started)
}

func (l *load) post(b *testing.B, url, body string) {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		b.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/json")
	if l.mode.verify {
		req.Header.Set("Authorization", "Bearer "+l.token)
	}
	res, err := benchClient().Do(req)
	if err != nil {
		b.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		b.Errorf("status %d", res.StatusCode)
	}
}

var benchClient = sync.OnceValue(func() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
})
