package connector_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/connector"
)

// traced fails as net/http does, after it came as far as a connection or not.
func traced(connected bool, err error) reply {
	return func(r *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(r.Context())
		trace.GetConn("smba.example:443")
		if connected {
			trace.GotConn(httptrace.GotConnInfo{})
		}
		return nil, err
	}
}

// redialed fails as net/http does when a kept connection was found dead before anything was written, and no new one can
// be had.
func redialed(err error) reply {
	return func(r *http.Request) (*http.Response, error) {
		_, _ = traced(true, nil)(r)
		return traced(false, err)(r)
	}
}

// slow is an error of something that took too long.
type slow struct{ error }

func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return true }

// waits returns the time between requests.
func (c *channel) waits() []time.Duration {
	waits := []time.Duration{}
	for i := 1; i < len(c.seen); i++ {
		waits = append(waits, c.seen[i].at.Sub(c.seen[i-1].at))
	}
	return waits
}

func post(ctx context.Context, c *connector.Client) error {
	_, err := c.SendToConversation(ctx, "c", hello())
	return err
}

func put(ctx context.Context, c *connector.Client) error {
	a := hello()
	a.ID = "a"
	_, err := c.UpdateActivity(ctx, "c", a)
	return err
}

func get(ctx context.Context, c *connector.Client) error {
	_, err := c.Members(ctx, "c")
	return err
}

func remove(ctx context.Context, c *connector.Client) error { return c.DeleteActivity(ctx, "c", "a") }

// TestWhatIsRepeated holds the rule: a POST only where that cannot double a message, the other methods also where an
// answer got lost.
func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer reply
		post   framework.Class // of the error, if nothing else ever happens
		other  framework.Class
	}{
		{"429", answer(429, ""), framework.RetryLater, framework.RetryLater},
		{"412", answer(412, ""), framework.RetryLater, framework.RetryLater},
		{"dial error", failing(errRefused), framework.RetryLater, framework.RetryLater},
		{"name error", failing(&net.DNSError{Err: "no such host"}), framework.RetryLater, framework.RetryLater},
		{"dial timeout", traced(false, slow{errors.New("i/o timeout")}), framework.RetryLater, framework.RetryLater},
		{"no connection", traced(false, errors.New("tls: bad certificate")), framework.RetryLater, framework.RetryLater},
		{"no new connection", redialed(errors.New("tls: bad certificate")), framework.RetryLater, framework.RetryLater},
		{"502", answer(502, ""), framework.Ambiguous, framework.RetryLater},
		{"503", answer(503, ""), framework.Ambiguous, framework.RetryLater},
		{"504", answer(504, ""), framework.Ambiguous, framework.RetryLater},
		{"reset", traced(true, errReset), framework.Ambiguous, framework.RetryLater},
		{"dial error behind a connection", traced(true, errRefused), framework.Ambiguous, framework.RetryLater},
		{"reset by a transport without traces", failing(errReset), framework.Ambiguous, framework.RetryLater},
		{"answer cut off", cutOff(201, `{"id":`), framework.Ambiguous, framework.RetryLater},
	}
	methods := map[string]func(context.Context, *connector.Client) error{"POST": post, "GET": get, "PUT": put, "DELETE": remove}
	for _, tt := range tests {
		for method, do := range methods {
			t.Run(tt.name+"/"+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					want := tt.other
					if method == http.MethodPost {
						want = tt.post
					}
					service := answering(tt.answer)
					err := do(t.Context(), service.client(t))
					require.Equal(t, want, channelError(t, err).Class)
					if want == framework.Ambiguous {
						require.Len(t, service.seen, 1)
						return
					}
					require.Len(t, service.seen, 4)
					for i, wait := range service.waits() {
						backoff := 500 * time.Millisecond << i
						require.InDelta(t, backoff, wait, float64(backoff/5))
					}
					for _, request := range service.seen {
						require.Equal(t, service.seen[0].body, request.body, "every attempt sends the same")
					}
				})
			})
		}
	}
}

