package playground

import "github.com/convobot/convo/adapters/internal/loopback"

// EndDeliveries does what Serve does first at its end, and closes what Listen opened. Waiting on a socket would stop the time
// of testing/synctest.
func (p *Playground) EndDeliveries() error {
	p.courier.end()
	return loopback.Close(p.listeners)
}
