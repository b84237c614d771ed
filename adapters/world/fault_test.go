package world_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/world"
)

func TestInject(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault world.Fault
		met   []string // of the requests create, send, update, list
	}{
		{"the next request", world.Fault{}, []string{"create"}},
		{"some", world.Fault{Times: 3}, []string{"create", "send", "update"}},
		{"a method", world.Fault{Times: 9, Method: http.MethodPost}, []string{"create", "send"}},
		{"a path", world.Fault{Times: 9, Path: "/v3/conversations"}, []string{"create"}},
		{"a conversation", world.Fault{Times: 9, Conversation: "a:chat-3"}, []string{"send", "update", "list"}},
		{"another conversation", world.Fault{Times: 9, Conversation: "a:chat-4"}, nil},
		{"all of that", world.Fault{Times: 9, Method: http.MethodGet, Path: "/members", Conversation: "a:chat-3"}, []string{"list"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			chat := b.PersonalChat(b.ann)
			said := b.posts(chat, "one")
			b.Inject(tt.fault)
			var met []string
			for _, r := range []struct{ name, method, path, body string }{
				{"create", http.MethodPost, "v3/conversations", `{"members":[{"id":"` + b.ann.ID + `"}]}`},
				{"send", http.MethodPost, activities(chat), hello},
				{"update", http.MethodPut, activity(chat, said), hello},
				{"list", http.MethodGet, members(chat), ""},
			} {
				if status, _ := b.bot(r.method, r.path, r.body); status == http.StatusBadGateway {
					met = append(met, r.name)
				}
			}
			require.Equal(t, tt.met, met)
		})
	}
}

func TestFaultsOneAfterTheOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	chat := b.PersonalChat(b.ann)
	b.Inject(world.Fault{Status: http.StatusTooManyRequests, RetryAfter: 1500 * time.Millisecond})
	b.Inject(world.Fault{Done: true, Status: http.StatusGatewayTimeout})
	b.Inject(world.Fault{Done: true})
	b.Inject(world.Fault{Status: http.StatusForbidden, Code: "BotDisabledByAdmin"})

	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, b.ServiceURL()+activities(chat), strings.NewReader(hello))
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, req)
	require.Equal(t, http.StatusTooManyRequests, rec.Code)
	require.Equal(t, "2", rec.Header().Get("Retry-After"))
	require.Empty(t, b.texts(chat))

	b.refuses(http.MethodPost, activities(chat), hello, http.StatusGatewayTimeout, "GatewayTimeout")
	require.Equal(t, []string{"hello"}, b.texts(chat), "done, though the bot does not know")
	b.refuses(http.MethodPost, activities(chat), `{"type":"message"}`, http.StatusBadRequest, "BadSyntax")
	b.refuses(http.MethodPost, activities(chat), hello, http.StatusForbidden, "BotDisabledByAdmin")
	b.posts(chat, "two")

	var kinds []world.Kind
	for _, e := range b.Timeline(0) {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []world.Kind{world.Refused, world.Posted, world.Refused, world.Refused, world.Refused, world.Posted}, kinds)
}
