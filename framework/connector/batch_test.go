package connector_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

// TestBatchIsNotDoubled: a message to many is repeated only where nothing was sent.
func TestBatchIsNotDoubled(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer reply
		class  framework.Class
		calls  int
	}{
		"500":               {answer(500, ""), framework.Ambiguous, 1},
		"504":               {answer(504, ""), framework.Ambiguous, 1},
		"reset":             {failing(errReset), framework.Ambiguous, 1},
		"no id":             {answer(201, `{}`), framework.Ambiguous, 1},
		"nothing":           {answer(201, ``), framework.Ambiguous, 1},
		"a page":            {answer(201, `<html>hello</html>`), framework.Ambiguous, 1},
		"another object":    {answer(201, `{"operationId": 5}`), framework.Ambiguous, 1},
		"an id that is two": {answer(201, `op 1`), framework.Ambiguous, 1},
		"an id like a path": {answer(201, `"../1"`), framework.Ambiguous, 1},
		"a long id":         {answer(201, strings.Repeat("x", 257)), framework.Ambiguous, 1},
		"403":               {answer(403, ""), framework.NotAllowed, 1},
		"429":               {answer(429, "", "Retry-After", "1"), framework.RetryLater, 4},
		"429, for long":     {answer(429, "", "Retry-After", "60"), framework.RetryLater, 1},
		"refused":           {failing(errRefused), framework.RetryLater, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := answering(tt.answer)
				id, err := service.client(t).SendToTenant(t.Context(), tenantID, hello())
				require.Empty(t, id)
				require.Equal(t, tt.class, framework.ClassOf(err), err)
				require.Len(t, service.seen, tt.calls)
			})
		})
	}
}

func TestBatchToNobody(t *testing.T) {
	t.Parallel()
	service := answering(answer(201, `op`))
	for _, members := range [][]string{nil, {}} {
		_, err := service.client(t).SendToUsers(t.Context(), tenantID, members, hello())
		require.ErrorContains(t, err, "names nobody")
		_, err = service.client(t).SendToChannels(t.Context(), tenantID, members, hello())
		require.ErrorContains(t, err, "names nobody")
	}
	require.Empty(t, service.seen)
}

func TestAllBatchFailed(t *testing.T) {
	t.Parallel()
	service := answering(answer(200, golden(t, "batch-failed.json")), answer(200, `{"failedEntryResponses": [{"id": "29:last"}]}`))
	var ids []string
	for entry, err := range service.client(t).AllBatchFailed(t.Context(), "op") {
		require.NoError(t, err)
		ids = append(ids, entry.ID)
	}
	require.Equal(t, []string{"29:bob", "29:eve", "29:ida", "29:last"}, ids)
	require.Equal(t, serviceURL+"v3/batch/conversation/failedentries/op?continuationToken=page%2B2", service.seen[1].url)
}

func TestBatchFailedUnderItsOtherName(t *testing.T) {
	t.Parallel()
	service := answering(
		answer(200, `{"continuationToken": "next", "failedEntries": [{"entryId": "29:bob", "error": "404"}]}`),
		answer(200, `{"failedEntries": {}}`))
	page, err := service.client(t).BatchFailed(t.Context(), "op", "")
	require.NoError(t, err)
	require.Equal(t, "next", page.ContinuationToken)
	require.Len(t, page.FailedEntries, 1)
	require.Equal(t, "29:bob", page.FailedEntries[0].ID)
	_, err = service.client(t).BatchFailed(t.Context(), "op", "")
	require.Equal(t, 200, channelError(t, err).Status, "not taken for a batch that reached everybody")
}

// TestReactionsAreWithinTheLimit: two a second in one conversation, those that are taken back included; they do not count
// as messages.
func TestReactionsAreWithinTheLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := answering(answer(200, `{"id": "1"}`))
		client := clientOf(t, service.outbound(), teamsURL)
		begin := time.Now()
		require.NoError(t, client.AddReaction(t.Context(), threadID, "1", "like"))
		require.NoError(t, client.DeleteReaction(t.Context(), "19:c@thread.tacv2", "1", "like"))
		require.NoError(t, client.AddReaction(t.Context(), "19:other@thread.tacv2", "1", "like"))
		_, err := client.SendToConversation(t.Context(), threadID, hello())
		require.NoError(t, err)
		require.Zero(t, time.Since(begin))
		require.NoError(t, client.AddReaction(t.Context(), threadID, "2", "like"))
		require.Equal(t, time.Second, time.Since(begin))
	})
}
