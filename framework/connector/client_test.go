package connector_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, ""))
	ctx := framework.WithCorrelationID(t.Context(), "corr-1")
	require.NoError(t, post(ctx, service.client(t)))
	require.Equal(t, http.Header{
		"Accept":              {"application/json"},
		"Content-Type":        {"application/json"},
		"User-Agent":          {"convo"},
		"X-Ms-Correlation-Id": {"corr-1"},
	}, service.seen[0].header, "without a token source there is no Authorization")
}

func TestUnusableCorrelationIDIsNotSent(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", "a b", "a\r\nX-Evil: 1", "é", strings.Repeat("x", 129)} {
		service := answering(answer(201, ""))
		require.NoError(t, post(framework.WithCorrelationID(t.Context(), id), service.client(t)))
		require.NotContains(t, service.seen[0].header, "X-Ms-Correlation-Id", id)
	}
}

// TestCheckURL: the rule is asked at every request, not when the client is made.
func TestCheckURL(t *testing.T) {
	t.Parallel()
	errForbidden := errors.New("forbidden host")
	var rule error
	service := answering(answer(201, ""))
	out := service.outbound()
	out.Tokens = token("t")
	out.CheckURL = func(u string) error {
		require.Equal(t, serviceURL, u)
		return rule
	}
	client := clientOf(t, out, serviceURL)
	require.NoError(t, post(t.Context(), client))
	rule = errForbidden
	require.ErrorIs(t, post(t.Context(), client), errForbidden)
	require.Len(t, service.seen, 1)
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	defer elsewhere.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, status))
		defer server.Close()
		given := server.Client()
		given.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
		for _, client := range []*http.Client{given, nil} {
			out := &connector.Outbound{HTTPClient: client, Tokens: token("t"), CheckURL: anywhere}
			for _, do := range []error{post(t.Context(), clientOf(t, out, server.URL)), get(t.Context(), clientOf(t, out, server.URL))} {
				require.Equal(t, status, channelError(t, do).Status)
			}
		}
		require.NoError(t, given.CheckRedirect(nil, nil), "the caller's client does not change")
	}
	require.False(t, reached.Load())
}

// TestConnectionsAreUsedAgain: an answer is read to its end, whatever it is.
func TestConnectionsAreUsedAgain(t *testing.T) {
	t.Parallel()
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch count.Add(1) % 3 {
		case 0:
			http.Error(w, strings.Repeat("no ", 5000), http.StatusBadRequest)
		case 1:
			w.WriteHeader(http.StatusAccepted)
		default:
			_, _ = w.Write([]byte(`{"id": "1"}`))
		}
	}))
	defer server.Close()
	var fresh int
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if !info.Reused {
			fresh++
		}
	}})
	client := clientOf(t, &connector.Outbound{}, server.URL)
	for range 10 {
		if err := post(ctx, client); err != nil {
			require.Equal(t, framework.Rejected, framework.ClassOf(err))
		}
	}
	require.EqualValues(t, 10, count.Load())
	require.Equal(t, 1, fresh)
}

// TestUnusableAnswers: after a 2xx a message counts as possibly delivered, whatever the body says.
func TestUnusableAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer reply
	}{
		{"cut off", cutOff(201, `{"id": "1`)},
		{"malformed", answer(201, `{"id": "1`)},
		{"a page", answer(200, "<html>please log in</html>")},
		{"wrong type", answer(201, `{"id": 1}`)},
		{"two values", answer(201, `{"id": "1"} {}`)},
		{"endless", answer(201, `{"id": "`+strings.Repeat("x", 1<<20)+`"}`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(tt.answer)
			e := channelError(t, post(t.Context(), service.client(t)))
			require.Equal(t, framework.Ambiguous, e.Class)
			require.Less(t, e.Status, 300)
			require.Error(t, e.Err)
			require.Len(t, service.seen, 1)
		})
	}
	t.Run("GET", func(t *testing.T) {
		t.Parallel()
		for _, body := range []string{"", "<html>"} {
			service := answering(answer(200, body))
			require.Equal(t, framework.Failed, channelError(t, get(t.Context(), service.client(t))).Class)
			require.Len(t, service.seen, 1)
		}
	})
}

func TestEmptyAnswersAreFine(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 204} {
		service := answering(answer(status, ""))
		response, err := service.client(t).SendToConversation(t.Context(), "c", hello())
		require.NoError(t, err)
		require.Empty(t, response.ID)
		require.NoError(t, put(t.Context(), service.client(t)))
		require.NoError(t, remove(t.Context(), service.client(t)))
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	defer server.Close()
	var out connector.Outbound
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			ref := reference()
			ref.ServiceURL = server.URL
			_, err := out.SendActivities(t.Context(), ref, []*schema.Activity{hello()})
			assert.NoError(t, err)
		})
	}
	group.Wait()
}

// TestClientAddressesActivities: what is sent without a turn has its conversation's id too.
func TestClientAddressesActivities(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, ""))
	require.NoError(t, post(t.Context(), service.client(t)))
	require.JSONEq(t, `{"type": "message", "text": "hello", "conversation": {"id": "c"}}`, service.seen[0].body)
}
