package main

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// link is the transport between the bot and the services. It keeps back what is meant for the connector, which is told that
// it was sent, and notes how far this machine's clock is ahead of those who answer. It is safe for concurrent use.
type link struct {
	next     http.RoundTripper
	keepBack string // a host

	mu    sync.Mutex
	seen  bool
	ahead time.Duration // of the first answer that has a time
}

// RoundTrip implements [http.RoundTripper].
func (l *link) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Hostname() == l.keepBack {
		if r.Body != nil {
			_ = r.Body.Close() // a transport must
		}
		return &http.Response{
			StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
			Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(`{"id": "kept-back"}`)),
		}, nil
	}
	resp, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		age, _ := strconv.Atoi(resp.Header.Get("Age")) // of what a cache answers; absent means 0
		l.mu.Lock()
		defer l.mu.Unlock()
		if !l.seen {
			l.seen, l.ahead = true, time.Since(date)-time.Duration(age)*time.Second
		}
	}
	return resp, nil
}

// clockAhead returns how far this machine's clock is ahead, if anybody answered.
func (l *link) clockAhead() (ahead time.Duration, seen bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ahead, l.seen
}
