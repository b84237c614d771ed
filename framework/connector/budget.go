package connector

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/cache"
	"github.com/convobot/convo/framework/internal/wait"
	"github.com/convobot/convo/framework/teams"
)

const (
	// maxMeters is how many conversations, and how many tenants, are counted at the same time. A busy conversation takes
	// about 1 KiB, most take much less. Beyond it older ones are forgotten, and the channel counts alone.
	maxMeters = 10_000
	// maxMetered is how long an id may be to be counted, in bytes; Teams' are below 300.
	maxMetered = 512
	// maxPeriod bounds the period of a rate and a wait, because sums of longer ones could wrap, and then hold nothing back.
	maxPeriod = 365 * 24 * time.Hour
)

// spending is what a request counts against; "" where that is nothing.
type spending struct{ conversation, reaction, tenant string }

// message has the request count as a message to a conversation, which may be "" if it is not known yet.
func (r *route) message(conversationID, tenantID string) *route {
	if conversationID != "" {
		r.spends.conversation, _ = teams.SplitThreadID(conversationID)
	}
	if r.spends.tenant == "" {
		r.spends.tenant = tenantID
	}
	return r
}

// reaction has the request count as a reaction in a conversation.
func (r *route) reaction(conversationID string) *route {
	r.spends.reaction, _ = teams.SplitThreadID(conversationID)
	return r
}

// budget is what is left of a channel's limits. It is safe for concurrent use.
type budget struct {
	limits        Limits
	conversations *meters
	reactions     *meters
	tenants       *meters
}

func newBudget(given *Limits, maxWait time.Duration) *budget {
	limits := TeamsLimits()
	if given != nil {
		limits = *given
	}
	return &budget{
		limits:        limits,
		conversations: newMeters("conversation", limits.Conversation, maxWait),
		reactions:     newMeters("conversation's reactions", limits.Reaction, maxWait),
		tenants:       newMeters("tenant", limits.Tenant, maxWait),
	}
}

// hold waits until a request is within the limits, for at most that long in all, and returns how long it did. An error is
// CheckURL's or a [*framework.ChannelError], and then nothing was sent.
//
// A conversation's messages take their places in the order in which they got here. A tenant's limit is shared by many
// conversations: what answers an activity takes its place at once, even if that is to come; what nobody asked for takes
// only what is free when its time has come, so that it never delays an answer.
func (c *Client) hold(ctx context.Context, r *request, most time.Duration) (time.Duration, error) {
	b := c.out.budget()
	if !b.limits.hold(c.base) {
		return 0, nil
	}
	if err := c.out.check(c.serviceURL); err != nil { // what must not be sent takes nothing of the limits
		return 0, fmt.Errorf("connector: %s: %w", r.op, err)
	}
	var waited time.Duration
	for _, of := range [...]claim{
		{b.conversations, r.spends.conversation, true},
		{b.reactions, r.spends.reaction, true},
		{b.tenants, r.spends.tenant, framework.Requested(ctx)},
	} {
		more, err := c.holdBy(ctx, r.op, of, most-waited)
		waited += more
		if err != nil {
			return waited, err
		}
	}
	return waited, nil
}

// claim is what a request wants of one of the limits.
type claim struct {
	meters  *meters
	key     string
	reserve bool // a place in the time to come
}

// holdBy waits for one of the limits.
func (c *Client) holdBy(ctx context.Context, op string, of claim, most time.Duration) (waited time.Duration, err error) {
	if of.key == "" || len(of.key) > maxMetered || len(of.meters.rates) == 0 {
		return 0, nil
	}
	for taken := false; !taken; {
		var pause time.Duration
		pause, taken = of.meters.take(of.key, longest(ctx, most-waited), of.reserve)
		switch {
		case pause == 0:
			continue
		case !taken && pause > longest(ctx, most-waited):
			err := fmt.Errorf("%w for a %s; nothing was sent", ErrOverBudget, of.meters.of)
			return waited, &framework.ChannelError{Class: framework.RetryLater, Op: op, RetryAfter: pause, Err: err}
		}
		c.out.logger().DebugContext(ctx, "connector: waiting to stay within the channel's limit",
			"op", op, "limit", of.meters.of, "wait", pause)
		if wait.For(ctx, pause) != nil {
			return waited, &framework.ChannelError{Class: framework.RetryLater, Op: op, Err: ended(ctx)}
		}
		waited += pause
	}
	return waited, nil
}

// longest is how long a wait may be: at most most, and less than ctx has left.
func longest(ctx context.Context, most time.Duration) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(most, time.Until(deadline)-1)
	}
	return most
}

// meters are those of all conversations, or of all tenants.
type meters struct {
	of     string // in words
	rates  []Rate
	window time.Duration // of the longest rate: what is older does not count
	keep   time.Duration // how long a meter is kept in the cache
	began  time.Time

	mu   sync.Mutex
	byID *cache.Cache[*meter]
}

func newMeters(of string, rates []Rate, maxWait time.Duration) *meters {
	m := &meters{of: of, began: time.Now()}
	for _, rate := range rates {
		if rate.Count > 0 && rate.Per > 0 {
			rate.Per = min(rate.Per, maxPeriod)
			m.rates = append(m.rates, rate)
			m.window = max(m.window, rate.Per)
		}
	}
	m.keep = 2*m.window + min(max(maxWait, 0), maxPeriod)
	m.byID = cache.New[*meter](m.keep, maxMeters)
	return m
}

// take counts a request and returns how long it has to wait, if that is no time or, when it may reserve, at most most. It
// reports whether it counted it.
func (m *meters) take(id string, most time.Duration, reserve bool) (wait time.Duration, taken bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Since(m.began)
	meter, ok := m.byID.Get(id)
	if !ok {
		meter = newMeter(len(m.rates))
	}
	at := meter.next(m.rates, now)
	wait = at - now
	if wait > 0 && (!reserve || wait > most) {
		return wait, false
	}
	meter.add(m.rates, at)
	if !ok || at-meter.kept > m.keep-m.window { // so it outlives its last request, which is to come, by the window
		meter.kept = now
		m.byID.Set(id, meter, m.keep)
	}
	return wait, true
}
