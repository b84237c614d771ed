package main

import (
	"context"
	"fmt"
	"io"
	"net"

	"github.com/gorilla/mux"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/framework"
)

// playgroundEnv is the environment variable for the page on which one talks with the bot: off, on, or the address that it
// has on this machine. Without credentials it is on unless this says off; with credentials it is off unless this says more.
const playgroundEnv = "PLAYGROUND"

// playgroundPath is where the page's activities arrive if the bot has credentials: Teams' arrive at cloud.Endpoint.
const playgroundPath = "/api/playground"

// page is the simulated Teams in the bot's own process. Without play there is none.
type page struct {
	play   *playground.Playground
	beside bool // Teams: the bot has credentials
}

// openPage opens the page if the setting says so. A bot without credentials then takes requests from the page alone, which
// proves that it is the page, and listens on this machine only.
func openPage(ctx context.Context, setting string, set *settings) (*page, error) {
	p := &page{beside: !set.cloud.Local}
	if setting == "off" || setting == "" && p.beside {
		return p, nil
	}
	_, port, err := net.SplitHostPort(set.addr)
	if err != nil {
		return nil, fmt.Errorf("the bot's address: %w", err)
	}
	cfg := playground.Config{BotName: "ConvoBot", AppID: set.cloud.AppID, Bot: "http://localhost:" + port + cloud.Endpoint}
	if p.beside {
		cfg.Bot = "http://localhost:" + port + playgroundPath
	}
	if setting != "" && setting != "on" {
		cfg.Addr = setting
	}
	if p.play, err = playground.Listen(ctx, cfg); err != nil {
		return nil, fmt.Errorf("%w (%s is the page's address, or off)", err, playgroundEnv)
	}
	if !p.beside {
		set.cloud, set.addr = p.play.BotConfig(set.cloud), "localhost:"+port
	}
	return p, nil
}

// inspected has the page show which handlers run, if all that the bot hears comes from there.
func (p *page) inspected(bot framework.Handler) framework.Handler {
	if p.play == nil || p.beside {
		return bot
	}
	return framework.Chain(bot, p.play.Inspect)
}

// through returns an adapter for what the bot says outside of turns: with a page beside Teams, to whichever of them it is
// for. The page then has a way in of its own, which the router leads to.
func (p *page) through(teams *cloud.Adapter, bot framework.Handler, ops *operations, router *mux.Router) (framework.Adapter, error) {
	if p.play == nil || !p.beside {
		return teams, nil
	}
	own, err := ops.newAdapter(p.play.BotConfig(cloud.Config{}), framework.Chain(bot, p.play.Inspect))
	if err != nil {
		return nil, err
	}
	router.Handle(playgroundPath, own)
	return twoChannels{Adapter: teams, page: own, pageURL: p.play.ServiceURL()}, nil
}

// connect lets the page's desk list whom the bot met there, and send to them as the bot.
func (p *page) connect(bot *convoBot, adapter framework.Adapter, appID string) {
	if p.play != nil {
		p.play.ConnectDesk(playground.Desk{Adapter: adapter, Store: bot.store, AppID: appID})
	}
}

// run serves the page until ctx ends, and says where it is.
func (p *page) run(ctx context.Context, out io.Writer) error {
	if p.play == nil {
		<-ctx.Done()
		return nil
	}
	_, _ = fmt.Fprintf(out, "\nopen %s to talk with the bot\n\n", p.play.URL())
	return together(ctx, p.play.Serve, func(ctx context.Context) error {
		if err := p.play.Introduce(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		return nil
	})
}
