package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/webhook"
)

// notification is what POST /api/notifications takes.
type notification struct {
	content

	Topic    string   `json:"topic"`
	Audience audience `json:"audience"` // empty for everyone remembered
}

// content is what a notification tells its readers.
type content struct {
	Title   localized `json:"title,omitempty"`
	Text    localized `json:"text"`
	Reason  localized `json:"reason,omitempty"` // why they get it
	Actions []link    `json:"actions,omitempty"`
}

// link is a button that opens a page.
type link struct {
	Title localized `json:"title"`
	URL   string    `json:"url"`
}

// audience is a [proactive.Audience] in JSON. What is not there is nil: it does not narrow the audience.
type audience struct {
	Users   []string `json:"users"` // channel ids or Entra object ids; of those not met, the latter with their tenant
	Tenant  *string  `json:"tenant"`
	Team    *string  `json:"team"`
	Channel *string  `json:"channel"`
	Locale  *string  `json:"locale"`
	Topic   *string  `json:"topic"`
}

func (a audience) proactive() proactive.Audience {
	value := func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	}
	return proactive.Audience{
		Users: a.Users, TenantID: value(a.Tenant), Locale: value(a.Locale), Topic: topicName(value(a.Topic)),
		TeamID: value(a.Team), ConversationID: value(a.Channel),
	}
}

// told is the answer: how many recipients there were, by what became of them, and the first of them.
type told struct {
	Counts  map[proactive.Outcome]int `json:"counts"`
	Results []toldOne                 `json:"results"`
}

type toldOne struct {
	Conversation string            `json:"conversation,omitempty"`
	User         string            `json:"user,omitempty"` // if there is no conversation: who could not be told
	ActivityID   string            `json:"activityId,omitempty"`
	Class        proactive.Outcome `json:"class"`
}

// newNotifier returns what sends the bot's notifications; interval is between two on a topic to the same person.
func (b *convoBot) newNotifier(adapter framework.Adapter, appID string, interval time.Duration) *proactive.Notifier {
	return &proactive.Notifier{Adapter: adapter, Store: b.store, AppID: appID, Render: b.renderNotices, Interval: interval}
}

// notifyConfig reads NOTIFY_KEY, without which there is no endpoint, and NOTIFY_INTERVAL, without which the notifier's
// own holds.
func notifyConfig(env func(string) string) (key string, interval time.Duration, err error) {
	if key = env("NOTIFY_KEY"); key != "" {
		if err := webhook.CheckKey(key); err != nil {
			return "", 0, fmt.Errorf("NOTIFY_KEY: %w", err)
		}
	}
	text := env("NOTIFY_INTERVAL")
	if text == "" {
		return key, 0, nil
	}
	interval, err = time.ParseDuration(text)
	if err != nil || interval <= 0 {
		return "", 0, fmt.Errorf("NOTIFY_INTERVAL is %q; use a duration such as 10m", text)
	}
	return key, interval, nil
}

// notifications takes external events from who has the key, and tells people of them.
func (b *convoBot) notifications(notifier *proactive.Notifier, key string) http.Handler {
	return webhook.New(key, func(ctx context.Context, n notification) (told, error) {
		if err := n.check(); err != nil {
			return told{}, refuse(http.StatusBadRequest, "BadNotification", err.Error())
		}
		body, err := json.Marshal(n.content)
		if err != nil {
			return told{}, err
		}
		notice := proactive.Notice{Topic: topicName(n.Topic), Body: body}
		if err := b.fits(n.content, notice); err != nil {
			return told{}, refuse(http.StatusRequestEntityTooLarge, "CardTooBig", err.Error())
		}
		report, err := notifier.Notify(ctx, n.Audience.proactive(), notice)
		if err != nil {
			return told{}, err
		}
		if report.Counts[proactive.Unknown] == total(report.Counts) {
			return told{}, refuse(http.StatusUnprocessableEntity, "NoRecipients", "nobody whom the bot remembers belongs to this "+
				"audience; to reach people whom it has not met, name their Entra object ids and their tenant")
		}
		return answerOf(report), nil
	}, webhook.RefuseUnknown())
}

func refuse(status int, code, message string) error {
	return &webhook.Error{Status: status, Code: code, Message: message}
}

func total(counts map[proactive.Outcome]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

func answerOf(report proactive.Report) told {
	answer := told{Counts: report.Counts, Results: []toldOne{}}
	for _, r := range report.Results {
		one := toldOne{Conversation: r.ConversationID, ActivityID: r.ActivityID, Class: r.Outcome}
		if one.Conversation == "" {
			one.User = r.Key.UserID
		}
		answer.Results = append(answer.Results, one)
	}
	return answer
}
