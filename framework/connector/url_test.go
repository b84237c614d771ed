package connector_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

// TestIDsCannotChangeTheRoute sends ids to a real server and looks at the path it saw.
func TestIDsCannotChangeTheRoute(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("DELETE /base/v3/conversations/{conversation}/activities/{activity}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Conversation", url.QueryEscape(r.PathValue("conversation")))
		w.Header().Set("Activity", url.QueryEscape(r.PathValue("activity")))
		w.Header().Set("Path", r.URL.EscapedPath())
		w.Header().Set("Query", r.URL.RawQuery)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	var got http.Header
	client := clientOf(t, &connector.Outbound{HTTPClient: &http.Client{
		Transport: keepHeader{server.Client().Transport, &got},
	}}, server.URL+"/base/")

	for _, id := range []string{
		"abcd1234", "19:c@thread.tacv2;messageid=1", "a/b", "/a", "a/", "a//b", "?x=1", "a#b", "100%", "%2e%2e", "%2F", `a\b`,
		"a;b=c", "a+b c", "a&b", "...", ".a", "a:1_b-c~", "é", "\xff", strings.Repeat("x", 2048),
	} {
		require.NoError(t, client.DeleteActivity(t.Context(), id, id), id)
		require.Equal(t, url.QueryEscape(id), got.Get("Conversation"))
		require.Equal(t, url.QueryEscape(id), got.Get("Activity"))
		require.Equal(t, 6, strings.Count(got.Get("Path"), "/"), got.Get("Path"))
		require.Empty(t, got.Get("Query"))
	}
}

// keepHeader keeps the header of the last answer.
type keepHeader struct {
	http.RoundTripper

	to *http.Header
}

func (k keepHeader) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := k.RoundTripper.RoundTrip(r)
	if err == nil {
		*k.to = resp.Header
	}
	return resp, err
}

func TestBadIDsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, id, reason string }{
		{"empty", "", "is empty"},
		{"dot", ".", "has a dot segment"},
		{"dots", "..", "has a dot segment"},
		{"path", "../../../x", "has a dot segment"},
		{"inner dots", "a/../b", "has a dot segment"},
		{"backslashes", `a\..\b`, "has a dot segment"},
		{"line break", "a\r\nb", "has control characters"},
		{"NUL", "a\x00", "has control characters"},
		{"C1", "a\u0085", "has control characters"},
		{"long", strings.Repeat("x", 2049), "is longer than 2048 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(answer(200, `{}`))
			c := service.client(t)
			ctx := t.Context()
			wants := func(name string, err error) {
				t.Helper()
				var e *connector.InvalidIDError
				require.ErrorAs(t, err, &e)
				require.Equal(t, connector.InvalidIDError{Name: name, ID: tt.id, Reason: tt.reason}, *e)
				require.NotContains(t, err.Error(), "\n")
				require.Less(t, len(err.Error()), 200)
			}
			_, err := c.SendToConversation(ctx, tt.id, hello())
			wants("conversation", err)
			_, err = c.ReplyToActivity(ctx, "c", tt.id, hello())
			wants("activity", err)
			_, err = c.UpdateActivity(ctx, "c", &schema.Activity{ID: tt.id})
			wants("activity", err)
			wants("conversation", c.DeleteActivity(ctx, tt.id, tt.id))
			_, err = c.Member(ctx, "c", tt.id)
			wants("member", err)
			require.Empty(t, service.seen)
		})
	}
}

func TestServiceURL(t *testing.T) {
	t.Parallel()
	for _, base := range []string{
		"https://smba.example", "https://smba.example/", "https://smba.example/amer", "https://smba.example/amer/",
		"http://localhost:56150/_connector", "http://[::1]:1/a%2Fb/",
	} {
		service := answering(answer(200, `[]`))
		_, err := clientOf(t, service.outbound(), base).Members(t.Context(), "c")
		require.NoError(t, err)
		require.Equal(t, strings.TrimSuffix(base, "/")+"/v3/conversations/c/members", service.seen[0].url)
	}
	for _, bad := range []string{
		"", "smba.example", "/v3", "ftp://smba.example", "https://", "https://:443", "https://bot:hunter2@smba.example", "https://smba.example/?a=hunter2",
		"https://smba.example/#", "https://smba.example/%zz", "://", "mailto:a@b",
	} {
		_, err := (&connector.Outbound{}).Client(bad)
		require.ErrorContains(t, err, "connector: the service URL", bad)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func FuzzIDs(f *testing.F) {
	for _, id := range []string{"", "..", "a/../b", "19:c@thread.tacv2;messageid=1", "%2e%2e", "a\\..", "\xff", "?#"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		service := answering(answer(200, ""))
		err := service.client(t).DeleteMember(t.Context(), "c", id)
		if err != nil {
			var e *connector.InvalidIDError
			require.ErrorAs(t, err, &e)
			require.Empty(t, service.seen)
			return
		}
		u, err := url.Parse(service.seen[0].url)
		require.NoError(t, err)
		path, ok := strings.CutPrefix(u.EscapedPath(), "/amer/v3/conversations/c/members/")
		require.True(t, ok, service.seen[0].url)
		require.Empty(t, u.RawQuery+u.Fragment)
		require.False(t, strings.ContainsAny(path, "/?#;") || strings.ContainsFunc(path, unicode.IsControl) || path == "." || path == "..", path)
		back, err := url.PathUnescape(path)
		require.NoError(t, err)
		require.Equal(t, id, back)
	})
}
