package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/webhook"
)

const key = "k3y-of-the-build-server"

type build struct {
	Name   string   `json:"name"`
	Failed []string `json:"failed"`
	Took   int      `json:"took"`
}

type answer struct {
	Told int `json:"told"`
}

// hook is an endpoint, what it was given and what it logged.
type hook struct {
	http.Handler

	got  []build
	logs bytes.Buffer
}

// newHook returns an endpoint that counts what it was given, and then does what fn does.
func newHook(fn func(ctx context.Context, in build) (any, error), opts ...webhook.Option) *hook {
	h := &hook{}
	logger := slog.New(slog.NewJSONHandler(&h.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.Handler = webhook.New(key, func(ctx context.Context, in build) (any, error) {
		h.got = append(h.got, in)
		if fn == nil {
			return answer{Told: len(in.Failed)}, nil
		}
		return fn(ctx, in)
	}, append([]webhook.Option{webhook.Logger(logger)}, opts...)...)
	return h
}

// post sends a body as the key's holder does, unless change says otherwise.
func (h *hook) post(t *testing.T, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/builds", strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	require.NotContains(t, h.logs.String(), key, "the log holds the key")
	require.NotContains(t, w.Body.String(), key)
	return w
}

// refused reads the answer of a refusal.
func refused(t *testing.T, w *httptest.ResponseRecorder) (code, message string) {
	t.Helper()
	require.Equal(t, "application/json; charset=utf-8", w.Header().Get("Content-Type"))
	var body map[string]map[string]string
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body), w.Body)
	return body["error"]["code"], body["error"]["message"]
}

func header(name string, values ...string) func(*http.Request) {
	return func(r *http.Request) { r.Header[name] = values }
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	h := newHook(nil)
	w := h.post(t, ` {"name":"convo","failed":["a","b"],"unknown":{"x":[1]}} `)
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "application/json; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, `{"told":2}`, w.Body.String())
	require.Equal(t, []build{{Name: "convo", Failed: []string{"a", "b"}}}, h.got)
	require.Empty(t, h.logs.String(), "what went well is not logged")
}

func TestNoAnswer(t *testing.T) {
	t.Parallel()
	for name, out := range map[string]any{"nil": nil, "nil pointer": (*answer)(nil), "struct{}": struct{}{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHook(func(context.Context, build) (any, error) { return out, nil }).post(t, "{}")
			require.Equal(t, http.StatusNoContent, w.Code)
			require.Empty(t, w.Body.String())
			require.Empty(t, w.Header().Get("Content-Type"))
		})
	}
}

