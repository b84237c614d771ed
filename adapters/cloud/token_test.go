package cloud_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth/authtest"
	"github.com/convobot/convo/framework/schema"
)

// Every rule for the token is held at the endpoint: what fails one is answered without saying which, logged with
// it, and acts on nothing. Not even its body is read.
func TestTokenRefused(t *testing.T) {
	t.Parallel()
	now := time.Now()
	tests := map[string]struct {
		claims map[string]any
		change func(t *testing.T, b *bot, r *http.Request)
		status int
		rule   string
	}{
		"no header":      {change: func(_ *testing.T, _ *bot, r *http.Request) { r.Header.Del("Authorization") }, status: 401, rule: "header"},
		"two headers":    {change: func(_ *testing.T, _ *bot, r *http.Request) { r.Header.Add("Authorization", "Bearer x") }, status: 401, rule: "header"},
		"no bearer":      {change: replaceHeader("Basic "), status: 401, rule: "header"},
		"garbage":        {change: replaceHeader("Bearer a.b.c."), status: 401, rule: "token"},
		"unsigned":       {change: unsigned, status: 401, rule: "algorithm"},
		"signed with id": {change: signedWithAppID, status: 401, rule: "algorithm"},
		"unknown key":    {change: signedByStranger, status: 401, rule: "key"},
		"signature":      {change: otherSignature, status: 401, rule: "signature"},
		"issuer":         {claims: map[string]any{"iss": "https://api.botframework.com/"}, status: 401, rule: "issuer"},
		"own issuer":     {claims: map[string]any{"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"}, status: 401, rule: "issuer"},
		"audience":       {claims: map[string]any{"aud": "https://api.botframework.com"}, status: 401, rule: "audience"},
		"expired":        {claims: map[string]any{"exp": now.Add(-6 * time.Minute).Unix()}, status: 401, rule: "expired"},
		"never expires":  {claims: map[string]any{"exp": nil}, status: 401, rule: "expired"},
		"not yet valid":  {claims: map[string]any{"nbf": now.Add(6 * time.Minute).Unix()}, status: 401, rule: "not-yet-valid"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			token := b.token(t, tt.claims)
			body := &witness{Reader: strings.NewReader(activity(t, nil))}
			r := b.request(t, "")
			r.Body = io.NopCloser(body)
			r.Header.Set("Authorization", "Bearer "+token)
			if tt.change != nil {
				tt.change(t, b, r)
			}
			b.requireRefused(t, r, tt.status, tt.rule)
			require.False(t, body.read, "the body was read")
		})
	}
}

// A genuine token does not make every body good: both must name the same connector, and the key must be meant for the
// channel.
func TestTokenDoesNotFitTheActivity(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		claims map[string]any
		body   map[string]any
		rule   string
	}{
		"other service URL":      {body: map[string]any{"serviceUrl": "https://evil.test/"}, rule: "service-url"},
		"other path":             {body: map[string]any{"serviceUrl": serviceURL + "x/"}, rule: "service-url"},
		"no service URL claim":   {claims: map[string]any{"serviceurl": nil}, rule: "service-url"},
		"channel not endorsed":   {body: map[string]any{"channelId": "webchat"}, rule: "endorsement"},
		"channel in other case":  {body: map[string]any{"channelId": "MSTeams"}, rule: "endorsement"},
		"a special channel's id": {body: map[string]any{"channelId": "AseChannel"}, rule: "endorsement"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			r := b.request(t, activity(t, tt.body))
			r.Header.Set("Authorization", "Bearer "+b.token(t, tt.claims))
			b.requireRefused(t, r, http.StatusForbidden, tt.rule)
		})
	}
}

func (b *bot) requireRefused(t *testing.T, r *http.Request, status int, rule string) {
	t.Helper()
	b.requireRefusedAfter(t, r, status, rule, 0)
}

// requireRefusedAfter is requireRefused for a bot that has had turns before.
func (b *bot) requireRefusedAfter(t *testing.T, r *http.Request, status int, rule string, turns int) {
	t.Helper()
	header := r.Header.Get("Authorization")
	w := b.do(r)
	require.Equal(t, status, w.Code, w.Body)
	require.EqualValues(t, turns, b.turns.Load(), "the handler ran")
	require.Contains(t, w.Body.String(), `"message":"the request was not accepted"`)
	require.NotContains(t, w.Body.String(), rule, "the rule is for the log")
	switch status {
	case http.StatusUnauthorized:
		require.Equal(t, "Bearer", w.Header().Get("WWW-Authenticate"))
	case http.StatusServiceUnavailable:
		require.Equal(t, "5", w.Header().Get("Retry-After"))
	}

	refused := b.logs.lines(t, "request refused")
	require.Len(t, refused, 1)
	require.Equal(t, rule, refused[0]["rule"])
	require.InDelta(t, status, refused[0]["status"], 0)
	for part := range strings.FieldsFuncSeq(header, func(r rune) bool { return r == ' ' || r == '.' }) {
		if len(part) > 10 {
			require.NotContains(t, b.logs.String()+w.Body.String(), part, "a part of the token")
		}
	}
}

