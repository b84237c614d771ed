// Package web serves a bot together with the pages that its dialogs show, as the samples that have pages do.
package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/gorilla/mux"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// Env is the variable with the address at which people's clients reach the pages: https://<your host>. Without it, that is
// this machine, which is enough for a client that runs here too.
const Env = "PUBLIC_URL"

const (
	// teamsHosts may show the pages in a frame.
	//
	// Spec: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements
	teamsHosts = "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft"
	// localHosts may do so too if the pages are on this machine, where a local client is.
	localHosts = " http://localhost:* http://127.0.0.1:*"
	// teamsScript is where the script of Teams is, the only one from elsewhere that a page may use.
	teamsScript = "https://res.cdn.office.net/teams-js/"
)

// PublicURL returns the address of the pages, without a slash at its end. The error says why Teams would not show them.
func PublicURL(getenv func(string) string) (string, error) {
	text := getenv(Env)
	if text == "" {
		return "http://localhost:" + cmp.Or(getenv("PORT"), "3978"), nil
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", errors.New(Env + ": use an address such as https://bot.example.com")
	case u.Scheme != "https" && (u.Scheme != "http" || !isLocal(u)):
		return "", errors.New(Env + ": Teams shows pages from https:// only")
	}
	return strings.TrimRight(text, "/"), nil
}

func isLocal(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// Run serves the bot, as cloud.Run does, and the pages, by their paths. It returns the program's exit code.
func Run(bot framework.Handler, publicURL string, pages map[string]http.Handler) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, bot, publicURL, pages); err != nil {
		slog.ErrorContext(ctx, "the bot ended", "error", err)
		return 1
	}
	return 0
}

func run(ctx context.Context, bot framework.Handler, publicURL string, pages map[string]http.Handler) error {
	adapter, err := cloud.FromEnv(bot)
	if err != nil {
		return err
	}
	router := Router(publicURL, pages)
	router.Handle(cloud.Endpoint, adapter)
	router.Handle(cloud.LivePath, adapter.Live())
	router.Handle(cloud.ReadyPath, adapter.Ready())
	return cloud.ListenAndServe(ctx, cloud.AddrFromEnv(os.Environ()), adapter, router)
}

// Router leads to the pages, by their paths.
func Router(publicURL string, pages map[string]http.Handler) *mux.Router {
	frames := teamsHosts
	if u, err := url.Parse(publicURL); err == nil && isLocal(u) {
		frames += localHosts
	}
	policy := "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' " + teamsScript +
		"; form-action 'none'; base-uri 'none'; frame-ancestors " + frames
	router := mux.NewRouter()
	for path, page := range pages {
		router.Handle(path, guarded(policy, page)).Methods(http.MethodGet, http.MethodHead)
	}
	return router
}

// guarded has the browser show a page in Teams only, and run no script but the bot's own and that of Teams.
func guarded(policy string, page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		page.ServeHTTP(w, r)
	})
}

// Page is a page, or a script, that is the same for everyone.
func Page(contentType string, content []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(content)
	})
}
