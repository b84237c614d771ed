package world

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework/teams"
)

// Fault is a trouble that the bot's requests get into; see [World.Inject]. What is left out does not narrow it down.
type Fault struct {
	Times        int    // how many requests it meets; default 1
	Method       string // those with this method
	Path         string // those whose path, ids escaped, ends so: "/v3/conversations" is the creation of a conversation
	Conversation string // those to the conversation with this id, for a channel in its threads too

	Status     int           // the answer; default 502, or with Delay the one that there would be without a fault
	Code       string        // the channel's word for it; default Teams' for the status
	Message    string        // in the channel's words; default that it was a fault, and whether the request was fulfilled
	RetryAfter time.Duration // told in whole seconds, rounded up; 0 is not told
	Done       bool          // the request is fulfilled, if it can be, and only its answer is lost: this is told instead
	Lost       bool          // nothing is told: the connection is closed without an answer
	Delay      time.Duration // what is told comes so much later, if the request is still waited for then. What is done is done at once
}

// Inject has the next requests of the bot that f matches fail. A request meets the first fault that is left for it, in
// the order of the calls.
//
//	w.Inject(world.Fault{Status: 429, RetryAfter: time.Second}) // asks for patience
//	w.Inject(world.Fault{Status: 412})                          // somebody else writes to the conversation at this moment
//	w.Inject(world.Fault{Method: "POST", Done: true})           // 502, but the message is there
//	w.Inject(world.Fault{Method: "POST", Done: true, Lost: true}) // likewise, and there is no answer at all
//	w.Inject(world.Fault{Delay: 20 * time.Second})              // the message is there; the bot hears of it late
//
// A connection that is closed without an answer is [http.ErrAbortHandler] in [World.ServeHTTP], as which net/http closes it.
func (w *World) Inject(f Fault) {
	f.Times = cmp.Or(f.Times, 1)
	if f.Status == 0 && f.Delay == 0 {
		f.Status = http.StatusBadGateway
	}
	f.Code = cmp.Or(f.Code, codeOf(f.Status))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, f)
	w.touch()
}

// WrongRegion is what Teams answers at a service URL of another region than the person's.
//
// Spec: https://github.com/microsoft/botbuilder-js/issues/3280
func WrongRegion() Fault {
	return Fault{Status: http.StatusForbidden, Code: "BadArgument", Message: "User is from different region"}
}

// WrongCloud is what Teams answers at its public service URL if the organization is in its Government Community Cloud.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
func WrongCloud() Fault {
	return Fault{Status: http.StatusForbidden, Code: "InvalidBotApiHost", Message: "Invalid bot api host. For GCC tenants, please call https://smba.infra.gcc.teams.microsoft.com."}
}

// Faults returns the faults that are left, the oldest first: those of [World.Inject] and of [World.InjectDelivery].
func (w *World) Faults() ([]Fault, []DeliveryFault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.faults), slices.Clone(w.misdelivery)
}

// Mend has the faults that are left, those of [World.InjectDelivery] too, meet nobody. What was held back comes with the next
// delivery all the same.
func (w *World) Mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults, w.misdelivery = nil, nil
	w.touch()
}

// codeOf is Teams' word for a status, or the one of HTTP.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
func codeOf(status int) string {
	if status == http.StatusTooManyRequests {
		return "Throttled"
	}
	return strings.ReplaceAll(http.StatusText(status), " ", "")
}

// takeFault returns the fault that a request meets.
func (w *World) takeFault(r *http.Request, c call) (Fault, bool) {
	i := slices.IndexFunc(w.faults, func(f Fault) bool {
		return (f.Method == "" || f.Method == r.Method) && strings.HasSuffix(r.URL.EscapedPath(), f.Path) &&
			isIn(c.conversation, f.Conversation)
	})
	if i < 0 {
		return Fault{}, false
	}
	f := w.faults[i]
	if w.faults[i].Times--; w.faults[i].Times <= 0 {
		w.faults = slices.Delete(w.faults, i, i+1)
	}
	w.touch()
	return f, true
}

// isIn reports whether a conversation is the one that a fault is for, or a thread of it; "" is for all.
func isIn(conversation, wanted string) bool {
	place, _ := teams.SplitThreadID(conversation)
	return wanted == "" || wanted == conversation || wanted == place
}

// fulfil does what is asked for, unless a fault comes in between, and says how much later the answer is to come.
func (w *World) fulfil(r *http.Request, c call, to route) (a answer) {
	if !to.elsewhere {
		if problem := w.spend(w.spentFor(w.tenantOfCall(c)), w.limits.Bot); problem != nil {
			return answer{problem: problem}
		}
	}
	f, faulty := w.takeFault(r, c)
	message := "A fault of the channel: nothing was done"
	slow := f.Status == 0 && !f.Lost
	if !faulty || f.Done || slow {
		a.status, a.body, a.problem = to.do(c)
		message = "A fault of the channel: it was done, and the answer was lost"
	}
	a.delay = f.Delay
	if !faulty || slow || a.problem != nil && !f.Lost {
		return a
	}
	a.problem = refuse(f.Status, f.Code, "%s", cmp.Or(f.Message, message))
	a.problem.retryAfter, a.problem.lost = f.RetryAfter, f.Lost
	return a
}

// header is what the refusal tells beside its body.
func (p *refusal) header(h http.Header) {
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(int64((p.retryAfter+time.Second-1)/time.Second), 10))
	}
}
