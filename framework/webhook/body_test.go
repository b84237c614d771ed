package webhook_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/webhook"
)

func TestAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*http.Request){
		"scheme in small letters": header("Authorization", "bearer "+key),
		"two spaces":              header("Authorization", "Bearer  "+key),
		"charset":                 header("Content-Type", `Application/JSON; charset="UTF-8"`),
		"chunked":                 func(r *http.Request) { r.ContentLength = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, http.StatusOK, newHook(nil).post(t, "{}", change).Code)
		})
	}
}

// The answer names the place of what is wrong, the log its offset: neither quotes what was sent or names a Go type.
func TestBadBody(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, message string }{
		"empty":         {``, "it is not one JSON value in UTF-8 (byte 0)"},
		"no JSON":       {`s3cret`, "it is not one JSON value in UTF-8 (byte 0)"},
		"cut off":       {`{"name":"s3cret"`, "(byte 16)"},
		"null":          {` null `, "the body is null"},
		"array":         {`[{"name":"s3cret"}]`, "an array does not fit (byte 0)"},
		"string":        {`"s3cret"`, "a string does not fit (byte 0)"},
		"trailing data": {`{} {"name":"s3cret"}`, "it is not one JSON value in UTF-8 (byte 3)"},
		"member twice":  {`{"name":"s3cret","name":"s3cret"}`, `a member name stands there twice at "/name"`},
		"unknown twice": {`{"x":{"y":1,"y":"s3cret"}}`, `a member name stands there twice at "/x/y"`},
		"wrong type":    {`{"failed":["s3cret",{}]}`, `an object does not fit at "/failed/1"`},
		"wrong number":  {`{"took":1.5}`, `a number does not fit at "/took"`},
		"bad UTF-8":     {"{\"name\":\"s3cret\xff\"}", `it is not one JSON value in UTF-8 at "/name"`},
		"surrogate":     {`{"name":"s3cret\ud800"}`, `it is not one JSON value in UTF-8 at "/name"`},
		"deep nesting":  {`{"x":` + strings.Repeat("[", 50_000), `it is not one JSON value in UTF-8 at "/x/0/0/0/`},
		"long name":     {`{"` + strings.Repeat("x", 200_000) + `":1,}`, "it is not one JSON value"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHook(nil)
			w := h.post(t, tt.body)
			require.Equal(t, http.StatusBadRequest, w.Code)
			code, message := refused(t, w)
			require.Equal(t, "BadArgument", code)
			require.Contains(t, message, tt.message)
			for _, said := range []string{message, h.logs.String()} {
				require.NotContains(t, said, "s3cret")
				require.NotContains(t, said, "webhook_test")
				require.Less(t, len(said), 1024)
			}
			require.Empty(t, h.got)
		})
	}
}

// Names match exactly: what has another one is another member.
func TestNameInWrongCase(t *testing.T) {
	t.Parallel()
	h := newHook(nil)
	require.Equal(t, http.StatusOK, h.post(t, `{"Name":"convo"}`).Code)
	require.Equal(t, []build{{}}, h.got)
}

func TestRefuseUnknown(t *testing.T) {
	t.Parallel()
	h := newHook(nil, webhook.RefuseUnknown())
	res := h.post(t, `{"name":"convo","nema":"secret"}`)
	require.Equal(t, http.StatusBadRequest, res.Code)
	require.Contains(t, res.Body.String(), `there is no such member at \"/nema\"`)
	require.Empty(t, h.got)
}

func TestBodyLimit(t *testing.T) {
	t.Parallel()
	fits := `{"name":"convo"}`
	for name, change := range map[string]func(*http.Request){
		"declared": func(*http.Request) {},
		"chunked":  func(r *http.Request) { r.ContentLength = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHook(nil, webhook.MaxBody(int64(len(fits))))
			require.Equal(t, http.StatusOK, h.post(t, fits, change).Code)
			w := h.post(t, fits+" ", change)
			require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
			require.Equal(t, "close", w.Header().Get("Connection"))
			_, message := refused(t, w)
			require.Equal(t, "the body is larger than 16 bytes", message)
			require.Len(t, h.got, 1)
		})
	}
}

func TestBodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	h := newHook(nil)
	w := h.post(t, "", func(r *http.Request) { r.Body = io.NopCloser(io.MultiReader(strings.NewReader("{}"), broken{})) })
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Empty(t, h.got)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset") }
