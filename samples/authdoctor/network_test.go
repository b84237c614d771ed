package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNetworkAdvice(t *testing.T) {
	t.Parallel()
	untrusted := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	tests := map[string]struct {
		err  error
		says string
		saw  bool
	}{
		"no such host":      {&net.DNSError{Err: "no such host", Name: "login.example", IsNotFound: true}, "not known here", false},
		"name server slow":  {&net.DNSError{Err: "timeout", Name: "login.example", IsTimeout: true}, "not known here", false},
		"refused":           {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "refused", false},
		"reset":             {&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "refused", false},
		"no route":          {&net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, "refused", false},
		"no file":           {&fs.PathError{Op: "open", Path: "/x", Err: fs.ErrNotExist}, "cannot be read", true},
		"late":              {context.DeadlineExceeded, "no answer in time", false},
		"unknown authority": {untrusted(x509.UnknownAuthorityError{}), "not trusted", false},
		"expired":           {untrusted(x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired}), "not valid now", false},
		"another host":      {untrusted(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "a"}), "another host", false},
		"proxy":             {errors.New("Proxy Authentication Required"), "proxy wants", false},
		"a page":            {errors.New("GET x answered 403"), "not Microsoft's", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, saw := networkAdvice(fmt.Errorf("auth: no signing keys: %w", tt.err))
			require.Contains(t, a.says, tt.says)
			require.NotEmpty(t, a.cause)
			require.NotEmpty(t, a.fix)
			require.Equal(t, tt.saw, saw != "")
		})
	}
}

// transport answers with a header.
type transport struct{ header http.Header }

func (tr transport) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: tr.header, Body: http.NoBody, Request: r}, nil
}

func TestClock(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		date string // how far the service's clock is ahead; empty: it tells no time
		age  string
		want level
		says string
	}{
		"right":               {"0s", "", fine, "right"},
		"a little off":        {"59s", "", fine, "right"},
		"off":                 {"-4m", "", note, "4 minutes ahead"},
		"just off too far":    {"5m1s", "", problem, "5 minutes behind"},
		"a time zone":         {"-1h", "", problem, "60 minutes ahead"},
		"an answer from 1994": {"-1h", "3600", fine, "right"},
		"no time":             {"", "", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				header := http.Header{}
				if tt.date != "" {
					ahead, err := time.ParseDuration(tt.date)
					require.NoError(t, err)
					header.Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
				}
				if tt.age != "" {
					header.Set("Age", tt.age)
				}
				s := &services{link: &link{next: transport{header}, keepBack: "smba.test"}}
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://login.test", http.NoBody)
				require.NoError(t, err)
				resp, err := s.link.RoundTrip(r)
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())

				var found report
				s.checkClock(&found)
				if tt.want == "" {
					require.Empty(t, found.findings)
					return
				}
				require.Len(t, found.findings, 1)
				require.Equal(t, tt.want, found.findings[0].Level)
				require.Contains(t, found.findings[0].Says, tt.says)
			})
		})
	}
}

// The message that the doctor has the bot send never leaves the machine.
func TestNothingReachesTheConnector(t *testing.T) {
	t.Parallel()
	l := &link{next: nil, keepBack: "smba.test"} // going on would panic
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://smba.test/v3/conversations", strings.NewReader("{}"))
	require.NoError(t, err)
	resp, err := l.RoundTrip(r)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusOK, resp.StatusCode)
}

func TestParseLine(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 22, 14, 5, 0, time.UTC)
	tests := map[string]struct {
		line string
		want entry
	}{
		"text":            {`time=2026-11-20T22:14:05Z level=WARN msg="request refused" status=401 rule=key error="a \"b\" c" remote=1`, entry{at, 401, "key", `a "b" c`}},
		"JSON":            {`{"time":"2026-11-20T22:14:05Z","status":401,"rule":"key","error":"a \"b\" c"}`, entry{at, 401, "key", `a "b" c`}},
		"group, text":     {`bot.status=403 bot.rule=key bot.error=x`, entry{time.Time{}, 403, "key", "x"}},
		"group, JSON":     {`{"bot":{"status":403,"rule":"key","error":"x"}}`, entry{time.Time{}, 403, "key", "x"}},
		"prefix":          {`Nov 20 host bot[1]: rule=key error=x`, entry{time.Time{}, 0, "key", "x"}},
		"wrapped":         {`{"log":"{\"rule\":\"key\",\"error\":\"x\"}\n","stream":"stderr"}`, entry{time.Time{}, 0, "key", "x"}},
		"wrapped text":    {`{"message":"rule=key error=x"}`, entry{time.Time{}, 0, "key", "x"}},
		"no marks":        {`rule=key error=auth: key: no signing key remote=1.2.3.4:5`, entry{time.Time{}, 0, "key", "auth: key: no signing key"}},
		"rule in error":   {`error="auth: key: no signing key"`, entry{time.Time{}, 0, "key", "auth: key: no signing key"}},
		"forged in error": {`status=401 rule=header error="x rule=key status=200"`, entry{time.Time{}, 401, "header", "x rule=key status=200"}},
		"not a rule":      {`error="auth: service URL \"x\" is not allowed: y"`, entry{time.Time{}, 0, "", `auth: service URL "x" is not allowed: y`}},
		"another error":   {`err=x`, entry{time.Time{}, 0, "", "x"}},
		"nothing":         {`hello`, entry{}},
		"half a line":     {`{"rule":"key","error":"x`, entry{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, parseLine(tt.line))
		})
	}
}