// Before the key was seen, nothing of the body is read.
func TestRefusedUnread(t *testing.T) {
	t.Parallel()
	authorization := func(values ...string) func(*http.Request) { return header("Authorization", values...) }
	method := func(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }
	tests := map[string]struct {
		change func(*http.Request)
		status int
	}{
		"GET":                 {method(http.MethodGet), http.StatusMethodNotAllowed},
		"HEAD":                {method(http.MethodHead), http.StatusMethodNotAllowed},
		"PUT":                 {method(http.MethodPut), http.StatusMethodNotAllowed},
		"OPTIONS":             {method(http.MethodOptions), http.StatusMethodNotAllowed},
		"post":                {method("post"), http.StatusMethodNotAllowed},
		"no header":           {authorization(), http.StatusUnauthorized},
		"empty header":        {authorization(""), http.StatusUnauthorized},
		"no key":              {authorization("Bearer"), http.StatusUnauthorized},
		"empty key":           {authorization("Bearer "), http.StatusUnauthorized},
		"no scheme":           {authorization(key), http.StatusUnauthorized},
		"another scheme":      {authorization("Basic " + key), http.StatusUnauthorized},
		"another key":         {authorization("Bearer " + key[:len(key)-1] + "R"), http.StatusUnauthorized},
		"part of the key":     {authorization("Bearer " + key[:len(key)-1]), http.StatusUnauthorized},
		"more than the key":   {authorization("Bearer " + key + "x"), http.StatusUnauthorized},
		"another letter case": {authorization("Bearer " + strings.ToUpper(key)), http.StatusUnauthorized},
		"space after it":      {authorization("Bearer " + key + " "), http.StatusUnauthorized},
		"tab before it":       {authorization("Bearer\t" + key), http.StatusUnauthorized},
		"the key twice":       {authorization("Bearer " + key + ", Bearer " + key), http.StatusUnauthorized},
		"two headers":         {authorization("Bearer "+key, "Bearer "+key), http.StatusUnauthorized},
		"a second, empty":     {authorization("Bearer "+key, ""), http.StatusUnauthorized},
		"in the query": {func(r *http.Request) {
			r.Header.Del("Authorization")
			r.URL.RawQuery = "access_token=" + key
		}, http.StatusUnauthorized},

		"no content type":   {header("Content-Type"), http.StatusUnsupportedMediaType},
		"form":              {header("Content-Type", "application/x-www-form-urlencoded"), http.StatusUnsupportedMediaType},
		"malformed type":    {header("Content-Type", "application/json; charset"), http.StatusUnsupportedMediaType},
		"charset":           {header("Content-Type", "application/json; charset=latin1"), http.StatusUnsupportedMediaType},
		"gzip":              {header("Content-Encoding", "gzip"), http.StatusUnsupportedMediaType},
		"declared too long": {func(r *http.Request) { r.ContentLength = 256<<10 + 1 }, http.StatusRequestEntityTooLarge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHook(nil)
			body := &witness{Reader: strings.NewReader("{}")}
			w := h.post(t, "", tt.change, func(r *http.Request) { r.Body = io.NopCloser(body) })
			require.Equal(t, tt.status, w.Code)
			require.False(t, body.read, "the body was read")
			require.Empty(t, h.got)
			code, message := refused(t, w)
			require.NotEmpty(t, code)
			require.NotEmpty(t, message)
			require.Equal(t, 1, strings.Count(h.logs.String(), "request refused"))
			switch tt.status {
			case http.StatusMethodNotAllowed:
				require.Equal(t, "POST", w.Header().Get("Allow"))
			case http.StatusUnauthorized:
				require.Equal(t, "Bearer", w.Header().Get("WWW-Authenticate"))
			case http.StatusRequestEntityTooLarge:
				require.Equal(t, "close", w.Header().Get("Connection"))
			}
		})
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("the disk is full of s3cret")
	tests := map[string]struct {
		err    error
		status int
		answer string
		level  string
	}{
		"any":             {cause, 500, `{"error":{"code":"ServiceError","message":"the bot failed"}}`, "ERROR"},
		"refused":         {&webhook.Error{Status: 422, Code: "Nobody", Message: "nobody listens"}, 422, `{"error":{"code":"Nobody","message":"nobody listens"}}`, "WARN"},
		"with a cause":    {&webhook.Error{Status: 503, Code: "Later", Message: "try later", Err: cause}, 503, `{"error":{"code":"Later","message":"try later"}}`, "ERROR"},
		"wrapped":         {fmt.Errorf("s3cret: %w", &webhook.Error{Status: 404, Code: "X", Message: "y"}), 404, `{"error":{"code":"X","message":"y"}}`, "WARN"},
		"not UTF-8":       {&webhook.Error{Status: 400, Code: "X", Message: "\xff"}, 400, "{\"error\":{\"code\":\"X\",\"message\":\"\uFFFD\"}}", "WARN"},
		"no status":       {&webhook.Error{Code: "X", Message: "y"}, 500, `{"error":{"code":"ServiceError","message":"the bot failed"}}`, "ERROR"},
		"good status":     {&webhook.Error{Status: 200, Code: "X", Message: "y"}, 500, `{"error":{"code":"ServiceError","message":"the bot failed"}}`, "ERROR"},
		"typed nil":       {(*webhook.Error)(nil), 500, `{"error":{"code":"ServiceError","message":"the bot failed"}}`, "ERROR"},
		"one that panics": {panicking{}, 500, `{"error":{"code":"ServiceError","message":"the bot failed"}}`, "ERROR"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHook(func(context.Context, build) (any, error) { return nil, tt.err })
			w := h.post(t, "{}")
			require.Equal(t, tt.status, w.Code)
			require.JSONEq(t, tt.answer, w.Body.String())
			var line struct {
				Level       string `json:"level"`
				Error       string `json:"error"`
				Correlation string `json:"correlation"`
			}
			require.NoError(t, json.Unmarshal(h.logs.Bytes(), &line), h.logs.String())
			require.Equal(t, tt.level, line.Level)
			require.NotEmpty(t, line.Error)
			if name == "any" || name == "with a cause" {
				require.Contains(t, line.Error, "the disk is full")
			}
			require.Equal(t, w.Header().Get("X-Ms-Correlation-Id"), line.Correlation)
		})
	}
}

func TestPanic(t *testing.T) {
	t.Parallel()
	h := newHook(func(context.Context, build) (any, error) { panic("s3cret " + strings.Repeat("x", 1<<20)) })
	w := h.post(t, "{}")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.NotContains(t, w.Body.String(), "s3cret")
	require.Contains(t, h.logs.String(), "panic: s3cret")
	require.Contains(t, h.logs.String(), "webhook_test.go", "the stack")
	require.Less(t, h.logs.Len(), 16<<10)
}

