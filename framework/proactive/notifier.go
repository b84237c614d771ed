package proactive

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/guid"
	"github.com/convobot/convo/framework/schema"
)

// Defaults of a [Notifier].
const (
	defaultInterval   = 10 * time.Minute
	defaultParallel   = 8
	patience          = time.Minute                              // that a message waits for the channel's limits, in all
	defaultServiceURL = "https://smba.trafficmanager.net/teams/" // Teams' global one
)

// Notifier sends notices to audiences, sparingly: nobody gets one who opted out or is muted, and nobody gets two
// messages on one topic within Interval. What comes too early is held and folded into the next message on the topic,
// which goes out when Interval has passed, if [Notifier.Run] is running, or with the next notice.
//
// A message is sent at most once: one that may have been delivered is not sent again. One that the channel, or the bot's own
// budget, asks to come back with is, for up to a minute, unless the recipient opts out meanwhile. That a message was not sent is
// stored as long, while the store fails; in that time it counts as one of Parallel. What is held stands in the store, and
// survives a restart as far as the store does; Interval holds within one process for each recipient and topic.
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
// again after "retry later" tells those again who were told: name in to.Users who was not. These are in the report as far as it
// has room for results; in the store they are all of the audience whose Notices[topic].SentAt is from before the call.
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

	disabled bool // in their organization

	results []*Result

	mu     sync.Mutex
	counts map[Outcome]int
}

func (t *telling) remembered(ctx context.Context, to Audience) error {
	to.Quiet = true // quiet hours hold back, and a pause is found when the message is claimed
	t.named = make(map[string]bool, len(to.Users))
	for _, id := range to.Users {
		t.named[guid.Fold(id)] = false
	}
	w := newWalk(t.n.Store, to)
	for c, err := range w.candidates(ctx, Filter{AppID: t.n.AppID}) {
		if err != nil {
			return err
		}
		if c.Key.AppID != t.n.AppID { // "" in a filter is any
			continue
		}
		for _, id := range c.ids() {
			if _, ok := t.named[guid.Fold(id)]; ok && id != "" {
				t.named[guid.Fold(id)] = true
			}
		}
		t.offer(ctx, c)
	}
	return nil
}

// offer tells a recipient, unless there is a reason not to.
func (t *telling) offer(ctx context.Context, c candidate) {
	outcome, isKnown := c.dropped.outcome()
	switch {
	case !c.among || !isKnown:
	case outcome == "" || c.IsWaitedFor() && c.dropped != DropDisabled: // what waits is to be dropped
		t.tell(ctx, c.Key)
	default:
		result := t.result(c.Key)
		result.ConversationID = c.Reference.Conversation.ID
		t.count(result, outcome)
	}
}

// outcome returns what the reason comes to in a report: "" if there is none to leave somebody out. Who does not belong to
// the audience is not in it.
func (d Drop) outcome() (outcome Outcome, isKnown bool) {
	switch d {
	case "":
		return "", true
	case DropRemoved, DropDisabled, DropBlocked, DropNotInstalled, DropNotFound:
		return Gone, true
	case DropOptedOut:
		return OptedOut, true
	default:
		return "", false
	}
}

// strangers tells people of whom the bot knows an id only.
func (t *telling) strangers(ctx context.Context, to Audience) error {
	if !to.mayBeStrangers() || !slices.Contains(slices.Collect(maps.Values(t.named)), false) {
		return nil
	}
	if err := t.findFellow(ctx, to); err != nil {
		return err
	}
	if t.like.ServiceURL == "" {
		t.like = schema.ConversationReference{
			Bot:        schema.ChannelAccount{ID: "28:" + t.n.AppID},
			ServiceURL: cmp.Or(t.n.ServiceURL, defaultServiceURL),
		}
	}
	for _, id := range to.Users {
		id = guid.Fold(id)
		if t.named[id] {
			continue
		}
		t.named[id] = true // named twice, told once
		key := Key{AppID: t.n.AppID, ChannelID: schema.ChannelTeams, TenantID: guid.Fold(to.TenantID), UserID: id}
		// Under an id of the channel they would be remembered a second time once they write.
		if to.TenantID == "" || id == "" || strings.Contains(id, ":") {
			t.count(t.result(key), Unknown)
			continue
		}
		if t.disabled {
			t.count(t.result(key), Gone)
			continue
		}
		err := t.n.Store.Update(ctx, key, func(r *Record) error {
			if r.Reference.User.ID == "" { // they may have written just now
				r.Reference, r.LearnedBy = stranger(key, t.like), ByDefault
				r.touch(time.Now())
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

// mayBeStrangers reports whether the audience can have users that are not remembered: who follows a topic, speaks a
// language or is in a team, is known.
func (a Audience) mayBeStrangers() bool {
	named := Audience{Users: a.Users, TenantID: a.TenantID, Unreachable: a.Unreachable, Quiet: a.Quiet}
	return reflect.DeepEqual(a, named)
}

// findFellow finds out how to reach strangers, as somebody else in their organization, and whether that disabled the bot.
func (t *telling) findFellow(ctx context.Context, to Audience) error {
	if to.TenantID == "" {
		return nil
	}
	filter := Filter{AppID: t.n.AppID, ChannelID: schema.ChannelTeams, TenantID: guid.Fold(to.TenantID)}
	for r, err := range t.n.Store.All(ctx, filter) {
		if err != nil {
			return err
		}
		switch {
		case r.Key.AppID != t.n.AppID:
		case r.Key.isTenant(): // it comes first
			t.disabled = r.Reach.State == ReachDisabled
		case r.Reference.ServiceURL != "":
			t.like = r.Reference
			return nil
		}
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
