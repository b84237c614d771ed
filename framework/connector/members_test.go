package connector_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
)

func TestConversations(t *testing.T) {
	t.Parallel()
	service := answering(
		answer(200, `{"continuationToken": "a+b/c&d", "conversations": [{"id": "1", "members": [{"id": "m", "objectId": "o"}]}, {"id": "2"}]}`),
		answer(200, `{"conversations": [{"id": "3"}]}`))
	var ids []string
	for c, err := range service.client(t).AllConversations(t.Context()) {
		require.NoError(t, err)
		ids = append(ids, c.ID)
		if c.ID == "1" {
			require.Equal(t, "o", c.Members[0].AADObjectID)
		}
	}
	require.Equal(t, []string{"1", "2", "3"}, ids)
	require.Equal(t, serviceURL+"v3/conversations", service.seen[0].url)
	require.Equal(t, serviceURL+"v3/conversations?continuationToken=a%2Bb%2Fc%26d", service.seen[1].url)
}

func TestPagedMembers(t *testing.T) {
	t.Parallel()
	service := answering(answer(200, `{"continuationToken": "next", "members": [{"id": "1"}, {"id": "2"}]}`), answer(404, ""))
	page, err := service.client(t).PagedMembers(t.Context(), "c", 50, "t 1")
	require.NoError(t, err)
	require.Equal(t, connector.MembersPage{ContinuationToken: "next", Members: []schema.ChannelAccount{{ID: "1"}, {ID: "2"}}}, page)
	require.Equal(t, serviceURL+"v3/conversations/c/pagedmembers?pageSize=50&continuationToken=t+1", service.seen[0].url)

	t.Run("an error ends the pages", func(t *testing.T) {
		t.Parallel()
		service := answering(service.answers...)
		var ids []string
		var last error
		for m, err := range service.client(t).AllMembers(t.Context(), "c") {
			ids, last = append(ids, m.ID), err
		}
		require.Equal(t, []string{"1", "2", ""}, ids)
		require.Equal(t, 404, channelError(t, last).Status)
	})
	t.Run("a page is fetched when it is reached", func(t *testing.T) {
		t.Parallel()
		service := answering(service.answers...)
		for m, err := range service.client(t).AllMembers(t.Context(), "c") {
			require.NoError(t, err)
			if m.ID == "2" {
				break
			}
		}
		require.Len(t, service.seen, 1)
	})
	t.Run("a page that names itself as the next", func(t *testing.T) {
		t.Parallel()
		service := answering(service.answers[0])
		var last error
		for _, err := range service.client(t).AllMembers(t.Context(), "c") {
			last = err
		}
		require.ErrorContains(t, last, "a continuation token that it has given before")
		require.Len(t, service.seen, 2)
	})
	t.Run("empty pages without end", func(t *testing.T) {
		t.Parallel()
		var pages []reply
		for i := range 150 {
			pages = append(pages, answer(200, fmt.Sprintf(`{"continuationToken": "%d", "members": []}`, i)))
		}
		service := answering(pages...)
		var last error
		for _, err := range service.client(t).AllMembers(t.Context(), "c") {
			last = err
		}
		require.ErrorContains(t, last, "100 empty pages")
		require.Len(t, service.seen, 100)
	})
	t.Run("some empty pages", func(t *testing.T) {
		t.Parallel()
		var pages []reply
		for i := range 99 {
			pages = append(pages, answer(200, fmt.Sprintf(`{"continuationToken": "%d"}`, i)))
		}
		service := answering(append(pages, answer(200, `{"members": [{"id": "1"}]}`))...)
		for m, err := range service.client(t).AllMembers(t.Context(), "c") {
			require.NoError(t, err)
			require.Equal(t, "1", m.ID)
		}
		require.Len(t, service.seen, 100)
	})
}

func TestMembers(t *testing.T) {
	t.Parallel()
	service := answering(
		answer(200, `[{"id": "29:1", "objectId": "oid", "email": "a@example.com"}, {"id": "29:2", "objectId": "old", "aadObjectId": "new"}]`),
		answer(200, `[{"id": "29:1", "objectId": 5}]`),
		answer(200, `{"id": "29:1", "objectId": "oid"}`),
		answer(204, ""),
		answer(200, `{"id": "h"}`))
	client, ctx := service.client(t), t.Context()

	members, err := client.Members(ctx, "c")
	require.NoError(t, err)
	require.Equal(t, "oid", members[0].AADObjectID)
	require.JSONEq(t, `"a@example.com"`, string(members[0].Extra["email"]))
	require.Equal(t, "new", members[1].AADObjectID)
	members, err = client.ActivityMembers(ctx, "c", "a")
	require.NoError(t, err)
	require.Empty(t, members[0].AADObjectID)
	member, err := client.Member(ctx, "c", "29:1")
	require.NoError(t, err)
	require.Equal(t, "oid", member.AADObjectID)
	require.NoError(t, client.DeleteMember(ctx, "c", "29:1"))
	response, err := client.SendHistory(ctx, "c", []*schema.Activity{{Type: "message", ID: "old"}})
	require.NoError(t, err)
	require.Equal(t, "h", response.ID)
	require.JSONEq(t, `{"activities": [{"type": "message", "id": "old"}]}`, service.seen[4].body)

	var got []string
	for _, r := range service.seen {
		got = append(got, r.method+" "+strings.TrimPrefix(r.url, serviceURL))
	}
	require.Equal(t, []string{
		"GET v3/conversations/c/members",
		"GET v3/conversations/c/activities/a/members",
		"GET v3/conversations/c/members/29%3A1",
		"DELETE v3/conversations/c/members/29%3A1",
		"POST v3/conversations/c/activities/history",
	}, got)
}
