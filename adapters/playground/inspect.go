package playground

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// turnEnded is the direction of an [exchange] that is none: the end of a turn that went on after its answer.
const turnEnded = "turn"

// Inspect is [framework.Middleware] for a bot in the same process as the playground: the inspector then shows which handlers
// ran for each activity, and the error that the turn ended with. Of a bot that runs elsewhere it shows neither.
//
//	handler := framework.Chain(bot, play.Inspect)
func (p *Playground) Inspect(next framework.Handler) framework.Handler {
	return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		ran := &ran{started: time.Now(), of: turnOf(turn.Activity), conversation: turn.Activity.Conversation.ID}
		turn.OnHandler(ran.add)
		err := errPanicked
		defer func() { p.inspected.ended(ran, err, p.traffic) }()
		err = next.OnTurn(ctx, turn)
		return err
	})
}

// errPanicked is the error of a turn that does not come back.
var errPanicked = errors.New("the handler panicked; the bot's log has more")

// turnKey names what is delivered: an edit carries the id of what it edits.
type turnKey struct{ conversation, kind, name, id, time string }

func turnOf(a *schema.Activity) turnKey {
	return turnKey{a.Conversation.ID, a.Type, a.Name, a.ID, a.Timestamp.Text()}
}

// ran is what became of a turn.
type ran struct {
	of           turnKey
	conversation string
	started      time.Time

	mu       sync.Mutex
	handlers []string
}

func (r *ran) add(handler string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.handlers = append(r.handlers, handler)
}

func (r *ran) names() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.handlers, ", ")
}

// inspected brings turns and the deliveries that they belong to together.
type inspected struct {
	mu       sync.Mutex
	underWay map[turnKey]*exchange // what is being delivered
}

// delivering says that an activity is being delivered, until the returned function is called: then the exchange has what is
// known of the turn.
func (i *inspected) delivering(a *schema.Activity, x *exchange) (answered func()) {
	key := turnOf(a)
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.underWay == nil {
		i.underWay = make(map[turnKey]*exchange)
	}
	i.underWay[key] = x
	return func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.underWay[key] == x {
			delete(i.underWay, key)
		}
	}
}

// ended tells of the end of a turn: with its delivery, or by itself if that has been answered.
func (i *inspected) ended(r *ran, err error, t *traffic) {
	i.mu.Lock()
	defer i.mu.Unlock()
	x, delivering := i.underWay[r.of]
	if !delivering {
		x = &exchange{
			Direction: turnEnded, Time: r.started, Duration: time.Since(r.started), Conversation: r.conversation, Activity: r.of.id,
		}
	}
	x.Handler = r.names()
	if err != nil {
		x.Error = err.Error()
	}
	if !delivering {
		t.add(*x)
	}
}
