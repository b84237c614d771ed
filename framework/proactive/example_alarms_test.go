package proactive_test

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/memory"
)

func ExampleAlarms() {
	quiet := slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(context.Background())
	channel := &office{} // as a cloud.Adapter would be
	channel.onSend = func(_ context.Context, text string) error {
		fmt.Println(text)
		cancel()
		return nil
	}
	alarms := &proactive.Alarms{Adapter: channel, Store: memory.NewAlarms(quiet), AppID: "app", Logger: quiet}

	// In a turn, ref is turn.ConversationReference().
	ref := private("ann")
	_, err := alarms.At(ctx, time.Now().Add(time.Millisecond), ref, schema.TextMessage("Time to stretch!"))
	if err != nil {
		fmt.Println(err)
	}
	_, err = alarms.Every(ctx, "0 9 * * 1-5", "Europe/Berlin", ref, schema.TextMessage("Stand-up!"))
	if err != nil {
		fmt.Println(err)
	}
	alarms.Run(ctx)

	set, err := alarms.List(context.Background(), ref)
	for _, alarm := range set {
		fmt.Println(alarm.Number, alarm.Local(alarm.Due).Format("15:04"), alarm.Activity.Text)
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// Time to stretch!
	// 2 09:00 Stand-up!
}

func ExampleParseCron() {
	rule, err := proactive.ParseCron("30 2 * * *", "Europe/Berlin")
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, time.March, 28, 12, 0, 0, 0, time.UTC)
	for range 2 {
		at = rule.Next(at)
		fmt.Println(at.Format("2 January, 15:04"))
	}
	_, err = proactive.ParseCron("0 0 30 2 *", "Europe/Berlin")
	fmt.Println(err)
	// Output:
	// 29 March, 03:00
	// 30 March, 02:30
	// proactive: the cron expression "0 0 30 2 *": it never comes true; write minute, hour, day of month, month and day of week, such as "30 9 * * 1-5"
}
