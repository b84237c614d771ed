package world

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is a trouble that the bot's requests get into; see [World.Inject]. What is left out does not narrow it down.
type Fault struct {
	Times        int    // how many requests it meets; default 1
	Method       string // those with this method
	Path         string // those whose path, ids escaped, ends so: "/v3/conversations" is the creation of a conversation
	Conversation string // those to the conversation with this id

	Status     int           // the answer; default 502
	Code       string        // the channel's word for it; default that of the status
	RetryAfter time.Duration // told in whole seconds, rounded up; 0 is not told
	Done       bool          // the request is fulfilled, if it can be, and only its answer is lost: this is told instead
}

// Inject has the next requests of the bot that f matches fail. A request meets the first fault that is left for it, in
// the order of the calls.
//
//	w.Inject(world.Fault{Status: 429, Code: "TooManyRequests", RetryAfter: time.Second}) // asks for patience
//	w.Inject(world.Fault{Method: http.MethodPost, Done: true})                           // 502, but the message is there
func (w *World) Inject(f Fault) {
	f.Times = cmp.Or(f.Times, 1)
	f.Status = cmp.Or(f.Status, http.StatusBadGateway)
	f.Code = cmp.Or(f.Code, strings.ReplaceAll(http.StatusText(f.Status), " ", ""))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, f)
}

// takeFault returns the fault that a request meets.
func (w *World) takeFault(r *http.Request, c call) (Fault, bool) {
	i := slices.IndexFunc(w.faults, func(f Fault) bool {
		return (f.Method == "" || f.Method == r.Method) && strings.HasSuffix(r.URL.EscapedPath(), f.Path) &&
			(f.Conversation == "" || f.Conversation == c.conversation)
	})
	if i < 0 {
		return Fault{}, false
	}
	f := w.faults[i]
	if w.faults[i].Times--; w.faults[i].Times <= 0 {
		w.faults = slices.Delete(w.faults, i, i+1)
	}
	return f, true
}

// fulfil does what is asked for, unless a fault comes in between.
func (w *World) fulfil(r *http.Request, c call, do operation) (status int, body any, problem *refusal) {
	f, faulty := w.takeFault(r, c)
	if !faulty {
		return do(c)
	}
	message := "A fault of the channel: nothing was done"
	if f.Done {
		if _, _, problem := do(c); problem != nil {
			return 0, nil, problem
		}
		message = "A fault of the channel: it was done, and the answer was lost"
	}
	problem = refuse(f.Status, f.Code, "%s", message)
	problem.retryAfter = f.RetryAfter
	return 0, nil, problem
}

// header is what the refusal tells beside its body.
func (p *refusal) header(h http.Header) {
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(int64((p.retryAfter+time.Second-1)/time.Second), 10))
	}
}
