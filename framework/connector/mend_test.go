package connector_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
	"github.com/convobot/convo/framework/schema"
)

// vault is a token source that has another token when the one it gave is dropped, as long as there are some.
type vault struct {
	tokens  []string
	err     error // when there are none left
	dropped []string
}

func (v *vault) Token(context.Context) (string, error) {
	if len(v.tokens) == 0 {
		return "", v.err
	}
	return v.tokens[0], nil
}

func (v *vault) DropToken(token string) {
	v.dropped = append(v.dropped, token)
	if len(v.tokens) > 1 || v.err != nil {
		v.tokens = v.tokens[1:]
	}
}

func TestTokenThatIsNotAccepted(t *testing.T) {
	t.Parallel()
	refused, accepted := answer(401, ""), answer(201, `{"id": "1"}`)
	tests := []struct {
		name    string
		tokens  *vault
		answers []reply
		sent    []string // tokens
		dropped []string
		class   framework.Class // of the error; Failed for none
	}{
		{"the next one is", &vault{tokens: []string{"a", "b"}}, []reply{refused, accepted}, []string{"a", "b"}, []string{"a"}, framework.Failed},
		{"none is", &vault{tokens: []string{"a", "b", "c"}}, []reply{refused}, []string{"a", "b"}, []string{"a"}, framework.Unauthorized},
		{"there is no other", &vault{tokens: []string{"a"}}, []reply{refused}, []string{"a"}, []string{"a"}, framework.Unauthorized},
		{"no other can be had", &vault{tokens: []string{"a"}, err: errors.New("down")}, []reply{refused}, []string{"a"}, []string{"a"}, framework.Unauthorized},
		{"busy in between", &vault{tokens: []string{"a", "b"}}, []reply{refused, answer(429, ""), accepted}, []string{"a", "b", "b"}, []string{"a"}, framework.Failed},
		{"once for all attempts", &vault{tokens: []string{"a", "b", "c"}}, []reply{refused, answer(429, ""), refused}, []string{"a", "b", "b"}, []string{"a"}, framework.Unauthorized},
		{"forbidden is another matter", &vault{tokens: []string{"a", "b"}}, []reply{answer(403, "")}, []string{"a"}, nil, framework.NotAllowed},
		{"so is what may have been delivered", &vault{tokens: []string{"a", "b"}}, []reply{answer(500, "")}, []string{"a"}, nil, framework.Ambiguous},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := answering(tt.answers...)
				out := service.outbound()
				out.Tokens = tt.tokens
				err := post(t.Context(), clientOf(t, out, serviceURL))
				require.Equal(t, tt.class, framework.ClassOf(err), "%v", err)
				require.Equal(t, tt.class != framework.Failed, err != nil)
				var sent []string
				for _, r := range service.seen {
					sent = append(sent, strings.TrimPrefix(r.header.Get("Authorization"), "Bearer "))
					require.Equal(t, service.seen[0].body, r.body)
				}
				require.Equal(t, tt.sent, sent)
				require.Equal(t, tt.dropped, tt.tokens.dropped)
			})
		})
	}
	t.Run("without credentials", func(t *testing.T) {
		t.Parallel()
		service := answering(refused)
		require.Equal(t, framework.Unauthorized, framework.ClassOf(post(t.Context(), service.client(t))))
		require.Len(t, service.seen, 1)
	})
}

// rotating is a token source that cannot be told anything, but has a new token each time.
type rotating struct{ count *atomic.Int32 }

func (r rotating) Token(context.Context) (string, error) {
	return "t" + strconv.Itoa(int(r.count.Add(1))), nil
}

func TestOwnTokenSourceIsAskedAgain(t *testing.T) {
	t.Parallel()
	service := answering(answer(401, ""), answer(201, ""))
	out := service.outbound()
	out.Tokens = rotating{new(atomic.Int32)}
	require.NoError(t, post(t.Context(), clientOf(t, out, serviceURL)))
	require.Len(t, service.seen, 2)
}

// A token that the identity service has withdrawn costs one request, once, not every message until it expires.
func TestWithdrawnToken(t *testing.T) {
	t.Parallel()
	identity, err := authtest.New(authtest.Config{AppID: "app", Password: "password"})
	require.NoError(t, err)
	tokens, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
		Cloud: identity.Cloud("https://identity.test"), AppID: "app", Password: "password", HTTPClient: identity.Client(),
		Logger: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	withdrawn, err := tokens.Token(t.Context())
	require.NoError(t, err)
	service := answering(func(r *http.Request) (*http.Response, error) {
		if r.Header.Get("Authorization") == "Bearer "+withdrawn {
			return answer(401, "")(r)
		}
		return answer(201, "")(r)
	})
	out := service.outbound()
	out.Tokens = tokens
	for range 3 {
		require.NoError(t, post(t.Context(), clientOf(t, out, serviceURL)))
	}
	require.Len(t, service.seen, 4)
	require.Equal(t, 2, identity.Counts().Tokens)
}