func TestWhatIsNotRepeated(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer reply
		post   framework.Class
		other  framework.Class
	}{
		{"408", answer(408, ""), framework.Ambiguous, framework.Failed},
		{"500", answer(500, ""), framework.Ambiguous, framework.Failed},
		{"501", answer(501, ""), framework.Ambiguous, framework.NotAllowed},
		{"400", answer(400, "", "Retry-After", "1"), framework.Rejected, framework.Rejected},
		{"401", answer(401, ""), framework.Unauthorized, framework.Unauthorized},
		{"too slow", traced(true, slow{errors.New("i/o timeout")}), framework.Ambiguous, framework.RetryLater},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(tt.answer)
			require.Equal(t, tt.post, channelError(t, post(t.Context(), service.client(t))).Class)
			require.Equal(t, tt.other, channelError(t, get(t.Context(), service.client(t))).Class)
			require.Len(t, service.seen, 2)
		})
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	in := func(d time.Duration) func() string {
		return func() string { return time.Now().UTC().Add(d).Format(http.TimeFormat) }
	}
	is := func(s string) func() string { return func() string { return s } }
	tests := []struct {
		name   string
		header func() string
		want   time.Duration
	}{
		{"seconds", is("3"), 3 * time.Second},
		{"date", in(3 * time.Second), 3 * time.Second},
		{"zero", is("0"), 0},
		{"past", in(-time.Hour), 0},
		{"negative", is("-1"), 0},
		{"fraction", is("1.5"), 0},
		{"words", is("soon"), 0},
		{"huge", is("18446744073709551615"), day},
		{"far", in(1000 * day), day},
		{"overflow", is("99999999999999999999999"), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := answering(answer(429, "", "Retry-After", tt.header()), answer(201, ""))
				err := post(t.Context(), service.client(t))
				switch tt.want {
				case 0: // as if it was absent
					require.NoError(t, err)
					require.InDelta(t, 500*time.Millisecond, service.waits()[0], float64(100*time.Millisecond))
				case day: // not waited for
					require.Equal(t, day, channelError(t, err).RetryAfter)
					require.Len(t, service.seen, 1)
				default:
					require.NoError(t, err)
					require.Equal(t, []time.Duration{tt.want}, service.waits())
				}
			})
		})
	}
}

// TestMaxWait: a wait that would take too long is not begun.
func TestMaxWait(t *testing.T) {
	t.Parallel()
	throttled := func(seconds int) reply { return answer(429, "", "Retry-After", strconv.Itoa(seconds)) }
	tests := []struct {
		name     string
		maxWait  time.Duration
		deadline time.Duration // of the context; 0 means none
		answers  []reply
		waits    []time.Duration
		after    time.Duration
	}{
		{"default", 0, 0, []reply{throttled(5), throttled(1)}, []time.Duration{5 * time.Second}, time.Second},
		{"default exceeded", 0, 0, []reply{throttled(6)}, []time.Duration{}, 6 * time.Second},
		{"in all", 0, 0, []reply{throttled(2), throttled(3), throttled(1)}, []time.Duration{2 * time.Second, 3 * time.Second}, time.Second},
		{"longer", time.Minute, 0, []reply{throttled(20), throttled(20), throttled(30)}, []time.Duration{20 * time.Second, 20 * time.Second}, 30 * time.Second},
		{"none", -1, 0, []reply{throttled(0)}, []time.Duration{}, 0},
		{"deadline", 0, 4 * time.Second, []reply{throttled(2), throttled(2)}, []time.Duration{2 * time.Second}, 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				if tt.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.deadline)
					defer cancel()
				}
				service := answering(tt.answers...)
				out := service.outbound()
				out.MaxWait = tt.maxWait
				start := time.Now()
				e := channelError(t, post(ctx, clientOf(t, out, serviceURL)))
				require.Equal(t, framework.RetryLater, e.Class)
				require.Equal(t, tt.after, e.RetryAfter)
				require.Equal(t, tt.waits, service.waits())
				var waited time.Duration
				for _, wait := range tt.waits {
					waited += wait
				}
				require.Equal(t, waited, time.Since(start), "it answers at once")
			})
		})
	}
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	errCause := errors.New("a newer message came")
	hanging := func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return failing(context.Cause(r.Context()))(r) // as net/http does
	}
	tests := []struct {
		name   string
		answer reply
		class  framework.Class
	}{
		{"while waiting to repeat", answer(429, "", "Retry-After", "5"), framework.RetryLater},
		{"while sending", hanging, framework.Ambiguous},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := answering(tt.answer)
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(time.Second, func() { cancel(errCause) })
				start := time.Now()
				err := post(ctx, service.client(t))
				require.Equal(t, time.Second, time.Since(start))
				require.ErrorIs(t, err, context.Canceled)
				require.ErrorIs(t, err, errCause)
				require.Equal(t, tt.class, channelError(t, err).Class)
				require.Len(t, service.seen, 1)
			})
		})
	}
	t.Run("before sending", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		service := answering(answer(201, ""))
		err := post(ctx, service.client(t))
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, framework.RetryLater, framework.ClassOf(err), "nothing was sent")
		require.Empty(t, service.seen)
	})
	t.Run("deadline", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			require.ErrorIs(t, get(ctx, answering(hanging).client(t)), context.DeadlineExceeded)
		})
	})
}

