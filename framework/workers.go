package framework

import "time"

// workerIdle is how long a worker waits for its next turn.
const workerIdle = 50 * time.Millisecond

// workers run turns in goroutines of their own, which are kept for a moment: the stack of one that has run a turn has
// grown to what the next one needs, and growing it would cost more than most turns. Make them with newWorkers.
type workers struct {
	next chan func()   // taken by workers that wait
	quit chan struct{} // closed when none shall wait any longer
}

func newWorkers() workers { return workers{next: make(chan func()), quit: make(chan struct{})} }

// run runs f in a worker: one that waits, or a new one.
func (w workers) run(f func()) {
	select {
	case w.next <- f:
	default:
		go w.work(f)
	}
}

func (w workers) work(f func()) {
	idle := time.NewTimer(workerIdle)
	defer idle.Stop()
	for {
		f()
		idle.Reset(workerIdle)
		select {
		case f = <-w.next:
		case <-idle.C:
			return
		case <-w.quit:
			return
		}
	}
}
