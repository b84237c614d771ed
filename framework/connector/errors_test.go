package connector_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/connector"
)

// TestErrors goes through the table of Teams' status codes, and the forms in which they come.
func TestErrors(t *testing.T) {
	t.Parallel()
	coded := func(code string) string { return `{"error": {"code": "` + code + `", "message": "why"}}` }
	tests := []struct {
		name    string
		status  int
		body    string
		class   framework.Class
		code    string
		message string
	}{
		{"bad argument", 400, coded("BadArgument"), framework.Rejected, "BadArgument", "why"},
		{"not registered", 401, coded("BotNotRegistered"), framework.Unauthorized, "BotNotRegistered", "why"},
		{"disabled by admin", 403, coded("BotDisabledByAdmin"), framework.Stop, "BotDisabledByAdmin", "why"},
		{"not in roster", 403, coded("BotNotInConversationRoster"), framework.Stop, "BotNotInConversationRoster", "why"},
		{"blocked", 403, coded("ConversationBlockedByUser"), framework.Stop, "ConversationBlockedByUser", "why"},
		{"not installed", 403, coded("ForbiddenOperationException"), framework.Stop, "ForbiddenOperationException", "why"},
		{"writes blocked", 403, coded("MessageWritesBlocked"), framework.Stop, "MessageWritesBlocked", "why"},
		{"other host", 403, coded("InvalidBotApiHost"), framework.Rejected, "InvalidBotApiHost", "why"},
		{"no permission", 403, coded("NotEnoughPermissions"), framework.NotAllowed, "NotEnoughPermissions", "why"},
		{"no stream", 403, coded("ContentStreamNotAllowed"), framework.NotAllowed, "ContentStreamNotAllowed", "why"},
		{"unknown activity", 404, coded("ActivityNotFoundInConversation"), framework.Rejected, "ActivityNotFoundInConversation", "why"},
		{"unknown conversation", 404, coded("ConversationNotFound"), framework.ForgetAddress, "ConversationNotFound", "why"},
		{"unknown member", 404, coded("MemberNotFoundInConversation"), framework.Rejected, "MemberNotFoundInConversation", "why"},
		{"unknown route", 404, "<html>Cannot POST</html>", framework.Rejected, "", "<html>Cannot POST</html>"},
		{"wrong method", 405, "", framework.NotAllowed, "", ""},
		{"conflict", 409, "", framework.Rejected, "", ""},
		{"too big", 413, coded("MessageSizeTooBig"), framework.TooBig, "MessageSizeTooBig", "why"},
		{"too big as 400", 400, coded("MessageSizeTooBig"), framework.TooBig, "MessageSizeTooBig", "why"},
		{"server error", 500, coded("ServiceError"), framework.Ambiguous, "ServiceError", "why"},
		{"a code does not make a 500 certain", 500, coded("ConversationNotFound"), framework.Ambiguous, "ConversationNotFound", "why"},
		{"redirect", 307, "", framework.Failed, "", ""},

		{"errorCode", 403, `{"errorCode": 209, "message": "{\n \"subCode\": \"MessageWritesBlocked\",\n \"details\": \"gone\"}"}`, framework.Stop, "MessageWritesBlocked", "gone"},
		{"errorCode, other subCode", 403, `{"errorCode": 209, "message": "{\"subCode\": \"Else\"}"}`, framework.NotAllowed, "Else", ""},
		{"errorCode, no subCode", 403, `{"errorCode": 209, "message": "(BotNotInConversationRoster) no"}`, framework.Stop, "BotNotInConversationRoster", "(BotNotInConversationRoster) no"},
		{"errorCode alone", 400, `{"errorCode": 1234}`, framework.Rejected, "1234", ""},
		{"inner error", 403, `{"error": {"code": "Forbidden", "message": "outer", "innerHttpError": {"statusCode": 403, "body": {"error": {"code": "BotDisabledByAdmin", "message": "inner"}}}}}`, framework.Stop, "BotDisabledByAdmin", "inner"},
		{"inner error as text", 403, `{"error": {"code": "Forbidden", "innerHttpError": {"statusCode": 403, "body": "{\"errorCode\":209}"}}}`, framework.NotAllowed, "Forbidden", ""},
		{"bare", 400, `{"code": "BadSyntax", "message": "why"}`, framework.Rejected, "BadSyntax", "why"},
		{"capital", 400, `{"Message": "why"}`, framework.Rejected, "", "why"},
		{"error as text", 400, `{"error": "why"}`, framework.Rejected, "", "why"},
		{"wrong types", 400, `{"error": [1], "message": {"x": 1}, "code": null}`, framework.Rejected, "", ""},
		{"not an object", 400, `["x"]`, framework.Rejected, "", `["x"]`},
		{"cut off", 400, `{"error": {"co`, framework.Rejected, "", `{"error": {"co`},
		{"empty", 403, "", framework.NotAllowed, "", ""},
		{"controls", 400, coded(`a\r\nb`), framework.Rejected, "a  b", "why"},
		{"page", 502, "<html>\r\n" + strings.Repeat("x", 5000), framework.Ambiguous, "", "<html>  " + strings.Repeat("x", 92)},
		{"long", 400, `{"message": "x` + strings.Repeat("é", 5000) + `"}`, framework.Rejected, "", "x" + strings.Repeat("é", 255)},
		{"too deep", 400, strings.Repeat(`{"error":`, 5000) + `1` + strings.Repeat(`}`, 5000), framework.Rejected, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(answer(tt.status, tt.body, "MS-CV", "cv", "X-Correlating-OperationId", "op"))
			got := channelError(t, post(t.Context(), service.client(t)))
			require.Equal(t, &framework.ChannelError{
				Class: tt.class, Op: "send activity", Status: tt.status, Code: tt.code, Message: tt.message, CorrelationID: "op",
			}, got)
			require.Len(t, service.seen, 1)
		})
	}
}