// TestSilence: a channel that never answers holds nobody up for ever, also with a client that would wait.
func TestSilence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := answering(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return failing(context.Cause(r.Context()))(r) // as net/http does
		})
		start := time.Now()
		err := post(t.Context(), service.client(t))
		require.Equal(t, framework.Ambiguous, framework.ClassOf(err))
		require.ErrorContains(t, err, "no answer within 30s")
		require.NotErrorIs(t, err, context.DeadlineExceeded, "the caller's context lives")
		require.Equal(t, 30*time.Second, time.Since(start))
		require.Equal(t, framework.RetryLater, framework.ClassOf(get(t.Context(), service.client(t))))
		require.Len(t, service.seen, 2, "what is too slow is not repeated")
	})
}

func TestRepeatsAreLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		service := answering(answer(429, "busy"), answer(201, ""))
		out := service.outbound()
		out.Logger = slog.New(slog.NewTextHandler(&log, nil))
		out.Tokens = token("secret-token")
		require.NoError(t, post(t.Context(), clientOf(t, out, serviceURL)))
		require.Contains(t, log.String(), `op="send activity" attempt=1`)
		require.Contains(t, log.String(), "busy")
		require.NotContains(t, log.String(), "secret-token")
	})
}

// TestPostIsNotDoubledByNetHTTP: a kept connection that breaks after it took a request makes net/http repeat what it
// holds for idempotent. It must not hold a POST for that.
func TestPostIsNotDoubledByNetHTTP(t *testing.T) {
	t.Parallel()
	var served atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if served.Add(1) == 1 {
			return // so that there is a connection to use again
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}))
	defer server.Close()
	out := &connector.Outbound{HTTPClient: server.Client()}
	client := clientOf(t, out, server.URL)
	require.NoError(t, post(t.Context(), client))
	require.Equal(t, framework.Ambiguous, framework.ClassOf(post(t.Context(), client)))
	require.EqualValues(t, 2, served.Load())
}

// TestUnreachable has net/http dial where nobody listens.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	out := &connector.Outbound{MaxWait: -1}
	err := post(t.Context(), clientOf(t, out, server.URL))
	require.Equal(t, framework.RetryLater, framework.ClassOf(err))
	require.ErrorContains(t, err, "send activity: dial tcp")
}

func FuzzRetryAfter(f *testing.F) {
	for _, value := range []string{"", "0", "3", "-1", "1e9", "99999999999999999999", "Wed, 21 Oct 2055 07:28:00 GMT"} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		out := answering(answer(429, "", "Retry-After", value)).outbound()
		out.MaxWait = -1
		e := channelError(t, post(t.Context(), clientOf(t, out, serviceURL)))
		require.Equal(t, framework.RetryLater, e.Class)
		require.GreaterOrEqual(t, e.RetryAfter, time.Duration(0))
		require.LessOrEqual(t, e.RetryAfter, 24*time.Hour)
	})
}
