package cloud

import (
	"net"
	"net/http"
	"sync"
)

// unused are the connections over which nothing was asked yet, as browsers and load balancers open them in advance. A server
// that ends would wait for them as for requests, for longer than answers may take. The zero value is ready.
type unused struct {
	mu     sync.Mutex
	conns  map[net.Conn]struct{}
	closed bool
}

// changed is the server's ConnState.
func (u *unused) changed(conn net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(u.conns, conn)
	case u.closed:
		_ = conn.Close()
	default:
		if u.conns == nil {
			u.conns = make(map[net.Conn]struct{})
		}
		u.conns[conn] = struct{}{}
	}
}

// close closes them, and those that the server still takes.
func (u *unused) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.closed = true
	for conn := range u.conns {
		_ = conn.Close()
	}
}
