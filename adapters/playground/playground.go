package playground

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/internal/loopback"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/auth/authtest"
)

// How many cards are kept that only one person sees, and of how many bytes of answers.
const (
	maxViews  = 10_000
	maxViewed = 64 << 20
)

// kept is how many entries of the world's timeline are kept at least, and how many requests at most.
const kept = 20_000

// Playground is one simulated Teams that is served. Make one with [Listen]. It is safe for concurrent use.
type Playground struct {
	cfg      Config
	manifest *manifest // nil if there is none
	url      string
	world    *world.World
	identity *authtest.Service // nil if Anonymous
	token    string            // of the page
	drive    string            // the path above people's files, which nobody can guess: as in OneDrive, the URL gives access
	traffic  *traffic
	handler  http.Handler
	logger   *slog.Logger

	acts         map[string]doing // what the page can ask for, by the name in Do
	deeds        map[string]byPerson
	organization map[string]byNobody

	views     client.Views // of people
	inspected inspected
	desk      atomic.Pointer[Desk] // nil if the bot runs elsewhere
	courier   *courier
	listeners []net.Listener
	streams   chan struct{} // one for each page that listens

	signing  sync.Mutex // guards the token that goes with activities
	signed   string
	signedAt time.Time

	done chan struct{} // closed when Serve ends: streams end then
}

// Listen opens the address and prepares what [Playground.Serve] serves, so that its URLs are known before the bot starts.
// An address that is not of this machine alone is an error.
func Listen(ctx context.Context, cfg Config) (*Playground, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	manifest, err := cfg.manifest()
	if err != nil {
		return nil, err
	}
	listeners, address, err := listen(ctx, cfg.Addr)
	if err != nil {
		return nil, err
	}
	p := &Playground{
		cfg: cfg, url: "http://" + address, token: rand.Text(), drive: "/" + rand.Text(), traffic: &traffic{}, logger: cfg.Logger,
		manifest: manifest, views: client.Views{Max: maxViews, MaxBytes: maxViewed},
		acts: acts(), deeds: deeds(), organization: ofOrganization(),
		courier: newCourier(), listeners: listeners, streams: make(chan struct{}, maxStreams), done: make(chan struct{}),
	}
	if !cfg.Anonymous {
		p.identity, err = authtest.New(authtest.Config{AppID: cfg.AppID, Password: cfg.AppPassword})
		if err != nil {
			return nil, errors.Join(fmt.Errorf("playground: %w", err), loopback.Close(listeners))
		}
	}
	p.world = world.New(world.Config{
		AppID: cfg.AppID, BotName: cfg.BotName, ServiceURL: p.ServiceURL(), DriveURL: p.url + p.drive, Keep: kept,
	})
	cfg.Populate(p.world)
	p.handler = p.routes()
	return p, nil
}

// URL returns where the page is, and everything else below it, without a slash at the end.
func (p *Playground) URL() string { return p.url }

// ServiceURL returns the base URL of the connector, as activities carry it.
func (p *Playground) ServiceURL() string { return p.url + servicePath }

// World returns the simulated Teams.
func (p *Playground) World() *world.World { return p.world }

// Cloud returns where the bot gets its tokens and the keys to verify those that it is sent. It is [auth.PublicCloud] with
// this playground in place of Microsoft's services.
func (p *Playground) Cloud() auth.Cloud {
	if p.identity == nil {
		return auth.PublicCloud()
	}
	return p.identity.Cloud(p.url)
}

// ServeHTTP is everything that the playground serves, for [Playground.Serve] and for tests.
func (p *Playground) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// Serve serves until ctx ends, and then takes nothing new, waits up to 3 s for what is being delivered to the bot, and gives
// up the rest. It returns nil after such an end. Call it once.
func (p *Playground) Serve(ctx context.Context) error {
	server := newServer(p, p.logger)
	served := make(chan error, len(p.listeners))
	for _, l := range p.listeners {
		go func() { served <- server.Serve(l) }()
	}
	var errs []error
	serving := len(p.listeners)
	select {
	case err := <-served:
		errs = append(errs, err)
		serving--
	case <-ctx.Done():
	}
	p.courier.end() // before the server, through which the bot answers what it was sent
	p.cfg.HTTPClient.CloseIdleConnections()
	close(p.done)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if server.Shutdown(end) != nil {
		errs = append(errs, server.Close())
	}
	for range serving {
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// newServer bounds what a client may take. There is no WriteTimeout: an invoke is answered when the bot answers it, and
// streams have a deadline for each event.
func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}
