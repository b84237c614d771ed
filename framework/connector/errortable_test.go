package connector_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

// teamsErrors is the table of Teams' status codes, with what to do about each: for a message, which may be doubled, and
// for what may be repeated. uncoded is the class when the answer does not name the code.
var teamsErrors = []struct {
	status               int
	code                 string
	post, other, uncoded framework.Class
}{
	{400, "BadArgument", framework.Rejected, framework.Rejected, framework.Rejected},
	{400, "BadSyntax", framework.Rejected, framework.Rejected, framework.Rejected},
	{401, "BotNotRegistered", framework.Unauthorized, framework.Unauthorized, framework.Unauthorized},
	{403, "BotDisabledByAdmin", framework.Stop, framework.Stop, framework.NotAllowed},
	{403, "BotNotInConversationRoster", framework.Stop, framework.Stop, framework.NotAllowed},
	{403, "ConversationBlockedByUser", framework.Stop, framework.Stop, framework.NotAllowed},
	{403, "ForbiddenOperationException", framework.Stop, framework.Stop, framework.NotAllowed},
	{403, "MessageWritesBlocked", framework.Stop, framework.Stop, framework.NotAllowed},
	{403, "InvalidBotApiHost", framework.Rejected, framework.Rejected, framework.NotAllowed},
	{403, "NotEnoughPermissions", framework.NotAllowed, framework.NotAllowed, framework.NotAllowed},
	{403, "ContentStreamNotAllowed", framework.NotAllowed, framework.NotAllowed, framework.NotAllowed},
	{404, "ActivityNotFoundInConversation", framework.Rejected, framework.Rejected, framework.Rejected},
	{404, "ConversationNotFound", framework.ForgetAddress, framework.ForgetAddress, framework.Rejected},
	{404, "MemberNotFoundInConversation", framework.Rejected, framework.Rejected, framework.Rejected},
	{405, "", framework.NotAllowed, framework.NotAllowed, framework.NotAllowed},
	{412, "PreconditionFailed", framework.RetryLater, framework.RetryLater, framework.RetryLater},
	{413, "MessageSizeTooBig", framework.TooBig, framework.TooBig, framework.TooBig},
	{429, "Throttled", framework.RetryLater, framework.RetryLater, framework.RetryLater},
	{500, "ServiceError", framework.Ambiguous, framework.Failed, framework.Failed},
	{502, "ServiceError", framework.Ambiguous, framework.RetryLater, framework.RetryLater},
	{503, "ServiceError", framework.Ambiguous, framework.RetryLater, framework.RetryLater},
	{504, "ServiceError", framework.Ambiguous, framework.RetryLater, framework.RetryLater},
}

// errorShapes are the forms in which an answer names its code, CODE here. Real ones are cut off, wrapped and rewritten by
// what stands between.
var errorShapes = map[string]string{
	"error":                 `{"error":{"code":"CODE","message":"why"}}`,
	"inner error":           `{"error":{"code":"Outer","message":"outer","innerHttpError":{"statusCode":STATUS,"body":{"error":{"code":"CODE","message":"why"}}}}}`,
	"inner error as text":   `{"error":{"code":"Outer","message":"outer","innerHttpError":{"statusCode":STATUS,"body":"{\"error\":{\"code\":\"CODE\",\"message\":\"why\"}}"}}}`,
	"inner error of Teams":  `{"error":{"code":"Outer","innerHttpError":{"statusCode":STATUS,"body":"{\"errorCode\":209,\"message\":\"{\\\"subCode\\\":\\\"CODE\\\"}\"}"}}}`,
	"Teams":                 `{"errorCode":209,"message":"{\n  \"subCode\": \"CODE\",\n  \"details\": \"why\",\n  \"errorCode\": null\n}"}`,
	"Teams, in a sentence":  `{"errorCode":209,"message":"(CODE) why"}`,
	"Teams, inner cut off":  `{"errorCode":209,"message":"{\n  \"subCode\": \"CODE\",\n  \"det"}`,
	"bare":                  `{"code":"CODE","message":"why"}`,
	"in the outer sentence": `{"error":{"code":"Outer","message":"CODE: why","innerHttpError":{"statusCode":STATUS,"body":"no words"}}}`,
	"plain text":            `CODE: why`,
	"page":                  `<html><head><style>` + strings.Repeat("p { margin: 0 } ", 20) + `</style></head><body><h2>CODE</h2></body></html>`,
	"cut off":               `{"error":{"code":"CODE","mess`,
	"with a byte order":     "\ufeff" + `{"error":{"code":"CODE"}}`,
}

func TestErrorTable(t *testing.T) {
	t.Parallel()
	for _, row := range teamsErrors {
		for shape, body := range errorShapes {
			if row.code == "" {
				continue
			}
			body = strings.NewReplacer("CODE", row.code, "STATUS", strconv.Itoa(row.status)).Replace(body)
			t.Run(fmt.Sprintf("%d %s/%s", row.status, row.code, shape), func(t *testing.T) {
				t.Parallel()
				requireErrors(t, row.status, body, row.code, row.post, row.other)
			})
		}
	}
}

// Without a code the status decides. A gateway's page, an empty or a broken answer say no more.
func TestErrorTableWithoutCodes(t *testing.T) {
	t.Parallel()
	for _, row := range teamsErrors {
		post := row.uncoded
		if row.status >= http.StatusInternalServerError {
			post = framework.Ambiguous
		}
		for _, body := range []string{"", " \r\n", "null", "<html><body>not now</body></html>", `{"error":{"co`, "\xff\xfe", "API calls quota exceeded"} {
			t.Run(fmt.Sprintf("%d %s/%q", row.status, row.code, body), func(t *testing.T) {
				t.Parallel()
				requireErrors(t, row.status, body, "", post, row.uncoded)
			})
		}
	}
}

// requireErrors holds what a message and a deletion make of an answer, and how often they are tried.
func requireErrors(t *testing.T, status int, body, code string, post, other framework.Class) {
	t.Helper()
	for _, c := range []struct {
		method string
		want   framework.Class
	}{{http.MethodPost, post}, {http.MethodDelete, other}} {
		synctest.Test(t, func(t *testing.T) {
			service := answering(answer(status, body, "Retry-After", "1", "MS-CV", "cv"))
			var err error
			if c.method == http.MethodPost {
				_, err = service.client(t).SendToConversation(t.Context(), "c", hello())
			} else {
				err = remove(t.Context(), service.client(t))
			}
			e := channelError(t, err)
			require.Equal(t, c.want, e.Class, "%s: %v", c.method, err)
			require.Equal(t, code, e.Code)
			require.Equal(t, status, e.Status)
			require.Equal(t, "cv", e.CorrelationID)
			want := 1
			if c.want == framework.RetryLater {
				want = 4
			}
			require.Len(t, service.seen, want, c.method)
		})
	}
}

// A code counts as a whole word only.
func TestCodeWithinAnotherWord(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"NoConversationNotFound", "ConversationNotFoundConversationNotFoundX", `{"message":"ConversationNotFounded"}`} {
		requireErrors(t, 404, body, "", framework.Rejected, framework.Rejected)
	}
}