func TestAcceptedTokens(t *testing.T) {
	t.Parallel()
	now := time.Now()
	tests := map[string]struct {
		claims map[string]any
		scheme string
	}{
		"genuine":               {},
		"scheme in lower case":  {scheme: "bearer"},
		"expired within skew":   {claims: map[string]any{"exp": now.Add(-4 * time.Minute).Unix()}},
		"one of many audiences": {claims: map[string]any{"aud": []string{"other", appID}}},
		"service URL, no slash": {claims: map[string]any{"serviceurl": strings.TrimSuffix(serviceURL, "/")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBot(t, nil)
			r := b.request(t, activity(t, nil))
			scheme := "Bearer"
			if tt.scheme != "" {
				scheme = tt.scheme
			}
			r.Header.Set("Authorization", scheme+" "+b.token(t, tt.claims))
			require.Equal(t, http.StatusOK, b.do(r).Code, b.logs)
		})
	}
}

// An outage of the identity service is not the caller's fault: it is told to come back, and then it works.
func TestSigningKeysUnavailable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, nil)
		b.network[identity] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		b.requireRefused(t, b.request(t, activity(t, nil)), http.StatusServiceUnavailable, "keys-unavailable")

		b.network[identity] = b.identity
		time.Sleep(time.Minute)
		require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code)
	})
}

// A new signing key is found when it is first used; the old one is no longer good for new tokens.
func TestKeyRotation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBot(t, nil)
		require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code)
		old := b.request(t, activity(t, nil))
		old.Header.Set("Authorization", "Bearer "+b.token(t, map[string]any{"jti": "not seen before"}))

		require.NoError(t, b.identity.RotateKey(nil))
		time.Sleep(2 * time.Hour)
		require.Equal(t, http.StatusOK, b.post(t, activity(t, map[string]any{"id": "2"})).Code)
		require.Equal(t, http.StatusUnauthorized, b.do(old).Code)
		require.Equal(t, authtest.Counts{Metadata: 2, Keys: 2}, b.identity.Counts())
	})
}

// The handler sees who was verified. What the wire says about it counts for nothing.
func TestIdentityIsTheTokens(t *testing.T) {
	t.Parallel()
	var seen framework.Identity
	var caller string
	handler := func(_ context.Context, turn *framework.TurnContext) error {
		seen, caller = turn.Identity(), turn.Activity.CallerID
		return nil
	}
	forged := activity(t, map[string]any{"callerId": "urn:botframework:aadappid:forged"})

	require.Equal(t, http.StatusOK, newBot(t, handler).post(t, forged).Code)
	require.Equal(t, framework.Identity{AppID: appID, Issuer: "https://api.botframework.com"}, seen)
	require.Equal(t, "urn:botframework:azure", caller)

	b := newBot(t, nil)
	ref := schema.ConversationReference{ServiceURL: serviceURL, ChannelID: "msteams", Conversation: schema.ConversationAccount{ID: "a:chat"}}
	require.NoError(t, b.ContinueConversation(t.Context(), ref, framework.HandlerFunc(handler)))
	require.Equal(t, framework.Identity{AppID: appID}, seen, "the bot itself, which nobody verified")

	local := newLocalBot(t, handler)
	require.Equal(t, http.StatusOK, local.do(localRequest(t, forged)).Code)
	require.False(t, seen.Authenticated())
	require.Empty(t, caller)
}

// replaceHeader puts something in place of the scheme.
func replaceHeader(scheme string) func(*testing.T, *bot, *http.Request) {
	return func(_ *testing.T, _ *bot, r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "Bearer ", scheme, 1))
	}
}

func unsigned(t *testing.T, _ *bot, r *http.Request) {
	t.Helper()
	sign(t, r, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType)
}

func signedWithAppID(t *testing.T, _ *bot, r *http.Request) {
	t.Helper()
	sign(t, r, jwt.SigningMethodHS256, []byte(appID))
}

func sign(t *testing.T, r *http.Request, method jwt.SigningMethod, key any) {
	t.Helper()
	token, err := jwt.NewWithClaims(method, jwt.MapClaims{
		"iss": "https://api.botframework.com", "aud": appID, "exp": time.Now().Add(time.Hour).Unix(), "serviceurl": serviceURL,
	}).SignedString(key)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
}

// signedByStranger uses a token that another identity service signed.
func signedByStranger(t *testing.T, _ *bot, r *http.Request) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	stranger, err := authtest.New(authtest.Config{AppID: appID, Password: "other", SigningKey: key})
	require.NoError(t, err)
	token, err := stranger.SignChannelToken(serviceURL, nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
}

// otherSignature gives the token the signature of another one.
func otherSignature(t *testing.T, b *bot, r *http.Request) {
	t.Helper()
	token, other := r.Header.Get("Authorization"), b.token(t, map[string]any{"aud": "other"})
	r.Header.Set("Authorization", token[:strings.LastIndexByte(token, '.')]+other[strings.LastIndexByte(other, '.'):])
}
