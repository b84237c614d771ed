package cloud_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
	"github.com/convobot/convo/framework/schema"
)

// attack is one request to a bot that accepts everything that can be accepted, and what must come of it.
type attack struct {
	name   string
	change func(t *testing.T, b *bot, r *http.Request) // of a good request
	body   string                                      // empty: a good message
	status int
	turns  int64 // that reach the handler
}

// TestAttacks holds the rows of the attack matrix that can be seen at the endpoint; framework/auth/ATTACKS.md has all rows.
func TestAttacks(t *testing.T) {
	t.Parallel()
	for _, attacks := range [][]attack{tokenAttacks(), formAttacks(t), bodyAttacks(t), activityAttacks(t)} {
		for _, tt := range attacks {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				b := newBot(t, nil, accepting(auth.EntraTokens{
					Emulator: true, Callers: []string{callerID}, ConnectorAudience: true, Tenants: []string{ownTenant},
				}))
				if tt.body == "" {
					tt.body = activity(t, nil)
				}
				r := b.request(t, tt.body)
				if tt.change != nil {
					tt.change(t, b, r)
				}
				w := b.do(r)
				require.Equal(t, tt.status, w.Code, "%s\n%s", w.Body, b.logs)
				require.Equal(t, tt.turns, b.turns.Load())
				require.Empty(t, b.connector.requests())
				require.Less(t, len(b.logs.String()), 8192, "a caller cannot flood the log")
				for _, secret := range []string{password, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")} {
					if len(secret) > 10 {
						require.NotContains(t, b.logs.String()+w.Body.String(), secret, "row 66: no secret in the log")
					}
				}
			})
		}
	}
}

