package world

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

// route is what the bot can ask for.
type route struct {
	method, path string
	do           operation
	limit        int64 // of the body, in bytes; 0 is that of a message
}

// routes returns the connector, whose paths begin with base, the token service and the drives.
func (w *World) routes(base string) http.Handler {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	base = strings.TrimSuffix(base, "/")
	for _, some := range [][]route{
		w.conversationRoutes(base + "/v3"), w.teamsRoutes(base), w.batchRoutes(base + "/v3/batch/conversation"),
		w.attachmentRoutes(base + "/v3"), w.tokenRoutes(), w.driveRoutes(),
	} {
		for _, r := range some {
			limit := r.limit
			if limit == 0 {
				limit = maxBody
			}
			router.Handle(r.path, w.serve(r.do, limit)).Methods(r.method)
		}
	}
	router.NotFoundHandler = w.serve(func(call) (int, any, *refusal) {
		return 0, nil, refuse(http.StatusNotFound, "NotFound", "Teams has no such route")
	}, maxBody)
	router.MethodNotAllowedHandler = w.serve(func(call) (int, any, *refusal) {
		return 0, nil, refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "The route has no such method")
	}, maxBody)
	return router
}

func (w *World) conversationRoutes(v3 string) []route {
	conversation := v3 + "/conversations/{conversation}"
	activity := conversation + "/activities/{activity}"
	reaction := activity + "/reactions/{reaction}"
	return []route{
		{method: http.MethodGet, path: v3 + "/conversations", do: w.listConversations},
		{method: http.MethodPost, path: v3 + "/conversations", do: w.create},
		{method: http.MethodPost, path: conversation + "/activities", do: w.send},
		{method: http.MethodPost, path: conversation + "/activities/history", do: w.sendHistory, limit: maxBulk},
		{method: http.MethodPost, path: activity, do: w.send}, // Teams ignores what is replied to
		{method: http.MethodPut, path: activity, do: w.update},
		{method: http.MethodDelete, path: activity, do: w.remove},
		{method: http.MethodPut, path: reaction, do: w.addReaction},
		{method: http.MethodDelete, path: reaction, do: w.removeReaction},
		{method: http.MethodGet, path: activity + "/members", do: w.listMembers},
		{method: http.MethodGet, path: conversation + "/members", do: w.listMembers},
		{method: http.MethodGet, path: conversation + "/members/{member}", do: w.getMember},
		{method: http.MethodDelete, path: conversation + "/members/{member}", do: w.deleteMember},
		{method: http.MethodGet, path: conversation + "/pagedmembers", do: w.pageMembers},
	}
}
