package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/convobot/convo/adapters/fake"
)

// TestAlarms is about what ConvoBot adds to its alarms, which have their own tests: the language that was chosen. They ring
// also for who has said stop: these were asked for.
func TestAlarms(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := fake.NewWorld(t)
		bot := newBot(newStore())
		bot.alarms.Connect(w.Adapter(), "")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go bot.alarms.Run(ctx)

		ann := w.Connect(bot)
		ann.Says("help").ExpectContains("`alarm 10m stretch`")
		ann.Says("language de").ExpectContains("Deutsch")
		ann.Says("alarm 10m strecken").ExpectContains("Wecker 1 klingelt heute um")
		ann.Says("alarms").ExpectContains("strecken")
		ann.Says("alarm 1h Tee").ExpectContains("Wecker 2")
		ann.Says("cancel 2").ExpectText("Wecker 2 ist gelöscht: Tee")
		time.Sleep(11 * time.Minute)
		ann.ExpectCard("Wecker 1, gestellt von Ann").Presses("Schlummern 10 min").ExpectAnswer("klingelt wieder heute um")
		ann.Says("stop").ExpectContains("`start`")
		time.Sleep(11 * time.Minute)
		ann.ExpectCard("strecken")
		ann.Presses("Ausschalten").ExpectAnswer("Ausgeschaltet von Ann").ExpectNothing()
	})
}