// The token's own rules are in framework/auth; these show that the endpoint asks for it, and for every class.
func tokenAttacks() []attack {
	bearer := func(token string) func(*testing.T, *bot, *http.Request) {
		return func(_ *testing.T, _ *bot, r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
	}
	return []attack{
		{"row 1: alg none", unsigned, "", 401, 0},
		{"row 2: HS256", signedWithAppID, "", 401, 0},
		{"row 3: another key", signedByStranger, "", 401, 0},
		{"row 12: five parts", bearer("a.b.c.d.e"), "", 401, 0},
		{"row 13: garbage", bearer("a.b.c"), "", 401, 0},
		{"row 14: signature of another token", otherSignature, "", 401, 0},
		{"row 15: a million dots", bearer(strings.Repeat(".", 1_000_000)), "", 401, 0},
		{"row 16: 17 KiB", bearer(strings.Repeat("x", 17<<10)), "", 401, 0},
		{"row 23: for the connector", withEntraToken(authtest.EntraToken{Audience: "https://api.botframework.com"}, nil), "", 401, 0},
		{"row 25: another tenant", withEntraToken(authtest.EntraToken{TenantID: "99999999-2222-3333-4444-555555555555"}, nil), "", 401, 0},
		{"row 29: a user's token", withEntraToken(authtest.EntraToken{V2: true}, map[string]any{"scp": "access_as_user"}), "", 401, 0},
		{"row 42: none", func(_ *testing.T, _ *bot, r *http.Request) { r.Header.Del("Authorization") }, "", 401, 0},
		{"row 42: two headers", func(_ *testing.T, _ *bot, r *http.Request) {
			r.Header.Add("Authorization", r.Header.Get("Authorization"))
		}, "", 401, 0},
		{"row 42: two headers, a good and a bad one", func(_ *testing.T, _ *bot, r *http.Request) {
			r.Header.Add("Authorization", "Bearer x")
		}, "", 401, 0},
		{"row 42: tab", replaceHeader("Bearer\t"), "", 401, 0},
		{"row 42: scheme in lower case", replaceHeader("bearer "), "", 200, 1},
		{"row 76: upgrade without a token", func(_ *testing.T, _ *bot, r *http.Request) {
			r.Header.Del("Authorization")
			r.Header.Set("Connection", "Upgrade")
			r.Header.Set("Upgrade", "websocket")
		}, "", 401, 0},
	}
}

func formAttacks(t *testing.T) []attack {
	t.Helper()
	set := func(name, value string) func(*testing.T, *bot, *http.Request) {
		return func(_ *testing.T, _ *bot, r *http.Request) { r.Header.Set(name, value) }
	}
	method := func(method string) func(*testing.T, *bot, *http.Request) {
		return func(_ *testing.T, _ *bot, r *http.Request) { r.Method = method }
	}
	large := activity(t, map[string]any{"text": strings.Repeat("x", 1<<20)})
	return []attack{
		{"row 43: GET", method(http.MethodGet), "", 405, 0},
		{"row 43: PUT", method(http.MethodPut), "", 405, 0},
		{"row 43: OPTIONS", method(http.MethodOptions), "", 405, 0},
		{"row 44: text", set("Content-Type", "text/plain"), "", 415, 0},
		{"row 44: form", set("Content-Type", "application/x-www-form-urlencoded"), "", 415, 0},
		{"row 45: declared", nil, large, 413, 0},
		{"row 45: chunked", func(_ *testing.T, _ *bot, r *http.Request) { r.ContentLength = -1 }, large, 413, 0},
		{"row 46: gzip", set("Content-Encoding", "gzip"), "", 415, 0},
		{"row 46: br", set("Content-Encoding", "br"), "", 415, 0},
		{"row 57: a stranger's body is not read", func(_ *testing.T, _ *bot, r *http.Request) {
			r.Header.Set("Authorization", "Bearer x")
			r.Body = io.NopCloser(&poison{})
		}, "", 401, 0},
		{"row 64: header with a line break", set("X-Ms-Correlation-Id", "a\r\nEvil: 1"), "", 200, 1},
		{"row 76: upgrade", func(_ *testing.T, _ *bot, r *http.Request) {
			r.Method = http.MethodGet
			r.Header.Set("Connection", "Upgrade")
			r.Header.Set("Upgrade", "websocket")
		}, "", 405, 0},
	}
}

// poison fails the test's purpose if it is read.
type poison struct{}

func (*poison) Read([]byte) (int, error) { panic("the body was read") }

func bodyAttacks(t *testing.T) []attack {
	t.Helper()
	value := func(json string) string { return before(activity(t, nil), `"value":`+json) }
	nested := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	many := func(member, entry string) string {
		return before(activity(t, nil), `"`+member+`":[`+strings.Repeat(entry+",", 99_999)+entry+"]")
	}
	return []attack{
		{"row 47: deepest", nil, value(nested(127)), 200, 1},
		{"row 47: one deeper", nil, value(nested(128)), 400, 0},
		{"row 47: objects", nil, value(strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)), 400, 0},
		{"row 47: 10,000", nil, value(nested(10_000)), 400, 0},
		{"row 47: as deep as fits", nil, strings.Repeat("[", 1<<20), 400, 0},
		{"row 47: brackets in a text", nil, activity(t, map[string]any{"text": strings.Repeat(`[{\"`, 1000)}), 200, 1},
		{"row 47: closed first", nil, strings.Repeat("]", 1000) + nested(128), 400, 0},
		{"row 48: a name twice", nil, before(activity(t, nil), `"serviceUrl":"https://evil.test/"`), 400, 0},
		{"row 48: a name in another case", nil, before(activity(t, nil), `"ServiceURL":"https://evil.test/"`), 200, 1},
		{"row 48: only in another case", nil, strings.Replace(activity(t, nil), `"serviceUrl"`, `"ServiceURL"`, 1), 400, 0},
		{"row 49: invalid UTF-8", nil, strings.Replace(activity(t, nil), "Ada", "\xff", 1), 400, 0},
		{"row 49: lone surrogate", nil, strings.Replace(activity(t, nil), "Ada", `\ud800`, 1), 400, 0},
		{"row 49: NUL", nil, strings.Replace(activity(t, nil), "Ada", "\x00", 1), 400, 0},
		{"row 49: escaped NUL", nil, strings.Replace(activity(t, nil), "Ada", `\u0000`, 1), 200, 1},
		{"row 50: two values", nil, activity(t, nil) + "{}", 400, 0},
		{"row 50: trailing text", nil, activity(t, nil) + "x", 400, 0},
		{"row 51: 1e999", nil, value("1e999"), 200, 1},
		{"row 51: 64 bits", nil, value("9223372036854775807"), 200, 1},
		{"row 52: attachments", nil, many("attachments", "{}"), 200, 1},
		{"row 52: entities", nil, many("entities", "{}"), 200, 1},
		{"row 52: members added", nil, many("membersAdded", "{}"), 200, 1},
		{"row 53: null", nil, "null", 400, 0},
		{"row 53: array", nil, "[]", 400, 0},
		{"row 53: string", nil, `"message"`, 400, 0},
		{"row 53: empty", nil, " ", 400, 0},
		{"row 53: empty object", nil, "{}", 400, 0},
	}
}

