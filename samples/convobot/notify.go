package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/text/language"

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

// audience is a [proactive.Audience] in JSON.
type audience struct {
	Users   []string `json:"users"` // channel ids or Entra object ids; of those not met, the latter with their tenant
	Tenant  string   `json:"tenant"`
	Team    string   `json:"team"`
	Channel string   `json:"channel"`
	Locale  string   `json:"locale"`
	Topic   string   `json:"topic"`
}

// told is the answer: how many recipients there were, by what became of them, and the first of them.
type told struct {
	Counts  map[proactive.Outcome]int `json:"counts"`
	Results []toldOne                 `json:"results"`
}

type toldOne struct {
	Conversation string            `json:"conversation"`
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
		notice := proactive.Notice{Topic: n.Topic, Body: body}
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

// check says what is wrong with a notification.
func (n notification) check() error {
	if len(n.Text) == 0 {
		return fmt.Errorf("text is missing: a string, or an object of languages and texts")
	}
	for name, text := range map[string]localized{"title": n.Title, "text": n.Text, "reason": n.Reason} {
		if err := text.check(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(n.Actions) > maxLinks {
		return fmt.Errorf("there are %d actions; a card has room for %d", len(n.Actions), maxLinks)
	}
	for i, action := range n.Actions {
		if len(action.Title) == 0 {
			return fmt.Errorf("actions[%d] has no title", i)
		}
		if err := action.Title.check(); err != nil {
			return fmt.Errorf("actions[%d].title: %w", i, err)
		}
		if to, err := url.Parse(action.URL); err != nil || to.Scheme != "https" || to.Host == "" {
			return fmt.Errorf("actions[%d].url is not an https URL", i)
		}
	}
	return nil
}

// UnmarshalJSON reads a text in one language, or an object of languages and texts.
func (l *localized) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*l = localized{defaultLanguage: text}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(l))
}

func (l localized) check() error {
	for tag, text := range l {
		if _, err := language.Parse(tag); err != nil {
			return fmt.Errorf("%q is not a language: %w", tag, err)
		}
		if text == "" {
			return fmt.Errorf("the text is empty")
		}
	}
	return nil
}

func (a audience) proactive() proactive.Audience {
	return proactive.Audience{
		Users: a.Users, TenantID: a.Tenant, Locale: a.Locale, Topic: a.Topic, TeamID: a.Team, ConversationID: a.Channel,
	}
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
		answer.Results = append(answer.Results, toldOne{Conversation: r.ConversationID, ActivityID: r.ActivityID, Class: r.Outcome})
	}
	return answer
}

// fits says whether a notification can be sent in each of its languages.
func (b *convoBot) fits(c content, notice proactive.Notice) error {
	languages := slices.Collect(maps.Keys(c.Text))
	for _, text := range []localized{c.Title, c.Reason} {
		languages = slices.AppendSeq(languages, maps.Keys(text))
	}
	for _, tag := range languages {
		reader := proactive.Record{Preferences: proactive.Preferences{Locale: tag}}
		if _, err := b.renderNotices(reader, []proactive.Notice{notice}, 0); err != nil {
			return err
		}
	}
	return nil
}
