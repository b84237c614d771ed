package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

func findNothing(
	context.Context, *framework.TurnContext, schema.SearchInvokeValue,
) (schema.SearchInvokeResponse, error) {
	return schema.SearchInvokeResponse{}, nil
}

// find returns a handler that finds one thing, which tells what was searched for.
func find(what string) func(
	context.Context, *framework.TurnContext, schema.SearchInvokeValue,
) (schema.SearchInvokeResponse, error) {
	return func(
		_ context.Context, _ *framework.TurnContext, s schema.SearchInvokeValue,
	) (schema.SearchInvokeResponse, error) {
		return schema.SearchResponse(schema.SearchResult{
			Title: fmt.Sprintf("%s: %s %s in %q, at most %d", what, s.Kind, s.QueryText, s.Dataset, s.QueryOptions.Top),
		}), nil
	}
}

func searchBot() *handlers.ActivityHandler {
	return newBot(func(bot *handlers.ActivityHandler) {
		bot.OnSearch("games", find("games"))
		bot.OnSearchInvoke(find("other"))
	})
}

func TestSearches(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, value, want string }{
		{
			"as Teams asks", `{"queryText":"mine","queryOptions":{"skip":0,"top":15},"dataset":"games"}`,
			`games: search mine in "games", at most 15`,
		},
		{
			"typeahead", `{"kind":"typeahead","queryText":"mine","dataset":"games","data":{"country":"in"}}`,
			`games: typeahead mine in "games", at most 0`,
		},
		{"another dataset", `{"queryText":"mine","dataset":"Games"}`, `other: search mine in "Games", at most 0`},
		{"no dataset", `{"kind":"search","queryText":"mine"}`, `other: search mine in "", at most 0`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conv := fake.New(t, searchBot())
			answer := fake.Invoke[schema.SearchInvokeResponse](conv, schema.InvokeSearch, json.RawMessage(tt.value))
			require.Equal(t, http.StatusOK, answer.StatusCode)
			require.Equal(t, schema.ContentTypeSearchResponse, answer.Type)
			found, err := schema.As[map[string][]schema.SearchResult](answer.Value)
			require.NoError(t, err)
			require.Equal(t, map[string][]schema.SearchResult{"results": {{Title: tt.want}}}, found)
		})
	}
	onlyGames := newBot(func(bot *handlers.ActivityHandler) { bot.OnSearch("games", find("games")) })
	got := invoke(t, onlyGames, schema.InvokeSearch, json.RawMessage(`{"kind":"search","queryText":"x","dataset":"films"}`))
	require.Equal(t, framework.InvokeResponse{Status: http.StatusNotImplemented}, got)
}

func TestRefusedSearches(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, value string }{
		{"no value", ``},
		{"null", `null`},
		{"list", `[]`},
		{"number", `1`},
		{"long text", `"` + strings.Repeat("x", 1<<20) + `"`},
		{"not JSON", `{`},
		{"no kind outside Teams", `{"queryText":"mine"}`},
		{"no queryText", `{"kind":"search"}`},
		{"empty queryText", `{"kind":"search","queryText":""}`},
		{"queryText a list", `{"kind":"search","queryText":["mine"]}`},
		{"options a text", `{"kind":"search","queryText":"mine","queryOptions":"all"}`},
		{"top out of range", `{"kind":"search","queryText":"mine","queryOptions":{"top":1e30}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var value schema.Any
			if tt.value != "" {
				value = json.RawMessage(tt.value)
			}
			requireRefused(t, "BadRequest", invoke(t, searchBot(), schema.InvokeSearch, value))
		})
	}
	t.Run("no queryText in Teams", func(t *testing.T) {
		t.Parallel()
		requireRefused(t, "BadRequest", fake.New(t, searchBot()).Invokes(schema.InvokeSearch, map[string]int{}))
	})
}

func TestAnswersToSearches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer schema.SearchInvokeResponse
		err    error
		want   framework.InvokeResponse
	}{
		{"nothing", schema.SearchInvokeResponse{}, nil, ok(schema.SearchResponse())},
		{
			"no status is 200",
			schema.SearchInvokeResponse{Type: "vendor/type", Value: "x"},
			nil,
			ok(schema.SearchInvokeResponse{StatusCode: 200, Type: "vendor/type", Value: "x"}),
		},
		{
			"InvokeError with a text",
			schema.SearchInvokeResponse{},
			&framework.InvokeError{Status: http.StatusServiceUnavailable, Body: "The index is being built."},
			ok(schema.ErrorResponse(503, "ServiceUnavailable", "The index is being built.")),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			bot.OnSearch("games", func(
				context.Context, *framework.TurnContext, schema.SearchInvokeValue,
			) (schema.SearchInvokeResponse, error) {
				return tt.answer, tt.err
			})
			value := json.RawMessage(`{"kind":"search","queryText":"mine","dataset":"games"}`)
			require.Equal(t, encoded(t, tt.want), invoke(t, &bot, schema.InvokeSearch, value))
		})
	}
}

func FuzzSearch(f *testing.F) {
	for _, value := range []string{
		``, `null`, `{}`, `[]`, `{"kind":"search","queryText":"mine","queryOptions":{"skip":-1,"top":1e9},"dataset":"games"}`,
	} {
		f.Add([]byte(value), schema.ChannelTeams)
		f.Add([]byte(value), "")
	}
	f.Fuzz(func(t *testing.T, value []byte, channel string) {
		turn := framework.NewTurnContext(nil, &schema.Activity{
			Type: schema.TypeInvoke, Name: schema.InvokeSearch, ChannelID: channel, Value: json.RawMessage(value),
		})
		err := searchBot().OnTurn(t.Context(), turn)
		if err == nil {
			answer, _ := turn.InvokeResponse()
			require.Equal(t, http.StatusOK, answer.Status)
			return
		}
		refusal, ok := errors.AsType[*framework.InvokeError](err)
		require.True(t, ok)
		require.Equal(t, http.StatusBadRequest, refusal.Status)
	})
}
