package main

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// desk names.
var desks = []string{"A1", "A2", "A3", "B1", "B2", "B3"} //nolint:gochecknoglobals // never changes

const (
	dayFormat = time.DateOnly
	daysAhead = 30
)

// booking is a desk on a day. It is what the dialogs' forms submit, so a client may send anything in it.
type booking struct {
	Desk string `json:"desk"`
	Day  string `json:"day"` // as dayFormat
}

// problem says, for the person who fills in the form, what is wrong with the booking at that time; "" if nothing is.
func (b booking) problem(now time.Time) string {
	day, err := time.Parse(dayFormat, b.Day)
	switch {
	case !slices.Contains(desks, b.Desk):
		return "Please choose a desk."
	case err != nil:
		return "Please choose a day."
	case b.Day < firstDay(now):
		return "That day is over."
	case day.After(now.AddDate(0, 0, daysAhead)):
		return fmt.Sprintf("Desks can be booked %d days ahead.", daysAhead)
	case day.Weekday() == time.Saturday || day.Weekday() == time.Sunday:
		return fmt.Sprintf("The office is closed on %ss.", day.Weekday())
	default:
		return ""
	}
}

// firstDay is the day that is not over yet anywhere on Earth.
func firstDay(now time.Time) string { return now.UTC().Add(-12 * time.Hour).Format(dayFormat) }

// String is the booking in words.
func (b booking) String() string {
	day, err := time.Parse(dayFormat, b.Day)
	if err != nil {
		return b.Desk
	}
	return b.Desk + " on " + day.Format("Monday, 2 January")
}

// office knows who has which desk, until the program ends; the sample state shows how to remember for longer.
type office struct {
	mu    sync.Mutex
	taken map[booking]string // ids of people
}

// take gives the desk to a person, unless somebody else has it. To take it twice is the same as once: Teams sends an
// invoke again whose answer was lost.
func (o *office) take(b booking, person string, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.taken == nil {
		o.taken = make(map[booking]string)
	}
	first := firstDay(now)
	maps.DeleteFunc(o.taken, func(b booking, _ string) bool { return b.Day < first })
	if who, ok := o.taken[b]; ok && who != person {
		return false
	}
	o.taken[b] = person
	return true
}
