package cloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// LivePath and ReadyPath are the paths of [Adapter.Live] and [Adapter.Ready] by convention.
const (
	LivePath  = "/livez"
	ReadyPath = "/readyz"
)

const (
	checkTimeout = 5 * time.Second // for all checks, which run beside each other
	checkAge     = time.Second     // how long what they found is told again
	checkKeys    = "signing-keys"
)

// errNoResult is of a check that called runtime.Goexit.
var errNoResult = errors.New("the check ended its goroutine")

// Check is something that a bot needs, such as its store.
type Check struct {
	// Name is shown to whoever asks, so it must give nothing away.
	Name string
	// Run returns nil if all is well; its error is logged and not shown. It must end when ctx does.
	Run func(ctx context.Context) error
}

// Live answers 200 while the process and its engine answer at all. It is for an orchestrator that restarts what hangs, so
// it depends on nothing else: a restart mends no network.
func (a *Adapter) Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.engine.Stats() // takes the locks of every turn
		a.answerProbe(w, r, http.StatusOK, "alive")
	})
}

// Ready answers 200 while the bot can do its work, and 503 while it cannot or is about to end: the channels' signing keys
// are there, every check finds all well, and neither [Adapter.Drain] nor [Adapter.Shutdown] was called, nor
// [ListenAndServe] told to stop. It is for a load balancer.
//
// The answer names the checks that failed and nothing else; the log, once, says why. Checks run at most once a second
// however often they are asked for, beside each other, and count as failed after 5 seconds. Keys that are not there yet
// are fetched.
func (a *Adapter) Ready(checks ...Check) http.Handler {
	if a.validator != nil {
		checks = append([]Check{{Name: checkKeys, Run: a.validator.Ready}}, checks...)
	}
	return &readiness{adapter: a, checks: checks}
}

// Drain makes [Adapter.Ready] answer 503, so that load balancers send what is new elsewhere; what comes all the same is
// accepted until [Adapter.Shutdown]. ListenAndServe calls it. It cannot be taken back.
func (a *Adapter) Drain() { a.draining.Store(true) }

type readiness struct {
	adapter *Adapter
	checks  []Check
	flight  singleflight.Group

	mu      sync.Mutex
	failed  []string // names, at the last run
	checked time.Time
}

func (h *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	failed := h.find(r.Context())
	if h.adapter.draining.Load() {
		failed = []string{"draining"}
	}
	if len(failed) > 0 {
		h.adapter.answerProbe(w, r, http.StatusServiceUnavailable, "not ready: "+strings.Join(failed, ", "))
		return
	}
	h.adapter.answerProbe(w, r, http.StatusOK, "ready")
}

// find returns the names of the checks that fail. A run is shared, so the request that started it may hang up.
func (h *readiness) find(ctx context.Context) []string {
	failed, fresh := h.last()
	if fresh || h.adapter.draining.Load() {
		return failed
	}
	found := h.flight.DoChan("", func() (any, error) {
		if failed, fresh := h.last(); fresh { // another run has ended just now
			return failed, nil
		}
		return h.run(context.WithoutCancel(ctx)), nil
	})
	select {
	case result := <-found:
		failed, _ = result.Val.([]string)
		return failed
	case <-ctx.Done():
		return failed // to nobody
	}
}

// last returns what the last run found, and whether that is told again.
func (h *readiness) last() (failed []string, fresh bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.failed, time.Since(h.checked) < checkAge
}

// run makes all checks and logs what has changed since the last time.
func (h *readiness) run(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	errs := make([]error, len(h.checks))
	var all sync.WaitGroup
	for i, c := range h.checks {
		errs[i] = errNoResult
		all.Go(func() { errs[i] = c.run(ctx) })
	}
	all.Wait()

	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.failed
	h.failed, h.checked = nil, time.Now()
	logger := h.adapter.logger
	for i, c := range h.checks {
		if errs[i] == nil {
			continue
		}
		h.failed = append(h.failed, c.Name)
		if !slices.Contains(before, c.Name) {
			logger.WarnContext(ctx, "not ready", "check", c.Name, "error", errs[i])
		}
	}
	if len(before) > 0 && len(h.failed) == 0 {
		logger.InfoContext(ctx, "ready again")
	}
	return h.failed
}

// run fails also if the check, or its error's method, panics, which would end the process, or if it is late.
func (c Check) run(ctx context.Context) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = errors.New(clip(fmt.Sprintf("the check panicked: %v", v)))
		}
	}()
	if err := c.Run(ctx); err != nil {
		return errors.New(clip(err.Error()))
	}
	return ctx.Err()
}

func (a *Adapter) answerProbe(w http.ResponseWriter, r *http.Request, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		status, text = http.StatusMethodNotAllowed, "use GET"
	}
	a.send(r.Context(), w, status, "text/plain; charset=utf-8", []byte(text+"\n"))
}
