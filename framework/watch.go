package framework

// watch is what wants to know which handlers run.
type watch struct {
	fn   func(handler string)
	next *watch
}

// OnHandler has fn called with the name of every handler that runs later in this turn, just before it does: for middleware
// that shows or logs where an activity went. Handlers of package handlers are named as they were registered:
//
//	OnMessage
//	OnMessageText("help")
//	OnAdaptiveCardAction("vote")
//
// Several may run in a turn, and they may run at the same time. Without OnHandler nothing is kept and nothing is called. It is
// safe for concurrent use.
func (t *TurnContext) OnHandler(fn func(handler string)) {
	w := &watch{fn: fn}
	for {
		w.next = t.watch.Load()
		if t.watch.CompareAndSwap(w.next, w) {
			return
		}
	}
}

// Handling says that the handler of that name runs now, to those who asked with [TurnContext.OnHandler]. Package handlers
// calls it; so may what dispatches by other rules. It is safe for concurrent use, and costs next to nothing if nobody asked:
// make the name beforehand, not in the turn.
func (t *TurnContext) Handling(handler string) {
	if w := t.watch.Load(); w != nil {
		w.tell(handler)
	}
}

func (w *watch) tell(handler string) {
	for ; w != nil; w = w.next {
		w.fn(handler)
	}
}
