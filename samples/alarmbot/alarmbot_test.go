package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/samples/internal/alarms"
)

// bubble is a test in which time passes at once. It begins at midnight in UTC on Saturday, 1 January 2000.
type bubble struct {
	*testing.T

	world *fake.World
	store proactive.AlarmStore
}

func inBubble(t *testing.T, test func(bubble)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		test(bubble{T: t, world: fake.NewWorld(t), store: memory.NewAlarms(slog.New(slog.DiscardHandler))})
	})
}

// start starts the bot, whose users' clients are in a time zone. Stop ends it.
func (b bubble) start(zone string) (ann *fake.Conversation, stop func()) {
	b.Helper()
	feature := alarms.New(b.store, nil, nil)
	feature.Connect(b.world.Adapter(), "")
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		feature.Run(ctx)
	}()
	stop = func() {
		cancel()
		<-ended
	}
	b.Cleanup(stop)
	return b.world.Connect(framework.Chain(newBot(feature), inZone(zone))), stop
}

// inZone has every client say that it is in a time zone; the simulated ones are in UTC.
func inZone(zone string) framework.Middleware {
	return func(next framework.Handler) framework.Handler {
		return framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
			turn.Activity.LocalTimezone = zone
			return next.OnTurn(ctx, turn)
		})
	}
}

func TestAlarmInMinutes(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, _ := t.start("Europe/Berlin")
		ann.Says("alarm 10m stretch").ExpectText("Alarm 1 rings today at 01:10 (Europe/Berlin): stretch").ExpectNothing()
		time.Sleep(10*time.Minute - time.Millisecond)
		ann.ExpectNothing()
		time.Sleep(time.Second)
		ann.ExpectCard("stretch").ExpectNothing()
		time.Sleep(24 * time.Hour)
		ann.ExpectNothing().Says("alarms").ExpectText("There are no alarms in this conversation.")
	})
}

func TestAlarmAtATime(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, _ := t.start("America/New_York") // 19:00 on the day before
		ann.Says("alarm 17:30 go home").ExpectText("Alarm 1 rings tomorrow at 17:30 (America/New_York): go home")
		ann.Says("alarm 19:30 dinner").ExpectText("Alarm 2 rings today at 19:30 (America/New_York): dinner")
		ann.Says("alarm 2000-02-29 09:00 leap").ExpectText("Alarm 3 rings on 2000-02-29 at 09:00 (America/New_York): leap")
		time.Sleep(30*time.Minute + time.Second)
		ann.ExpectCard("dinner")
		time.Sleep(22 * time.Hour)
		ann.ExpectCard("go home").ExpectNothing()
	})
}

func TestAlarmRecurs(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, _ := t.start("Europe/Berlin")
		ann.Says("alarm every weekday 9:00 stand-up").
			ExpectText("Alarm 1 rings every weekday, the next time on 2000-01-03 at 09:00 (Europe/Berlin): stand-up")
		ann.Says(`alarm cron "30 2 1 * *" night`).
			ExpectText("Alarm 2 rings by the rule `30 2 1 * *`, the next time today at 02:30 (Europe/Berlin): night")
		time.Sleep(2 * time.Hour)
		ann.ExpectCard("night").ExpectNothing()
		ann.Says("cancel 2").ExpectText("Alarm 2 is cancelled: night")
		time.Sleep(80 * time.Hour)
		ann.ExpectCard("stand-up").ExpectCard("stand-up").ExpectNothing()
	})
}

