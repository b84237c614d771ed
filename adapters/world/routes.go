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
	read         func(*call) // reads the body before do, without the world's lock: it takes longer than most of what is done
	limit        int64       // of the body, in bytes; 0 is that of a message
	elsewhere    bool        // it is no route of the connector
}

// routed answers a request to a route with these variables, which are escaped.
type routed func(rw http.ResponseWriter, r *http.Request, vars map[string]string)

// ServeHTTP makes it what the router takes.
func (f routed) ServeHTTP(rw http.ResponseWriter, r *http.Request) { f(rw, r, nil) }

// serve finds the route. The router would copy the request twice to put into its context what is found here.
func (w *World) serve(rw http.ResponseWriter, r *http.Request) {
	var found mux.RouteMatch
	w.router.Match(r, &found)
	if do, ok := found.Handler.(routed); ok {
		do(rw, r, found.Vars)
	}
}

// routes returns the connector, whose paths begin with base, the token service and the drives.
func (w *World) routes(base string) *mux.Router {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	base = strings.TrimSuffix(base, "/")
	for _, some := range [][]route{
		w.conversationRoutes(base + "/v3"), w.teamsRoutes(base), w.batchRoutes(base + "/v3/batch/conversation"),
		w.attachmentRoutes(base + "/v3"), w.tokenRoutes(), w.driveRoutes(),
	} {
		for _, r := range some {
			router.Handle(r.path, w.routed(r)).Methods(r.method)
		}
	}
	router.NotFoundHandler = w.routed(route{do: func(call) (int, any, *refusal) {
		return 0, nil, refuse(http.StatusNotFound, "NotFound", "Teams has no such route")
	}})
	router.MethodNotAllowedHandler = w.routed(route{do: func(call) (int, any, *refusal) {
		return 0, nil, refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "The route has no such method")
	}})
	return router
}

func (w *World) conversationRoutes(v3 string) []route {
	conversation := v3 + "/conversations/{conversation}"
	activity := conversation + "/activities/{activity}"
	reaction := activity + "/reactions/{reaction}"
	return []route{ // the router tries one after the other: what bots ask for most comes first
		{method: http.MethodPost, path: conversation + "/activities/history", do: w.sendHistory, limit: maxBulk},
		{method: http.MethodPost, path: activity, do: w.send, read: (*call).readMessage}, // Teams ignores what is replied to
		{method: http.MethodPost, path: conversation + "/activities", do: w.send, read: (*call).readMessage},
		{method: http.MethodPost, path: v3 + "/conversations", do: w.create, read: (*call).readParameters},
		{method: http.MethodGet, path: v3 + "/conversations", do: w.listConversations},
		{method: http.MethodPut, path: activity, do: w.update, read: (*call).readMessage},
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
