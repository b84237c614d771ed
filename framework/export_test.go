package framework

// AnswerBytes is the size of the bodies and replies that the engine remembers.
func (e *Engine) AnswerBytes() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.answered.bytes
}

// Leftovers counts what the engine holds on to for turns that have not ended: nothing, when all have.
func (e *Engine) Leftovers() (runs, inFlight, lanes, onceRunning, loaded int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.queue.mu.Lock()
	defer e.queue.mu.Unlock()
	e.once.mu.Lock()
	defer e.once.mu.Unlock()
	return len(e.runs), len(e.inFlight), len(e.queue.lanes), len(e.once.running), e.load.activities + int(e.load.bytes) + e.queue.waiting
}
