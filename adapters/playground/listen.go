package playground

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/convobot/convo/adapters/internal/loopback"
)

// listen opens an address of this machine alone, and returns what names it in URLs. The name localhost is opened for each IP
// version that the machine has.
func listen(ctx context.Context, addr string) ([]net.Listener, string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, "", fmt.Errorf("playground: Addr: %w; use %s", err, DefaultAddr)
	}
	if host == "" || strings.EqualFold(host, "localhost") {
		listeners, err := loopback.Listen(ctx, port)
		if err != nil {
			return nil, "", busy(addr, err)
		}
		_, port, err = net.SplitHostPort(listeners[0].Addr().String()) // 0 is any
		return listeners, net.JoinHostPort("localhost", port), err
	}
	if !loopback.Is(host) {
		return nil, "", fmt.Errorf("playground: Addr %q is not of this machine alone; use %s", addr, DefaultAddr)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, "", busy(addr, err)
	}
	return []net.Listener{l}, l.Addr().String(), nil
}

func busy(addr string, err error) error {
	return fmt.Errorf("playground: cannot listen on %s: %w; if another playground is running, end it or choose another address", addr, err)
}
