package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/convobot/convo/framework/proactive"
)

// maxLanguages bounds in how many languages one text is.
const maxLanguages = 50

// check says what is wrong with a notification.
func (n notification) check() error {
	if len(n.Text) == 0 {
		return errors.New("text is missing: a string, or an object of languages and texts")
	}
	topic := topicName(n.Topic)
	if utf8.RuneCountInString(topic) > maxTopicName || topic == proactive.AllTopics {
		return fmt.Errorf("topic is not a name of at most %d characters, or is %q, which stands for all", maxTopicName, proactive.AllTopics)
	}
	if err := n.Audience.check(); err != nil {
		return err
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
	if len(l) > maxLanguages {
		return fmt.Errorf("there are %d languages; send at most %d", len(l), maxLanguages)
	}
	for tag, text := range l {
		if _, err := language.Parse(tag); err != nil {
			return fmt.Errorf("%q is not a language: %w", tag, err)
		}
		if isBlank(text) {
			return errors.New("the text is empty")
		}
	}
	return nil
}

// check refuses what is there but empty, such as a list of users from which all were filtered: without it, the
// audience would be everyone.
func (a audience) check() error {
	if a.Users != nil && len(a.Users) == 0 || slices.ContainsFunc(a.Users, isBlank) {
		return errors.New("audience.users names nobody, or has an empty id; leave it out for everyone")
	}
	members := map[string]*string{"tenant": a.Tenant, "team": a.Team, "channel": a.Channel, "locale": a.Locale, "topic": a.Topic}
	for name, value := range members {
		if value != nil && isBlank(*value) {
			return fmt.Errorf("audience.%s is empty; leave it out for everyone", name)
		}
	}
	return nil
}

// fits says whether a notification can be sent in each of its languages.
func (b *convoBot) fits(c content, notice proactive.Notice) error {
	languages := make(map[string]bool)
	texts := []localized{c.Text, c.Title, c.Reason}
	for _, action := range c.Actions {
		texts = append(texts, action.Title)
	}
	for _, text := range texts {
		for tag := range text {
			languages[tag] = true
		}
	}
	for tag := range languages {
		reader := proactive.Record{Preferences: proactive.Preferences{Locale: tag}}
		if _, err := b.renderNotices(reader, []proactive.Notice{notice}, 0); err != nil {
			return err
		}
	}
	return nil
}
