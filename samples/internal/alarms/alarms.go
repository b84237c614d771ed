// Package alarms gives a bot alarms: its users set them by commands, and answer by buttons when they ring. Alarmbot is
// no more than this package; ConvoBot has it beside other things.
package alarms

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // people's time zones, for machines that know none
	"unicode/utf8"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// What an alarm says, in characters, and what a list shows of it.
const (
	maxText   = 500
	maxListed = 60
)

// Feature is the alarms of a bot. Create it with [New].
type Feature struct {
	alarms proactive.Alarms
	locale func(ctx context.Context, person proactive.Key) (string, error)
	texts  map[string]map[string]string
}

// New returns the alarms that are kept in a store. Those who are no longer reached are marked in references. Locale, if
// it is not nil, returns the language that a person has chosen, or "" for that of their client.
func New(
	store proactive.AlarmStore, references proactive.Store, locale func(ctx context.Context, person proactive.Key) (string, error),
) *Feature {
	f := &Feature{locale: locale, texts: loadTexts()}
	f.alarms.Store, f.alarms.References, f.alarms.Render = store, references, f.render
	return f
}

// Register adds the commands and buttons to a bot.
func (f *Feature) Register(on *handlers.ActivityHandler) {
	on.OnMessageCommand("alarm", f.set)
	on.OnMessageText("alarms", f.list)
	on.OnMessageCommand("cancel", f.cancel)
	handlers.OnAdaptiveCardAction(on, verbSnooze, f.snooze)
	handlers.OnAdaptiveCardAction(on, verbDismiss, f.dismiss)
}

// Connect says how alarms ring: through the adapter of the bot with that app id. Call it before the bot serves.
func (f *Feature) Connect(adapter framework.Adapter, appID string) {
	f.alarms.Adapter, f.alarms.AppID = adapter, appID
}

// Run rings alarms until ctx ends.
func (f *Feature) Run(ctx context.Context) { f.alarms.Run(ctx) }

// Help says how alarms are set, to whoever acts in this turn.
func (f *Feature) Help(ctx context.Context, turn *framework.TurnContext) error {
	return f.reply(ctx, turn, "help")
}

func (f *Feature) set(ctx context.Context, turn *framework.TurnContext, args string) error {
	if args == "" {
		return f.Help(ctx, turn)
	}
	v, err := f.voiceOf(ctx, turn)
	if err != nil {
		return err
	}
	r, err := parse(args, time.Now(), zoneOf(turn.Activity))
	if err == nil && utf8.RuneCountInString(r.text) > maxText {
		return turn.SendText(ctx, v.say("error.long", maxText))
	}
	var a proactive.Alarm
	if err == nil {
		a, err = f.add(ctx, turn, r, v)
	}
	if err != nil {
		return f.refuse(ctx, turn, v, err)
	}
	text := plain(a.Activity.Text)
	if a.Rule != "" {
		return turn.SendText(ctx, v.say("set.every", a.Number, v.every(a.Rule), v.when(a, a.Due), zone(a), text))
	}
	return turn.SendText(ctx, v.say("set", a.Number, v.when(a, a.Due), zone(a), text))
}

func (f *Feature) add(ctx context.Context, turn *framework.TurnContext, r request, v voice) (proactive.Alarm, error) {
	message := schema.TextMessage(cmp.Or(r.text, v.say("nothing")))
	if r.rule != "" {
		return f.alarms.Every(ctx, r.rule, r.zone, turn.ConversationReference(), message)
	}
	return f.alarms.At(ctx, r.due, turn.ConversationReference(), message)
}

// refuse says in words why an alarm was not set; what no words help with, it returns.
func (f *Feature) refuse(ctx context.Context, turn *framework.TurnContext, v voice, err error) error {
	wrong, isCron := errors.AsType[*proactive.CronError](err)
	switch {
	case errors.Is(err, errUnclear):
		return turn.SendText(ctx, v.say("unclear", v.say("help")))
	case errors.Is(err, proactive.ErrAlarmPast):
		return turn.SendText(ctx, v.say("error.past"))
	case errors.Is(err, proactive.ErrAlarmTooFar):
		return turn.SendText(ctx, v.say("error.far"))
	case errors.Is(err, proactive.ErrTooManyAlarms):
		return turn.SendText(ctx, v.say("error.many", proactive.MaxAlarms))
	case isCron:
		return turn.SendText(ctx, v.say("error.cron", plain(wrong.Expression), plain(wrong.Reason)))
	}
	return err
}

func (f *Feature) list(ctx context.Context, turn *framework.TurnContext) error {
	v, err := f.voiceOf(ctx, turn)
	if err != nil {
		return err
	}
	alarms, err := f.alarms.List(ctx, turn.ConversationReference())
	if err != nil {
		return err
	}
	if len(alarms) == 0 {
		return turn.SendText(ctx, v.say("list.none"))
	}
	lines := make([]string, len(alarms))
	for i, a := range alarms {
		lines[i] = v.line(a)
	}
	return turn.SendText(ctx, v.say("list", strings.Join(lines, "\n")))
}

// line is an alarm in a list.
func (v voice) line(a proactive.Alarm) string {
	text := plain(clip(a.Activity.Text, maxListed))
	switch {
	case a.Outcome == proactive.AlarmUnclear && a.State == proactive.AlarmDone:
		return v.say("list.unclear", a.Number, v.when(a, a.Rang), zone(a), text)
	case a.Rule != "":
		return v.say("list.every", a.Number, v.every(a.Rule), v.when(a, a.Due), zone(a), text)
	}
	return v.say("list.one", a.Number, v.when(a, a.Due), zone(a), text)
}

func clip(text string, most int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most]) + "…"
}

func (f *Feature) cancel(ctx context.Context, turn *framework.TurnContext, args string) error {
	number, err := strconv.Atoi(args)
	if err != nil {
		return f.reply(ctx, turn, "cancel.unknown")
	}
	a, err := f.alarms.Cancel(ctx, turn.ConversationReference(), number)
	if errors.Is(err, proactive.ErrAlarmNotFound) {
		return f.reply(ctx, turn, "cancel.unknown")
	}
	if err != nil {
		return err
	}
	return f.reply(ctx, turn, "cancelled", a.Number, plain(a.Activity.Text))
}

func (f *Feature) reply(ctx context.Context, turn *framework.TurnContext, key string, args ...any) error {
	v, err := f.voiceOf(ctx, turn)
	if err != nil {
		return err
	}
	return turn.SendText(ctx, v.say(key, args...))
}

// voiceOf returns how to speak to whoever acts in this turn.
func (f *Feature) voiceOf(ctx context.Context, turn *framework.TurnContext) (voice, error) {
	person := proactive.PersonKey(turn.Identity().AppID, turn.ConversationReference())
	return f.voiceFor(ctx, person, turn.Activity.Locale)
}

// voiceFor returns how to speak to a person, whose client has a locale.
func (f *Feature) voiceFor(ctx context.Context, person proactive.Key, client string) (voice, error) {
	if f.locale == nil {
		return f.voice(client), nil
	}
	chosen, err := f.locale(ctx, person)
	return f.voice(cmp.Or(chosen, client)), err
}