func TestAlarms(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, _ := t.start("UTC")
		bob := ann.As("Bob")
		ann.Says("alarm 10m stretch").ExpectContains("Alarm 1")
		ann.Says("alarm every day 9:00 <b>tea").ExpectContains("&lt;b>tea")
		ann.Says("alarm 1h " + strings.Repeat("long ", 50)).ExpectContains("Alarm 3")
		ann.Says("alarms").ExpectText("The alarms of this conversation:\n\n" +
			"- **1** today at 00:10 (UTC): stretch\n" +
			"- **2** every day, the next time today at 09:00 (UTC): &lt;b>tea\n" +
			"- **3** today at 01:00 (UTC): " + strings.Repeat("long ", 12) + "…")
		ann.Says("cancel 2").ExpectText("Alarm 2 is cancelled: &lt;b>tea")
		bob.Says("cancel 1").ExpectContains("There is no such alarm")
		bob.Says("alarms").ExpectContains("no alarms")
		for _, wrong := range []string{"cancel 2", "cancel", "cancel two", "cancel 99999999999999999999"} {
			ann.Says(wrong).ExpectContains("There is no such alarm")
		}
	})
}

func TestWords(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, _ := t.start("UTC")
		for said, want := range map[string]string{
			"hello":                                "`alarm 10m stretch` rings in ten minutes",
			"alarm":                                "`alarm 10m stretch` rings in ten minutes",
			"alarm soon tea":                       "I do not understand when",
			"alarm 1999-12-31 23:00 x":             "That time has passed",
			"alarm 4000d x":                        "too far in the future",
			`alarm cron "0 0 30 2 *" x`:            "it never comes true",
			`alarm cron "* * * *" x`:               "five parts",
			"alarm 1m " + strings.Repeat("x", 501): "at most 500 characters",
		} {
			ann.Says(said).ExpectContains(want).ExpectNothing()
		}
		for range proactive.MaxAlarms {
			ann.Says("alarm 1d").ExpectContains("Time is up!")
		}
		ann.Says("alarm 1d").ExpectContains("This conversation has 100 alarms")
		ann.As("Zoé").Speaking("fr-FR").Says("alarm 1d thé").ExpectText("L'alarme 1 sonnera demain à 00:00 (UTC) : thé")
	})
}

// rung returns the data of the buttons of the card with which an alarm has just rung.
func rung(conv *fake.Conversation) (data any) {
	conv.ExpectActivity(func(a *schema.Activity) error {
		if len(a.Attachments) != 1 {
			return errors.New("there is no card")
		}
		card, err := schema.As[struct {
			Actions []struct {
				Data any `json:"data"`
			} `json:"actions"`
		}](a.Attachments[0].Content)
		if err == nil && len(card.Actions) != 2 {
			err = errors.New("the card does not have two buttons")
		}
		if err == nil {
			data = card.Actions[0].Data
		}
		return err
	})
	return data
}

// press presses a button that the person's client may no longer show.
func press(conv *fake.Conversation, verb string, data any) string {
	answer := fake.Invoke[schema.AdaptiveCardInvokeResponse](conv, schema.InvokeAdaptiveCardAction, map[string]any{
		"action": map[string]any{"type": "Action.Execute", "verb": verb, "data": data},
	})
	return fmt.Sprintf("%s", answer.Value)
}

func TestSnoozeAndDismiss(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, _ := t.start("UTC")
		ann.Says("alarm 10m stretch").ExpectContains("Alarm 1")
		time.Sleep(11 * time.Minute)
		first := rung(ann)
		ann.Presses("Snooze 10 min").ExpectAnswer("Snoozed by Ann: rings again today at 00:21 (UTC)")
		require.Contains(t, press(ann, "alarm/snooze", first), "The alarm rings again today at 00:21")
		require.Contains(t, press(ann, "alarm/dismiss", first), "The alarm rings again today at 00:21")
		ann.Says("alarms").ExpectContains("- **1** today at 00:21 (UTC): stretch")
		time.Sleep(11 * time.Minute)
		second := rung(ann)
		require.Contains(t, press(ann, "alarm/snooze", first), "This was answered already", "the card of the first ring")
		ann.Presses("Dismiss").ExpectAnswer("Dismissed by Ann")
		require.Contains(t, press(ann, "alarm/dismiss", second), "This was answered already")
		require.Contains(t, press(ann, "alarm/snooze", second), "This was answered already")
		time.Sleep(25 * time.Hour)
		ann.ExpectNothing()
		require.Contains(t, press(ann, "alarm/snooze", second), "no longer there")
		require.Contains(t, press(ann, "alarm/snooze", map[string]any{}), "no longer there")
	})
}