func TestErrorsHoldNoToken(t *testing.T) {
	t.Parallel()
	const secret = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl"
	for _, body := range []string{
		"you sent Bearer " + secret,
		`{"error": {"code": "` + secret + `", "message": "Bearer ` + secret + ` is not valid"}}`,
	} {
		out := answering(answer(401, body, "MS-CV", secret)).outbound()
		out.Tokens = token(secret)
		err := post(t.Context(), clientOf(t, out, serviceURL))
		require.Contains(t, err.Error(), "[token]")
		require.NotContains(t, err.Error(), "signature")
		require.NotContains(t, err.Error(), secret)
	}
}

func TestCorrelationIDOfErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		header []string
		want   string
	}{
		{"none", nil, ""},
		{"last", []string{"x-ms-correlation-id", "c"}, "c"},
		{"MS-CV", []string{"x-ms-correlation-id", "c", "MS-CV", "b"}, "b"},
		{"first", []string{"x-ms-correlation-id", "c", "MS-CV", "b", "X-Correlating-OperationId", "a"}, "a"},
		{"unusable", []string{"MS-CV", "b", "X-Correlating-OperationId", "two words"}, "b"},
		{"long", []string{"MS-CV", strings.Repeat("x", 129)}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := post(t.Context(), answering(answer(400, "", tt.header...)).client(t))
			require.Equal(t, tt.want, channelError(t, err).CorrelationID)
		})
	}
}

type noToken struct{ err error }

func (n noToken) Token(context.Context) (string, error) { return "", n.err }

// endingToken ends the context while the token is asked for.
type endingToken context.CancelFunc

func (e endingToken) Token(context.Context) (string, error) {
	e()
	return "", errors.New("stopped")
}

func TestNoToken(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		from  auth.TokenSource
		class framework.Class
	}{
		{"wrong password", noToken{&auth.TokenError{Status: 401, Code: "invalid_client"}}, framework.Unauthorized},
		{"identity service throttles", noToken{&auth.TokenError{Status: 429}}, framework.RetryLater},
		{"metadata service is being updated", noToken{&auth.TokenError{Status: 410}}, framework.RetryLater},
		{"identity service down", noToken{&auth.TokenError{Status: 503}}, framework.RetryLater},
		{"unreachable", noToken{errors.New("no route to host")}, framework.RetryLater},
		{"empty", token(""), framework.Unauthorized},
		{"not a token", token("a\r\nX-Evil: 1"), framework.Unauthorized},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := answering(answer(201, ""))
			out := service.outbound()
			out.Tokens = tt.from
			err := post(t.Context(), clientOf(t, out, serviceURL))
			require.Equal(t, tt.class, channelError(t, err).Class)
			if source, ok := tt.from.(noToken); ok {
				require.ErrorIs(t, err, source.err)
			}
			require.Empty(t, service.seen, "nothing is sent without a token")
		})
	}
	t.Run("context ended", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		out := &connector.Outbound{Tokens: endingToken(cancel), CheckURL: anywhere}
		require.ErrorIs(t, post(ctx, clientOf(t, out, serviceURL)), context.Canceled)
	})
}

func FuzzErrorBody(f *testing.F) {
	for _, body := range []string{
		"", "x", "{", `{"error":{"code":"a","message":"b","innerHttpError":{"statusCode":1,"body":{}}}}`, "\xff\x00",
		`{"errorCode":209,"message":"{\"subCode\":\"MessageWritesBlocked\"}"}`, `{"message":"{\"message\":\"{}\"}"}`,
	} {
		f.Add(body, 403)
	}
	f.Fuzz(func(t *testing.T, body string, status int) {
		if status < 300 || status > 599 {
			return
		}
		out := answering(answer(status, body)).outbound()
		out.MaxWait = -1
		e := channelError(t, post(t.Context(), clientOf(t, out, serviceURL)))
		require.Equal(t, status, e.Status)
		require.LessOrEqual(t, len(e.Message), 512)
		require.LessOrEqual(t, len(e.Code), 64)
		for _, text := range []string{e.Message, e.Code} {
			require.True(t, utf8.ValidString(text))
			require.False(t, strings.ContainsFunc(text, unicode.IsControl))
		}
		if status >= http.StatusInternalServerError {
			require.Equal(t, framework.Ambiguous, e.Class)
		}
	})
}
