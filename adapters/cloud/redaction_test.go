package cloud_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth/authtest"
	"github.com/convobot/convo/framework/middleware/telemetry"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/webhook"
	"github.com/convobot/convo/handlers"
)

// What must not be seen, besides every token and the bot's password.
const (
	userWords = "what-a-person-wrote"
	userName  = "Ada-Whose-Name-Is-Private"
	botWords  = "what-the-bot-said"
	hookKey   = "the-key-of-the-webhook"
)

// TestNothingLeaks makes every kind of request fail that can, over sockets and with authentication on: forged tokens,
// broken bodies, handlers that fail in every way, and channels and identity services that fail, hang up, or repeat in
// their errors what they were sent. No log line down to debug, no error that a handler sees, no answer to a refused
// request, no span and no metric holds a secret, a token, a key or what people and the bot wrote.
//
// What a channel says in an error is logged as it is, cut short and without the token: it says what went wrong. So a
// channel that quotes a message there has it logged, which no test can help.
func TestNothingLeaks(t *testing.T) { // not parallel: it watches a whole program
	w := &leakWatch{
		spans:   tracetest.NewSpanRecorder(),
		secrets: []string{password, url.QueryEscape(password), userWords, userName, botWords, hookKey},
	}
	t.Run("66", func(t *testing.T) {
		for name, a := range leakAttempts() {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w.attempt(t, a)
			})
		}
		t.Run("webhook", func(t *testing.T) { t.Parallel(); w.attemptWebhook(t) })
	})
	seen := w.seen(t)
	for _, text := range []string{
		"request refused", "turn failed", "invoke refused", "activity not accepted", "signing keys could not be fetched",
		"repeating a request", "not ready", // logs
		"AADSTS7000215", "the channel answered 403", // errors
		"convo.rule", "signature", "keys-unavailable", "retry-later", "http.client.request.duration", "turn message", "unauthorized",
	} {
		if !strings.Contains(seen, text) {
			t.Errorf("the test sees too little: no %q", text)
		}
	}
	require.Greater(t, len(w.secrets), 100, "tokens were made")
	for _, secret := range w.secrets {
		if at := strings.Index(seen, secret); at >= 0 {
			t.Errorf("leaked: %q in ...%s...", secret, seen[max(0, at-300):min(len(seen), at+300)])
		}
	}
}

// leakAttempt is a bot and a request that it fails to serve. What is not set is as it should be.
type leakAttempt struct {
	method   string
	header   map[string]string
	claims   map[string]any
	forge    func(token string) string
	body     string        // @SERVICE is the service URL
	turns    int           // TurnLimit
	timeout  time.Duration // TurnTimeout
	handler  framework.Handler
	channel  http.HandlerFunc
	identity http.HandlerFunc // for requests of keys and tokens
	status   int
}