// TestPressedAtOnce is about two people: one of them has answered.
func TestPressedAtOnce(t *testing.T) {
	inBubble(t, func(t bubble) {
		private, _ := t.start("UTC")
		ann := private.InGroup("Lunch", "Bob")
		ann.Says("alarm 10m soup").ExpectContains("Alarm 1")
		time.Sleep(11 * time.Minute)
		ann.ExpectCard("soup")
		ann.Together(func() {
			ann.Presses("Snooze 10 min")
			ann.As("Bob").Presses("Snooze 10 min")
		})
		ann.ExpectCardUpdate("Snoozed by").ExpectNothing()
		time.Sleep(time.Hour)
		ann.ExpectCard("soup").ExpectNothing()
	})
}

// TestOthersInAGroup is about the rule that an alarm belongs to its conversation.
func TestOthersInAGroup(t *testing.T) {
	inBubble(t, func(t bubble) {
		private, _ := t.start("UTC")
		ann := private.InGroup("Lunch", "Bob")
		bob := ann.As("Bob")
		ann.Says("alarm 10m soup").ExpectContains("Alarm 1")
		ann.Says("alarm 1h cake").ExpectContains("Alarm 2")
		bob.Says("cancel 2").ExpectText("Alarm 2 is cancelled: cake")
		time.Sleep(11 * time.Minute)
		ann.ExpectCard("set by Ann")
		bob.Presses("Snooze 10 min").ExpectAnswer("Snoozed by Bob")
		ann.ExpectCardUpdate("Snoozed by Bob").ExpectNothing() // the others see it too
		time.Sleep(11 * time.Minute)
		ann.ExpectCard("soup")

		ann.Says("alarm 1m tea").ExpectContains("Alarm")
		time.Sleep(2 * time.Minute)
		tea := rung(ann)
		require.Contains(t, press(private.As("Eve"), "alarm/dismiss", tea), "no longer there", "she is not in the conversation")
		ann.Presses("Dismiss").ExpectAnswer("Dismissed by Ann")
	})
}

// TestRestart is about what becomes due while the bot is not running.
func TestRestart(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, stop := t.start("Europe/Berlin")
		ann.Says("alarm 10m stretch").ExpectContains("Alarm 1")
		ann.Says("alarm every day 9:00 vitamins").ExpectContains("Alarm 2")
		stop()
		time.Sleep(3 * 24 * time.Hour)
		ann.ExpectNothing()
		ann, _ = t.start("Europe/Berlin")
		time.Sleep(time.Second)
		seen := map[string]bool{}
		for range 2 {
			ann.ExpectActivity(func(a *schema.Activity) error {
				raw := fmt.Sprintf("%s", a.Attachments[0].Content)
				for _, late := range []string{"This was to ring on 2000-01-01 at 01:10 (Europe/Berlin)", "missed for the first time on 2000-01-01 at 09:00"} {
					seen[late] = seen[late] || strings.Contains(raw, late)
				}
				return nil
			})
		}
		require.Len(t, seen, 2)
		require.NotContains(t, seen, false)
		ann.ExpectNothing().Says("alarms").ExpectText(
			"The alarms of this conversation:\n\n- **2** every day, the next time today at 09:00 (Europe/Berlin): vitamins")
	})
}

// TestUninstalled is about a bot that is no longer there: its alarms are given up.
func TestUninstalled(t *testing.T) {
	inBubble(t, func(t bubble) {
		ann, _ := t.start("UTC")
		ann.Says("alarm every day 9:00 vitamins").ExpectContains("Alarm 1")
		ann.Uninstalls()
		time.Sleep(2 * 24 * time.Hour)
		ann.ExpectNothing().Installs().Says("alarms").ExpectContains("There are no alarms")
	})
}
