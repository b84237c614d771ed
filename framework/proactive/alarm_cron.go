package proactive

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/convobot/convo/framework/internal/text"
)

// maxCronLength is in bytes: room for every minute of an hour by name.
const maxCronLength = 256

// Cron is a rule by which an alarm recurs. Create it with [ParseCron].
type Cron struct {
	schedule cron.Schedule // of times in UTC that stand for those of the zone
	zone     *time.Location
}

// CronError says what is wrong with a cron expression.
type CronError struct {
	Expression string
	Reason     string
}

// Error says what to write instead, too.
func (e *CronError) Error() string {
	return fmt.Sprintf(`proactive: the cron expression %q: %s; write minute, hour, day of month, month and day of week, such as "30 9 * * 1-5"`,
		e.Expression, e.Reason)
}

// ParseCron reads a cron expression of five fields (minute, hour, day of month, month, day of week) or one of @hourly,
// @daily, @weekly, @monthly and @yearly, for the clocks of a zone; see [LoadZone]. There are no seconds, so that no alarm
// recurs more often than once a minute.
//
// A time that the clocks of the zone show twice, as in autumn, is the first of the two. A time that they skip, as in
// spring, is the moment in which they do: "30 2 * * *" is at 3:00 on that day.
//
// The error is a [*CronError], also for an expression that never comes true such as "0 0 30 2 *", or a [*ZoneError].
func ParseCron(expression, zone string) (Cron, error) {
	location, err := LoadZone(zone)
	if err != nil {
		return Cron{}, err
	}
	schedule, err := parseCron(expression)
	if err != nil {
		return Cron{}, &CronError{Expression: text.Clip(expression, maxCronLength), Reason: err.Error()}
	}
	return Cron{schedule: schedule, zone: location}, nil
}

func parseCron(expression string) (cron.Schedule, error) {
	expression = strings.TrimSpace(expression)
	switch {
	case len(expression) > maxCronLength:
		return nil, fmt.Errorf("it is longer than %d bytes", maxCronLength)
	case strings.Contains(expression, "="): // the parser's TZ=Europe/Berlin
		return nil, errors.New("the time zone is given beside it")
	case strings.HasPrefix(expression, "@every"):
		return nil, errors.New("@every names no time of day")
	}
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)
	schedule, err := parser.Parse(expression)
	if err != nil {
		return nil, err
	}
	if spec, ok := schedule.(*cron.SpecSchedule); ok {
		spec.Location = time.UTC
	}
	if schedule.Next(time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, errors.New("it never comes true")
	}
	return schedule, nil
}

// Next returns the first time after another; zero if there is none within five years.
func (c Cron) Next(after time.Time) time.Time {
	for wall := wallOf(after.In(c.zone)); ; {
		wall = c.schedule.Next(wall)
		if wall.IsZero() {
			return time.Time{}
		}
		if t := firstShown(wall, c.zone); t.After(after) { // else it is shown a second time
			return t
		}
	}
}