func leakAttempts() map[string]leakAttempt {
	attempts := map[string]leakAttempt{
		"well":              {status: 200},
		"GET":               {method: http.MethodGet, status: 405},
		"content type":      {header: map[string]string{"Content-Type": "text/plain"}, status: 415},
		"no token":          {header: map[string]string{"Authorization": ""}, status: 401},
		"basic":             {header: map[string]string{"Authorization": "Basic " + url.QueryEscape(password)}, status: 401},
		"the bot's secret":  {header: map[string]string{"Authorization": "Bearer " + url.QueryEscape(password)}, status: 401},
		"other audience":    {claims: map[string]any{"aud": "other"}, status: 401},
		"other issuer":      {claims: map[string]any{"iss": "https://evil.test"}, status: 401},
		"expired":           {claims: map[string]any{"exp": 1}, status: 401},
		"forged":            {forge: func(token string) string { return token[:len(token)-20] + strings.Repeat("A", 20) }, status: 401},
		"cut token":         {forge: func(token string) string { return token[:len(token)-20] }, status: 401},
		"no signature":      {forge: func(token string) string { return token[:strings.LastIndexByte(token, '.')+1] }, status: 401},
		"half a token":      {forge: func(token string) string { return token[:strings.LastIndexByte(token, '.')] }, status: 401},
		"not yet":           {claims: map[string]any{"nbf": 1 << 40}, status: 401},
		"other service":     {claims: map[string]any{"serviceurl": "https://evil.test"}, status: 403},
		"not endorsed":      {body: leakBody(`"channelId": "webchat"`), status: 403},
		"no keys":           {identity: answerOf(500, "text/html", "<p>away</p>"), status: 503},
		"keys are junk":     {identity: answerOf(200, "application/json", `{"keys": [{"kid": "`+password+`"}]}`), status: 503},
		"cut off":           {body: `{"type": "message", "text": "` + userWords, status: 400},
		"twice":             {body: `{"text": "` + userWords + `", "text": "` + userWords + `"}`, status: 400},
		"a text":            {body: `"` + userWords + `"`, status: 400},
		"wrong type":        {body: `{"type": "message", "entities": "` + userWords + `"}`, status: 400},
		"wrong flag":        {body: `{"type": "message", "conversation": {"isGroup": "` + userWords + `"}}`, status: 400},
		"bad UTF-8":         {body: `{"type": "message", "text": "` + userWords + "\xff\"}", status: 400},
		"trailing data":     {body: leakBody("") + userWords, status: 400},
		"incomplete":        {body: `{"type": "message", "text": "` + userWords + `", "from": {"name": "` + userName + `"}}`, status: 400},
		"too large":         {body: strings.Repeat(userWords, 1<<16), status: 413},
		"overloaded":        {turns: -1, status: 503},
		"bad value":         {body: leakBody(`"type": "invoke", "name": "test/value"`), handler: leakyInvokes(), status: 400},
		"refused invoke":    {body: leakBody(`"type": "invoke", "name": "test/refuse"`), handler: leakyInvokes(), status: 403},
		"unknown invoke":    {body: leakBody(`"type": "invoke", "name": "test/unknown"`), handler: leakyInvokes(), status: 501},
		"late":              {timeout: time.Millisecond, handler: slow(time.Minute), status: 500},
		"panics":            {handler: framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { panic("oops") }), status: 500},
		"channel hangs up":  {channel: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, status: 500},
		"channel is slowed": {channel: slowedOnce(), status: 200},
		"token: hangs up":   {identity: tokensBy(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), status: 500},
	}
	for _, status := range []int{200, 201, 204, 302, 307, 400, 401, 403, 404, 405, 413, 429, 500, 502, 503} {
		want := http.StatusInternalServerError
		if status == http.StatusNoContent {
			want = http.StatusOK
		}
		attempts[fmt.Sprint("channel repeats, ", status)] = leakAttempt{channel: repeatsRequest(status, "application/json"), status: want}
		attempts[fmt.Sprint("channel repeats in words, ", status)] = leakAttempt{channel: repeatsRequest(status, "text/plain"), status: want}
		if status >= 300 {
			attempts[fmt.Sprint("token: repeats, ", status)] = leakAttempt{identity: tokensBy(repeatsRequest(status, "application/json")), status: 500}
		}
	}
	attempts["token: junk"] = leakAttempt{identity: tokensBy(answerOf(200, "application/json", `{"access_token": "`+url.QueryEscape(password)+`"}`)), status: 500}
	return attempts
}

// leakyInvokes wants a number where it gets words, and refuses.
func leakyInvokes() framework.Handler {
	var bot handlers.ActivityHandler
	handlers.OnInvoke(&bot, "test/value", func(context.Context, *framework.TurnContext, leakNumber) (string, error) {
		return "", nil
	})
	handlers.OnInvoke(&bot, "test/refuse", func(context.Context, *framework.TurnContext, schema.Any) (string, error) {
		return "", &framework.InvokeError{Status: 403, Err: errors.New("not today")}
	})
	return &bot
}

type (
	leakNumber struct {
		Note int `json:"note"`
	}
	leakNote struct {
		Note string `json:"note"`
	}
)

// leakBody is a message, or what the members in change make of it.
func leakBody(change string) string {
	if change == "" {
		change = `"type": "message"`
	} else if !strings.Contains(change, `"type"`) {
		change += `, "type": "message"`
	}
	if !strings.Contains(change, `"channelId"`) {
		change += `, "channelId": "msteams"`
	}
	return `{` + change + `, "id": "1", "serviceUrl": "@SERVICE", "text": "` + userWords + `", "value": {"note": "` + userWords + `"},
		"from": {"id": "29:ada", "name": "` + userName + `"}, "recipient": {"id": "28:bot"}, "conversation": {"id": "a:chat"},
		"attachments": [{"contentType": "text/html", "content": "` + userWords + `"}]}`
}

type leakWatch struct {
	logs  logs
	spans *tracetest.SpanRecorder

	mu      sync.Mutex
	secrets []string
	words   []string // of errors, answers and metrics
}

func (w *leakWatch) attempt(t *testing.T, a leakAttempt) {
	t.Helper()
	service := newIdentity(t, authtest.Config{})
	identityServer := serve(t, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.identify(rw, r, service, a.identity) }))
	if a.channel == nil {
		a.channel = answerOf(201, "application/json", `{"id": "1"}`)
	}
	channelServer := serve(t, a.channel)
	if a.handler == nil {
		a.handler = framework.HandlerFunc(w.sayEverything)
	}
	reader := metric.NewManualReader()
	report, err := telemetry.New(telemetry.Config{
		TracerProvider: trace.NewTracerProvider(trace.WithSpanProcessor(w.spans)),
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(reader)),
	})
	require.NoError(t, err)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	adapter := newAdapter(t, cloud.Config{
		AppID: appID, AppPassword: password, AllowedServiceURLs: []string{channelServer.URL}, Cloud: service.Cloud(identityServer.URL),
		HTTPClient: &http.Client{Transport: report.Transport(transport)}, Logger: w.logs.logger(),
		Engine: &framework.Engine{TurnLimit: a.turns, TurnTimeout: a.timeout},
	}, framework.Chain(a.handler, report.Middleware))
	require.NoError(t, report.Observe(adapter))
	bot := serve(t, adapter)
	ready := serve(t, adapter.Ready())

	if a.body == "" {
		a.body = leakBody("")
	}
	if a.method == "" {
		a.method = http.MethodPost
	}
	claims := map[string]any{"serviceurl": channelServer.URL}
	maps.Copy(claims, a.claims)
	token, err := service.SignChannelToken(channelServer.URL, claims)
	require.NoError(t, err)
	if a.forge != nil {
		token = a.forge(token)
	}
	header := map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + token}
	maps.Copy(header, a.header)
	w.hide(token)
	status := w.do(t, transport, a.method, bot.URL, header, strings.ReplaceAll(a.body, "@SERVICE", channelServer.URL))
	require.Equal(t, a.status, status)
	w.do(t, transport, http.MethodGet, ready.URL, nil, "")

	var collected metricdata.ResourceMetrics
	require.NoError(t, reader.Collect(t.Context(), &collected))
	encoded, err := json.Marshal(collected)
	require.NoError(t, err)
	w.note(string(encoded))
}

