package proactive

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
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
	Parallel   int           // messages that one Notify, or Run, sends at the same time; default 8
	ServiceURL string        // for people of whose tenant nobody is remembered; default Teams' global service URL
	Logger     *slog.Logger  // default slog.Default()

	waiting waiting
}

// Notify tells an audience, and reports what became of it. It returns when every recipient was dealt with.
//
// People in to.Users whom the bot does not remember are written to as well if they are named by their Entra object id
// and to.TenantID names their organization: a private conversation in Teams is made for them.
//
// The error is the store's, or that ctx ended; the report then says what was done before. That a recipient could not be
// told is no error but an [Outcome]; of these, only Held means that the notice is still kept for them. Calling Notify
// again after "retry later" tells those again who were told: name in to.Users who was not.
func (n *Notifier) Notify(ctx context.Context, to Audience, notice Notice) (Report, error) {
	t := telling{n: n, notice: notice, group: n.newGroup(), counts: make(map[Outcome]int)}
	err := t.remembered(ctx, to)
	if err == nil {
		err = t.strangers(ctx, to)
	}
	_ = t.group.Wait() // its functions return no error
	if err == nil {
		err = ctx.Err()
	}
	return t.report(), err
}

// telling is one Notify under way.
type telling struct {
	n      *Notifier
	notice Notice
	group  *errgroup.Group

	named map[string]bool              // ids of Audience.Users, and whether they are remembered
	like  schema.ConversationReference // how to reach those who are not

	results []*Result

	mu     sync.Mutex
	counts map[Outcome]int
}

func (t *telling) remembered(ctx context.Context, to Audience) error {
	everyone := len(to.Users) == 0
	t.named = make(map[string]bool, len(to.Users))
	for _, id := range to.Users {
		t.named[fold(id)] = false
	}
	among := to
	among.Users = nil // looked up in named: there may be many
	for record, err := range t.n.Store.All(ctx) {
		if err != nil {
			return err
		}
		if record.Key.AppID != t.n.AppID || !record.hasAddress() { // the bot keeps notes also of those it has not met
			continue
		}
		included := everyone
		for _, id := range record.ids() {
			if _, ok := t.named[fold(id)]; ok && id != "" {
				t.named[fold(id)], included = true, true
			}
		}
		if fold(record.Key.TenantID) == fold(to.TenantID) && record.Key.ChannelID == schema.ChannelTeams {
			t.like = record.Reference
		}
		if included && among.Includes(record) {
			t.tell(ctx, record.Key)
		}
	}
	return nil
}

// strangers tells people of whom the bot knows an id only.
func (t *telling) strangers(ctx context.Context, to Audience) error {
	if to.TeamID != "" || to.ConversationID != "" || to.Topic != "" || to.Locale != "" {
		return nil // who follows a topic, or speaks a language, is known
	}
	if t.like.ServiceURL == "" {
		t.like = schema.ConversationReference{
			Bot:        schema.ChannelAccount{ID: "28:" + t.n.AppID},
			ServiceURL: cmp.Or(t.n.ServiceURL, defaultServiceURL),
		}
	}
	for _, id := range to.Users {
		id = fold(id)
		if t.named[id] {
			continue
		}
		t.named[id] = true // named twice, told once
		key := Key{AppID: t.n.AppID, ChannelID: schema.ChannelTeams, TenantID: fold(to.TenantID), UserID: id}
		// Under an id of the channel they would be remembered a second time once they write.
		if to.TenantID == "" || id == "" || strings.Contains(id, ":") {
			t.count(t.result(key), Unknown)
			continue
		}
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
	result := t.result(key)
	t.group.Go(func() error {
		t.n.say(ctx, slot{key, t.notice.Topic}, result, t.notice)
		t.count(result, result.Outcome)
		return nil
	})
}

// result returns a new result, which is in the report if there is room.
func (t *telling) result(key Key) *Result {
	result := &Result{Key: key}
	if len(t.results) < maxResults {
		t.results = append(t.results, result)
	}
	return result
}

func (t *telling) count(result *Result, outcome Outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	result.Outcome = outcome
	t.counts[outcome]++
}

func (t *telling) report() Report {
	report := Report{Counts: t.counts}
	for _, result := range t.results {
		report.Results = append(report.Results, *result)
	}
	return report
}

func (n *Notifier) newGroup() *errgroup.Group {
	var group errgroup.Group
	group.SetLimit(cmp.Or(n.Parallel, defaultParallel))
	return &group
}

func (n *Notifier) interval() time.Duration { return cmp.Or(n.Interval, defaultInterval) }

func (n *Notifier) logger() *slog.Logger { return cmp.Or(n.Logger, slog.Default()) }
