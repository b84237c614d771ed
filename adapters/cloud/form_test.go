package cloud_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
)

// What has the wrong form is refused before anything is parsed: the requests carry no token, and are not asked for one.
func TestWrongForm(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method string
		header http.Header
		length int64
		status int
	}{
		"GET":     {method: http.MethodGet, status: http.StatusMethodNotAllowed},
		"HEAD":    {method: http.MethodHead, status: http.StatusMethodNotAllowed},
		"PUT":     {method: http.MethodPut, status: http.StatusMethodNotAllowed},
		"PATCH":   {method: http.MethodPatch, status: http.StatusMethodNotAllowed},
		"DELETE":  {method: http.MethodDelete, status: http.StatusMethodNotAllowed},
		"OPTIONS": {method: http.MethodOptions, status: http.StatusMethodNotAllowed},
		"TRACE":   {method: http.MethodTrace, status: http.StatusMethodNotAllowed},
		"CONNECT": {method: http.MethodConnect, status: http.StatusMethodNotAllowed},
		"post":    {method: "post", status: http.StatusMethodNotAllowed},

		"no content type":   {header: http.Header{}, status: http.StatusUnsupportedMediaType},
		"text":              {header: contentType("text/plain"), status: http.StatusUnsupportedMediaType},
		"form":              {header: contentType("application/x-www-form-urlencoded"), status: http.StatusUnsupportedMediaType},
		"malformed type":    {header: contentType("application/json; charset"), status: http.StatusUnsupportedMediaType},
		"charset":           {header: contentType("application/json; charset=utf-16"), status: http.StatusUnsupportedMediaType},
		"gzip":              {header: encoded("gzip"), status: http.StatusUnsupportedMediaType},
		"unknown encoding":  {header: encoded("x-own"), status: http.StatusUnsupportedMediaType},
		"declared too long": {length: 1<<20 + 1, status: http.StatusRequestEntityTooLarge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			body := &witness{Reader: strings.NewReader("{}")}
			r := b.request(t, "")
			r.Header = contentType("application/json")
			if tt.header != nil {
				r.Header = tt.header
			}
			if tt.method != "" {
				r.Method = tt.method
			}
			r.Body, r.ContentLength = io.NopCloser(body), tt.length

			w := b.do(r)
			require.Equal(t, tt.status, w.Code)
			require.False(t, body.read, "the body was read")
			require.Zero(t, b.turns.Load())
			require.Len(t, b.logs.lines(t, "request refused"), 1)
			switch tt.status {
			case http.StatusMethodNotAllowed:
				require.Equal(t, "POST", w.Header().Get("Allow"))
			case http.StatusRequestEntityTooLarge:
				require.Equal(t, "close", w.Header().Get("Connection"))
			}
		})
	}
}

func TestAcceptedContentTypes(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"application/json", "Application/JSON", "application/json;charset=UTF-8", `application/json; charset="utf-8"`,
		"application/json; charset=Utf-8",
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			r := b.request(t, activity(t, nil))
			r.Header.Set("Content-Type", value)
			require.Equal(t, http.StatusOK, b.do(r).Code)
		})
	}
}

func TestMalformedActivity(t *testing.T) {
	t.Parallel()
	long := `"` + strings.Repeat("x", 400_000) + `"`
	tests := map[string]string{
		"empty":              "",
		"no JSON":            "hello",
		"cut off":            `{"type":"message"`,
		"array":              "[]",
		"null":               "null",
		"string":             `"message"`,
		"empty object":       "{}",
		"trailing data":      activity(t, nil) + activity(t, nil),
		"duplicate names":    before(activity(t, nil), `"serviceUrl":"https://evil.test/"`),
		"wrong type":         activity(t, map[string]any{"type": 1}),
		"invalid UTF-8":      strings.Replace(activity(t, nil), "Ada", "\xff", 1),
		"lone surrogate":     strings.Replace(activity(t, nil), "Ada", `\ud800`, 1),
		"deep nesting":       before(activity(t, nil), `"value":`+strings.Repeat("[", 200_000)+strings.Repeat("]", 200_000)),
		"long name twice":    before(activity(t, nil), long+":1,"+long+":2"),
		"long wrong value":   activity(t, map[string]any{"from": strings.Repeat("x", 500_000)}),
		"name in wrong case": strings.Replace(activity(t, nil), `"type"`, `"Type"`, 1),
	}
	for _, member := range []string{"type", "channelId", "serviceUrl", "conversation", "from"} {
		tests["no "+member] = activity(t, map[string]any{member: nil})
		tests["empty "+member] = activity(t, map[string]any{member: ""})
	}
	for _, member := range []string{"conversation", "from"} {
		tests[member+" without id"] = activity(t, map[string]any{member: map[string]any{"name": "nobody"}})
	}
	for _, named := range []string{"event", "command", "commandResult"} {
		tests[named+" without name"] = activity(t, map[string]any{"type": named})
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			w := b.post(t, body)
			require.Equal(t, http.StatusBadRequest, w.Code, w.Body)
			require.Contains(t, w.Body.String(), `"code":"BadArgument"`)
			require.Zero(t, b.turns.Load())
			refused := b.logs.lines(t, "request refused")
			require.Len(t, refused, 1)
			require.Less(t, len(b.logs.String()), 4096, "a caller cannot flood the log")
		})
	}
}

// The limit holds whatever the request declares, and can be set.
func TestBodyLimit(t *testing.T) {
	t.Parallel()
	fits := activity(t, nil)
	limit := func(cfg *cloud.Config) { cfg.MaxBody = int64(len(fits)) }
	for name, declared := range map[string]bool{"declared": true, "chunked": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil, limit)
			send := func(body string) int {
				r := b.request(t, body)
				if !declared {
					r.ContentLength = -1
				}
				return b.do(r).Code
			}
			require.Equal(t, http.StatusOK, send(fits))
			require.Equal(t, http.StatusRequestEntityTooLarge, send(fits+" "))
			require.EqualValues(t, 1, b.turns.Load())
		})
	}
}

// before puts members in front of an object's own.
func before(object, members string) string { return "{" + members + "," + object[1:] }

func contentType(value string) http.Header { return http.Header{"Content-Type": {value}} }

func encoded(encoding string) http.Header {
	return http.Header{"Content-Type": {"application/json"}, "Content-Encoding": {encoding}}
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
