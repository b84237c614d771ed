// Package loopback tells what is this machine alone, and listens there. It links nothing but the standard library, since
// bots do.
package loopback

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Is reports whether an address or a Host header, with or without a port, is this machine: localhost, or an IP address that
// is a loopback address. A name that resolves to one is not, because whoever owns it may change that (DNS rebinding).
func Is(hostport string) bool {
	host, port, err := net.SplitHostPort(hostport)
	switch {
	case err != nil:
		host = strings.TrimSuffix(strings.TrimPrefix(hostport, "["), "]")
	case port != "":
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Zone() == "" && addr.IsLoopback()
}

// Listen opens a port, "0" for any, on the loopback address of each IP version that this machine has, because clients differ
// in what they take localhost for: IPv4 is first. If the port is taken for one version, whoever has it would get what is
// meant for the caller, so that is an error; a machine without IPv6 is none.
func Listen(ctx context.Context, port string) (listeners []net.Listener, err error) {
	for range 10 { // of the ports that are free, one may be free for one IP version only
		if listeners, err = listen(ctx, port); err == nil {
			break
		}
	}
	return listeners, err
}

func listen(ctx context.Context, port string) ([]net.Listener, error) {
	var config net.ListenConfig
	four, err := config.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	_, port, err = net.SplitHostPort(four.Addr().String())
	if err != nil {
		return nil, errors.Join(err, four.Close())
	}
	six, err := config.Listen(ctx, "tcp6", net.JoinHostPort("::1", port))
	if err == nil {
		return []net.Listener{four, six}, nil
	}
	if free, without := config.Listen(ctx, "tcp6", "[::1]:0"); without == nil {
		return nil, errors.Join(err, free.Close(), four.Close())
	}
	return []net.Listener{four}, nil
}

// Close closes all listeners and returns what went wrong.
func Close(listeners []net.Listener) error {
	var err error
	for _, l := range listeners {
		err = errors.Join(err, l.Close())
	}
	return err
}
