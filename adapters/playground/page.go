package playground

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gorilla/mux"
)

// files are the page: HTML, CSS and JavaScript modules as the browser reads them, without a build step.
//
//go:embed page
var files embed.FS

// routes are all that is served: the connector and the identity service for the bot, the page and its API for people.
func (p *Playground) routes() http.Handler {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	forBot := p.connector()
	router.PathPrefix(servicePath).Handler(forBot)
	router.PathPrefix("/api/").Handler(forBot) // the token service
	router.PathPrefix(p.drive + "/drive/").Handler(http.StripPrefix(p.drive, p.world))
	if p.identity != nil {
		router.PathPrefix("/v1/.well-known/").Handler(p.identity)
		router.Path("/{tenant}/oauth2/v2.0/token").Handler(p.tokens())
		router.PathPrefix("/common/").Handler(p.identity) // Entra's keys, for BotBuilder's settings name their URL too
	}
	router.Path("/").Methods(http.MethodGet).Handler(p.index())
	static, err := fs.Sub(files, "page")
	if err != nil {
		panic(err) // the folder is embedded
	}
	router.PathPrefix(p.ownFiles()).Methods(http.MethodGet).Handler(http.StripPrefix(p.ownFiles(), folder(static, "private, max-age=86400, immutable")))
	router.PathPrefix("/page/").Methods(http.MethodGet).Handler(http.StripPrefix("/page/", folder(static, "no-cache")))
	api := router.PathPrefix("/playground").Subrouter()
	api.Use(p.onlyPage)
	for _, r := range p.apiRoutes() {
		api.Path("/" + r.path).Methods(r.method).HandlerFunc(r.serve)
	}
	return onlyHere(router)
}

// start tells starts of playgrounds apart. It does not tell what the token is, of which it is made.
func (p *Playground) start() string {
	start := sha256.Sum256([]byte(p.token))
	return hex.EncodeToString(start[:6])
}

// ownFiles is the path below which the page names its files. It is another one at each start, which may have other files: so a
// browser asks for each of the hundred once, and a reload takes a quarter of the time.
func (p *Playground) ownFiles() string { return "/page/" + p.start() + "/" }

// index serves the page with its token.
func (p *Playground) index() http.Handler {
	index := template.Must(template.ParseFS(files, "page/index.html"))
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cache-Control", "no-store")
		_ = index.Execute(w, map[string]string{"Token": p.token, "Bot": p.world.Bot().Name, "Files": p.ownFiles()})
	})
}

// folder serves the files of the page, to be kept by the browser as cache says. The index is a template, and folders are not
// listed.
func folder(static fs.FS, cache string) http.Handler {
	files := http.FileServerFS(static)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "" || strings.HasSuffix(r.URL.Path, "/") || path.Base(r.URL.Path) == "index.html" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", cache)
		files.ServeHTTP(w, r)
	})
}
