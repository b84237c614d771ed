package world

import (
	"net/http"
	"time"

	"github.com/convobot/convo/framework/connector"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Limits are how many requests the connector takes from the bot before it answers 429. The zero value is none. A rate holds in
// any period of its length; what was refused for it does not count. A channel with all its threads is one conversation.
type Limits struct {
	Send    []connector.Rate // messages to one conversation
	Create  []connector.Rate // of one person's chat, or threads in one channel
	Members []connector.Rate // requests for the members of one conversation
	Stream  []connector.Rate // parts of a message that is sent bit by bit, in one chat; they are messages too
	React   []connector.Rate // reactions in one conversation, those that are taken back included
	Bot     []connector.Rate // requests to the connector for one organization, in all; what tokens and files take is not counted
}

// TeamsLimits returns what Teams publishes for one bot in one organization. Teams may change it.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
func TeamsLimits() Limits {
	published := connector.TeamsLimits()
	return Limits{
		Send:   published.Conversation,
		Create: published.Conversation,
		Members: []connector.Rate{
			{Count: 14, Per: time.Second},
			{Count: 16, Per: 2 * time.Second},
			{Count: 120, Per: 30 * time.Second},
			{Count: 3600, Per: time.Hour},
		},
		Stream: []connector.Rate{{Count: 1, Per: time.Second}}, // https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
		React:  published.Reaction,
		Bot:    published.Tenant,
	}
}

// SetLimits has the connector keep other limits than [Config.Limits] from now on. What was counted for the limits before
// counts for these.
func (w *World) SetLimits(l Limits) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.limits = l
	w.touch()
}

// Limits returns the limits that the connector keeps now.
func (w *World) Limits() Limits {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.limits
}

// meters are what the bot asked for in one place.
type meters struct{ send, create, members, stream, react meter }

// meter is when requests were taken, the oldest first. It remembers as many as its rates need.
type meter struct{ times []time.Time }

func (p *place) spent() *meters {
	if p.meters == nil {
		p.meters = &meters{}
	}
	return p.meters
}

func (w *World) spentFor(tenantID string) *meter {
	if w.spent[tenantID] == nil {
		w.spent[tenantID] = &meter{}
	}
	return w.spent[tenantID]
}

// spend counts a request, unless a rate does not allow it.
func (w *World) spend(m *meter, rates []connector.Rate) *refusal {
	if len(rates) == 0 {
		return nil
	}
	now := w.clock.Now()
	if wait := m.wait(rates, now); wait > 0 {
		problem := refuse(http.StatusTooManyRequests, "Throttled", "Too many requests")
		problem.retryAfter = wait
		return problem
	}
	m.add(rates, now)
	return nil
}

// wait is how long it takes until a request is allowed.
func (m *meter) wait(rates []connector.Rate, now time.Time) time.Duration {
	var wait time.Duration
	for _, r := range rates {
		if r.Count > 0 && len(m.times) >= r.Count {
			oldest := m.times[len(m.times)-r.Count]
			wait = max(wait, r.Per-now.Sub(oldest))
		}
	}
	return wait
}

func (m *meter) add(rates []connector.Rate, now time.Time) {
	most := 0
	for _, r := range rates {
		most = max(most, r.Count)
	}
	if len(m.times) >= 2*most { // a copy now and then, not one for every request
		m.times = append(m.times[:0], m.times[len(m.times)-most:]...)
	}
	m.times = append(m.times, now)
}

// limited starts a conversation as far as the limits allow it, and counts it where it is.
func (w *World) limited(p *schema.ConversationParameters, start func(*schema.ConversationParameters) (int, any, *refusal)) (int, any, *refusal) {
	if len(w.limits.Create) == 0 {
		return start(p)
	}
	where, known := w.placeOf(p)
	if known {
		if problem := w.spend(&where.spent().create, w.limits.Create); problem != nil {
			return 0, nil, problem
		}
	}
	status, body, problem := start(p)
	if where, ok := w.placeOf(p); ok && !known {
		where.spent().create.add(w.limits.Create, w.clock.Now())
	}
	return status, body, problem
}

// placeOf finds where a conversation is to be started: a channel, or the chat with one person.
func (w *World) placeOf(p *schema.ConversationParameters) (*place, bool) {
	data, _ := schema.As[teams.ChannelData](p.ChannelData)
	if data.Channel.ID != "" || len(p.Members) != 1 {
		where, ok := w.places[data.Channel.ID]
		return where, ok
	}
	member, _ := w.person(p.Members[0].ID)
	chat, ok := w.personal[member.ID]
	return chat, ok
}
