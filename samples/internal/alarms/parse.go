package alarms

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// request is what somebody wants an alarm for.
type request struct {
	due  time.Time // in their zone
	rule string    // of a recurring one, instead of due
	zone string
	text string
}

// errUnclear says that a text does not say when.
var errUnclear = errors.New("the text does not say when the alarm is to ring")

// parse reads what stands behind "alarm". The forms are in texts.json, under "help".
func parse(args string, now time.Time, zone string) (request, error) {
	in, err := proactive.LoadZone(zone)
	if err != nil {
		return request{}, err
	}
	now = now.In(in)
	r := request{zone: zone}
	first, rest := cutWord(args)
	switch strings.ToLower(first) {
	case "every":
		r.rule, r.text, err = parseEvery(rest)
		return r, err
	case "cron":
		r.rule, r.text, err = parseCron(rest)
		return r, err
	}
	if after, ok := parseDuration(first); ok {
		r.due, r.text = after(now), rest
		return r, nil
	}
	if hour, minute, ok := parseClock(first); ok {
		r.text = rest
		r.due, err = nextAt(now, hour, minute, zone)
		return r, err
	}
	clock, rest := cutWord(rest)
	hour, minute, ok := parseClock(clock)
	day, err := time.ParseInLocation(time.DateOnly, first, in)
	if err != nil || !ok {
		return request{}, errUnclear
	}
	r.due, r.text = time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, in), rest
	return r, nil
}

func cutWord(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimSpace(text[end:])
}

// parseDuration reads 1d2h30m, in which a day is as long as it is: the clock shows the same.
func parseDuration(word string) (after func(time.Time) time.Time, ok bool) {
	match := regexp.MustCompile(`(?i)^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,7})m(?:in)?)?(?:(\d{1,9})s)?$`).FindStringSubmatch(word)
	if match == nil || word == "" {
		return nil, false
	}
	var days int
	var length time.Duration
	for i, unit := range []time.Duration{0, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(match[i+1]) // 0 if there is none
		if i == 0 {
			days = n
		}
		length += time.Duration(n) * unit
	}
	return func(t time.Time) time.Time { return t.AddDate(0, 0, days).Add(length) }, true
}

// parseClock reads 9:00 or 17:30.
func parseClock(word string) (hour, minute int, ok bool) {
	match := regexp.MustCompile(`^([01]?\d|2[0-3]):([0-5]\d)$`).FindStringSubmatch(word)
	if match == nil {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(match[1])
	minute, _ = strconv.Atoi(match[2])
	return hour, minute, true
}

// nextAt returns when the clocks of a zone show the time next.
func nextAt(now time.Time, hour, minute int, zone string) (time.Time, error) {
	daily, err := proactive.ParseCron(fmt.Sprintf("%d %d * * *", minute, hour), zone)
	if err != nil {
		return time.Time{}, err
	}
	return daily.Next(now).In(now.Location()), nil
}

// parseEvery reads "weekday 9:00 stand-up".
func parseEvery(args string) (rule, text string, err error) {
	name, rest := cutWord(args)
	clock, text := cutWord(rest)
	hour, minute, ok := parseClock(clock)
	days := map[string]string{
		"day": "*", "weekday": "1-5", "sunday": "0", "monday": "1", "tuesday": "2", "wednesday": "3", "thursday": "4", "friday": "5",
		"saturday": "6",
	}[strings.ToLower(name)]
	if !ok || days == "" {
		return "", "", errUnclear
	}
	return fmt.Sprintf("%d %d * * %s", minute, hour, days), text, nil
}

// parseCron reads an expression in quotes, also in those that telephones write, or a descriptor such as @daily.
func parseCron(args string) (rule, text string, err error) {
	if strings.HasPrefix(args, "@") {
		rule, text = cutWord(args)
		return rule, text, nil
	}
	match := regexp.MustCompile("^[\"'`“”„«‘’]([^\"'`“”»‘’]+)[\"'`“”»‘’](.*)$").FindStringSubmatch(args)
	if match == nil || strings.TrimSpace(match[1]) == "" {
		return "", "", errUnclear
	}
	return strings.TrimSpace(match[1]), strings.TrimSpace(match[2]), nil
}

// zoneOf returns the time zone of who sent an activity, as far as their client says it, else UTC.
func zoneOf(a *schema.Activity) string {
	for _, name := range []string{a.LocalTimezone, a.ClientInfo().Timezone} {
		if _, err := proactive.LoadZone(name); err == nil {
			return name
		}
	}
	if !a.LocalTimestamp.IsZero() {
		return a.LocalTimestamp.Format("-07:00")
	}
	return "UTC"
}