// A bot that is refused whatever it sends does not ask the identity service for a token at every message.
func TestNoTokenIsAccepted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		identity, err := authtest.New(authtest.Config{AppID: "app", Password: "password"})
		require.NoError(t, err)
		tokens, err := auth.NewClientCredentials(auth.ClientCredentialsConfig{
			Cloud: identity.Cloud("https://identity.test"), AppID: "app", Password: "password", HTTPClient: identity.Client(),
			Logger: slog.New(slog.DiscardHandler),
		})
		require.NoError(t, err)
		service := answering(answer(401, `{"error":{"code":"BotNotRegistered"}}`))
		out := service.outbound()
		out.Tokens = tokens
		for range 100 {
			require.Equal(t, framework.Unauthorized, framework.ClassOf(post(t.Context(), clientOf(t, out, serviceURL))))
			time.Sleep(time.Second / 2)
		}
		require.Len(t, service.seen, 101)
		require.Equal(t, 2, identity.Counts().Tokens)
	})
}

const (
	gccURL    = "https://smba.infra.gcc.teams.microsoft.com/teams/"
	wrongHost = `{"error":{"code":"InvalidBotApiHost","message":"Invalid bot API host"}}`
)

func TestConversationInGCC(t *testing.T) {
	t.Parallel()
	urls, err := auth.NewServiceURLs(auth.PublicCloud())
	require.NoError(t, err)
	withoutGCC := auth.PublicCloud()
	withoutGCC.ServiceHosts = []string{"smba.trafficmanager.net"}
	strict, err := auth.NewServiceURLs(withoutGCC)
	require.NoError(t, err)
	const path = "v3/conversations/c/activities"
	tests := []struct {
		name    string
		from    string
		allowed func(string) error
		answers []reply
		sent    []string
		err     string
	}{
		{"goes there", teamsURL, urls.Check, []reply{answer(403, wrongHost), answer(201, "")}, []string{teamsURL + path, gccURL + path}, ""},
		{"once", teamsURL, urls.Check, []reply{answer(403, wrongHost)}, []string{teamsURL + path, gccURL + path}, "InvalidBotApiHost"},
		{"not if the bot may not", teamsURL, strict.Check, []reply{answer(403, wrongHost)}, []string{teamsURL + path}, `"Invalid bot API host": the conversation is in GCC: auth: service URL "https://smba.infra.gcc.teams.microsoft.com/teams" is not allowed`},
		{"not from another host", serviceURL, anywhere, []reply{answer(403, wrongHost)}, []string{serviceURL + path}, "InvalidBotApiHost"},
		{"not from there", gccURL, urls.Check, []reply{answer(403, wrongHost)}, []string{gccURL + path}, "InvalidBotApiHost"},
		{"not for another reason", teamsURL, urls.Check, []reply{answer(403, "")}, []string{teamsURL + path}, "403"},
		{"with a new token too", teamsURL, urls.Check, []reply{answer(403, wrongHost), answer(401, ""), answer(201, "")}, []string{teamsURL + path, gccURL + path, gccURL + path}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(tt.answers...)
			out := service.outbound()
			out.Tokens, out.CheckURL = &vault{tokens: []string{"first-token", "second-token"}}, tt.allowed
			err := post(t.Context(), clientOf(t, out, tt.from))
			if tt.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.err)
				require.Equal(t, 403, channelError(t, err).Status)
			}
			var sent []string
			for _, r := range service.seen {
				sent = append(sent, r.url)
				require.NotEmpty(t, r.header.Get("Authorization"))
			}
			require.Equal(t, tt.sent, sent)
		})
	}
}

// The reference of a conversation that was made in GCC leads there at once.
func TestCreateConversationInGCC(t *testing.T) {
	t.Parallel()
	service := answering(answer(403, wrongHost), answer(201, `{"id": "c"}`), answer(201, ""))
	out := service.outbound()
	created, err := out.CreateConversation(t.Context(), schema.ChannelTeams, teamsURL, schema.ConversationParameters{TenantID: "t"})
	require.NoError(t, err)
	require.Equal(t, gccURL, created.Reference.ServiceURL)
	_, err = out.SendActivities(t.Context(), created.Reference, []*schema.Activity{hello()})
	require.NoError(t, err)
	require.Len(t, service.seen, 3)
	require.Equal(t, gccURL+"v3/conversations/c/activities", service.seen[2].url)
}