func TestAnswerWithoutJSON(t *testing.T) {
	t.Parallel()
	h := newHook(func(context.Context, build) (any, error) { return func() {}, nil })
	require.Equal(t, http.StatusInternalServerError, h.post(t, "{}").Code)
	require.Contains(t, h.logs.String(), "has no JSON form")
}

// What was begun is finished though the caller has hung up; but not for ever.
func TestContext(t *testing.T) {
	t.Parallel()
	var id string
	h := newHook(func(ctx context.Context, _ build) (any, error) {
		require.NoError(t, ctx.Err())
		deadline, ok := ctx.Deadline()
		require.True(t, ok)
		require.InDelta(t, 15*time.Minute, time.Until(deadline), float64(time.Minute))
		id = framework.CorrelationID(ctx)
		return nil, nil
	})
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	w := h.post(t, "{}", func(r *http.Request) { *r = *r.WithContext(gone) })
	require.Equal(t, http.StatusNoContent, w.Code)
	require.Regexp(t, "^[A-Z2-7]{26}$", id)
	require.Equal(t, id, w.Header().Get("X-Ms-Correlation-Id"))

	h.post(t, "{}", header("X-Ms-Correlation-Id", key))
	require.NotEqual(t, key, id, "the caller's own would go to the log")
	w = h.post(t, "{}", func(r *http.Request) { *r = *r.WithContext(framework.WithCorrelationID(r.Context(), "outer")) })
	require.Equal(t, "outer", id)
	require.Equal(t, "outer", w.Header().Get("X-Ms-Correlation-Id"))
	w = h.post(t, "", header("Authorization"))
	require.Regexp(t, "^[A-Z2-7]{26}$", w.Header().Get("X-Ms-Correlation-Id"), "also of a refusal")
}

func TestQuery(t *testing.T) {
	t.Parallel()
	h := newHook(func(ctx context.Context, _ build) (any, error) { return webhook.Query(ctx)["to"], nil })
	w := h.post(t, "{}", func(r *http.Request) { r.URL.RawQuery = "to=19%3Aops%40thread&to=b&x=1" })
	require.JSONEq(t, `["19:ops@thread","b"]`, w.Body.String())
	require.Empty(t, webhook.Query(t.Context()))
}

// A part that cannot be read must not be passed over: without it the address may say something else.
func TestBadQuery(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"to=19:ops;messageid=1", "to=100%", "x=1&to=%zz"} {
		h := newHook(nil)
		w := h.post(t, "{}", func(r *http.Request) { r.URL.RawQuery = query })
		require.Equal(t, http.StatusBadRequest, w.Code, query)
		code, message := refused(t, w)
		require.Equal(t, "BadArgument", code)
		require.Contains(t, message, "the query of the address cannot be read")
		require.Empty(t, h.got)
	}
}

func TestBadConstruction(t *testing.T) {
	t.Parallel()
	fn := func(context.Context, build) (answer, error) { return answer{}, nil }
	for name, k := range map[string]string{"empty": "", "space": "s3cret key", "line break": "s3cret\n", "umlaut": "s3crät"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				said := fmt.Sprint(recover())
				require.Contains(t, said, "webhook: New: the key")
				require.NotContains(t, said, "s3cr", "the key is told")
			}()
			require.Error(t, webhook.CheckKey(k))
			webhook.New(k, fn)
		})
	}
	require.NoError(t, webhook.CheckKey(key))
	require.PanicsWithValue(t, "webhook: New: the function is nil", func() { webhook.New[build, answer](key, nil) })
}

// Over a socket: the answer of a body that is too long arrives, and so does that of an event without an answer.
func TestOverHTTP(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newHook(func(context.Context, build) (any, error) { return nil, nil }))
	defer server.Close()
	for body, want := range map[string]int{"{}": http.StatusNoContent, `"` + strings.Repeat("x", 4<<20) + `"`: http.StatusRequestEntityTooLarge} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, io.MultiReader(strings.NewReader(body)))
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("Content-Type", "application/json")
		w, err := server.Client().Do(r)
		require.NoError(t, err)
		require.NoError(t, w.Body.Close())
		require.Equal(t, want, w.StatusCode)
	}
}

// witness tells whether it was read.
type witness struct {
	io.Reader

	read bool
}

func (w *witness) Read(p []byte) (int, error) {
	w.read = true
	return w.Reader.Read(p)
}

type panicking struct{}

func (panicking) Error() string { panic("on purpose") }
