package main

import (
	"context"
	"log/slog"
	"net/url"

	"github.com/gorilla/mux"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/webhook"
	"github.com/convobot/convo/handlers"
)

// maxBody has room for a thousand alerts of Grafana, in bytes. When much goes wrong at once, senders put it all into one
// body, and do not send again what was refused.
const maxBody = 4 << 20

// alertBot shows alerts where people subscribed, and takes their decisions.
type alertBot struct {
	framework.Handler

	store  proactive.Store
	alerts *table
	decide decideFunc
	logger *slog.Logger
}

// newBot returns the bot as production and tests run it. It keeps subscriptions in store, and alerts in storage.
func newBot(store proactive.Store, storage state.Storage, decide decideFunc, logger *slog.Logger) *alertBot {
	b := &alertBot{store: store, alerts: newTable(storage, maxAlerts), decide: decide, logger: logger}
	var on handlers.ActivityHandler
	on.OnMessageText("subscribe", b.onSubscribe)
	on.OnMessageText("unsubscribe", b.onUnsubscribe)
	on.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Say `subscribe`, and alerts come here. Say `unsubscribe`, and they stop.")
	})
	handlers.OnAdaptiveCardAction(&on, verbApprove, b.onPressed(true))
	handlers.OnAdaptiveCardAction(&on, verbDeny, b.onPressed(false))
	b.Handler = framework.Chain(&on, proactive.Remember(store))
	return b
}

// mount adds the addresses that alerts are sent to.
func (b *alertBot) mount(router *mux.Router, key string, adapter framework.Adapter) {
	opts := []webhook.Option{webhook.Logger(b.logger), webhook.MaxBody(maxBody)}
	router.Handle("/hooks/alertmanager", webhook.New(key, func(ctx context.Context, in alertmanagerBody) (outcome, error) {
		return b.receive(ctx, adapter, in.alerts)
	}, opts...))
	router.Handle("/hooks/grafana", webhook.New(key, func(ctx context.Context, in grafanaBody) (outcome, error) {
		return b.receive(ctx, adapter, in.alerts)
	}, opts...))
}

func (b *alertBot) onSubscribe(ctx context.Context, turn *framework.TurnContext) error {
	id, err := b.subscribe(ctx, turn, true)
	if err != nil {
		return err
	}
	return turn.SendText(ctx, "Alerts come here from now on. For some that come nowhere else, add `?to="+url.QueryEscape(id)+"` to the webhook's address.")
}

func (b *alertBot) onUnsubscribe(ctx context.Context, turn *framework.TurnContext) error {
	if _, err := b.subscribe(ctx, turn, false); err != nil {
		return err
	}
	return turn.SendText(ctx, "No more alerts here.")
}
