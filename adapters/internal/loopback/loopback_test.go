package loopback_test

import (
	"net"
	"net/netip"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/internal/loopback"
)

func TestIs(t *testing.T) {
	t.Parallel()
	for hostport, want := range map[string]bool{
		"localhost":               true,
		"LOCALHOST:3978":          true,
		"localhost:":              true,
		"127.0.0.1":               true,
		"127.0.0.1:80":            true,
		"127.255.255.254:65535":   true,
		"::1":                     true,
		"[::1]":                   true,
		"[::1]:3978":              true,
		"[::ffff:127.0.0.1]:3978": true,

		"":                        false,
		":80":                     false,
		"@":                       false,
		"localhost:65536":         false,
		"localhost:-1":            false,
		"localhost: 80":           false,
		"localhost:http":          false,
		"localhost:80:80":         false,
		"localhost.":              false,
		"localhost.evil.test":     false,
		"evil.localhost:3978":     false,
		"127.0.0.1.evil.test":     false,
		"127.1":                   false,
		"2130706433":              false,
		"0177.0.0.1":              false,
		"0.0.0.0:3978":            false,
		"[::]:3978":               false,
		"[::1%lo]:3978":           false,
		"[[::1]]":                 false,
		"[::ffff:192.0.2.1]:3978": false,
		"192.0.2.1:3978":          false,
		"user@localhost":          false,
	} {
		require.Equal(t, want, loopback.Is(hostport), "%q", hostport)
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	all, err := loopback.Listen(t.Context(), "0")
	require.NoError(t, err)
	first, err := netip.ParseAddrPort(all[0].Addr().String())
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1", first.Addr().String())
	if hasIPv6(t) {
		require.Len(t, all, 2)
		require.Equal(t, netip.AddrPortFrom(netip.IPv6Loopback(), first.Port()).String(), all[1].Addr().String())
	} else {
		require.Len(t, all, 1)
	}
	require.NoError(t, loopback.Close(all))
	for _, l := range all {
		_, err := l.Accept()
		require.ErrorIs(t, err, net.ErrClosed)
	}
	require.Error(t, loopback.Close(all), "they are closed already")
}

// What somebody else has for one IP version is not taken for the other.
func TestListenRefusesATakenPort(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"127.0.0.1:0", "[::1]:0"} {
		t.Run(addr, func(t *testing.T) {
			t.Parallel()
			if !hasIPv6(t) {
				t.Skip("no IPv6 here")
			}
			taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", addr)
			require.NoError(t, err)
			t.Cleanup(func() { _ = taken.Close() })
			_, port, err := net.SplitHostPort(taken.Addr().String())
			require.NoError(t, err)
			_, err = loopback.Listen(t.Context(), port)
			require.ErrorIs(t, err, syscall.EADDRINUSE)
		})
	}
}

func TestListenRefusesWhatIsNoPort(t *testing.T) {
	t.Parallel()
	_, err := loopback.Listen(t.Context(), "no-such-port")
	require.ErrorContains(t, err, "no-such-port")
}

func hasIPv6(t *testing.T) bool {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	require.NoError(t, l.Close())
	return true
}
