package world

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// RoundTrip answers a request of the bot as [World.ServeHTTP] does, but without a network: a world is the Transport of an
// [http.Client] that speaks to it, whatever the host. A connection that a fault closes ends in [io.EOF], or in why the
// request's context ended.
func (w *World) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := context.Cause(r.Context()); err != nil {
		return nil, err
	}
	a := &written{header: make(http.Header), status: http.StatusOK}
	if !w.answers(a, r) {
		return nil, cmp.Or(context.Cause(r.Context()), io.EOF)
	}
	return a.response(r), nil
}

// answers reports whether a request was answered. Where a handler gives up, net/http closes the connection.
func (w *World) answers(rw http.ResponseWriter, r *http.Request) (answered bool) {
	defer func() {
		p := recover()
		if err, ok := p.(error); p != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
			panic(p)
		}
	}()
	w.ServeHTTP(rw, r)
	return true
}

// written is an answer in memory.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *written) Header() http.Header                { return a.header }
func (a *written) WriteHeader(status int)             { a.status = status }
func (a *written) Write(part []byte) (n int, _ error) { return a.body.Write(part) }

func (a *written) response(r *http.Request) *http.Response {
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode: a.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        a.header,
		Body:          io.NopCloser(&a.body),
		ContentLength: int64(a.body.Len()),
		Request:       r,
	}
}
