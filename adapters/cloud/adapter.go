package cloud

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/connector"
)

// Adapter is a bot on the Bot Connector: an http.Handler for its messaging endpoint, and the [framework.Adapter]
// through which it speaks. Create it with [New]; it is safe for concurrent use.
type Adapter struct {
	// DrainDelay is how long [ListenAndServe] goes on serving when it is told to stop, while [Adapter.Ready] says that the
	// bot is about to end, so that load balancers notice before it takes nothing more. Default 0. Set it before
	// ListenAndServe.
	DrainDelay time.Duration

	outbound   *connector.Outbound
	appID      string
	local      bool
	maxBody    int64
	maxReading int64
	validator  *auth.Validator // nil in local mode
	engine     *framework.Engine
	handler    framework.Handler
	logger     *slog.Logger
	bodies     sync.Pool    // of *bytes.Buffer
	reading    atomic.Int64 // bytes of bodies in memory
	refused    ruleCounts
	draining   atomic.Bool
}

var (
	_ framework.Adapter = (*Adapter)(nil)
	_ http.Handler      = (*Adapter)(nil)
)

// New returns the adapter that runs handler. It opens no connection; keys and tokens are fetched when they are first
// needed. The error says what the configuration lacks.
func New(cfg Config, handler framework.Handler) (*Adapter, error) {
	if handler == nil {
		return nil, errors.New("cloud: the handler is nil")
	}
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	cfg.AppID = strings.ToLower(cfg.AppID)
	logger := cfg.Logger
	if logger == nil {
		logger = slog.Default()
	}
	engine := cfg.Engine
	if engine == nil {
		engine = new(framework.Engine)
	}
	if engine.Logger == nil {
		engine.Logger = logger
	}
	a := &Adapter{
		outbound:   &connector.Outbound{HTTPClient: cfg.HTTPClient, Limits: cfg.Limits, Logger: logger},
		appID:      cfg.AppID,
		local:      cfg.Local,
		maxBody:    cmp.Or(cfg.MaxBody, defaultMaxBody),
		maxReading: defaultMaxReading,
		engine:     engine,
		handler:    handler,
		logger:     logger,
	}
	if cfg.Local {
		a.outbound.CheckURL, a.outbound.TokenServiceURL = auth.LocalServiceURLs().Check, cfg.TokenServiceURL
		return a, nil
	}
	if err := a.authenticate(cfg); err != nil {
		return nil, err
	}
	return a, nil
}

// authenticate gives the adapter its credentials, and the means to verify those of others.
func (a *Adapter) authenticate(cfg Config) error {
	if reflect.ValueOf(cfg.Cloud).IsZero() { // one that is set in part is an error of NewServiceURLs or NewValidator
		cfg.Cloud = auth.PublicCloud()
	}
	if cfg.AppType == MultiTenant {
		cfg.TenantID = "" // the tokens of a multi-tenant bot come from the cloud's own tenant
	}
	urls, err := auth.NewServiceURLs(cfg.Cloud, cfg.AllowedServiceURLs...)
	if err != nil {
		return err
	}
	a.outbound.CheckURL = urls.Check
	tokenServiceURL := cmp.Or(cfg.TokenServiceURL, cfg.Cloud.TokenServiceURL)
	if tokenServiceURL != "" {
		if err := urls.Check(tokenServiceURL); err != nil {
			return fmt.Errorf("cloud: TokenServiceURL (%s): %w", envTokenServiceURL, err)
		}
	}
	a.outbound.AppID, a.outbound.TokenServiceURL = cfg.AppID, tokenServiceURL
	a.validator, err = auth.NewValidator(auth.ValidatorConfig{
		Cloud: cfg.Cloud, AppID: cfg.AppID, Entra: cfg.entraTokens(), ServiceURLs: urls,
		HTTPClient: cfg.HTTPClient, Logger: a.logger,
	})
	if err != nil {
		return err
	}
	if cfg.Entra.Emulator || cfg.Entra.ConnectorAudience { // an operator who forgot that it is on shall read it
		a.logger.Warn("tokens are accepted that are not a channel's; see package auth for what that opens",
			"emulator", cfg.Entra.Emulator, "connector_audience", cfg.Entra.ConnectorAudience)
	}
	a.outbound.Tokens, err = cfg.tokenSource(a.logger)
	return err
}

// Resume runs what was acknowledged before its turn ended, and was cut off by the end of its process or is to be tried
// again, until ctx ends or the adapter is shut down; see [framework.Engine.Resume]. [ListenAndServe] and [Run] do so; who
// serves the adapter otherwise calls it in a goroutine, once for each process. Without an inbox it returns at once.
func (a *Adapter) Resume(ctx context.Context) {
	a.engine.Resume(framework.WithIdentity(ctx, framework.Identity{AppID: a.appID}), a, a.handler)
}

// Shutdown accepts no more activities and waits until every turn has ended, those acknowledged early included. See
// [framework.Engine.Shutdown].
func (a *Adapter) Shutdown(ctx context.Context) error {
	a.Drain()
	return a.engine.Shutdown(ctx)
}

// FromEnv returns the adapter that the environment variables of this process describe; see [ConfigFromEnv] and
// [DrainDelayFromEnv].
func FromEnv(handler framework.Handler) (*Adapter, error) {
	cfg, err := ConfigFromEnv(os.Environ())
	if err != nil {
		return nil, err
	}
	delay, err := DrainDelayFromEnv(os.Environ())
	if err != nil {
		return nil, err
	}
	a, err := New(cfg, handler)
	if err != nil {
		return nil, err
	}
	a.DrainDelay = delay
	return a, nil
}