func activityAttacks(t *testing.T) []attack {
	t.Helper()
	long := strings.Repeat("x", 10<<10)
	return []attack{
		{"row 31: AseChannel", nil, activity(t, map[string]any{"channelId": "AseChannel"}), 403, 0},
		{"row 32: channel not endorsed", nil, activity(t, map[string]any{"channelId": "slack"}), 403, 0},
		{"row 33: no channel", nil, activity(t, map[string]any{"channelId": nil}), 400, 0},
		{"row 33: empty channel", nil, activity(t, map[string]any{"channelId": ""}), 400, 0},
		{"row 34: another service URL", nil, activity(t, map[string]any{"serviceUrl": "https://smba.trafficmanager.net/emea/"}), 403, 0},
		{"row 35: no service URL", nil, activity(t, map[string]any{"serviceUrl": nil}), 400, 0},
		{"row 35: empty service URL", nil, activity(t, map[string]any{"serviceUrl": ""}), 400, 0},
		{"row 36: attacker's host", nil, activity(t, map[string]any{"serviceUrl": "https://evil.test/"}), 403, 0},
		{"row 54: no type", nil, activity(t, map[string]any{"type": nil}), 400, 0},
		{"row 54: no conversation", nil, activity(t, map[string]any{"conversation": nil}), 400, 0},
		{"row 54: conversation without id", nil, activity(t, map[string]any{"conversation": map[string]any{"name": "x"}}), 400, 0},
		{"row 54: no sender", nil, activity(t, map[string]any{"from": nil}), 400, 0},
		{"row 63: long id", nil, activity(t, map[string]any{"id": long}), 400, 0},
		{"row 63: long conversation id", nil, activity(t, map[string]any{"conversation": map[string]any{"id": long}}), 400, 0},
		{"row 63: long sender", nil, activity(t, map[string]any{"from": map[string]any{"id": long}}), 400, 0},
		{"row 63: long replyToId", nil, activity(t, map[string]any{"replyToId": long}), 400, 0},
		{"row 63: long recipient", nil, activity(t, map[string]any{"recipient": map[string]any{"id": long}}), 400, 0},
		{"row 65: forged log line", nil, activity(t, map[string]any{"channelId": "x\n{\"level\":\"ERROR\"}"}), 403, 0},
		{"row 72: own echo", nil, activity(t, map[string]any{"from": map[string]any{"id": "28:" + appID}}), 200, 0},
		{"row 72: another bot", nil, activity(t, map[string]any{"from": map[string]any{"id": "28:other", "role": "bot"}}), 200, 1},
	}
}

// Rows 36 and 37 once more, now with a token that names the attacker's service URL itself: the turn runs, but the bot's
// token stays.
func TestAttackNoTokenLeaves(t *testing.T) {
	t.Parallel()
	for name, to := range map[string]string{
		"row 36: attacker's host":  "https://evil.test/",
		"row 36: shared domain":    "https://smba-evil.trafficmanager.net/",
		"row 37: http":             "http://smba.trafficmanager.net/",
		"row 37: user information": "https://smba.trafficmanager.net@evil.test/",
		"row 37: port":             "https://smba.trafficmanager.net:8443/",
		"row 37: IP":               "https://10.0.0.1/",
		"row 37: IPv6 loopback":    "https://[::1]/",
		"row 37: metadata service": "http://169.254.169.254/latest/",
		"row 37: unicode host":     "https://smba.trafficmanager。net/",
		"row 41: stored reference": "https://evil.test/stored/",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, echo)
			asked := 0
			for host := range b.network {
				if host != identity {
					delete(b.network, host)
				}
			}
			b.network["evil.test"] = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ })
			r := b.request(t, activity(t, map[string]any{"serviceUrl": to}))
			r.Header.Set("Authorization", "Bearer "+b.token(t, map[string]any{"serviceurl": to}))
			require.Equal(t, http.StatusInternalServerError, b.do(r).Code)
			require.EqualValues(t, 1, b.turns.Load())

			ref := schema.ConversationReference{ServiceURL: to, ChannelID: "msteams", Conversation: schema.ConversationAccount{ID: "a:chat"}}
			require.ErrorContains(t, b.ContinueConversation(t.Context(), ref, framework.HandlerFunc(echo)), "service URL")
			require.Zero(t, asked)
			require.Zero(t, b.identity.Counts().Tokens, "no token was even asked for")
		})
	}
}

