package playground

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/convobot/convo/adapters/world"
)

// trouble is what the page's fault bar asks for: any of these.
type trouble struct {
	Arm      *arming `json:"arm,omitempty"`
	Clear    bool    `json:"clear,omitempty"`    // all that is armed
	Limited  *bool   `json:"limited,omitempty"`  // Teams' rate limits are kept, or none
	Starting *string `json:"starting,omitempty"` // which conversations the bot may start
}

// arming is a fault that is armed.
type arming struct {
	Kind         string  `json:"kind"`
	Times        int     `json:"times,omitempty"`        // default 1
	Conversation string  `json:"conversation,omitempty"` // default all
	Seconds      float64 `json:"seconds,omitempty"`      // of a delay or of Retry-After
	Status       int     `json:"status,omitempty"`       // of a failure; default 502
}

// The most that can be asked for: more would be forgotten.
const (
	maxTimes   = 10_000
	maxSeconds = 600
)

// armed is a fault that is left, for the page.
type armed struct {
	Text         string `json:"text"` // what happens
	Times        int    `json:"times"`
	Conversation string `json:"conversation,omitempty"`
}

// startings returns what the page calls them.
func startings() map[string]world.Starting {
	return map[string]world.Starting{"chats": world.StartChats, "groups": world.StartGroups, "nothing": world.StartNothing}
}

func (p *Playground) serveFaults(w http.ResponseWriter, r *http.Request) {
	var in trouble
	err := decode(w, r, &in)
	if err == nil {
		err = p.arrange(in)
	}
	answer(w, p.troubles(), err)
}

func (p *Playground) arrange(in trouble) error {
	if in.Clear {
		p.world.Mend()
	}
	if in.Limited != nil {
		limits := world.Limits{}
		if *in.Limited {
			limits = world.TeamsLimits()
		}
		p.world.SetLimits(limits)
	}
	if in.Starting != nil {
		starting, ok := startings()[*in.Starting]
		if !ok {
			return badRequest("a bot may start chats, groups or nothing, not %q", *in.Starting)
		}
		p.world.AllowStarting(starting)
	}
	if in.Arm != nil {
		return p.arm(*in.Arm)
	}
	return nil
}

func (p *Playground) arm(in arming) error {
	switch {
	case in.Times < 0 || in.Times > maxTimes:
		return badRequest("a fault meets 1 to %d requests", maxTimes)
	case in.Seconds < 0 || in.Seconds > maxSeconds:
		return badRequest("it takes 0 to %d seconds", maxSeconds)
	case in.Status != 0 && (in.Status < 400 || in.Status > 599):
		return badRequest("a failure has a status from 400 to 599")
	}
	if f, ok := in.fault(); ok {
		f.Times, f.Conversation = in.Times, in.Conversation
		p.world.Inject(f)
		return nil
	}
	if f, ok := in.misdelivery(); ok {
		f.Times, f.Conversation = in.Times, in.Conversation
		p.world.InjectDelivery(f)
		return nil
	}
	return badRequest("there is no fault %q", in.Kind)
}

// fault is a trouble of the bot's requests.
func (in arming) fault() (world.Fault, bool) {
	wait := time.Duration(in.Seconds * float64(time.Second))
	switch in.Kind {
	case "slow":
		return world.Fault{Delay: max(wait, time.Millisecond)}, true
	case "busy":
		return world.Fault{Status: http.StatusPreconditionFailed}, true
	case "throttled":
		return world.Fault{Status: http.StatusTooManyRequests, RetryAfter: wait}, true
	case "failedBefore":
		return world.Fault{Status: in.Status}, true
	case "failedAfter":
		return world.Fault{Status: in.Status, Done: true}, true
	case "lost":
		return world.Fault{Done: true, Lost: true}, true
	case "wrongRegion":
		return world.WrongRegion(), true
	case "wrongCloud":
		return world.WrongCloud(), true
	}
	return world.Fault{}, false
}

// misdelivery is a trouble of what the bot is told.
func (in arming) misdelivery() (world.DeliveryFault, bool) {
	wait := time.Duration(in.Seconds * float64(time.Second))
	switch kind := world.Misdelivery(in.Kind); kind {
	case world.Duplicate, world.Reorder:
		return world.DeliveryFault{Kind: kind}, true
	case world.Redeliver:
		return world.DeliveryFault{Kind: kind, Delay: wait}, true
	}
	return world.DeliveryFault{}, false
}

// troubles is what is armed and which rules are kept, for the page.
type troubles struct {
	Faults   []armed `json:"faults,omitempty"` // the oldest first, which comes first
	Limited  bool    `json:"limited,omitempty"`
	Starting string  `json:"starting"`
}

func (p *Playground) troubles() troubles {
	var now troubles
	requests, deliveries := p.world.Faults()
	for _, f := range requests {
		now.Faults = append(now.Faults, armed{Text: requestFault(f), Times: f.Times, Conversation: f.Conversation})
	}
	for _, f := range deliveries {
		now.Faults = append(now.Faults, armed{Text: deliveryFault(f), Times: f.Times, Conversation: f.Conversation})
	}
	limits := p.world.Limits()
	now.Limited = len(limits.Send)+len(limits.Create)+len(limits.Members)+len(limits.React)+len(limits.Bot) > 0
	for name, starting := range startings() {
		if starting == p.world.Starting() {
			now.Starting = name
		}
	}
	return now
}

// requestFault says what happens to a request of the bot.
func requestFault(f world.Fault) string {
	var b strings.Builder
	switch {
	case f.Lost && f.Done:
		b.WriteString("fulfilled, and the answer is lost")
	case f.Lost:
		b.WriteString("lost, and not fulfilled")
	case f.Status == 0:
		b.WriteString("fulfilled, and answered late")
	case f.Done:
		fmt.Fprintf(&b, "fulfilled, and answered with %d %s", f.Status, f.Code)
	default:
		fmt.Fprintf(&b, "refused with %d %s", f.Status, f.Code)
	}
	if f.RetryAfter > 0 {
		fmt.Fprintf(&b, ", to be tried again after %v", f.RetryAfter)
	}
	if f.Delay > 0 {
		fmt.Fprintf(&b, ", after %v", f.Delay)
	}
	if f.Method+f.Path != "" {
		fmt.Fprintf(&b, " (%s)", strings.TrimSpace(f.Method+" …"+f.Path))
	}
	return b.String()
}

// deliveryFault says what happens to what the bot is told.
func deliveryFault(f world.DeliveryFault) string {
	switch f.Kind {
	case world.Redeliver:
		return fmt.Sprintf("delivered again after %v, an invoke under a new id", f.Delay)
	case world.Reorder:
		return "overtaken by what comes next"
	case world.Duplicate:
	}
	if f.Delay > 0 {
		return fmt.Sprintf("delivered twice, with %v in between", f.Delay)
	}
	return "delivered twice"
}
