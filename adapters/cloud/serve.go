package cloud

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/convobot/convo/adapters/internal/loopback"
	"github.com/convobot/convo/framework"
)

// Endpoint is the path at which bots are reached by convention.
const Endpoint = "/api/messages"

const envDrainDelay = "DRAIN_DELAY"

const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	shutdownTimeout   = 25 * time.Second // for turns; less than the 30 s that orchestrators give by default
	answerTimeout     = 2 * time.Second  // for the answers of the turns that ended
)

// ListenAndServe serves the bot on addr until ctx ends, and runs what an earlier process has left ([Adapter.Resume]). Then
// [Adapter.Ready] says so, the bot is served for another DrainDelay, and requests and turns may end, at most 27 s long. It
// returns nil after such an end.
//
// The router serves every path and must lead [Endpoint], or the path that the bot is registered with, to the
// adapter; nil is a router that does that, and has [Adapter.Live] at [LivePath] and [Adapter.Ready], without checks, at
// [ReadyPath]. In local mode addr must not name a host other than this machine, and without a host it is narrowed to this
// machine.
func ListenAndServe(ctx context.Context, addr string, adapter *Adapter, router http.Handler) error {
	if router == nil {
		mux := http.NewServeMux()
		mux.Handle(Endpoint, adapter)
		mux.Handle(LivePath, adapter.Live())
		mux.Handle(ReadyPath, adapter.Ready())
		router = mux
	}
	listeners, err := adapter.listen(ctx, addr)
	if ctx.Err() != nil {
		return loopback.Close(listeners)
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("cloud: cannot listen on %s: %w; if another bot is running, end it or choose another address (PORT)", addr, err)
	}
	if err != nil {
		return err
	}
	resuming, stopResuming := context.WithCancel(ctx)
	var resumed sync.WaitGroup
	resumed.Go(func() { adapter.Resume(resuming) })
	defer resumed.Wait()
	defer stopResuming()
	server := newServer(router, adapter.logger)
	var idle unused
	server.ConnState = idle.changed
	server.RegisterOnShutdown(idle.close)
	served := make(chan error, len(listeners))
	for _, l := range listeners {
		adapter.logger.InfoContext(ctx, "bot is listening", "url", "http://"+l.Addr().String()+Endpoint, "local", adapter.local)
		go func() { served <- server.Serve(l) }()
	}
	select {
	case err = <-served:
	case <-ctx.Done():
		adapter.Drain()
		err = adapter.linger(served)
	}
	return errors.Join(err, shutDown(context.WithoutCancel(ctx), server, adapter))
}

// DrainDelayFromEnv returns the DrainDelay that DRAIN_DELAY says, a duration such as 10s; 0 if it is not set.
func DrainDelayFromEnv(environ []string) (time.Duration, error) {
	text := parseEnv(environ)[envDrainDelay]
	if text == "" {
		return 0, nil
	}
	delay, err := time.ParseDuration(text)
	if err != nil || delay < 0 {
		return 0, fmt.Errorf("cloud: %s is %q; use a duration such as 10s", envDrainDelay, text)
	}
	return delay, nil
}

// linger waits for DrainDelay, or until a listener fails.
func (a *Adapter) linger(served <-chan error) error {
	delay := time.NewTimer(a.DrainDelay)
	defer delay.Stop()
	select {
	case err := <-served:
		return err
	case <-delay.C:
		return nil
	}
}

// newServer bounds what a client may take. There is no WriteTimeout: it would count from the request's header, and a
// turn takes its time; the adapter sets one for its answer.
func newServer(router http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           router,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// shutDown ends the turns first: requests wait for them.
func shutDown(ctx context.Context, server *http.Server, adapter *Adapter) error {
	turns, cancel := context.WithTimeout(ctx, shutdownTimeout)
	defer cancel()
	err := adapter.Shutdown(turns)
	answers, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	if serverErr := server.Shutdown(answers); serverErr != nil {
		err = errors.Join(err, serverErr, server.Close())
	}
	return err
}

// listen opens addr. In local mode an address without a host is that of this machine alone.
func (a *Adapter) listen(ctx context.Context, addr string) ([]net.Listener, error) {
	if !a.local {
		return listenOn(ctx, addr)
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("cloud: listen address: %w", err)
	}
	if host != "" && !loopback.Is(host) {
		return nil, fmt.Errorf("cloud: a bot without credentials listens on this machine only, not on %q", addr)
	}
	if host != "" {
		return listenOn(ctx, addr)
	}
	return loopback.Listen(ctx, port)
}

func listenOn(ctx context.Context, addr string) ([]net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return []net.Listener{l}, nil
}

// Run is a bot's main function: it serves handler at [Endpoint], and its probes, configured by the environment (see
// [ConfigFromEnv], [AddrFromEnv] and [DrainDelayFromEnv]), until the process is told to stop by SIGINT or SIGTERM. It
// returns the status for [os.Exit]: 0 after such an end, 1 after an error, which it logs.
func Run(handler framework.Handler) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	adapter, err := FromEnv(handler)
	if err == nil {
		err = ListenAndServe(ctx, AddrFromEnv(os.Environ()), adapter, nil)
	}
	if err != nil {
		slog.Default().ErrorContext(ctx, "bot ended", "error", err)
		return 1
	}
	return 0
}