// Rows 39 and 40: what binds a body to a token is its service URL and channel, no more; a body is handled once.
func TestAttackReplay(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		second map[string]any
		turns  int64
	}{
		"row 39: the same body": {nil, 1},
		"row 40: another body":  {map[string]any{"id": "2"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			first, second := b.request(t, activity(t, nil)), b.request(t, activity(t, tt.second))
			second.Header.Set("Authorization", first.Header.Get("Authorization"))
			require.Equal(t, http.StatusOK, b.do(first).Code)
			require.Equal(t, http.StatusOK, b.do(second).Code)
			require.Equal(t, tt.turns, b.turns.Load())
		})
	}
}

// Row 74: an outage is not the caller's fault, and says when to come back. Row 75: a token counts when the request comes.
func TestAttackTime(t *testing.T) {
	t.Parallel()
	t.Run("row 74: no signing keys", func(t *testing.T) {
		t.Parallel()
		b := newBot(t, nil)
		b.network[identity] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		b.requireRefused(t, b.request(t, activity(t, nil)), http.StatusServiceUnavailable, "keys-unavailable")
	})
	t.Run("row 75: the token expires during the turn", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			b := newBot(t, slow(10*time.Minute))
			r := b.request(t, activity(t, nil))
			r.Header.Set("Authorization", "Bearer "+b.token(t, map[string]any{"exp": time.Now().Add(time.Second).Unix()}))
			require.Equal(t, http.StatusAccepted, b.do(r).Code)
			time.Sleep(10 * time.Minute)
			require.Len(t, b.connector.requests(), 1, "the turn ended as it began")
			require.Equal(t, http.StatusUnauthorized, b.do(r).Code)
		})
	})
}

// Rows 58, 59 and 70: whatever a handler does, the caller learns nothing and the next one is served.
func TestAttackHandler(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]framework.HandlerFunc{
		"row 58: panic":                 func(context.Context, *framework.TurnContext) error { panic("hush") },
		"row 59: unauthorized":          fails(fmt.Errorf("hush: %w", &auth.Error{Rule: auth.RuleHeader, Err: io.EOF})),
		"row 59: forbidden service URL": fails(&auth.ServiceURLError{URL: "hush"}),
		"row 70: answer of status 99":   answers(99, "hush"),
		"row 70: answer of status 600":  answers(600, "hush"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, handler)
			for i := range 2 {
				w := b.post(t, invoke(t, map[string]any{"id": fmt.Sprint(i)}))
				require.Equal(t, http.StatusInternalServerError, w.Code)
				require.NotContains(t, w.Body.String(), "hush")
			}
			require.EqualValues(t, 2, b.turns.Load())
		})
	}
	t.Run("row 70: answer of status 401", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, http.StatusUnauthorized, newBot(t, answers(401, "mine")).post(t, invoke(t, nil)).Code)
	})
}

// Row 77: what frames a request in two ways is refused, or framed in one way and nothing else gets in.
func TestAttackSmuggling(t *testing.T) {
	t.Parallel()
	const head = "POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nConnection: close\r\n"
	body := activity(t, nil)
	chunks := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	for name, tt := range map[string]struct{ framed, status string }{
		"row 77: two lengths":               {fmt.Sprintf("Content-Length: %d\r\nContent-Length: 2\r\n\r\n", len(body)) + body, "400"},
		"row 77: length with a sign":        {"Content-Length: +2\r\n\r\n{}", "400"},
		"row 77: unknown transfer encoding": {"Transfer-Encoding: xchunked\r\n\r\n" + chunks, "501"},
		"row 77: two transfer encodings":    {"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + chunks, "501"},
		"row 77: length and chunks":         {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, "200"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBot(t, nil)
				client := dial(t, b)
				request := head + b.authorization(t) + tt.framed
				go func() { _, _ = io.WriteString(client, request) }() // it may not be read to its end
				answer, err := io.ReadAll(client)
				require.NoError(t, err)
				require.True(t, bytes.HasPrefix(answer, []byte("HTTP/1.1 "+tt.status)), "%s", answer)
				require.Equal(t, 1, bytes.Count(answer, []byte("HTTP/1.1 ")), "one request, one answer")
			})
		})
	}
}

// Row 78: a bot without credentials serves its own machine or nobody.
func TestAttackEmptyAppID(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]cloud.Config{
		"row 78: nothing":    {},
		"row 78: only proof": {AppPassword: "pw"},
		"row 78: only type":  {AppType: cloud.MultiTenant},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := cloud.New(cfg, framework.HandlerFunc(echo))
			require.ErrorContains(t, err, "MicrosoftAppId")
		})
	}
}
