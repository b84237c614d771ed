package main

import (
	"context"
	"errors"

	"github.com/convobot/convo/framework/proactive"
)

// chosenLanguage returns the language that a person has chosen, "" if none. The alarms, which are a package of their own,
// speak it too.
func (b *convoBot) chosenLanguage(ctx context.Context, person proactive.Key) (string, error) {
	record, err := b.store.Load(ctx, person)
	if errors.Is(err, proactive.ErrNotFound) {
		return "", nil
	}
	return record.Preferences.Locale, err
}

// runAlarms rings what people asked for until ctx ends.
func (b *convoBot) runAlarms(ctx context.Context) error {
	b.alarms.Run(ctx)
	return nil
}
