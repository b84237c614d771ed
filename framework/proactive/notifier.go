package proactive

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// Defaults of a [Notifier].
const (
	defaultInterval   = 10 * time.Minute
	defaultParallel   = 8
	defaultServiceURL = "https://smba.trafficmanager.net/teams/" // Teams' global one
)

// Notifier sends notices to audiences, sparingly: nobody gets one who opted out or is muted, and nobody gets two
// messages on one topic within Interval. What comes too early is held and folded into the next message on the topic,
// which goes out when Interval has passed, if [Notifier.Run] is running, or with the next notice.
//
// A message is sent at most once: one that may have been delivered is not sent again. What is held stands in the store,
// and survives a restart as far as the store does; Interval holds within one process for each recipient and topic.
//
// Set the fields before the first use. Methods are safe for concurrent use.
type Notifier struct {
	Adapter framework.Adapter
	Store   Store
	AppID   string // of the bot that speaks; "" in local runs

	// Render makes the message that tells a recipient of notices, oldest first; omitted is how many older ones there
	// was no room for. It is called from several goroutines.
	Render func(to Record, notices []Notice, omitted int) (*schema.Activity, error)

	Interval   time.Duration // between two messages to a recipient on a topic; default 10 minutes
	Parallel   int           // messages sent at the same time; default 8
	ServiceURL string        // for people of whose tenant nobody is remembered; default Teams' global service URL
	Logger     *slog.Logger  // default slog.Default()

	waiting waiting
}

// Notify tells an audience, and reports what became of it. It returns when every recipient was dealt with.
//
// People in to.Users whom the bot does not remember are written to as well if to.TenantID names their organization: a
// private conversation in Teams is made for them.
//
// The error is the store's, or that ctx ended; the report then says what was done before. That a recipient could not be
// told is no error but an [Outcome]. Calling Notify again after "retry later" tells those again who were told: name in
// to.Users who was not.
func (n *Notifier) Notify(ctx context.Context, to Audience, notice Notice) (Report, error) {
	t := telling{n: n, notice: notice}
	t.group.SetLimit(cmp.Or(n.Parallel, defaultParallel))
	err := t.remembered(ctx, to)
	if err == nil {
		err = t.strangers(ctx, to)
	}
	_ = t.group.Wait() // its functions return no error
	return t.report(), errors.Join(err, ctx.Err())
}

// telling is one Notify under way.
type telling struct {
	n      *Notifier
	notice Notice
	group  errgroup.Group

	known map[string]bool              // ids of Audience.Users who are remembered
	like  schema.ConversationReference // how to reach those who are not

	mu      sync.Mutex
	counts  map[Outcome]int
	results []*Result
}

func (t *telling) remembered(ctx context.Context, to Audience) error {
	t.known = make(map[string]bool)
	for record, err := range t.n.Store.All(ctx) {
		if err != nil {
			return err
		}
		if record.Key.AppID != t.n.AppID {
			continue
		}
		for _, id := range to.Users {
			t.known[id] = t.known[id] || record.isNamed(id)
		}
		if record.Key.TenantID == to.TenantID && record.Key.ChannelID == schema.ChannelTeams {
			t.like = record.Reference
		}
		if to.Includes(record) {
			t.tell(ctx, record.Key)
		}
	}
	return nil
}

// strangers tells people of whom the bot knows an id only.
func (t *telling) strangers(ctx context.Context, to Audience) error {
	if to.TenantID == "" || to.TeamID != "" || to.ConversationID != "" || to.Topic != "" || to.Locale != "" {
		return nil // who follows a topic, or speaks a language, is known
	}
	if t.like.ServiceURL == "" {
		t.like = schema.ConversationReference{
			Bot:        schema.ChannelAccount{ID: "28:" + t.n.AppID},
			ServiceURL: cmp.Or(t.n.ServiceURL, defaultServiceURL),
		}
	}
	for _, id := range to.Users {
		if t.known[id] {
			continue
		}
		t.known[id] = true // named twice, told once
		key := Key{AppID: t.n.AppID, ChannelID: schema.ChannelTeams, TenantID: to.TenantID, UserID: id}
		err := t.n.Store.Update(ctx, key, func(r *Record) error {
			if r.Reference.User.ID == "" { // they may have written just now
				r.Reference = stranger(key, t.like)
			}
			return nil
		})
		if err != nil {
			return err
		}
		t.tell(ctx, key)
	}
	return nil
}

