package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"
	"golang.org/x/sync/errgroup"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/telemetry"
)

const noMetrics = "off"

// operations is what the bot's operator sets and sees.
type operations struct {
	metricsAddr string // or noMetrics
	telemetry   *telemetry.Telemetry
	registry    *prometheus.Registry
}

// newOperations prepares what is measured. Metrics have an address of their own, by default on this machine only: they tell
// strangers how busy the bot is and which of their attempts failed.
func newOperations(metricsAddr string) (*operations, error) {
	o := &operations{metricsAddr: cmp.Or(metricsAddr, "localhost:9464"), registry: prometheus.NewRegistry()}
	exporter, err := otelprometheus.New(otelprometheus.WithRegisterer(o.registry),
		otelprometheus.WithoutScopeInfo(), otelprometheus.WithoutTargetInfo())
	if err != nil {
		return nil, err
	}
	o.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	provider := metric.NewMeterProvider(metric.WithReader(exporter))
	o.telemetry, err = telemetry.New(telemetry.Config{MeterProvider: provider})
	return o, err
}

// newAdapter is cloud.New with all that the bot does being measured.
func (o *operations) newAdapter(cfg cloud.Config, bot framework.Handler) (*cloud.Adapter, error) {
	cfg.HTTPClient = &http.Client{Transport: o.telemetry.Transport(nil)}
	adapter, err := cloud.New(cfg, framework.Chain(bot, o.telemetry.Middleware))
	if err != nil {
		return nil, err
	}
	if adapter.DrainDelay, err = cloud.DrainDelayFromEnv(os.Environ()); err != nil {
		return nil, err
	}
	return adapter, o.telemetry.Observe(adapter)
}

// newRouter leads to the bot, and answers whether it lives and is ready, as the checks find.
func newRouter(adapter *cloud.Adapter, checks ...cloud.Check) *mux.Router {
	router := mux.NewRouter()
	router.Handle(cloud.Endpoint, adapter)
	router.Handle(cloud.LivePath, adapter.Live())
	router.Handle(cloud.ReadyPath, adapter.Ready(checks...))
	router.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ConvoBot is here; its messages go to " + cloud.Endpoint + "\n"))
	})
	return router
}

// together runs what goes on until ctx ends, and ends all of it when one fails.
func together(ctx context.Context, all ...func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, one := range all {
		group.Go(func() error { return one(ctx) })
	}
	return group.Wait()
}

// serve serves the bot until ctx ends, and its metrics for as long as the bot takes to end.
func (o *operations) serve(ctx context.Context, addr string, adapter *cloud.Adapter, router http.Handler) error {
	if o.metricsAddr == noMetrics {
		return cloud.ListenAndServe(ctx, addr, adapter, router)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.metricsAddr)
	if err != nil && ctx.Err() != nil {
		return nil //nolint:nilerr // it was told to end before it began
	}
	if err != nil {
		return fmt.Errorf("METRICS_ADDR: %w", err)
	}
	server := &http.Server{Handler: o.metrics(), ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second}
	var group errgroup.Group
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		return errors.Join(cloud.ListenAndServe(ctx, addr, adapter, router), server.Close())
	})
	return group.Wait()
}

// metrics is what Prometheus scrapes.
func (o *operations) metrics() http.Handler {
	router := http.NewServeMux()
	router.Handle("GET /metrics", promhttp.HandlerFor(o.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	return router
}
