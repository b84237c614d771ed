package handlers

// Registrar is what [OnInvoke], [OnEvent] and [OnAdaptiveCardAction] register with: an [ActivityHandler], or a type that
// embeds one.
type Registrar interface {
	activityHandler() *ActivityHandler
}

func (h *ActivityHandler) activityHandler() *ActivityHandler { return h }

// mustAccept panics if a handler cannot be registered. These are mistakes of the program, which show when it starts.
func (h *ActivityHandler) mustAccept(method string, hasHandler bool) {
	if !hasHandler {
		panic("handlers: " + method + ": the handler is nil")
	}
	if h.serving.Load() {
		panic("handlers: " + method + " after the first turn; register every handler before serving")
	}
}

// mustAcceptNamed is mustAccept for a handler of one name or text.
func (h *ActivityHandler) mustAcceptNamed(method, name string, hasHandler bool) {
	if name == "" {
		panic("handlers: " + method + `(""): the string must not be empty`)
	}
	h.mustAccept(of(method, name), hasHandler)
}

// serve ends registration.
func (h *ActivityHandler) serve() {
	if !h.serving.Load() { // a store in every turn would move the cache line between processors
		h.serving.Store(true)
	}
}