// tell tells one recipient in a goroutine of the group; it waits while too many are running.
func (t *telling) tell(ctx context.Context, key Key) {
	result := &Result{Key: key}
	if len(t.results) < maxResults {
		t.results = append(t.results, result)
	}
	t.group.Go(func() error {
		if ctx.Err() != nil {
			result.Outcome = Outcome(framework.RetryLater.String())
		} else {
			t.n.tell(ctx, t.notice, result)
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.counts == nil {
			t.counts = make(map[Outcome]int)
		}
		t.counts[result.Outcome]++
		return nil
	})
}

func (t *telling) report() Report {
	report := Report{Counts: t.counts}
	for _, result := range t.results {
		report.Results = append(report.Results, *result)
	}
	return report
}

// tell claims a notice for one recipient and sends what was claimed.
func (n *Notifier) tell(ctx context.Context, notice Notice, result *Result) {
	var claimed bundle
	err := n.Store.Update(ctx, result.Key, func(r *Record) error {
		claimed, result.Outcome = r.claim(notice, time.Now(), n.interval())
		result.ConversationID = r.Reference.Conversation.ID
		return nil
	})
	switch {
	case err != nil:
		n.failed(ctx, result, err)
	case result.Outcome == Held:
		n.waiting.add(slot{result.Key, notice.Topic}, time.Now().Add(n.interval()))
	case result.Outcome == Delivered:
		older := bundle{claimed.notices[:len(claimed.notices)-1], claimed.omitted}
		if err := n.send(ctx, claimed, result); err != nil {
			n.failed(ctx, result, err)
			n.settle(ctx, slot{result.Key, notice.Topic}, older, err)
		}
	}
}

// send says to one recipient what was claimed.
func (n *Notifier) send(ctx context.Context, claimed bundle, result *Result) error {
	record, err := n.Store.Load(ctx, result.Key)
	if err != nil {
		return err
	}
	message, err := n.Render(record, claimed.notices, claimed.omitted)
	if err != nil {
		return err
	}
	ref, err := Open(ctx, n.Adapter, n.Store, result.Key)
	if err != nil {
		return err
	}
	sent, err := Send(ctx, n.Adapter, ref, message)
	if framework.ClassOf(err) == framework.ForgetAddress && result.Key.UserID != "" {
		if ref, err = reopen(ctx, n.Adapter, n.Store, result.Key); err == nil {
			sent, err = Send(ctx, n.Adapter, ref, message)
		}
	}
	result.ConversationID, result.ActivityID = ref.Conversation.ID, sent.ID
	return err
}

func (n *Notifier) failed(ctx context.Context, result *Result, err error) {
	result.Outcome = Outcome(framework.ClassOf(err).String())
	n.logger().WarnContext(ctx, "notice not delivered", "user", result.Key.UserID, "conversation", result.ConversationID, "error", err)
}

// settle records in the store that something was not sent; what is to be sent later is put back.
func (n *Notifier) settle(ctx context.Context, s slot, later bundle, cause error) {
	ctx = context.WithoutCancel(ctx) // what was claimed must not be lost
	holds, nobody := false, false
	err := n.Store.Update(ctx, s.key, func(r *Record) error {
		switch framework.ClassOf(cause) {
		case framework.Ambiguous:
		case framework.Stop, framework.ForgetAddress:
			r.Removed = true
			r.setState(s.topic, TopicState{})
		default:
			r.unclaim(s.topic, later)
		}
		holds = len(r.Notices[s.topic].Waiting) > 0
		nobody = framework.ClassOf(cause) == framework.Rejected && r.SeenAt.IsZero() && r.Reference.Conversation.ID == ""
		return nil
	})
	if err == nil && nobody { // a stranger's id that the channel does not know
		err = n.Store.Delete(ctx, s.key)
	}
	if err != nil {
		n.logger().ErrorContext(ctx, "what became of a notice is not recorded", "error", err)
	}
	if holds {
		n.waiting.add(s, time.Now().Add(n.interval()))
	}
}

func (n *Notifier) interval() time.Duration { return cmp.Or(n.Interval, defaultInterval) }

func (n *Notifier) logger() *slog.Logger { return cmp.Or(n.Logger, slog.Default()) }
