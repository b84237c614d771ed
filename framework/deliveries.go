package framework

import "sync/atomic"

// deliveries knows whether anything that a turn said may have reached a channel. A turn that the bot starts inside
// another, as proactive.Send in a handler does, shares those of the outer one: if that fails and runs again, it speaks
// there again too.
type deliveries struct {
	pending atomic.Int64
	arrived atomic.Bool
}

// track makes a call to the adapter.
func (d *deliveries) track(call func() error) error {
	d.pending.Add(1) // for good, if call panics: nobody knows then
	err := call()
	if mayHaveArrived(err) {
		d.arrived.Store(true)
	}
	d.pending.Add(-1)
	return err
}

// any reports whether something may have reached the channel, or may be about to.
func (d *deliveries) any() bool { return d.pending.Load() > 0 || d.arrived.Load() }

func mayHaveArrived(err error) bool {
	if err == nil {
		return true
	}
	class := ClassOf(err)
	return class == Ambiguous || class == Failed
}
