package playground

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"time"
)

// retryDial is how long to wait before looking again whether the bot is there.
const retryDial = 100 * time.Millisecond

// Introduce waits until something listens where the bot should, and then tells it of every chat and team that it is in, as
// Teams does when the app is installed: so that it can greet people. It returns the error of ctx if that ends before the bot
// is there.
func (p *Playground) Introduce(ctx context.Context) error {
	if err := p.waitForBot(ctx); err != nil {
		return err
	}
	teamsSeen := make(map[string]bool)
	for _, c := range p.world.Conversations() {
		members, _ := p.world.MembersPage(c.ID, 0, 1) // the others may be a crowd
		if !c.Installed || c.Deleted || len(members) == 0 || c.TeamID != "" && teamsSeen[c.TeamID] {
			continue
		}
		teamsSeen[c.TeamID] = true
		told, err := p.world.Install(members[0], c.ID)
		if err != nil {
			continue // it was deleted, or they left, while the bot heard of the others
		}
		p.tell(ctx, told...)
	}
	return nil
}

// waitForBot waits until the bot's address can be connected to.
func (p *Playground) waitForBot(ctx context.Context) error {
	bot, err := url.Parse(p.cfg.Bot)
	if err != nil {
		return fmt.Errorf("playground: Bot: %w", err)
	}
	port := bot.Port()
	if port == "" {
		port = bot.Scheme
	}
	ticker := time.NewTicker(retryDial)
	defer ticker.Stop()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(bot.Hostname(), port))
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
