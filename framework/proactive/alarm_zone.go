package proactive

import (
	"fmt"
	"time"
)

// ZoneError says that a time zone is not known.
type ZoneError struct {
	Zone string
	Err  error // the time package's
}

// Error says what to do, too: on many small machines no zone is known.
func (e *ZoneError) Error() string {
	return fmt.Sprintf(`proactive: the time zone %q is not known: give the name of an IANA zone such as "Europe/Berlin", `+
		`or an offset such as "+02:00"; if no zone is known, import time/tzdata in the program (%v)`, e.Zone, e.Err)
}

// Unwrap returns Err.
func (e *ZoneError) Unwrap() error { return e.Err }

// LoadZone returns a time zone by its IANA name, such as "Europe/Berlin", or by its offset from UTC, such as "+02:00",
// for people of whom no more is known. The error is a [*ZoneError].
//
// Zones come from the machine. This package does not bring its own: where there may be none, as in a container made from
// scratch, the program imports time/tzdata.
func LoadZone(name string) (*time.Location, error) {
	if offset, err := time.Parse("-07:00", name); err == nil {
		_, seconds := offset.Zone()
		return time.FixedZone(name, seconds), nil
	}
	if name == "" || name == "Local" { // UTC's, and this machine's, for the time package
		return nil, &ZoneError{Zone: name, Err: fmt.Errorf("%q names no place", name)}
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, &ZoneError{Zone: name, Err: err}
	}
	return zone, nil
}

// zoneOf returns what [LoadZone] knows the zone of a time by: its name, or if that is not an IANA zone's its offset.
func zoneOf(t time.Time) string {
	offset := t.Format("-07:00")
	zone, err := LoadZone(t.Location().String())
	if err != nil || t.In(zone).Format("-07:00") != offset {
		return offset
	}
	return t.Location().String()
}

// firstShown returns when the clocks of a zone first show what wall, in UTC, shows. If they skip it, as they skip an
// hour in spring, it is the moment in which they do.
func firstShown(wall time.Time, in *time.Location) time.Time {
	year, month, day := wall.Date()
	near := time.Date(year, month, day, wall.Hour(), wall.Minute(), wall.Second(), 0, in)
	from, until := near.ZoneBounds()
	first, found := time.Time{}, false
	for _, like := range []time.Time{near, from.Add(-1), until} { // an offset that may hold at that time
		_, offset := like.In(in).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(in)
		if wallOf(t).Equal(wall) && (!found || t.Before(first)) {
			first, found = t, true
		}
	}
	switch {
	case found:
		return first
	case wallOf(near).After(wall):
		return from
	}
	return until
}

// wallOf returns a time in UTC that shows what the clocks of t's zone show.
func wallOf(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