// identify answers as the identity service, or with the attempt's fault, and hides the tokens that it gives out.
func (w *leakWatch) identify(rw http.ResponseWriter, r *http.Request, service *authtest.Service, fault http.HandlerFunc) {
	answer := httptest.NewRecorder()
	answer.Code = 0
	if fault != nil {
		fault(answer, r)
	}
	if answer.Code == 0 {
		answer = httptest.NewRecorder()
		service.ServeHTTP(answer, r)
	}
	var issued struct {
		Token string `json:"access_token"`
	}
	if json.Unmarshal(answer.Body.Bytes(), &issued) == nil {
		w.hide(issued.Token)
	}
	maps.Copy(rw.Header(), answer.Header())
	rw.WriteHeader(answer.Code)
	_, _ = rw.Write(answer.Body.Bytes())
}

// sayEverything uses everything that a handler can say something with, and fails if one of it failed.
func (w *leakWatch) sayEverything(ctx context.Context, turn *framework.TurnContext) error {
	said := schema.TextMessage(botWords + turn.Activity.Text)
	_, sendErr := turn.SendActivity(ctx, said)
	said.ID = "1"
	brief, cancel := context.WithTimeout(ctx, 300*time.Millisecond) // less than the first pause before a repetition
	defer cancel()
	_, updateErr := turn.UpdateActivity(brief, said)
	deleteErr := turn.DeleteActivity(brief, "1")
	_, createErr := turn.CreateConversation(ctx, schema.ConversationParameters{Activity: said})
	continueErr := turn.Adapter().ContinueConversation(ctx, turn.ConversationReference(), says(botWords))
	err := errors.Join(sendErr, updateErr, deleteErr, createErr, continueErr)
	if err != nil {
		w.note(fmt.Sprintf("%v %+v", err, err))
	}
	return sendErr
}

func (w *leakWatch) attemptWebhook(t *testing.T) {
	t.Helper()
	hook := serve(t, webhook.New(hookKey, func(context.Context, leakNote) (struct{}, error) {
		return struct{}{}, errors.New("not today")
	}, webhook.Logger(w.logs.logger()), webhook.RefuseUnknown()))
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	for _, try := range []struct {
		authorization, body string
		status              int
	}{
		{"Bearer " + hookKey, `{"note": "` + userWords + `"}`, 500},
		{"Bearer " + hookKey, `{"note": "` + userWords, 400},
		{"Bearer " + hookKey, `{"note": {"a": "` + userWords + `"}}`, 400},
		{"Basic " + hookKey, `{"note": "` + userWords + `"}`, 401},
		{"Bearer " + hookKey + "x", `{}`, 401},
		{"Bearer " + hookKey, strings.Repeat(userWords, 1<<16), 413},
	} {
		header := map[string]string{"Content-Type": "application/json", "Authorization": try.authorization}
		require.Equal(t, try.status, w.do(t, transport, http.MethodPost, hook.URL, header, try.body))
	}
}

// do makes a request and notes the answer.
func (w *leakWatch) do(t *testing.T, transport http.RoundTripper, method, url string, header map[string]string, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := transport.RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	var text strings.Builder
	require.NoError(t, resp.Write(&text))
	w.note(text.String())
	return resp.StatusCode
}

// hide adds the parts of a token that are secret; the first is the same for all.
func (w *leakWatch) hide(token string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, part := range strings.Split(token, ".")[1:] {
		if part != "" {
			w.secrets = append(w.secrets, part)
		}
	}
}

func (w *leakWatch) note(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.words = append(w.words, text)
}

// seen is all that could be seen.
func (w *leakWatch) seen(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	all.WriteString(w.logs.String())
	for _, text := range w.words {
		fmt.Fprintln(&all, text)
	}
	for _, span := range w.spans.Ended() {
		fmt.Fprintln(&all, span.Name(), span.Attributes(), span.Status(), span.Events(), span.Links())
	}
	return all.String()
}
