package cloud

import (
	"net"
	"net/http"
	"strings"

	"github.com/convobot/convo/adapters/internal/loopback"
)

// checkLocal refuses a request that does not come straight from this machine: by its peer, by the address it was
// sent to, by its Host, which a page in a browser cannot forge (DNS rebinding), and by the headers that tunnels and
// proxies add.
func checkLocal(r *http.Request) *refusal {
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	switch {
	case !loopback.Is(r.RemoteAddr):
		return notLocal("the request comes from another machine")
	case local == nil || !loopback.Is(local.String()):
		return notLocal("the request was not sent to a loopback address")
	case !loopback.Is(r.Host):
		return notLocal("the Host header names another machine")
	}
	for name := range r.Header {
		if strings.Contains(name, "Forwarded") || name == "Via" || name == "X-Real-Ip" || name == "Cf-Connecting-Ip" {
			return notLocal("the request was forwarded (header " + name + ")")
		}
	}
	return nil
}

func notLocal(reason string) *refusal {
	return &refusal{
		status: http.StatusForbidden, code: "Forbidden",
		message: "this bot has no credentials and takes requests from its own machine only: " + reason,
	}
}
